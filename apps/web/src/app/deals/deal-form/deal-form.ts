import { Component, computed, inject, input } from '@angular/core';
import { Router } from '@angular/router';
import { Deal, UpdateDeal } from '@torch/contracts';
import { waivable } from '@torch/domain';
import { Field, PageHeader } from '@torch/ui';
import { FormActions, FormNotices, Notices, ReadState, RecordForm } from '../../kit';
import { Language } from '../../platform/language';
import { pathOf } from '../../platform/problem';
import { DealClient } from '../deal-client';
import { dealWords } from '../deal-words';
import { type DealDraft, dealDraftOf, isChoice, isLong, sections, together, updateDealOf } from './deal-draft';
import { DealFieldInput } from './deal-field';
import { dealObjections } from './deal-objections';

/** The facts of a deal, from the money to full production; what a stage asks for is entered here. */
@Component({
  selector: 'crm-deal-form',
  imports: [DealFieldInput, Field, FormActions, FormNotices, PageHeader, ReadState],
  templateUrl: './deal-form.html',
  host: { class: 'page narrow' },
})
export class DealForm {
  private readonly client = inject(DealClient);
  private readonly router = inject(Router);
  private readonly notices = inject(Notices);
  protected readonly labels = inject(Language).labels;
  protected readonly t = dealWords();

  readonly id = input.required<string>();

  protected readonly record = this.client.one(() => this.id());
  private readonly known = computed(() => (this.record.hasValue() ? this.record.value() : undefined));
  protected readonly edit = new RecordForm<Deal, DealDraft>({
    schema: Deal,
    record: this.known,
    ready: () => this.known() !== undefined,
    draftOf: dealDraftOf,
    objections: (flaws) =>
      dealObjections(
        flaws.map((flaw) => ({ ...flaw, path: pathOf(flaw) })),
        this.t().error,
      ),
    together,
    keepAs: () => `deal.${this.id()}`,
  });
  protected readonly sections = sections;
  protected readonly isLong = isLong;
  protected readonly waivable = waivable;

  isDirty(): boolean {
    return this.edit.dirty();
  }

  protected readonly word = (field: string): string => {
    const known: Record<string, string> = this.t().field;
    const evidence: Record<string, string> = this.labels().evidence;
    const [name = '', part = ''] = field.split('.');
    if (name === 'waiver') return `${known['waivers']} · ${evidence[part] ?? part}`;
    return part ? `${known[name]} · ${this.t().currency}` : (known[name] ?? name);
  };
  protected readonly show = (field: string, value: unknown): string => {
    if (!isChoice(field)) return String(value);
    const kinds: Record<string, string> = this.labels()[field];
    return kinds[String(value)] ?? '';
  };

  protected set(field: string, value: string): void {
    this.edit.set({ [field]: value });
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    const [base, draft] = [this.edit.base(), this.edit.draft()];
    if (!base || !this.edit.accepts(UpdateDeal, updateDealOf(base, draft))) return;
    const deal = await this.edit.submit((known) => this.client.update(base.id, updateDealOf(known ?? base, draft)));
    if (!deal) return;
    this.notices.done(this.t().saved);
    await this.router.navigate(['/deals', deal.id]);
  }

  protected async cancel(): Promise<void> {
    await this.router.navigate(['/deals', this.id()]);
  }
}
