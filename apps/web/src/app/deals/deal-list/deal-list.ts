import { Component, computed, inject, input } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { type DealSummary, dealSorts } from '@torch/contracts';
import { allDealStages, type Batch, batches } from '@torch/domain';
import { Paged, PageHeader } from '@torch/ui';
import { addressBar, exactAmount, ListFoot, SearchBox, Times, totalText } from '../../kit';
import { Language } from '../../platform/language';
import { Reference } from '../../platform/reference';
import { Session } from '../../platform/session';
import { DealClient } from '../deal-client';
import { dealWords } from '../deal-words';
import { StageTag } from '../stage-tag';

/** All deals within reach. The address bar holds what is filtered and sorted. */
@Component({
  selector: 'crm-deal-list',
  imports: [RouterLink, ListFoot, PageHeader, SearchBox, StageTag],
  templateUrl: './deal-list.html',
  styleUrl: './deal-list.css',
  host: { class: 'page' },
})
export class DealList {
  private readonly router = inject(Router);
  private readonly session = inject(Session);
  private readonly language = inject(Language);
  protected readonly reference = inject(Reference);
  protected readonly times = inject(Times);
  protected readonly labels = this.language.labels;
  protected readonly t = dealWords();

  readonly q = input<string>();
  readonly stage = input<string>();
  readonly batch = input<string>();
  readonly flagged = input<string>();
  readonly sort = input<string>();

  protected readonly narrow = addressBar();
  protected readonly stages = allDealStages;
  protected readonly batches = Object.keys(batches) as Batch[];
  protected readonly sorts = dealSorts;
  protected readonly knownStage = computed(() => allDealStages.find((stage) => stage === this.stage()));
  protected readonly knownBatch = computed(() => this.batches.find((batch) => batch === this.batch()));
  protected readonly order = computed(() => dealSorts.find((sort) => sort === this.sort()) ?? '-createdAt');
  protected readonly onlyFlagged = computed(() => this.flagged() === 'true');
  private readonly query = computed(() => ({
    q: this.q()?.trim() || undefined,
    stage: this.knownStage(),
    batch: this.knownBatch(),
    flagged: this.onlyFlagged() || undefined,
  }));
  protected readonly narrowed = computed(() => Object.values(this.query()).some(Boolean));
  protected readonly list = new Paged<DealSummary>('/api/v1/deals', () => ({
    ...this.query(),
    sort: this.order(),
    limit: 50,
  }));
  protected readonly total = totalText(this.list);
  private readonly hidden = inject(DealClient).concealed(() => this.session.can('deal.countConcealed'));
  /** What there is beside the list, for who may know that much; it answers to no filter, so that none gives it away. */
  protected readonly concealed = computed(() => {
    const sum = this.hidden.hasValue() ? this.hidden.value() : undefined;
    if (!sum || sum.count === 0) return '';
    const amounts = sum.totalInvestment.map((money) => exactAmount(money, this.language.current()));
    return this.t().conceal.sum(sum.count, amounts.join(' + '));
  });

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
