import { Component, input, output } from '@angular/core';
import { platformWords } from '../platform/platform-words';

/** One column of the rows: what stands in it, and how it is filled in. */
export interface RowColumn {
  name: string;
  label: string;
  as?: 'text' | 'day';
  /** With more room than the others. */
  wide?: boolean;
}
export type EditedRow = Readonly<Record<string, string>>;

/** A few short rows of text, such as the stops of a day or the names of guests, added and removed one by one. */
@Component({
  selector: 'crm-rows-editor',
  template: `
    <fieldset class="plain stack tight">
      <legend>{{ label() }}</legend>
      @for (row of value(); track $index) {
        <div class="entry">
          @for (column of columns(); track column.name) {
            <input
              #cell
              [class.wide]="column.wide"
              [type]="column.as === 'day' ? 'date' : 'text'"
              [attr.aria-label]="named($index, column)"
              [placeholder]="column.label"
              [maxLength]="column.as === 'day' ? 10 : 500"
              autocomplete="off"
              [value]="row[column.name] ?? ''"
              (input)="set($index, column.name, cell.value)"
            />
          }
          <button
            class="button quiet small"
            type="button"
            [attr.aria-label]="t().remove + ' ' + label() + ' ' + ($index + 1)"
            (click)="drop($index)"
          >
            ×
          </button>
        </div>
      }
      @if (error()) {
        <p class="bad small" role="alert">{{ error() }}</p>
      }
      <div>
        <button class="button small" type="button" (click)="add()">{{ t().add }} · {{ label() }}</button>
      </div>
    </fieldset>
  `,
  styles: `
    .entry {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 6px;
      padding-bottom: 6px;
    }
    .entry input {
      flex: 1 1 110px;
      width: auto;
      min-width: 0;
    }
    .entry input.wide {
      flex: 3 1 200px;
    }
  `,
})
export class RowsEditor {
  protected readonly t = platformWords();

  readonly label = input.required<string>();
  readonly columns = input.required<readonly RowColumn[]>();
  readonly value = input.required<readonly EditedRow[]>();
  readonly error = input<string>();
  readonly changed = output<EditedRow[]>();

  protected named = (index: number, { label }: RowColumn) => `${this.label()} ${index + 1} · ${label}`;

  protected set(index: number, name: string, value: string): void {
    this.changed.emit(this.value().map((row, at) => (at === index ? { ...row, [name]: value } : row)));
  }

  protected add(): void {
    this.changed.emit([...this.value(), Object.fromEntries(this.columns().map(({ name }) => [name, '']))]);
  }

  protected drop(index: number): void {
    this.changed.emit(this.value().filter((_, at) => at !== index));
  }
}
