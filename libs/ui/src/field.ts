import { Component, computed, input } from '@angular/core';

/** A control with its label, hint and errors. The control inside carries the id given in `for`. */
@Component({
  selector: 'ui-field',
  template: `
    <label [attr.for]="for()">
      {{ label() }}
      @if (required()) {
        <span class="bad" aria-hidden="true">*</span>
      }
    </label>
    <ng-content />
    @if (shown()) {
      <p class="bad small" role="alert">{{ shown() }}</p>
    } @else if (hint()) {
      <p class="soft small">{{ hint() }}</p>
    }
  `,
  styles: `
    :host {
      display: grid;
      gap: 4px;
      align-content: start;
      min-width: 0;
    }
    label {
      font-size: 14px;
      font-weight: 500;
    }
  `,
})
export class Field {
  readonly label = input.required<string>();
  readonly for = input.required<string>();
  readonly hint = input('');
  readonly required = input(false);
  /** Sentences in the reader's language. */
  readonly errors = input<readonly string[]>([]);

  protected readonly shown = computed(() => this.errors().join(' '));
}
