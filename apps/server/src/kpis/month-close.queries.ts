import {
  type AdjustmentItem,
  type AdjustmentsQuery,
  type ClosedMonth,
  type KpiRecordItem,
  type MonthClose,
  type MonthRecordsQuery,
  type Page,
  type PageQuery,
  Problem,
} from '@torch/contracts';
import {
  type Actor,
  type Adjustment,
  adjustmentKinds,
  adjustmentsOf,
  figureCodes,
  type KpiChange,
  type KpiRecord,
  may,
  reachOf,
} from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { listPage, Where } from '../platform/database/list';
import { figuresOf } from './figure-view';
import { KpiFacts } from './kpi-facts';
import { KpiQueries } from './kpi.queries';
import { daysOfMonth, spanOfMonth } from './month';
import { pageOfList } from './page-of';
import { RecordNames, shareOf } from './record-names';

const columns = `m.id, m.month, m.closed_at AS "closedAt", u.display_name AS "closedByName", m.time_zone AS "timeZone",
  m.reporting_currency AS "reportingCurrency"`;
const join = 'JOIN users u ON u.id = m.closed_by';

/** Closed months: what was frozen, within the reader's reach of then, beside what the same month gives now. */
@Injectable()
export class MonthCloseQueries {
  constructor(
    private readonly db: DataSource,
    private readonly facts: KpiFacts,
    private readonly kpis: KpiQueries,
    private readonly names: RecordNames,
  ) {}

  page({ limit, cursor }: PageQuery): Promise<Page<MonthClose>> {
    return listPage<MonthClose>(this.db, {
      select: columns,
      from: 'month_closes m',
      join,
      where: new Where(),
      sort: { column: 'm.month', type: 'text', descending: true },
      alias: 'm',
      limit,
      cursor,
    });
  }

  /** @throws Problem `not-found` for a month that is not closed */
  async close(month: string, manager: EntityManager = this.db.manager): Promise<MonthClose> {
    const rows: MonthClose[] = await manager.query(`SELECT ${columns} FROM month_closes m ${join} WHERE m.month = $1`, [
      month,
    ]);
    if (!rows[0]) throw new Problem('not-found');
    return rows[0];
  }

  async visible(actor: Actor, month: string): Promise<ClosedMonth> {
    const close = await this.close(month);
    const countedAt = new Date().toISOString();
    const [frozen, now] = [await this.frozen(actor, close), await this.now(actor, close)];
    const [were, are] = [frozen, now].map((records) => figuresOf(records, figureCodes, close.reportingCurrency));
    const adjustments = adjustmentsOf(frozen, now);
    const count = (kind: Adjustment['adjustment']) =>
      adjustments.filter(({ adjustment }) => adjustment === kind).length;
    return {
      ...close,
      ...daysOfMonth(month),
      countedAt,
      figures: (were ?? []).map((each, index) => ({ frozen: each, now: are?.[index] ?? each })),
      adjustments: Object.fromEntries(adjustmentKinds.map((kind) => [kind, count(kind)])) as ClosedMonth['adjustments'],
    };
  }

  async records(actor: Actor, month: string, query: MonthRecordsQuery): Promise<Page<KpiRecordItem>> {
    const close = await this.close(month);
    const { of, kpi, side, step, reason } = query;
    const records = of === 'frozen' ? await this.frozen(actor, close) : await this.now(actor, close);
    return this.kpis.pageOf(actor, records, { figure: kpi, side, step, reason }, query);
  }

  async adjustments(actor: Actor, month: string, query: AdjustmentsQuery): Promise<Page<AdjustmentItem>> {
    const close = await this.close(month);
    const [frozen, now] = [await this.frozen(actor, close), await this.now(actor, close)];
    const all = adjustmentsOf(frozen, now).filter(
      ({ adjustment }) => query.adjustment === undefined || adjustment === query.adjustment,
    );
    const { items, ...page } = pageOfList(all, ({ record }) => record.id, query);
    const named = await this.names.named(
      actor,
      items.map(({ record }) => record),
    );
    const people = await this.names.people(items.flatMap(({ changes }) => changes.flatMap(peopleIn)));
    return {
      ...page,
      items: items.map(({ adjustment, changes }, index) => {
        const item = named[index] as (typeof named)[number];
        // Of what is confidential by now, nothing is told but that it counted.
        return { ...item, adjustment, changes: item.code === null ? [] : changes.map((each) => told(each, people)) };
      }),
    };
  }

  private now(actor: Actor, { id, month, timeZone, reportingCurrency }: MonthClose): Promise<KpiRecord[]> {
    const span = spanOfMonth(month, timeZone, reportingCurrency);
    return this.facts.read(this.db.manager, nowWithin(actor, id), span, true);
  }

  /** Whose a record was when the month was closed decides who sees it there. */
  private async frozen(actor: Actor, { id }: MonthClose): Promise<KpiRecord[]> {
    const reach = new Where().within(actor, 'kpi.read', 'r');
    const next = reach.values.length;
    const records: KpiRecord[] = await this.db.query(
      `SELECT r.kind, r.record_id AS id, r.lead_id AS "leadId", r.code, r.owner_id AS "ownerId", r.department_id AS "departmentId",
         r.confidential_to AS "confidentialTo", r.cluster, r.region, r.park, r.entries
       FROM month_close_records r WHERE r.close_id = $${next + 1} AND (${reach.sql} OR $${next + 2} = ANY(r.confidential_to))`,
      [...reach.values, id, actor.id],
    );
    return records.filter((record) => may(actor, 'kpi.read', record));
  }
}

/**
 * The leads `l` that a reader sees in a month as it is now: what was theirs when it was closed stays so, for handing it on
 * corrects nothing; what counts only since is whose it is.
 */
function nowWithin(actor: Actor, closeId: string): Where {
  const reach = reachOf(actor.role, 'kpi.read');
  if (reach === 'all') return new Where().shown(actor, 'l.id');
  const [column, whose] = reach === 'own' ? ['owner_id', [actor.id]] : ['department_id', actor.departmentIds];
  // What lies in the pool is nobody's: only who reads the department sees it.
  const present = `l.${column} = ANY(?)${reach === 'own' ? ' AND l.pooled_at IS NULL' : ''} OR l.id = ANY(?)`;
  const frozen = 'SELECT r.lead_id FROM month_close_records r WHERE r.close_id = ?';
  return new Where()
    .add(
      `l.id IN (${frozen} AND (r.${column} = ANY(?) OR ? = ANY(r.confidential_to)))
       OR (${present}) AND l.id NOT IN (${frozen})`,
      ...[closeId, whose, actor.id, whose, actor.namedIn ?? [], closeId],
    )
    .shown(actor, 'l.id');
}

const peopleIn = (change: KpiChange): string[] =>
  change.what === 'tag' && (change.tag === 'ownerId' || change.tag === 'departmentId')
    ? [change.before, change.after].flatMap((id) => id ?? [])
    : [];

function told(change: KpiChange, people: ReadonlyMap<string, string>): AdjustmentItem['changes'][number] {
  if (change.what === 'share')
    return {
      ...change,
      before: change.before && shareOf(change.before),
      after: change.after && shareOf(change.after),
    };
  const name = (value: string | null) => value && (people.get(value) ?? value);
  return peopleIn(change).length > 0
    ? { ...change, before: name(change.before), after: name(change.after) }
    : { ...change };
}
