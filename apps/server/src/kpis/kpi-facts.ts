import {
  addDays,
  countryOfZone,
  dateOfDay,
  dealStages,
  instantIn,
  KpiReader,
  type KpiRecord,
  rankOf,
  type Rate,
  type WorkCalendar,
  WorkClock,
} from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Calendars } from '../calendars';
import { Where } from '../platform/database/list';
import { kpiLeadOf, kpiRow, type KpiRow } from './kpi-rows';

/** What is asked of the leads: days as numbers, those of a time zone, and the currency that sums are told in. */
export interface KpiSpan {
  from: number;
  to: number;
  asOf: number;
  timeZone: string;
  reporting: string;
}

export interface KpiWanted {
  /** The entries into the steps of the funnel too. */
  withFunnel?: boolean;
}

/** What some leads count for: those behind the batch before, up to `upTo`. */
export interface KpiBatch {
  upTo: string;
  records: KpiRecord[];
}

/** Stages by which a deal is signed, if it was not before; and given up. */
const telling = [...dealStages.slice(rankOf('signed')), 'lost'];

/** Reads from the recorded history what leads and deals count for. */
@Injectable()
export class KpiFacts {
  /** Clocks that know the working hours of many days already; a calendar that was changed is another one. */
  private readonly clocks = new WeakMap<WorkCalendar, Map<string, WorkClock>>();

  /** So many leads are in memory at once. */
  atOnce = 2_000;

  constructor(
    private readonly db: DataSource,
    private readonly calendars: Calendars,
  ) {}

  /**
   * What the leads to which something happened in the period count for, a few at a time in the order of the leads' ids. Three
   * statements, and one for each of these parts; of them all only the ids are kept, sixteen bytes for each lead. A lead and
   * its deals are of one moment, leads of different parts are not.
   * @param where narrows the leads `l`
   */
  async *read(
    manager: EntityManager,
    where: Where,
    span: KpiSpan,
    wanted: KpiWanted = {},
  ): AsyncGenerator<KpiBatch, void, undefined> {
    const reader = readerOf(span, await this.measures(span, manager), wanted);
    const shown = where.inside((condition) => condition).add('l.deleted_at IS NULL');
    const ids = await this.happened(manager, shown, span, wanted);
    // Asked once more what is shown: between two parts a lead may become confidential.
    for (let at = 0; at < ids.length; at += this.atOnce * idBytes) {
      const part = idsIn(ids.subarray(at, at + this.atOnce * idBytes));
      yield { upTo: part.at(-1) ?? '', records: await recordsOf(manager, shown, part, span, reader) };
    }
  }

  /**
   * What these leads count for, each read anew. One statement.
   * @param where narrows the leads `l`
   */
  of(
    manager: EntityManager,
    where: Where,
    leadIds: readonly string[],
    span: KpiSpan,
    measures: KpiMeasures,
  ): Promise<KpiRecord[]> {
    const shown = where.inside((condition) => condition).add('l.deleted_at IS NULL');
    return recordsOf(manager, shown, leadIds, span, readerOf(span, measures));
  }

  /** By what money and time are measured up to a day. Two statements. */
  async measures(
    { asOf, timeZone, reporting }: KpiSpan,
    manager: EntityManager = this.db.manager,
  ): Promise<KpiMeasures> {
    const rates: Rate[] = await manager.query(
      `SELECT currency, valid_from::text AS "validFrom", trim_scale(rate)::text AS rate FROM exchange_rates
       WHERE reporting_currency = $1 AND valid_from <= $2 ORDER BY currency, valid_from`,
      [reporting, dateOfDay(asOf)],
    );
    return { rates, clock: this.clockOf(await this.calendars.of(countryOfZone(timeZone), manager), timeZone) };
  }

  /** The ids of the leads to which something happened, in their order, one behind the other. */
  private async happened(manager: EntityManager, shown: Where, span: KpiSpan, wanted: KpiWanted): Promise<Buffer> {
    const where = shown.inside((condition) => condition);
    happenedIn(where, span, wanted);
    const [row]: { ids: Buffer | null }[] = await manager.query(
      `SELECT string_agg(uuid_send(l.id), ''::bytea ORDER BY l.id) AS ids FROM leads l WHERE ${where.sql}`,
      where.values,
    );
    return row?.ids ?? Buffer.alloc(0);
  }

  private clockOf(calendar: WorkCalendar, timeZone: string): WorkClock {
    const its = this.clocks.get(calendar) ?? new Map<string, WorkClock>();
    this.clocks.set(calendar, its);
    const clock = its.get(timeZone) ?? new WorkClock(calendar, timeZone);
    its.set(timeZone, clock);
    return clock;
  }
}

/** Rates up to a day, and the clock by which an answer is waited for: the same one until the calendar is changed. */
export interface KpiMeasures {
  rates: Rate[];
  clock: WorkClock;
}

const readerOf = (
  { from, to, asOf, timeZone, reporting }: KpiSpan,
  measures: KpiMeasures,
  { withFunnel = false }: KpiWanted = {},
): KpiReader =>
  new KpiReader({
    from,
    to,
    asOf,
    endsAt: instantIn(addDays(dateOfDay(asOf), 1), '00:00', timeZone).getTime(),
    reporting,
    ...measures,
    withFunnel,
  });

/** What these leads count for, as far as they are shown. */
async function recordsOf(
  manager: EntityManager,
  shown: Where,
  leadIds: readonly string[],
  { timeZone }: KpiSpan,
  reader: KpiReader,
): Promise<KpiRecord[]> {
  const [zone, list] = [`$${shown.values.length + 1}`, `$${shown.values.length + 2}`];
  const rows: KpiRow[] = await manager.query(
    `SELECT ${kpiRow(zone)} FROM leads l WHERE l.id = ANY(${list}::uuid[]) AND ${shown.sql}`,
    [...shown.values, timeZone, leadIds],
  );
  return rows.flatMap((row) => reader.read(kpiLeadOf(row)));
}

const idBytes = 16;

function idsIn(ids: Buffer): string[] {
  const found: string[] = [];
  for (let at = 0; at < ids.length; at += idBytes)
    found.push(ids.toString('hex', at, at + idBytes).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'));
  return found;
}

/** Leads that were entered, visited, signed or lost in the period, or moved at all where the funnel is wanted: what else there is counts for nothing. */
function happenedIn(where: Where, { from, to, timeZone }: KpiSpan, { withFunnel }: KpiWanted): void {
  const [first, last] = [dateOfDay(from), dateOfDay(to)];
  const within = (column: string) =>
    `${column} >= ?::date::timestamp AT TIME ZONE ? AND ${column} < (?::date + 1)::timestamp AT TIME ZONE ?`;
  const instants = [first, timeZone, last, timeZone];
  const sources: [sql: string, ...values: unknown[]][] = [
    [`SELECT n.id FROM leads n WHERE ${within('n.created_at')}`, ...instants],
    [
      `SELECT v.lead_id FROM visits v WHERE v.status = 'completed' AND v.deleted_at IS NULL AND v.lead_id IS NOT NULL AND ${within('v.starts_at')}`,
      ...instants,
    ],
    [
      `SELECT c.lead_id FROM status_changes c WHERE ${withFunnel ? '' : `c.to_status = 'disqualified' AND `}${within('c.effective_at')}`,
      ...instants,
    ],
    [
      `SELECT d.lead_id FROM stage_changes s JOIN deals d ON d.id = s.deal_id WHERE s.to_stage = ANY(?) AND s.effective_on BETWEEN ? AND ?`,
      withFunnel ? [...dealStages, 'on_hold', 'lost'] : telling,
      first,
      last,
    ],
  ];
  where.add(
    // As an array they are looked for once, whatever the planner makes of it.
    `l.id = ANY(ARRAY(${sources.map(([sql]) => sql).join(' UNION ')}))`,
    ...sources.flatMap(([, ...values]) => values),
  );
}
