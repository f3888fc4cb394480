import type {
  Funnel,
  FunnelGroup,
  FunnelQuery,
  FunnelRecord,
  FunnelRecordsQuery,
  FunnelStepFigures,
  Page,
} from '@torch/contracts';
import { Problem } from '@torch/contracts';
import {
  type Actor,
  answer,
  dateOfDay,
  dayNumber,
  type DealStage,
  fixed,
  type FunnelKnowledge,
  type FunnelQuestion,
  funnelSteps,
  type GroupFigures,
  leadsBehind,
  placeOfLead,
  type Rate,
  type StepFigures,
  stepOfStage,
  sumOf,
} from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { leadColumns, leadJoins, whereText } from '../leads';
import { Config } from '../platform/config';
import { Where } from '../platform/database/list';
import { dateIn } from '../platform/time';
import { FunnelMirror } from './funnel-mirror';

/** SQL: days that each stage of a deal may take, as an object by stage: those of the rule that reminds of them. Null without a rule. */
export const stageNorms = `(SELECT conditions -> 'normDays' FROM reminder_rules WHERE trigger = 'deal.overlong' AND active
  AND deleted_at IS NULL ORDER BY conditions ? 'minInvestment', position, id LIMIT 1)`;

/** Answers questions to the funnel: figures, and the leads behind each. */
@Injectable()
export class FunnelQueries {
  constructor(
    private readonly db: DataSource,
    private readonly mirror: FunnelMirror,
    private readonly config: Config,
  ) {}

  async figures(actor: Actor, query: FunnelQuery): Promise<Funnel> {
    const table = await this.mirror.fresh();
    const [question, knowledge] = await Promise.all([this.questionOf(actor, query), this.knowledge()]);
    const countedAt = new Date().toISOString();
    const { total, groups } = answer(table, question, knowledge);
    const asOf = dateOfDay(lastDay(question));
    const rates = await this.ratesOf([total, ...groups], asOf);
    const names = await this.namesOf(query, groups);
    const figures = (each: GroupFigures) =>
      each.steps.map((step, index) =>
        this.figuresOf(step, each.steps[index - 1], each.steps[0], question, rates, asOf),
      );
    return {
      view: question.view,
      from: dateOfDay(question.from),
      to: dateOfDay(question.to),
      asOf,
      countedAt,
      timeZone: this.timeZone,
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
    const table = await this.mirror.fresh();
    const [question, knowledge] = await Promise.all([this.questionOf(actor, query), this.knowledge()]);
    const { step, part, group, reason, limit, cursor } = query;
    const ids = leadsBehind(table, question, knowledge, {
      step,
      part,
      ...(group !== undefined && { group: group === '' ? null : group }),
      ...(reason !== undefined && { reason }),
    });
    const from = cursor === undefined ? 0 : ids.findIndex((id) => id < idOf(cursor));
    const page = from < 0 ? [] : ids.slice(from, from + limit);
    const last = page.at(-1);
    const rows: Omit<FunnelRecord, 'step' | 'footing' | 'days' | 'reachedOn'>[] = await this.db.query(
      `SELECT ${leadColumns}, coalesce((SELECT jsonb_agg(jsonb_build_object('id', x.id, 'code', x.code, 'totalInvestment',
           CASE WHEN x.total_investment_amount IS NOT NULL THEN jsonb_build_object('amount', x.total_investment_amount::text, 'currency', x.total_investment_currency) END)
           ORDER BY x.id) FROM deals x WHERE x.lead_id = l.id AND x.deleted_at IS NULL), '[]') AS deals
       FROM leads l ${leadJoins} WHERE l.id = ANY($1) ORDER BY l.id DESC`,
      [page],
    );
    return {
      items: rows.map((row) => ({ ...row, ...placeOfLead(table, row.id, question, step) })),
      nextCursor: last !== undefined && ids.length > from + limit ? Buffer.from(last).toString('base64url') : null,
      total: ids.length,
      totalIsExact: true,
    };
  }

  private get timeZone(): string {
    return this.config.settings.REPORTING_TIME_ZONE;
  }

  private async questionOf(actor: Actor, query: FunnelQuery): Promise<FunnelQuestion> {
    const { view, within, groupBy, q, ...filters } = query;
    const today = dateIn(this.timeZone);
    const to = query.to ?? today;
    const from = query.from ?? `${to.slice(0, 4)}-01-01`;
    if (from > to) throw Problem.field('malformed', 'from', 'after-end', 'the period begins after it ends');
    return {
      view,
      from: dayNumber(from),
      to: dayNumber(to),
      asOf: dayNumber(query.asOf ?? today),
      within: within ?? null,
      filters,
      among: q ? await this.found(q) : null,
      groupBy: groupBy ?? null,
      actor,
    };
  }

  private async found(q: string): Promise<string[]> {
    const where = new Where().add('l.deleted_at IS NULL');
    whereText(where, q);
    const rows: { id: string }[] = await this.db.query(`SELECT l.id FROM leads l WHERE ${where.sql}`, where.values);
    return rows.map(({ id }) => id);
  }

  /** Which chain each node belongs to, and the norms of the stages. */
  private async knowledge(): Promise<FunnelKnowledge> {
    const [row] = (await this.db.query(
      `SELECT (SELECT coalesce(jsonb_object_agg(code, chain_code), '{}') FROM chain_nodes) AS nodes,
         ${stageNorms} AS norms`,
    )) as [{ nodes: Record<string, string>; norms: Partial<Record<DealStage, number>> | null }];
    return {
      chainOfNode: new Map(Object.entries(row.nodes)),
      norms: Object.fromEntries(
        Object.entries(row.norms ?? {}).map(([stage, days]) => [funnelSteps[stepOfStage(stage as DealStage)], days]),
      ),
    };
  }

  private async ratesOf(groups: readonly GroupFigures[], on: string): Promise<Rate[]> {
    const reporting = this.config.settings.REPORTING_CURRENCY;
    const currencies = new Set(groups.flatMap(({ steps }) => steps.flatMap(({ amounts }) => [...amounts.keys()])));
    currencies.delete(reporting);
    if (currencies.size === 0) return [];
    return this.db.query(
      `SELECT DISTINCT ON (currency) currency, valid_from::text AS "validFrom", rate::text FROM exchange_rates
       WHERE currency = ANY($1) AND reporting_currency = $2 AND valid_from <= $3 ORDER BY currency, valid_from DESC`,
      [[...currencies], reporting, on],
    );
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
    rates: readonly Rate[],
    on: string,
  ): FunnelStepFigures {
    const { reached, ...standing } = counts;
    const money = this.worth(amounts, rates, on);
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

  private worth(amounts: ReadonlyMap<string, bigint>, rates: readonly Rate[], on: string) {
    const reporting = this.config.settings.REPORTING_CURRENCY;
    const entries = [...amounts].map(([currency, hundredths]) => ({
      amount: fixed({ units: hundredths, places: 2 }, 2),
      currency,
      on,
    }));
    const { converted: amount, unconverted } = sumOf(entries, rates, reporting);
    return { amount: { amount, currency: reporting }, unconverted };
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

/** @throws Problem `malformed` for a cursor of another list */
function idOf(cursor: string): string {
  const id = Buffer.from(cursor, 'base64url').toString();
  if (!/^[\da-f-]{36}$/.test(id))
    throw Problem.field(
      'malformed',
      'cursor',
      'invalid',
      'take the cursor from the page before, with the same filters',
    );
  return id;
}
