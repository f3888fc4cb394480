import {
  addDays,
  countryOfZone,
  dateOfDay,
  dealStages,
  instantIn,
  type KpiCode,
  KpiReader,
  type KpiRecord,
  rankOf,
  type Rate,
  type WorkCalendar,
  WorkClock,
} from '@torch/domain';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
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
  /** One figure alone: leads to which nothing happened that counts for it may be left out. */
  only?: KpiCode | undefined;
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

  constructor(private readonly calendars: Calendars) {}

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
    const { from, to, asOf, timeZone, reporting } = span;
    const rates: Rate[] = await manager.query(
      `SELECT currency, valid_from::text AS "validFrom", trim_scale(rate)::text AS rate FROM exchange_rates
       WHERE reporting_currency = $1 AND valid_from <= $2`,
      [reporting, dateOfDay(asOf)],
    );
    const reader = new KpiReader({
      from,
      to,
      asOf,
      endsAt: instantIn(addDays(dateOfDay(asOf), 1), '00:00', timeZone).getTime(),
      reporting,
      rates,
      clock: this.clockOf(await this.calendars.of(countryOfZone(timeZone), manager), timeZone),
      withFunnel: wanted.withFunnel ?? false,
    });
    const shown = where.inside((condition) => condition).add('l.deleted_at IS NULL');
    const ids = await this.happened(manager, shown, span, wanted);
    const [zone, list] = [`$${shown.values.length + 1}`, `$${shown.values.length + 2}`];
    // Asked once more what is shown: between two parts a lead may become confidential.
    const sql = `SELECT ${kpiRow(zone)} FROM leads l WHERE l.id = ANY(${list}::uuid[]) AND ${shown.sql}`;
    for (let at = 0; at < ids.length; at += this.atOnce * idBytes) {
      const part = idsIn(ids.subarray(at, at + this.atOnce * idBytes));
      const rows: KpiRow[] = await manager.query(sql, [...shown.values, timeZone, part]);
      yield { upTo: part.at(-1) ?? '', records: rows.flatMap((row) => reader.read(kpiLeadOf(row))) };
    }
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

const idBytes = 16;

function idsIn(ids: Buffer): string[] {
  const found: string[] = [];
  for (let at = 0; at < ids.length; at += idBytes)
    found.push(ids.toString('hex', at, at + idBytes).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'));
  return found;
}

/** What has to have happened in the period for a lead to count for anything. */
type Happening = 'entered' | 'visited' | 'moved' | 'dealt';
const every: readonly Happening[] = ['entered', 'visited', 'moved', 'dealt'];

/** What a figure asks for where it alone is wanted: a signing is a move of the deal on its own day, and so on. */
const happeningsOf: Readonly<Record<KpiCode, readonly Happening[]>> = {
  projectsSigned: ['dealt'],
  increasesSigned: ['dealt'],
  signedTotalInvestment: ['dealt'],
  signedFixedAssets: ['dealt'],
  signedForeignCapital: ['dealt'],
  performanceRate: ['dealt'],
  registeredRate: ['dealt'],
  startRate: ['dealt'],
  productionRate: ['dealt'],
  fundsInPlaceRate: ['dealt'],
  cycleTime: ['dealt'],
  industryFit: ['dealt'],
  firstResponse: ['entered'],
  inquiryResponse: ['entered'],
  visitToSigning: ['visited'],
  // Of several deals of a lead, any may be the one by whose move it is lost.
  lostLeads: every,
};

/** Leads that were entered, visited, signed or lost in the period, or moved at all where the funnel is wanted: what else there is counts for nothing. */
function happenedIn(where: Where, { from, to, timeZone }: KpiSpan, { withFunnel, only }: KpiWanted): void {
  const [first, last] = [dateOfDay(from), dateOfDay(to)];
  const within = (column: string) =>
    `${column} >= ?::date::timestamp AT TIME ZONE ? AND ${column} < (?::date + 1)::timestamp AT TIME ZONE ?`;
  const instants = [first, timeZone, last, timeZone];
  const sources: Record<Happening, [sql: string, ...values: unknown[]]> = {
    entered: [`SELECT n.id FROM leads n WHERE ${within('n.created_at')}`, ...instants],
    visited: [
      `SELECT v.lead_id FROM visits v WHERE v.status = 'completed' AND v.deleted_at IS NULL AND v.lead_id IS NOT NULL AND ${within('v.starts_at')}`,
      ...instants,
    ],
    moved: [
      `SELECT c.lead_id FROM status_changes c WHERE ${withFunnel ? '' : `c.to_status = 'disqualified' AND `}${within('c.effective_at')}`,
      ...instants,
    ],
    dealt: [
      `SELECT d.lead_id FROM stage_changes s JOIN deals d ON d.id = s.deal_id WHERE s.to_stage = ANY(?) AND s.effective_on BETWEEN ? AND ?`,
      withFunnel ? [...dealStages, 'on_hold', 'lost'] : telling,
      first,
      last,
    ],
  };
  const asked = (only ? happeningsOf[only] : every).map((each) => sources[each]);
  where.add(
    // As an array they are looked for once, whatever the planner makes of it.
    `l.id = ANY(ARRAY(${asked.map(([sql]) => sql).join(' UNION ')}))`,
    ...asked.flatMap(([, ...values]) => values),
  );
}
