import { Component, computed, effect, type ElementRef, input, viewChild } from '@angular/core';
import { platformWords } from '../platform/platform-words';
import type { RecordForm } from './record-form';

/** Above a form: a draft found on the device, what stands against saving, and what two people changed at the same time. */
@Component({
  selector: 'crm-form-notices',
  templateUrl: './form-notices.html',
  styleUrl: './form-notices.css',
  host: { class: 'stack' },
})
export class FormNotices<R extends object, D extends object> {
  protected readonly t = platformWords();

  readonly edit = input.required<RecordForm<R, D>>();
  /** A field's name as the reader knows it. */
  readonly word = input.required<(field: keyof D & string) => string>();
  /** A field's value as a person reads it; empty for one that has no words, such as a choice of records. */
  readonly show = input.required<(field: keyof D & string, value: unknown) => string>();

  protected readonly conflicts = computed(() =>
    this.edit()
      .conflicts()
      .map((conflict) => ({ ...conflict, field: conflict.field as keyof D & string })),
  );
  protected readonly taken = computed(() => this.edit().takenOver() as (keyof D & string)[]);
  protected readonly takenText = computed(() =>
    this.taken()
      .map((field) => this.word()(field))
      .join(' · '),
  );
  private readonly question = viewChild<ElementRef<HTMLElement>>('question');
  private readonly refusal = viewChild<ElementRef<HTMLElement>>('refusal');

  constructor() {
    effect(() => this.question()?.nativeElement.scrollIntoView?.({ block: 'center' }));
    // A refusal would otherwise stand above what is on screen; without a field at fault, it has the focus.
    effect(() => {
      const [said, errors] = [this.refusal()?.nativeElement, this.edit().errors()];
      if (!said || !this.edit().message()) return;
      setTimeout(() => {
        said.scrollIntoView?.({ block: 'nearest' });
        if (Object.keys(errors).length === 0) said.focus({ preventScroll: true });
      });
    });
  }

  protected isTheirs(field: keyof D, theirs: unknown): boolean {
    return JSON.stringify(this.edit().draft()[field]) === JSON.stringify(theirs);
  }
}
