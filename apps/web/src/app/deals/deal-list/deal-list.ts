import { Component, computed, inject, input, linkedSignal, signal } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { type DealSummary, dealSorts, type MovedDeals } from '@torch/contracts';
import { allDealStages, type Batch, batches } from '@torch/domain';
import { Paged, PageHeader } from '@torch/ui';
import {
  addressBar,
  exactAmount,
  ListFoot,
  mayOn,
  SmallForm,
  type SmallField,
  type SmallValues,
  Times,
  totalText,
} from '../../kit';
import { ExportButton } from '../../ledgers/export-button';
import { Language } from '../../platform/language';
import { Reference } from '../../platform/reference';
import { Session } from '../../platform/session';
import { DealClient } from '../deal-client';
import { dealFilters, dealQuery } from '../deal-filter';
import { DealFilters } from '../deal-filters';
import { dealWords } from '../deal-words';
import { refusal } from '../refusal';
import { StageTag } from '../stage-tag';
import { SavedViews } from '../../views/saved-views';

/** All deals within reach. The address bar holds what is filtered and sorted. */
@Component({
  selector: 'crm-deal-list',
  imports: [RouterLink, DealFilters, ExportButton, ListFoot, PageHeader, SmallForm, SavedViews, StageTag],
  templateUrl: './deal-list.html',
  styleUrl: './deal-list.css',
  host: { class: 'page' },
})
export class DealList {
  private readonly router = inject(Router);
  private readonly session = inject(Session);
  private readonly client = inject(DealClient);
  private readonly language = inject(Language);
  protected readonly reference = inject(Reference);
  protected readonly times = inject(Times);
  protected readonly labels = this.language.labels;
  protected readonly t = dealWords();

  readonly q = input<string>();
  readonly stage = input<string>();
  readonly batch = input<string>();
  readonly cluster = input<string>();
  readonly region = input<string>();
  readonly owner = input<string>();
  readonly flagged = input<string>();
  readonly sort = input<string>();

  protected readonly narrow = addressBar();
  protected readonly mayCreate = computed(() => this.session.can('deal.create'));
  protected readonly ledgers = ['deals', 'negotiating', 'signed'] as const;
  protected readonly stages = allDealStages;
  protected readonly batches = Object.keys(batches) as Batch[];
  protected readonly sorts = dealSorts;
  protected readonly knownStage = computed(() => allDealStages.find((stage) => stage === this.stage()));
  protected readonly knownBatch = computed(() => this.batches.find((batch) => batch === this.batch()));
  protected readonly order = computed(() => dealSorts.find((sort) => sort === this.sort()) ?? '-createdAt');
  protected readonly kept = computed(() => Object.fromEntries(dealFilters.map((name) => [name, this[name]() ?? null])));
  private readonly shared = dealQuery(this);
  /** What the list is narrowed by; the ledgers of it too. */
  protected readonly query = computed(() => ({
    ...this.shared(),
    stage: this.knownStage(),
    batch: this.knownBatch(),
  }));
  protected readonly narrowed = computed(() => Object.values(this.query()).some(Boolean));
  protected readonly list = new Paged<DealSummary>('/api/v1/deals', () => ({
    ...this.query(),
    sort: this.order(),
    limit: 50,
  }));
  protected readonly total = totalText(this.list, (count) => this.t().total(count));
  private readonly hidden = this.client.concealed(() => this.session.can('deal.countConcealed'));
  /** What there is beside the list, for who may know that much; it answers to no filter, so that none gives it away. */
  protected readonly concealed = computed(() => {
    const sum = this.hidden.hasValue() ? this.hidden.value() : undefined;
    if (!sum || sum.count === 0) return '';
    const amounts = sum.totalInvestment.map((money) => exactAmount(money, this.language.current()));
    return this.t().conceal.sum(sum.count, amounts.join(' + '));
  });

  /** Whoever narrows the list chooses anew: nothing is moved that is not on screen. */
  private readonly chosenIds = linkedSignal<unknown, readonly string[]>({ source: this.query, computation: () => [] });
  /** As the list has them now, so that another try goes by their newest versions. */
  protected readonly chosen = computed(() => this.list.items().filter(({ id }) => this.chosenIds().includes(id)));
  protected readonly moving = signal(false);
  /** How those fared that were refused, in words. */
  protected readonly refused = linkedSignal<unknown, readonly string[]>({ source: this.query, computation: () => [] });
  protected readonly moveFields = computed((): SmallField[] => [
    {
      name: 'stage',
      label: this.t().moveTo,
      as: 'choice',
      required: true,
      options: allDealStages.map((value) => ({ value, label: this.labels().dealStage[value] })),
    },
    { name: 'on', label: this.t().on, as: 'day', hint: this.t().onHint },
    { name: 'reason', label: this.t().reason, as: 'area' },
    {
      name: 'closeReason',
      label: this.t().closeReason,
      as: 'choice',
      options: this.reference
        .choices('close-reasons')
        .map((item) => ({ value: item.code, label: this.reference.label(item) })),
    },
  ]);

  protected may(deal: DealSummary): boolean {
    return mayOn(this.session, 'deal.move', deal);
  }

  protected isChosen({ id }: DealSummary): boolean {
    return this.chosenIds().includes(id);
  }

  protected choose({ id }: DealSummary, chosen: boolean): void {
    this.chosenIds.update((all) => [...all.filter((each) => each !== id), ...(chosen ? [id] : [])]);
  }

  protected unselect(): void {
    this.chosenIds.set([]);
    this.refused.set([]);
  }

  protected begin(): void {
    this.refused.set([]);
    this.moving.set(true);
  }

  protected readonly moveAll = async (values: SmallValues): Promise<string> => {
    const chosen = this.chosen();
    const stage = allDealStages.find((each) => each === values['stage']);
    if (!stage) return '';
    const { items } = await this.client.moveAll({
      items: chosen.map(({ id, version }) => ({ id, version })),
      stage,
      ...(values['on'] && { on: values['on'] }),
      reason: values['reason']?.trim() || null,
      closeReason: values['closeReason'] || null,
      override: false,
    });
    const failed = items.filter(({ ok }) => !ok);
    const codeOf = (id: string) => chosen.find((deal) => deal.id === id)?.code ?? '';
    this.refused.set(failed.map((item) => this.t().bulkRefused(codeOf(item.id), this.why(item))));
    this.chosenIds.set(failed.map(({ id }) => id));
    if (failed.length === items.length) {
      this.list.reload();
      // Where none was moved it is as if the whole had been refused: the window stays open, and says why.
      const errors = failed.flatMap((item) => item.errors);
      throw refusal(
        failed.find(({ problem }) => problem)?.problem ?? 'rule-broken',
        errors.map((flaw) => (stage === 'lost' && flaw.path === 'reason' ? { ...flaw, path: 'closeReason' } : flaw)),
      );
    }
    return this.t().bulkDone(items.length - failed.length);
  };

  protected movedAll(): void {
    this.moving.set(false);
    this.list.reload();
  }

  private why({ problem, errors }: MovedDeals['items'][number]): string {
    if (problem === 'stale') return this.t().bulkStale;
    const words: Record<string, string> = this.labels().evidence;
    const missing = errors.filter(({ code }) => code === 'evidence-missing');
    if (missing.length > 0)
      return this.t().bulkMissing(missing.map(({ path }) => words[path.replace('evidence.', '')] ?? path).join(' · '));
    const known: Record<string, string> = this.t().error;
    return errors.map(({ code }) => known[code] ?? known['other']).join(' ') || (known['other'] ?? '');
  }

  protected money({ totalInvestment }: DealSummary): string {
    return totalInvestment ? exactAmount(totalInvestment, this.language.current()) : '';
  }

  /** Days at the present stage, counted on the reader's calendar. */
  protected days({ stageSince }: DealSummary): number {
    return Math.max(0, Math.round((Date.parse(this.times.today()) - Date.parse(stageSince)) / 86_400_000));
  }

  protected clear(): void {
    void this.router.navigate([], { queryParams: {} });
  }
}
