import { Component, computed, inject, input, output, signal } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { type Deal, type DealSummary, type FieldError, type Lead } from '@torch/contracts';
import { Paged } from '@torch/ui';
import { mayOn, moneyOf, SmallForm, type SmallField, type SmallValues } from '../../kit';
import { Language } from '../../platform/language';
import { kindOf, problemOf } from '../../platform/problem';
import { Session } from '../../platform/session';
import { DealClient } from '../deal-client';
import { dealWords } from '../deal-words';
import { refusal } from '../refusal';

/** On a lead's page: makes a qualified one a deal, leads to the deals of one that is converted, and splits off another. */
@Component({
  selector: 'crm-convert-lead',
  imports: [RouterLink, SmallForm],
  templateUrl: './convert-lead.html',
  host: { class: 'row' },
})
export class ConvertLead {
  private readonly client = inject(DealClient);
  private readonly router = inject(Router);
  private readonly session = inject(Session);
  private readonly labels = inject(Language).labels;
  protected readonly t = dealWords();

  readonly lead = input.required<Lead>();
  /** The lead is not as it was shown. */
  readonly outdated = output();

  protected readonly splits = computed(() => this.lead().status === 'converted');
  protected readonly may = computed(
    () => (this.splits() || this.lead().status === 'qualified') && mayOn(this.session, 'deal.create', this.lead()),
  );
  protected readonly deals = new Paged<DealSummary>('/api/v1/deals', () =>
    this.splits() && this.session.can('deal.read') ? { lead: this.lead().id, limit: 20 } : undefined,
  );
  protected readonly open = signal(false);
  /** Whether the way lacks what is entered elsewhere. */
  protected readonly lacks = signal(false);
  /** What the first stage asks for and only lead and company can give, in words. */
  private readonly missing = signal('');
  protected readonly words = computed(() => ({
    ...this.t().error,
    missing: this.t().convertMissing(this.missing()),
    'evidence-missing': this.t().startError.amount,
  }));
  protected readonly fields = computed((): SmallField[] => [
    { name: 'title', label: this.t().field.title, as: 'text', required: true },
    { name: 'totalInvestment', label: this.t().field.totalInvestment, as: 'money', required: true },
    { name: 'on', label: this.t().beganOn, as: 'day', hint: this.t().onHint },
    ...(this.splits()
      ? [{ name: 'reason', label: this.t().field.splitReason, as: 'area' as const, required: true }]
      : []),
  ]);
  /** A deal split off has a name and an amount of its own. */
  protected readonly initial = computed((): SmallValues => {
    const { title, estimatedInvestment: money } = this.lead();
    if (this.splits()) return {};
    return {
      title,
      totalInvestment: money?.amount.replace(/\.00$/, '') ?? '',
      'totalInvestment.currency': money?.currency ?? 'CNY',
    };
  });

  protected readonly save = async (values: SmallValues, key: string): Promise<string> => {
    const { id, version } = this.lead();
    const input = {
      version,
      title: values['title']?.trim() ?? '',
      totalInvestment: moneyOf(values, 'totalInvestment') ?? undefined,
      ...(values['on'] && { on: values['on'] }),
    };
    this.lacks.set(false);
    let deal: Deal;
    try {
      deal = this.splits()
        ? await this.client.split(id, { ...input, reason: values['reason']?.trim() ?? '' }, key)
        : await this.client.convert(id, input, key);
    } catch (error) {
      throw this.objection(error);
    }
    this.made = deal.id;
    return this.splits() ? this.t().splitDone : this.t().converted;
  };
  private made = '';

  protected async saved(): Promise<void> {
    this.open.set(false);
    await this.router.navigate(['/deals', this.made]);
  }

  /** What can be entered in the window is said at its field; all else once, in one sentence. */
  private objection(error: unknown): unknown {
    const problem = problemOf(error);
    if (kindOf(problem) === 'stale') this.outdated.emit();
    const isElsewhere = ({ path, code }: FieldError) =>
      code === 'evidence-missing' && path !== 'evidence.totalInvestment';
    const errors = problem?.errors ?? [];
    const elsewhere = errors.filter(isElsewhere);
    if (errors.length === 0) return error;
    const words: Record<string, string> = this.labels().evidence;
    this.missing.set(elsewhere.map(({ path }) => words[path.replace('evidence.', '')] ?? path).join(' · '));
    this.lacks.set(elsewhere.length > 0);
    return refusal(kindOf(problem), [
      ...errors
        .filter((flaw) => !isElsewhere(flaw))
        .map((flaw) => ({ ...flaw, path: flaw.path.replace(/^evidence\./, '') })),
      ...(elsewhere.length > 0 ? [{ path: '', code: 'missing', message: '' }] : []),
    ]);
  }
}
