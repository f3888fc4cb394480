import { Component, computed, inject, input, signal } from '@angular/core';
import { form } from '@angular/forms/signals';
import { Router } from '@angular/router';
import { type CreateDeal, Deal } from '@torch/contracts';
import { Dialog, Field, PageHeader } from '@torch/ui';
import { CompanyForm } from '../../companies/company-form/company-form';
import { ContactClient } from '../../contacts/contact-client';
import { ContactForm } from '../../contacts/contact-form/contact-form';
import { FormActions, FormNotices, Notices, RecordForm, Times } from '../../kit';
import { LeadFields } from '../../leads/lead-fields/lead-fields';
import { leadWords } from '../../leads/lead-words';
import { Language } from '../../platform/language';
import { pathOf } from '../../platform/problem';
import { Reference } from '../../platform/reference';
import { HolderNotice } from '../../protection/holder-notice';
import { leadFieldWord, leadValue } from '../../timeline/values';
import { DealClient } from '../deal-client';
import { dealWords } from '../deal-words';
import {
  blankDealStart,
  createDealOf,
  DealStart as Input,
  type DealStartDraft,
  dealStartFlaws,
} from './deal-start-draft';

/** Enters a deal directly, one under negotiation already: its lead is made with it. */
@Component({
  selector: 'crm-deal-start',
  imports: [CompanyForm, ContactForm, Dialog, Field, FormActions, FormNotices, HolderNotice, LeadFields, PageHeader],
  templateUrl: './deal-start.html',
  host: { class: 'page narrow' },
})
export class DealStart {
  private readonly client = inject(DealClient);
  private readonly router = inject(Router);
  private readonly notices = inject(Notices);
  private readonly times = inject(Times);
  private readonly reference = inject(Reference);
  private readonly labels = inject(Language).labels;
  private readonly leadT = leadWords();
  protected readonly t = dealWords();

  /** A company to begin with, from its page. */
  readonly company = input<string>();
  readonly companyName = input<string>();

  protected readonly edit = new RecordForm<Deal, DealStartDraft>({
    schema: Deal,
    record: () => undefined,
    draftOf: () => ({
      ...blankDealStart(),
      companyId: this.company() ?? '',
      companyName: this.companyName() ?? '',
    }),
    objections: (flaws) =>
      dealStartFlaws(
        flaws.map((flaw) => ({ ...flaw, path: pathOf(flaw) })),
        this.t(),
      ),
    together: [['amount', 'currency']],
    keepAs: () => `deal.new.${this.company() ?? ''}`,
  });
  protected readonly fields = form(this.edit.draft);
  protected readonly today = computed(() => this.times.today());
  protected readonly names = computed(() => ({
    title: this.t().field.title,
    estimatedInvestment: this.t().field.totalInvestment,
  }));
  protected readonly needed = ['cluster', 'estimatedInvestment'];
  /** Name of the company that is being entered first; empty while none is. */
  protected readonly entering = signal('');
  protected readonly addingContact = signal(false);
  private readonly contacts = inject(ContactClient).ofCompany(() => this.edit.draft().companyId || undefined);
  /** A deal needs somebody to talk to; who is missing is said before it is saved. */
  protected readonly lacksContact = computed(
    () => this.edit.draft().companyId !== '' && this.contacts.hasValue() && this.contacts.value().items.length === 0,
  );

  isDirty(): boolean {
    return this.edit.dirty();
  }

  protected readonly word = (field: keyof DealStartDraft) =>
    field === 'on' ? this.t().beganOn : leadFieldWord(field, this.leadT());
  protected readonly show = (field: keyof DealStartDraft, value: unknown) =>
    leadValue(field, value, this.leadT(), this.labels(), (kind, code) => this.reference.name(kind, code));

  protected pick(company: { id: string; name: string }): void {
    this.edit.set({ companyId: company.id, companyName: company.name });
    this.entering.set('');
  }

  protected contactAdded(): void {
    this.addingContact.set(false);
    this.contacts.reload();
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    const input = createDealOf(this.edit.draft());
    if (!this.edit.accepts(Input, input)) return;
    const deal = await this.edit.submit((_, key) => this.client.create(input as CreateDeal, key));
    if (!deal) return;
    this.notices.done(this.t().started);
    await this.router.navigate(['/deals', deal.id]);
  }

  protected async cancel(): Promise<void> {
    await this.router.navigate(['/deals']);
  }
}
