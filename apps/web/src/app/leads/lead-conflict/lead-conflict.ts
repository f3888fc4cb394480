import { Component, computed, inject, input, output } from '@angular/core';
import { Language } from '../../platform/language';
import { Reference } from '../../platform/reference';
import type { LeadDraft } from '../lead-form/lead-draft';
import type { Conflict } from '../lead-form/merge';
import { leadWords } from '../lead-words';
import { leadFieldWord, leadValue } from '../timeline/lead-values';

/** What two people changed at the same time, side by side, to be decided field by field. */
@Component({
  selector: 'crm-lead-conflict',
  templateUrl: './lead-conflict.html',
  styleUrl: './lead-conflict.css',
})
export class LeadConflict {
  private readonly reference = inject(Reference);
  private readonly labels = inject(Language).labels;
  protected readonly t = leadWords();

  readonly conflicts = input.required<Conflict<LeadDraft>[]>();
  /** Fields that only the other person changed. */
  readonly takenOver = input.required<(keyof LeadDraft)[]>();
  readonly draft = input.required<LeadDraft>();
  readonly take = output<Conflict<LeadDraft>>();
  readonly keep = output<Conflict<LeadDraft>>();

  protected readonly takenOverText = computed(() =>
    this.takenOver()
      .map((field) => this.word(field))
      .join(' · '),
  );

  protected word(field: keyof LeadDraft): string {
    return leadFieldWord(field, this.t());
  }

  protected show(field: keyof LeadDraft, value: unknown): string {
    return leadValue(field, value, this.t(), this.labels(), (kind, code) => this.reference.name(kind, code));
  }
}
