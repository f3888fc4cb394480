import { Component, computed, inject, input } from '@angular/core';
import { Router } from '@angular/router';
import { Deal, UpdateDeal } from '@torch/contracts';
import { agreementKinds, waivable } from '@torch/domain';
import { Field, PageHeader } from '@torch/ui';
import { currencies, FormActions, FormNotices, type Flaw, Notices, ReadState, RecordForm } from '../../kit';
import { Language } from '../../platform/language';
import { pathOf } from '../../platform/problem';
import { DealClient } from '../deal-client';
import { dealWords } from '../deal-words';
import {
  type DealDraft,
  dealDraftOf,
  isAmount,
  isDay,
  isQuantity,
  sections,
  together,
  updateDealOf,
} from './deal-draft';

/** The facts of a deal, from the money to full production; what a stage asks for is entered here. */
@Component({
  selector: 'crm-deal-form',
  imports: [Field, FormActions, FormNotices, PageHeader, ReadState],
  templateUrl: './deal-form.html',
  styleUrl: './deal-form.css',
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
    objections: (flaws) => this.objections(flaws),
    together,
    keepAs: () => `deal.${this.id()}`,
  });
  protected readonly sections = sections;
  protected readonly waivable = waivable;
  protected readonly kinds = agreementKinds;
  protected readonly currencies = currencies;
  protected readonly isAmount = isAmount;
  protected readonly isDay = isDay;
  protected readonly isLong = (field: string): boolean => field === 'workers' || field === 'environmentalCapacity';

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
    const kinds: Record<string, string> = this.labels().agreementKind;
    return field === 'agreementKind' ? (kinds[String(value)] ?? '') : String(value);
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

  private objections(flaws: readonly Flaw[]): Record<string, string> {
    const error: Record<string, string> = this.t().error;
    return Object.fromEntries(
      flaws.map((flaw) => {
        const [field = '', part = ''] = pathOf(flaw).split('.');
        if (flaw.code.startsWith('before-'))
          return [field, error[field.startsWith('promised') ? 'promisedOrder' : 'order'] ?? ''];
        const text = isAmount(field)
          ? error['money']
          : isQuantity(field)
            ? error['decimal']
            : field === 'workers'
              ? error['workers']
              : error[flaw.code];
        return [field === 'waivers' ? `waiver.${part}` : field, text ?? error['other'] ?? ''];
      }),
    );
  }
}
