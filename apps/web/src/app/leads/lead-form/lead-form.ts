import { Component, computed, inject, input, signal } from '@angular/core';
import { form } from '@angular/forms/signals';
import { Router } from '@angular/router';
import { CreateLead, Lead } from '@torch/contracts';
import { Dialog, PageHeader } from '@torch/ui';
import { CompanyForm } from '../../companies/company-form/company-form';
import { FormActions, FormNotices, Notices, RecordForm, ReadState } from '../../kit';
import { Language } from '../../platform/language';
import { Reference } from '../../platform/reference';
import { leadFieldWord, leadValue } from '../../timeline/values';
import { LeadClient } from '../lead-client';
import { LeadFields } from '../lead-fields/lead-fields';
import { leadWords } from '../lead-words';
import { blankLead, createLeadOf, type LeadDraft, leadDraftOf, updateLeadOf } from './lead-draft';
import { leadFlaws } from './lead-flaws';
import { HolderNotice } from '../../protection/holder-notice';

/** A new lead, or changes to one. */
@Component({
  selector: 'crm-lead-form',
  imports: [CompanyForm, Dialog, FormActions, FormNotices, LeadFields, PageHeader, ReadState, HolderNotice],
  templateUrl: './lead-form.html',
  host: { class: 'page narrow' },
})
export class LeadForm {
  private readonly client = inject(LeadClient);
  private readonly router = inject(Router);
  private readonly notices = inject(Notices);
  private readonly reference = inject(Reference);
  private readonly labels = inject(Language).labels;
  protected readonly t = leadWords();

  readonly id = input<string>();
  /** A company to begin with, from its page. */
  readonly company = input<string>();
  readonly companyName = input<string>();
  readonly channel = input<string>();

  protected readonly record = this.client.one(() => this.id());
  private readonly known = computed(() => (this.record.hasValue() ? this.record.value() : undefined));
  protected readonly ready = computed(() => !this.id() || this.known() !== undefined);
  protected readonly edit = new RecordForm<Lead, LeadDraft>({
    schema: Lead,
    record: this.known,
    ready: this.ready,
    draftOf: (lead) =>
      lead
        ? leadDraftOf(lead)
        : {
            ...blankLead(),
            companyId: this.company() ?? '',
            companyName: this.companyName() ?? '',
            channel: this.channel() ?? '',
          },
    objections: (flaws) => leadFlaws(flaws, this.t()),
    together: [['amount', 'currency']],
    keepAs: () => `lead.${this.id() ?? `new.${this.company() ?? ''}`}`,
  });
  protected readonly fields = form(this.edit.draft);
  /** Name of the company that is being entered first; empty while none is. */
  protected readonly entering = signal('');

  isDirty(): boolean {
    return this.edit.dirty();
  }

  protected readonly word = (field: keyof LeadDraft) => leadFieldWord(field, this.t());
  protected readonly show = (field: keyof LeadDraft, value: unknown) =>
    leadValue(field, value, this.t(), this.labels(), (kind, code) => this.reference.name(kind, code));

  protected pick(company: { id: string; name: string }): void {
    this.edit.set({ companyId: company.id, companyName: company.name });
    this.entering.set('');
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    const draft = this.edit.draft();
    if (!this.edit.accepts(CreateLead, createLeadOf(draft))) return;
    const lead = await this.edit.submit((base, key) =>
      base ? this.client.update(base.id, updateLeadOf(base, draft)) : this.client.create(createLeadOf(draft), key),
    );
    if (!lead) return;
    this.notices.done(this.t().saved);
    await this.router.navigate(['/leads', lead.id]);
  }

  protected async cancel(): Promise<void> {
    const id = this.id();
    await this.router.navigate(id ? ['/leads', id] : ['/leads']);
  }
}
