import { Component, computed, inject, input, output } from '@angular/core';
import { type FieldTree, FormField } from '@angular/forms/signals';
import type { Lead } from '@torch/contracts';
import { visitKinds, visitStatuses } from '@torch/domain';
import { Field, Paged } from '@torch/ui';
import { Language } from '../../platform/language';
import { CompanyPicker } from '../../companies/company-picker/company-picker';
import { ContactClient } from '../../contacts/contact-client';
import { InstantInput, type RowColumn, RowsEditor } from '../../kit';
import type { VisitDraft } from '../visit-form/visit-draft';
import { VisitPreparation } from '../visit-preparation/visit-preparation';
import { visitWords } from '../visit-words';

/** The fields of a visit: with whom, when and where, and what came of it. */
@Component({
  selector: 'crm-visit-fields',
  imports: [FormField, Field, CompanyPicker, InstantInput, RowsEditor, VisitPreparation],
  templateUrl: './visit-fields.html',
  styleUrl: './visit-fields.css',
})
export class VisitFields {
  protected readonly labels = inject(Language).labels;
  protected readonly t = visitWords();

  readonly fields = input.required<FieldTree<VisitDraft>>();
  readonly draft = input.required<VisitDraft>();
  readonly errors = input.required<Readonly<Record<string, string>>>();
  readonly companyFixed = input(false);
  readonly changed = output<Partial<VisitDraft>>();
  readonly picked = output<{ id: string; name: string }>();
  readonly creating = output<string>();

  protected readonly steps = computed((): RowColumn[] => [
    { name: 'what', label: this.t().column.what, wide: true },
    { name: 'dueOn', label: this.t().column.dueOn, as: 'day' },
  ]);
  protected readonly kinds = visitKinds;
  protected readonly statuses = visitStatuses;
  private readonly companyId = computed(() => this.draft().companyId || undefined);
  protected readonly leads = new Paged<Lead>('/api/v1/leads', () => {
    const company = this.companyId();
    return company ? { company, limit: 50 } : undefined;
  });
  private readonly contactList = inject(ContactClient).ofCompany(() => this.companyId());
  protected readonly contacts = computed(() =>
    this.companyId() && this.contactList.hasValue() ? this.contactList.value().items : [],
  );

  protected toggle(id: string): void {
    const ids = this.draft().contactIds;
    this.changed.emit({ contactIds: ids.includes(id) ? ids.filter((other) => other !== id) : [...ids, id].sort() });
  }
}
