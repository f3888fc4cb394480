import type {
  ExactMoney,
  Funnel,
  FunnelGroup,
  FunnelQuery,
  FunnelRecord,
  FunnelRecordsQuery,
  FunnelStepFigures,
  Money,
  Page,
} from '@torch/contracts';
import {
  type Actor,
  type Amount,
  dateOfDay,
  decimal,
  type Decimal,
  exact,
  fixed,
  type FunnelQuestion,
  type GroupFigures,
  leadsBehind,
  nothing,
  placeOfLead,
  plus,
  type StepFigures,
  times,
} from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Config } from '../platform/config';
import { FunnelDesk } from './funnel-desk';

/** Answers questions to the funnel: figures, and the leads behind each. */
@Injectable()
export class FunnelQueries {
  constructor(
    private readonly db: DataSource,
    private readonly desk: FunnelDesk,
    private readonly config: Config,
  ) {}

  async figures(actor: Actor, query: FunnelQuery): Promise<Funnel> {
    const [table, question, knowledge] = await Promise.all([
      this.desk.table(),
      this.questionOf(actor, query),
      this.desk.knowledge(),
    ]);
    const countedAt = new Date().toISOString();
    const { total, groups } = table.answer(question, knowledge);
    const asOf = dateOfDay(lastDay(question));
    const currencies = [total, ...groups].flatMap(({ steps }) => steps.flatMap(({ amounts }) => [...amounts.keys()]));
    const rates = await this.ratesOf(new Set(currencies), asOf);
    const names = await this.namesOf(query, groups);
    const figures = (each: GroupFigures) =>
      each.steps.map((step, index) => this.figuresOf(step, each.steps[index - 1], each.steps[0], question, rates));
    return {
      view: question.view,
      from: dateOfDay(question.from),
      to: dateOfDay(question.to),
      asOf,
      countedAt,
      timeZone: this.desk.timeZone,
      norms: knowledge.norms,
      steps: figures(total),
      groups: groups
        .map((group): FunnelGroup => ({
          key: group.key,
          name: (group.key !== null && names.get(group.key)) || null,
          steps: figures(group),
        }))
        .sort((a, b) => byKey(a, b, query.groupBy === 'month')),
    };
  }

  async records(actor: Actor, query: FunnelRecordsQuery): Promise<Page<FunnelRecord>> {
    const { table, question, ids } = await this.behind(actor, query);
    const page = await this.desk.page(ids, query, (lead) => {
      const { deals: counted, ...place } = placeOfLead(table, lead.id, question, query.step);
      return { ...place, deals: lead.deals.map((deal, index) => ({ ...deal, counted: counted[index] ?? false })) };
    });
    const invested = page.items.flatMap(({ deals }) => deals.flatMap(({ totalInvestment }) => totalInvestment ?? []));
    const rates = await this.ratesOf(new Set(invested.map(({ currency }) => currency)), dateOfDay(lastDay(question)));
    const worth = (sum: Money | null): ExactMoney | null => {
      const converted = sum && this.converted(sum.currency, decimal(sum.amount), rates);
      return converted && { amount: exact(converted), currency: this.reporting };
    };
    return {
      ...page,
      items: page.items.map((lead) => ({
        ...lead,
        deals: lead.deals.map((deal) => ({ ...deal, worth: worth(deal.totalInvestment) })),
      })),
    };
  }

  /** The ids of all leads behind a figure. */
  async leads(actor: Actor, query: Omit<FunnelRecordsQuery, 'limit' | 'cursor'>): Promise<string[]> {
    return (await this.behind(actor, query)).ids;
  }

  private async behind(actor: Actor, query: Omit<FunnelRecordsQuery, 'limit' | 'cursor'>) {
    const [table, question, knowledge] = await Promise.all([
      this.desk.table(),
      this.questionOf(actor, query),
      this.desk.knowledge(),
    ]);
    const { step, part, group, reason } = query;
    const ids = leadsBehind(table, question, knowledge, {
      step,
      part,
      ...(group !== undefined && { group: group === '' ? null : group }),
      ...(reason !== undefined && { reason: reason === '' ? null : reason }),
    });
    return { table, question, ids };
  }

  private async questionOf(actor: Actor, query: FunnelQuery): Promise<FunnelQuestion> {
    const { view, within, groupBy, ...period } = query;
    return {
      ...(await this.desk.periodOf(actor, period)),
      view,
      within: within ?? null,
      groupBy: groupBy ?? null,
    };
  }

  /** What one unit of each currency is worth on a day; of those without a rate nothing is told. */
  private async ratesOf(currencies: ReadonlySet<string>, on: string): Promise<ReadonlyMap<string, Decimal>> {
    const foreign = [...currencies].filter((currency) => currency !== this.reporting);
    if (foreign.length === 0) return new Map();
    const rates: { currency: string; rate: string }[] = await this.db.query(
      `SELECT DISTINCT ON (currency) currency, rate::text FROM exchange_rates
       WHERE currency = ANY($1) AND reporting_currency = $2 AND valid_from <= $3 ORDER BY currency, valid_from DESC`,
      [foreign, this.reporting, on],
    );
    return new Map(rates.map(({ currency, rate }) => [currency, decimal(rate)]));
  }

  private async namesOf({ groupBy }: FunnelQuery, groups: readonly GroupFigures[]): Promise<Map<string, string>> {
    if (groupBy !== 'owner' && groupBy !== 'department') return new Map();
    const rows: { id: string; name: string }[] = await this.db.query(
      groupBy === 'owner'
        ? 'SELECT id, display_name AS name FROM users WHERE id = ANY($1)'
        : 'SELECT id, name FROM departments WHERE id = ANY($1)',
      [groups.flatMap(({ key }) => key ?? [])],
    );
    return new Map(rows.map(({ id, name }) => [id, name]));
  }

  private figuresOf(
    { step, counts, deals, amounts, fromPrevious, medianDays, p90Days, lostReasons }: StepFigures,
    before: StepFigures | undefined,
    first: StepFigures | undefined,
    { view }: FunnelQuestion,
    rates: ReadonlyMap<string, Decimal>,
  ): FunnelStepFigures {
    const { reached, ...standing } = counts;
    const money = this.worth(amounts, rates);
    return {
      step,
      count: reached,
      ...standing,
      deals,
      ...money,
      // A stock is no conversion.
      fromPrevious: view === 'snapshot' || !before ? null : fromPrevious,
      fromPreviousOf: view === 'snapshot' || !before ? null : before.counts.reached,
      fromStartOf: view === 'cohort' ? (first?.counts.reached ?? 0) : null,
      medianDays,
      p90Days,
      lostReasons: [...lostReasons].map(([reason, count]) => ({ reason, count })).sort((a, b) => b.count - a.count),
    };
  }

  /** With a hundred groups this is asked a thousand times, so nothing goes by way of text; as `sumOf` adds up. */
  private worth(amounts: ReadonlyMap<string, bigint>, rates: ReadonlyMap<string, Decimal>) {
    const unconverted: Amount[] = [];
    let total = nothing;
    for (const [currency, units] of amounts) {
      const sum = { units, places: 2 };
      const converted = this.converted(currency, sum, rates);
      if (converted) total = plus(total, converted);
      else unconverted.push({ amount: fixed(sum, 2), currency });
    }
    unconverted.sort((one, other) => (one.currency < other.currency ? -1 : 1));
    return { amount: { amount: fixed(total, 2), currency: this.reporting }, unconverted };
  }

  /** In the reporting currency; null without a rate. */
  private converted(currency: string, sum: Decimal, rates: ReadonlyMap<string, Decimal>): Decimal | null {
    if (currency === this.reporting) return sum;
    const rate = rates.get(currency);
    return rate ? times(sum, rate) : null;
  }

  private get reporting(): string {
    return this.config.settings.REPORTING_CURRENCY;
  }
}

/** The last day that is looked at. */
const lastDay = ({ view, to, asOf }: FunnelQuestion) => (view === 'snapshot' ? Math.min(to, asOf) : asOf);

/** Months in their order; anything else, the largest first, and those without a value last. */
function byKey(a: FunnelGroup, b: FunnelGroup, inOrder: boolean): number {
  if (inOrder) return (a.key ?? '') < (b.key ?? '') ? -1 : 1;
  if ((a.key === null) !== (b.key === null)) return a.key === null ? 1 : -1;
  const size = ({ steps }: FunnelGroup) => steps.reduce((sum, { count, open }) => sum + count + open, 0);
  return size(b) - size(a) || ((a.key ?? '') < (b.key ?? '') ? -1 : 1);
}
