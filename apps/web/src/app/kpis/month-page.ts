import { Component, computed, inject, input, linkedSignal } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { AdjustmentItem, ClosedMonth } from '@torch/contracts';
import { adjustmentKinds } from '@torch/domain';
import { Paged, PageHeader } from '@torch/ui';
import { ConcealedNote } from '../deals/concealed-note';
import { FunnelNames } from '../funnel/funnel-names';
import { RowFilters, rowQuestion } from '../funnel/row-filters';
import { addressBar, type CsvColumn, ListCsv, ListFoot, ReadState, totalText } from '../kit';
import { chosenLeads, leadsOf } from '../leads/follow-ups/chosen-leads';
import { ChooseAll } from '../leads/follow-ups/choose-all';
import { ChooseLead } from '../leads/follow-ups/choose-lead';
import { PlanFollowUps } from '../leads/follow-ups/plan-follow-ups';
import { read } from '../platform/api';
import { WayBack } from '../platform/where-left';
import { KpiNames } from './kpi-names';
import { plannable, plannedFor } from './plannable';
import { KpiRecordName } from './kpi-record-name';
import { kpiWords } from './kpi-words';
import { MonthTable } from './month-table';

type Change = AdjustmentItem['changes'][number];

/** A closed month: as it was frozen, what it gives now, and every correction in between. */
@Component({
  selector: 'crm-month-page',
  imports: [
    ChooseAll,
    ChooseLead,
    ConcealedNote,
    KpiRecordName,
    ListCsv,
    ListFoot,
    MonthTable,
    PageHeader,
    PlanFollowUps,
    ReadState,
    RouterLink,
    RowFilters,
    WayBack,
  ],
  templateUrl: './month-page.html',
  styleUrl: './month-page.css',
  host: { class: 'page' },
})
export class MonthPage {
  protected readonly names = inject(KpiNames);
  protected readonly funnel = inject(FunnelNames);
  protected readonly t = kpiWords();
  protected readonly kinds = adjustmentKinds;

  readonly month = input.required<string>();
  /** Of the adjustments, those of one kind. */
  readonly adjustment = input<string>();

  protected readonly answer = read<ClosedMonth>(() => `/month-closes/${encodeURIComponent(this.month())}`);
  protected readonly close = linkedSignal<ClosedMonth | undefined, ClosedMonth | undefined>({
    source: () => (this.answer.hasValue() ? this.answer.value() : undefined),
    computation: (now, before) => now ?? before?.value,
  });
  protected readonly figures = computed(
    () => this.close()?.figures.filter(({ frozen }) => !frozen.code.startsWith('entered.')) ?? [],
  );
  protected readonly steps = computed(
    () => this.close()?.figures.filter(({ frozen }) => frozen.code.startsWith('entered.')) ?? [],
  );
  protected readonly hasAdjustments = computed(() => {
    const counts = this.close()?.adjustments;
    return counts !== undefined && adjustmentKinds.some((kind) => counts[kind] > 0);
  });

  /** Null: of every kind. */
  protected readonly kind = computed(() => adjustmentKinds.find((kind) => kind === this.adjustment()) ?? null);
  protected readonly toAddress = addressBar();
  private readonly narrowed = rowQuestion();
  protected readonly list = new Paged<AdjustmentItem>(
    computed(() => `/api/v1/month-closes/${encodeURIComponent(this.month())}/adjustments`),
    () => ({ ...this.narrowed(), limit: 50, adjustment: this.kind() ?? undefined }),
  );
  protected readonly chosen = chosenLeads(
    () => [this.month(), this.kind(), this.narrowed()],
    () => leadsOf(this.list.items().map(plannable)),
  );
  protected readonly leadOf = plannedFor;

  protected readonly total = totalText(this.list);
  protected readonly columns = computed((): CsvColumn<AdjustmentItem>[] => {
    const { month, records } = this.t();
    return [
      { head: records.code, cell: ({ code }) => code },
      { head: records.record, cell: ({ title }) => title ?? records.hidden },
      { head: records.owner, cell: ({ ownerName }) => ownerName },
      { head: month.adjustments, cell: ({ adjustment }) => month.kind[adjustment] },
      { head: month.what, cell: ({ changes }) => changes.map((change) => this.told(change)).join('; ') },
    ];
  });

  /** What changed, in words. */
  protected told(change: Change): string {
    const { month, records } = this.t();
    if (change.what === 'tag') {
      const name = (value: string | null) => (value === null ? month.none : this.tagName(change.tag, value));
      return month.change(month.tag[change.tag], name(change.before), name(change.after));
    }
    const { figure, side, before, after } = change;
    const text = (share: typeof before) =>
      share ? this.names.share(figure, share).join(this.t().listComma) : records.notCounted;
    const { name } = this.names.figure(figure);
    const part = this.names.side(figure, side);
    return month.change(part === name ? name : `${name} · ${part}`, text(before), text(after));
  }

  private tagName(tag: Extract<Change, { what: 'tag' }>['tag'], value: string): string {
    return tag === 'ownerId' || tag === 'departmentId' ? value : this.funnel.group(tag, value, null);
  }
}
