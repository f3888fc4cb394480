import { afterRenderEffect, Component, computed, ElementRef, inject, input } from '@angular/core';

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
      <p class="bad small" role="alert" [id]="for() + '-about'">{{ shown() }}</p>
    } @else if (hint()) {
      <p class="soft small" [id]="for() + '-about'">{{ hint() }}</p>
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
  /** What stands against it, in the reader's language. */
  readonly errors = input<string | readonly string[] | undefined>();

  protected readonly shown = computed(() => [this.errors() ?? []].flat().join(' '));
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef);

  constructor() {
    // Read out with the control, not only seen beside it.
    afterRenderEffect(() => {
      const about = this.shown() || this.hint() ? `${this.for()}-about` : null;
      const control = this.host.nativeElement.querySelector(`#${CSS.escape(this.for())}`);
      if (about) control?.setAttribute('aria-describedby', about);
      else control?.removeAttribute('aria-describedby');
    });
  }
}
