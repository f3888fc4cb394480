import { Component, type ElementRef, effect, input, type OnDestroy, output, viewChild } from '@angular/core';

const typingPause = 250;

/** A search that is asked once the typing rests; what stands in it while it is typed is left alone. */
@Component({
  selector: 'crm-search-box',
  template: `<input
    #field
    type="search"
    [attr.aria-label]="label()"
    [placeholder]="hint()"
    (input)="type(field.value)"
    (change)="ask(field.value)"
  />`,
})
export class SearchBox implements OnDestroy {
  readonly label = input.required<string>();
  readonly hint = input('');
  /** What is searched for now. */
  readonly value = input<string>();
  readonly asked = output<string>();

  private readonly field = viewChild.required<ElementRef<HTMLInputElement>>('field');
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    effect(() => {
      const [value, field] = [this.value() ?? '', this.field().nativeElement];
      if (field.value.trim() === value) return;
      clearTimeout(this.timer);
      field.value = value;
    });
  }

  ngOnDestroy(): void {
    clearTimeout(this.timer);
  }

  protected type(text: string): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(text), typingPause);
  }

  protected ask(text: string): void {
    clearTimeout(this.timer);
    if (text.trim() !== (this.value() ?? '')) this.asked.emit(text.trim());
  }
}
