import { setImmediate } from 'node:timers/promises';
import { type FunnelLeadRecord, type FunnelPeriodQuery, type Page, type PageQuery, Problem } from '@torch/contracts';
import {
  type Actor,
  dayNumber,
  type DealStage,
  type FunnelKnowledge,
  funnelSteps,
  type FunnelTable,
  normsOfStages,
  type PeriodQuestion,
  type ReminderRule,
  stepOfStage,
  warmUp,
} from '@torch/domain';
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { leadColumns, leadJoins, whereText } from '../leads';
import { Config } from '../platform/config';
import { Where } from '../platform/database/list';
import { dateIn } from '../platform/time';
import { FunnelMirror } from './funnel-mirror';

const log = new Logger('funnel');

/** A lead as it is listed, with its deals. */
export type ListedLead = Omit<FunnelLeadRecord, 'step' | 'footing' | 'days'>;

/** SQL: the rules that remind of deals which stand too long, as a list. */
export const overlongRules = `(SELECT coalesce(jsonb_agg(jsonb_build_object('id', id, 'trigger', trigger, 'active', active,
    'conditions', conditions, 'steps', '[]'::jsonb) ORDER BY position, id), '[]')
  FROM reminder_rules WHERE trigger = 'deal.overlong' AND active AND deleted_at IS NULL)`;

/** What all questions to the funnel have in common: what is asked, what has to be known for it, how leads are listed. */
@Injectable()
export class FunnelDesk implements OnApplicationBootstrap {
  /** So many leads may be found by a search: what is found is fetched and counted anew for every question. */
  mostFound = 100_000;

  constructor(
    private readonly db: DataSource,
    private readonly mirror: FunnelMirror,
    private readonly config: Config,
  ) {}

  onApplicationBootstrap(): void {
    // A worker reads it only when a report asks for it.
    if (this.config.settings.ROLE === 'worker') return;
    // The first question is not to wait for it; what fails here is told to whoever asks.
    this.prepare().catch((error: Error) => log.warn(`not prepared: ${error.message}`));
  }

  get timeZone(): string {
    return this.config.settings.REPORTING_TIME_ZONE;
  }

  private async prepare(): Promise<void> {
    const [table, knowledge] = await Promise.all([this.table(), this.knowledge()]);
    for (const _ of warmUp(table, knowledge, dayNumber(dateIn(this.timeZone)))) await setImmediate();
  }

  /** All leads as of now. */
  table(): Promise<FunnelTable> {
    return this.mirror.fresh();
  }

  /**
   * @throws Problem `malformed` at `from` for a period that ends before it begins; `rule-broken` at `q` for a search that
   *   finds too much to be of use
   */
  async periodOf(actor: Actor, { q, ...query }: FunnelPeriodQuery): Promise<PeriodQuestion> {
    const { from: first, to: last, asOf, ...filters } = query;
    const today = dateIn(this.timeZone);
    const to = last ?? today;
    const from = first ?? `${to.slice(0, 4)}-01-01`;
    if (from > to) throw Problem.field('malformed', 'from', 'after-end', 'the period begins after it ends');
    return {
      from: dayNumber(from),
      to: dayNumber(to),
      // What is to come is not known, whatever day is asked for.
      asOf: dayNumber(asOf !== undefined && asOf < today ? asOf : today),
      filters,
      among: q ? await this.found(actor, q) : null,
      actor,
    };
  }

  private async found(actor: Actor, q: string): Promise<string[]> {
    const where = new Where().add('l.deleted_at IS NULL').within(actor, 'lead.read', 'l', 'l.id', { ownersLead: true });
    whereText(where, q);
    const rows: { id: string }[] = await this.db.query(
      `SELECT l.id FROM leads l WHERE ${where.sql} LIMIT ${this.mostFound + 1}`,
      where.values,
    );
    if (rows.length > this.mostFound)
      throw Problem.field(
        'rule-broken',
        'q',
        'too-many-found',
        `more than ${this.mostFound} leads are found; say more of what is looked for`,
      );
    return rows.map(({ id }) => id);
  }

  /** Which chain each node belongs to, and the norms of the stages: those of the rules that remind of them. */
  async knowledge(): Promise<FunnelKnowledge> {
    const [row] = (await this.db.query(
      `SELECT (SELECT coalesce(jsonb_object_agg(code, chain_code), '{}') FROM chain_nodes) AS nodes,
         ${overlongRules} AS rules`,
    )) as [{ nodes: Record<string, string>; rules: ReminderRule[] }];
    return {
      chainOfNode: new Map(Object.entries(row.nodes)),
      norms: Object.fromEntries(
        Object.entries(normsOfStages(row.rules)).map(([stage, days]) => [
          funnelSteps[stepOfStage(stage as DealStage)],
          days,
        ]),
      ),
    };
  }

  /**
   * A page of leads.
   * @param ids all of them, in any order
   * @param more what else is told of each
   * @throws Problem `malformed` for a cursor of another list
   */
  async page<More>(
    ids: readonly string[],
    { limit, cursor }: PageQuery,
    more: (lead: ListedLead) => More,
  ): Promise<Page<Omit<ListedLead, keyof More> & More>> {
    const after = cursor === undefined ? null : idOf(cursor);
    // One more than the page, to know whether there is another.
    const found = newest(ids, after, limit + 1);
    const page = found.slice(0, limit);
    const last = page.at(-1);
    const rows: ListedLead[] = await this.db.query(
      `SELECT ${leadColumns}, coalesce((SELECT jsonb_agg(jsonb_build_object('id', x.id, 'code', x.code, 'totalInvestment',
           CASE WHEN x.total_investment_amount IS NOT NULL THEN jsonb_build_object('amount', x.total_investment_amount::text, 'currency', x.total_investment_currency) END)
           ORDER BY x.id) FROM deals x WHERE x.lead_id = l.id AND x.deleted_at IS NULL), '[]') AS deals
       FROM leads l ${leadJoins} WHERE l.id = ANY($1) ORDER BY l.id DESC`,
      [page],
    );
    return {
      items: rows.map((row) => ({ ...row, ...more(row) })),
      nextCursor: last !== undefined && found.length > limit ? Buffer.from(last).toString('base64url') : null,
      total: ids.length,
      totalIsExact: true,
    };
  }
}

/** The newest ids behind one, newest first: of a hundred thousand only those of the page are put in order. */
function newest(ids: readonly string[], after: string | null, count: number): string[] {
  const found: string[] = [];
  // The newest mostly come last, and whatever comes behind them is passed over at once.
  for (let index = ids.length - 1; index >= 0; index -= 1) {
    const id = ids[index] as string;
    if ((after !== null && id >= after) || (found.length === count && id < (found[count - 1] as string))) continue;
    const at = found.findIndex((each) => each < id);
    found.splice(at < 0 ? found.length : at, 0, id);
    if (found.length > count) found.pop();
  }
  return found;
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
