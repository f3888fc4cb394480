import { Component, computed, inject, input, output } from '@angular/core';
import { type FieldTree, FormField } from '@angular/forms/signals';
import { chainGaps } from '@torch/domain';
import { Field } from '@torch/ui';
import { CompanyPicker } from '../../companies/company-picker/company-picker';
import { Language } from '../../platform/language';
import { platformWords } from '../../platform/platform-words';
import { Reference } from '../../platform/reference';
import { currencies, spokenAmount } from '../../kit';
import type { LeadDraft } from '../lead-form/lead-draft';
import { leadWords } from '../lead-words';

/** The fields of a lead, with the company found or entered on the spot. */
@Component({
  selector: 'crm-lead-fields',
  imports: [FormField, Field, CompanyPicker],
  templateUrl: './lead-fields.html',
  styleUrl: './lead-fields.css',
})
export class LeadFields {
  protected readonly reference = inject(Reference);
  protected readonly labels = inject(Language).labels;
  private readonly language = inject(Language);
  protected readonly t = leadWords();
  private readonly common = platformWords();

  readonly fields = input.required<FieldTree<LeadDraft>>();
  readonly draft = input.required<LeadDraft>();
  readonly errors = input.required<Readonly<Record<string, string>>>();
  /** A lead keeps its company. */
  readonly companyFixed = input(false);
  /** Other names for fields, where it is not only a lead that is entered. */
  readonly names = input<Partial<Record<'title' | 'estimatedInvestment', string>>>({});
  /** Fields that a lead may leave empty and that are asked for all the same. */
  readonly needed = input<readonly string[]>([]);
  readonly picked = output<{ id: string; name: string }>();
  readonly dropped = output();
  /** A company with this name is to be entered first. */
  readonly creating = output<string>();

  protected readonly gaps = chainGaps;
  protected readonly currencies = currencies;
  protected readonly amountHint = computed(() => {
    const { amount, currency } = this.draft();
    return spokenAmount({ amount, currency }, this.language.current(), this.common().amount);
  });
  /** Fields that are chosen from one of the zone's lists. */
  protected readonly lists = [
    ['cluster', 'clusters'],
    ['region', 'regions'],
    ['chainNode', 'chain-nodes'],
    ['park', 'parks'],
    ['anchor', 'anchors'],
  ] as const;
}
