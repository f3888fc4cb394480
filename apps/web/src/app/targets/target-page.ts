import { Component, computed, inject, input, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { TargetHistory, TargetProgress, TargetRecord, TargetsProgress } from '@torch/contracts';
import type { TargetKind, TargetMetric } from '@torch/domain';
import { EmptyState, Paged, PageHeader } from '@torch/ui';
import { RowFilters, rowQuestion } from '../funnel/row-filters';
import { dash } from '../funnel/percent';
import { type CsvColumn, ListCsv, ListFoot, ReadState, roundedAmount, Times, totalText } from '../kit';
import { chosenLeads, leadsOf } from '../leads/follow-ups/chosen-leads';
import { ChooseAll } from '../leads/follow-ups/choose-all';
import { ChooseLead } from '../leads/follow-ups/choose-lead';
import { PlanFollowUps } from '../leads/follow-ups/plan-follow-ups';
import { read } from '../platform/api';
import { Language } from '../platform/language';
import { Reference } from '../platform/reference';
import { Session } from '../platform/session';
import { WayBack } from '../platform/where-left';
import { TargetBar } from './target-bar';
import { TargetForm } from './target-form';
import { TargetNames } from './target-names';
import { TargetStandingTag } from './target-standing';
import { targetWords } from './target-words';
import { yearOf } from './target-year';

/** One target: its figures and how they are counted, the records that are counted, and how the target was changed. */
@Component({
  selector: 'crm-target-page',
  imports: [
    ChooseAll,
    ChooseLead,
    EmptyState,
    ListCsv,
    ListFoot,
    PageHeader,
    PlanFollowUps,
    ReadState,
    RouterLink,
    RowFilters,
    TargetBar,
    TargetForm,
    TargetStandingTag,
    WayBack,
  ],
  templateUrl: './target-page.html',
  styleUrl: './target-page.css',
  host: { class: 'page' },
})
export class TargetPage {
  private readonly reference = inject(Reference);
  private readonly language = inject(Language);
  protected readonly session = inject(Session);
  protected readonly times = inject(Times);
  protected readonly names = inject(TargetNames);
  protected readonly t = targetWords();

  readonly id = input.required<string>();
  readonly year = input<string>();

  private readonly asked = computed(() => {
    const year = yearOf(this.year());
    return year ? `?year=${year}` : '';
  });
  protected readonly answer = read<TargetsProgress>(() => `/targets/progress${this.asked()}`);
  protected readonly progress = computed((): TargetProgress | undefined =>
    this.answer.hasValue() ? this.answer.value().items.find(({ target }) => target.id === this.id()) : undefined,
  );
  protected readonly history = read<TargetHistory>(() => `/targets/${this.id()}/history`);
  protected readonly editing = signal(false);
  protected readonly seesRecords = computed(
    () => this.progress()?.target.metric !== 'byHand' && this.progress()?.why !== 'out-of-reach',
  );
  private readonly narrowed = rowQuestion();
  protected readonly list = new Paged<TargetRecord>(
    () => `/api/v1/targets/${this.id()}/records${this.asked()}`,
    () => (this.progress() && this.seesRecords() ? { ...this.narrowed(), limit: 50 } : undefined),
  );
  protected readonly total = totalText(this.list);
  protected readonly chosen = chosenLeads(
    () => [this.id(), this.asked(), this.narrowed()],
    () =>
      leadsOf(
        this.list.items().map(({ lost, dealId, ...record }) => ({
          ...record,
          lost: lost ? (dealId ? 'deal' : 'lead') : undefined,
        })),
      ),
  );
  protected readonly columns = computed((): CsvColumn<TargetRecord>[] => {
    const [{ column }, currency] = [this.t(), this.currency()];
    return [
      { head: column.code, cell: ({ code }) => code },
      { head: column.what, cell: ({ title }) => title },
      { head: column.on, cell: ({ on }) => on },
      { head: column.company, cell: ({ companyName }) => companyName },
      { head: column.owner, cell: ({ ownerName }) => ownerName },
      { head: column.amount, cell: ({ amount }) => ({ decimal: amount?.amount ?? null }) },
      { head: column.currency, cell: ({ amount }) => amount?.currency ?? null },
      ...(currency === null
        ? []
        : [{ head: column.worth(currency), cell: ({ worth }: TargetRecord) => worth?.amount ?? null }]),
    ];
  });

  protected readonly facts = computed(() => {
    const progress = this.progress();
    if (!progress) return [];
    const words = this.t();
    const figure = (text: string | null) => this.names.figure(progress, text);
    const reckoned = (text: string | null) => this.names.reckoned(progress, text);
    const { goal, done, dueByNow, donePercent, duePercent, behind, remaining, perMonth, perMonthNeeded } = progress;
    const share = (text: string | null, percent: string | null) =>
      percent === null ? figure(text) : `${figure(text)} (${percent}%)`;
    const exact = (text: string | null) => this.names.exact(progress, text);
    return [
      { label: words.of, value: figure(goal), exact: exact(goal) },
      {
        label: progress.why === 'in-part' ? words.doneMine : words.done,
        value: share(done, donePercent),
        exact: exact(done),
      },
      ...(dueByNow === null
        ? []
        : [{ label: words.due, value: `${reckoned(dueByNow)} (${duePercent}%)`, exact: exact(dueByNow) }]),
      ...(behind === null ? [] : [{ label: words.behind, value: this.names.behind(behind), exact: null }]),
      ...(remaining === null ? [] : [{ label: words.remaining, value: figure(remaining), exact: exact(remaining) }]),
      ...(perMonth === null ? [] : [{ label: words.soFar, value: reckoned(perMonth), exact: exact(perMonth) }]),
      ...(perMonthNeeded === null
        ? []
        : [{ label: words.needed, value: reckoned(perMonthNeeded), exact: exact(perMonthNeeded) }]),
      { label: words.asOf, value: this.names.day(progress.asOf), exact: null },
    ];
  });
  protected readonly amount = ({ amount }: TargetRecord) => (amount ? this.names.exactSums([amount]) : '');
  /** In which the figure is told, where records of other currencies are converted into it; null where none is. */
  protected readonly currency = computed(() => {
    const told = this.progress()?.currency;
    const isConverted = ({ amount, worth }: TargetRecord) => worth?.currency === told && amount?.currency !== told;
    return told && this.list.items().some(isConverted) ? told : null;
  });
  protected readonly worth = ({ worth }: TargetRecord) =>
    worth ? roundedAmount(worth, this.language.current()) : dash;
  protected rate({ amount, worth }: TargetRecord): string {
    const { column } = this.t();
    if (!worth) return amount ? column.noRate : '';
    return worth.rateFrom ? column.rate(worth.rate, this.names.day(worth.rateFrom)) : '';
  }
  protected readonly link = ({ kind, id, dealId }: TargetRecord) =>
    kind === 'visit' ? ['/visits', id] : ['/deals', dealId];

  protected readonly fieldsOf = (changes: TargetHistory['items'][number]['changes']) =>
    Object.entries(changes).map(([name, [old, now]]) => ({
      name,
      label: (this.t().field as Readonly<Record<string, string>>)[name] ?? name,
      old: this.value(name, old),
      now: this.value(name, now),
    }));

  protected renew(): void {
    this.editing.set(false);
    this.answer.reload();
    this.history.reload();
    this.list.reload();
  }

  private value(field: string, value: unknown): string {
    if (value === null || value === undefined) return this.t().noFigure;
    const text = String(value);
    if (field === 'metric') return this.language.labels().targetMetric[text as TargetMetric];
    if (field === 'kind') return this.t().kind[text as TargetKind];
    if (field === 'years') return text === '5' ? this.t().span.five : this.t().span.one;
    if (field === 'cluster') return this.reference.name('clusters', text);
    if (field === 'park') return this.reference.name('parks', text);
    if (field === 'region') return this.reference.name('regions', text);
    if (field === 'value' || field === 'base' || field === 'done') return this.names.grouped(text);
    // Of a department that it no longer belongs to nothing but the id is kept.
    const target = this.progress()?.target;
    if (field === 'departmentId') return target?.departmentId === text ? this.names.department(target) : text;
    return text;
  }
}
