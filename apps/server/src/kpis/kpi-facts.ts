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

/** Stages by which a deal is signed, if it was not before; and given up. */
const telling = [...dealStages.slice(rankOf('signed')), 'lost'];

/** Reads from the recorded history what leads and deals count for. */
@Injectable()
export class KpiFacts {
  /** Clocks that know the working hours of many days already; a calendar that was changed is another one. */
  private readonly clocks = new WeakMap<WorkCalendar, Map<string, WorkClock>>();

  constructor(private readonly calendars: Calendars) {}

  /**
   * Three statements, whatever there is: the leads to which something happened in the period, the rates, the calendar.
   * @param where narrows the leads `l`, and is added to
   * @param withFunnel the entries into the steps of the funnel too
   */
  async read(manager: EntityManager, where: Where, span: KpiSpan, withFunnel = false): Promise<KpiRecord[]> {
    const { from, to, asOf, timeZone, reporting } = span;
    happenedIn(where.add('l.deleted_at IS NULL'), span, withFunnel);
    const rows: KpiRow[] = await manager.query(
      `SELECT ${kpiRow(`$${where.values.length + 1}`)} FROM leads l WHERE ${where.sql}`,
      [...where.values, timeZone],
    );
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
      withFunnel,
    });
    return rows.flatMap((row) => reader.read(kpiLeadOf(row)));
  }

  private clockOf(calendar: WorkCalendar, timeZone: string): WorkClock {
    const its = this.clocks.get(calendar) ?? new Map<string, WorkClock>();
    this.clocks.set(calendar, its);
    const clock = its.get(timeZone) ?? new WorkClock(calendar, timeZone);
    its.set(timeZone, clock);
    return clock;
  }
}

/** Leads that were entered, visited, signed or lost in the period, or moved at all where the funnel is wanted: what else there is counts for nothing. */
function happenedIn(where: Where, { from, to, timeZone }: KpiSpan, withFunnel: boolean): void {
  const [first, last] = [dateOfDay(from), dateOfDay(to)];
  const within = (column: string) =>
    `${column} >= ?::date::timestamp AT TIME ZONE ? AND ${column} < (?::date + 1)::timestamp AT TIME ZONE ?`;
  const instants = [first, timeZone, last, timeZone];
  where.add(
    // As an array they are looked for once, whatever the planner makes of it.
    `l.id = ANY(ARRAY(
      SELECT n.id FROM leads n WHERE ${within('n.created_at')}
      UNION SELECT v.lead_id FROM visits v WHERE v.status = 'completed' AND v.deleted_at IS NULL AND v.lead_id IS NOT NULL AND ${within('v.starts_at')}
      UNION SELECT c.lead_id FROM status_changes c WHERE ${withFunnel ? '' : `c.to_status = 'disqualified' AND `}${within('c.effective_at')}
      UNION SELECT d.lead_id FROM stage_changes s JOIN deals d ON d.id = s.deal_id
        WHERE s.to_stage = ANY(?) AND s.effective_on BETWEEN ? AND ?))`,
    ...instants,
    ...instants,
    ...instants,
    withFunnel ? [...dealStages, 'on_hold', 'lost'] : telling,
    first,
    last,
  );
}
