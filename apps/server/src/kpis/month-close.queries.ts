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
  type RowFilters,
} from '@torch/contracts';
import {
  type Actor,
  type Adjustment,
  adjustmentKinds,
  adjustmentsOf,
  figureCodes,
  type KpiChange,
  type KpiPart,
  type KpiRecord,
  KpiSums,
  reachOf,
  recordsBehind,
} from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { narrowRows } from '../deals';
import { listPage, Where } from '../platform/database/list';
import { figuresOf } from './figure-view';
import { type KpiBatch, KpiFacts } from './kpi-facts';
import { KpiQueries } from './kpi.queries';
import { daysOfMonth, spanOfMonth } from './month';
import { keptPlaces, narrowed } from './narrow-records';
import { afterOf, type PageAsked, PageOf } from './page-of';
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
    const [frozen, now] = [new KpiSums(figureCodes), new KpiSums(figureCodes)];
    const adjustments = Object.fromEntries(adjustmentKinds.map((kind) => [kind, 0])) as ClosedMonth['adjustments'];
    for await (const batch of this.both(actor, close)) {
      frozen.add(batch.frozen);
      now.add(batch.now);
      for (const { adjustment } of adjustmentsOf(batch.frozen, batch.now)) adjustments[adjustment] += 1;
    }
    const [were, are] = [frozen, now].map((sums) => figuresOf(sums, close.reportingCurrency));
    return {
      ...close,
      ...daysOfMonth(month),
      countedAt,
      figures: (were ?? []).map((each, index) => ({ frozen: each, now: are?.[index] ?? each })),
      adjustments,
    };
  }

  async records(actor: Actor, month: string, query: MonthRecordsQuery): Promise<Page<KpiRecordItem>> {
    const close = await this.close(month);
    const { of, kpi, side, step, reason } = query;
    const part = { figure: kpi, side, step, reason };
    if (of === 'frozen')
      return this.kpis.told(actor, await this.frozenPage(actor, close, part, query), part, close.reportingCurrency);
    return this.kpis.pageOf(
      actor,
      this.behind(this.now(actor, close), part, query),
      part,
      close.reportingCurrency,
      query,
    );
  }

  async adjustments(actor: Actor, month: string, query: AdjustmentsQuery): Promise<Page<AdjustmentItem>> {
    const close = await this.close(month);
    const found = new PageOf<Adjustment>(({ record }) => record.id, query);
    for await (const { frozen, now } of this.both(actor, close)) {
      const asked = adjustmentsOf(frozen, now).filter(
        ({ adjustment }) => query.adjustment === undefined || adjustment === query.adjustment,
      );
      found.add(await narrowed(this.db, asked, ({ record }) => record, query));
    }
    const { items, ...page } = found.page();
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
        return {
          ...item,
          adjustment,
          changes: item.code === null ? [] : changes.map((each) => told(each, people, close.reportingCurrency)),
        };
      }),
    };
  }

  /** Of records, those behind a part of a figure, as far as the list is narrowed to them. */
  private async *behind(batches: AsyncIterable<KpiBatch>, part: KpiPart, filters: RowFilters) {
    for await (const { records } of batches)
      yield await narrowed(this.db, recordsBehind(records, part), (record) => record, filters);
  }

  /** What was frozen and what counts now, side by side: the same leads on both, a few at a time. */
  private async *both(actor: Actor, close: MonthClose) {
    let after: string | null = null;
    for await (const { upTo, records } of this.now(actor, close)) {
      yield { frozen: await this.frozen(actor, close, after, upTo), now: records };
      after = upTo;
    }
    yield { frozen: await this.frozen(actor, close, after, null), now: [] };
  }

  private now(actor: Actor, { id, month, timeZone, reportingCurrency }: MonthClose) {
    const span = spanOfMonth(month, timeZone, reportingCurrency);
    return this.facts.read(this.db.manager, nowWithin(actor, id), span, { withFunnel: true });
  }

  /** What was frozen of the leads behind one, up to another. */
  private frozen(actor: Actor, { id }: MonthClose, after: string | null, upTo: string | null): Promise<KpiRecord[]> {
    const where = frozenWithin(actor, id)
      .when(after ?? undefined, 'r.lead_id > ?')
      .when(upTo ?? undefined, 'r.lead_id <= ?');
    return this.db.query(`SELECT ${frozenColumns} FROM month_close_records r WHERE ${where.sql}`, where.values);
  }

  /** The frozen records of a part of a figure, newest first. */
  private async frozenPage(
    actor: Actor,
    { id }: MonthClose,
    part: KpiPart,
    asked: PageAsked & RowFilters,
  ): Promise<Page<KpiRecord>> {
    const page = new PageOf<KpiRecord>((record) => record.id, asked);
    const where = frozenWithin(actor, id).add('r.entries @> ?::jsonb', JSON.stringify([part]));
    narrowRows(where, asked, keptPlaces);
    const [row]: { total: number }[] = await this.db.query(
      `SELECT count(*)::int AS total FROM month_close_records r WHERE ${where.sql}`,
      [...where.values],
    );
    where.when(afterOf(asked) ?? undefined, 'r.record_id < ?');
    page.add(
      await this.db.query(
        `SELECT ${frozenColumns} FROM month_close_records r WHERE ${where.sql} ORDER BY r.record_id DESC LIMIT ${asked.limit + 1}`,
        where.values,
      ),
    );
    return page.page(row?.total);
  }
}

const frozenColumns = `r.kind, r.record_id AS id, r.lead_id AS "leadId", r.code, r.owner_id AS "ownerId",
  r.department_id AS "departmentId", r.confidential_to AS "confidentialTo", r.cluster, r.region, r.park, r.entries`;

/**
 * Whose a record `r` was when the month was closed decides who sees it there. What is confidential today is shown to the named
 * alone, here as in the month as it is now: on one side only, it would be told by the difference of the two.
 */
const frozenWithin = (actor: Actor, closeId: string): Where =>
  new Where().within(actor, 'kpi.read', 'r', 'r.lead_id').add('r.close_id = ?', closeId);

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
      `l.id IN (${frozen} AND (r.${column} = ANY(?) OR r.lead_id = ANY(?)))
       OR (${present}) AND l.id NOT IN (${frozen})`,
      ...[closeId, whose, actor.namedIn ?? [], whose, actor.namedIn ?? [], closeId],
    )
    .shown(actor, 'l.id');
}

const peopleIn = (change: KpiChange): string[] =>
  change.what === 'tag' && (change.tag === 'ownerId' || change.tag === 'departmentId')
    ? [change.before, change.after].flatMap((id) => id ?? [])
    : [];

function told(
  change: KpiChange,
  people: ReadonlyMap<string, string>,
  currency: string,
): AdjustmentItem['changes'][number] {
  if (change.what === 'share')
    return {
      ...change,
      before: change.before && shareOf(change.before, currency),
      after: change.after && shareOf(change.after, currency),
    };
  const name = (value: string | null) => value && (people.get(value) ?? value);
  return peopleIn(change).length > 0
    ? { ...change, before: name(change.before), after: name(change.after) }
    : { ...change };
}
