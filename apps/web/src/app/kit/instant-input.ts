import { Component, effect, type ElementRef, inject, input, output, viewChild } from '@angular/core';
import { Times } from './times';

/**
 * A moment on the reader's clock. While it is being typed nothing is written back into it, and what is
 * incomplete counts for nothing: a half-typed hour must not wipe the day beside it.
 */
@Component({
  selector: 'crm-instant-input',
  template: `<input
      #field
      type="datetime-local"
      min="2000-01-01T00:00"
      max="2099-12-31T23:59"
      [id]="inputId()"
      [attr.aria-invalid]="invalid()"
      (input)="read()"
      (blur)="show()"
    />
    @if (zone(); as name) {
      <span class="soft small">{{ name }}</span>
    }`,
})
export class InstantInput {
  private readonly times = inject(Times);

  readonly inputId = input.required<string>();
  /** The instant, as the server gives it; empty for none. */
  readonly value = input.required<string>();
  readonly invalid = input(false);
  readonly changed = output<string>();

  /** The zone in which it is read, where the device's own clock shows another. */
  protected readonly zone = this.times.otherZone;

  private readonly field = viewChild.required<ElementRef<HTMLInputElement>>('field');

  constructor() {
    effect(() => {
      this.value();
      if (document.activeElement !== this.field().nativeElement) this.show();
    });
  }

  protected read(): void {
    const { value, validity } = this.field().nativeElement;
    if (validity.badInput || validity.rangeUnderflow || validity.rangeOverflow) return;
    this.changed.emit(this.times.fromLocal(value));
  }

  /** Shows what counts. */
  protected show(): void {
    this.field().nativeElement.value = this.times.toLocal(this.value());
  }
}
