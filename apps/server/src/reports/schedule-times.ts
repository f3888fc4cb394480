import { addDays, instantIn, nextReportDay, reportOccasions, type ReportKind, type WorkCalendar } from '@torch/domain';
import { dateIn } from '../platform/time';

export interface Times {
  kind: ReportKind;
  day: number;
  time: string;
}

/** Whose working days move a report that would fall on a day off: the bureau's. */
export const reportCountry = 'CN';

/** When a schedule sends, and for which of its days. */
export interface Planned {
  at: Date;
  occasions: readonly string[];
}

/** When and for what a schedule sends next, after an instant. */
export function nextOf(times: Times, calendar: WorkCalendar, timeZone: string, after: Date): Planned {
  const { kind, day, time } = times;
  let on = nextReportDay(kind, day, calendar, dateIn(timeZone, after));
  // Today's hour may be over.
  if (instantIn(on, time, timeZone) <= after) on = nextReportDay(kind, day, calendar, addDays(on, 1));
  return { at: instantIn(on, time, timeZone), occasions: reportOccasions(kind, day, calendar, on) };
}

/**
 * The days for which a schedule sends now that was due at an instant. What fell out while nothing ran is sent once, not over and
 * over: the latest of it. What was due is sent for the days for which it was planned, whatever the calendar has become since.
 */
export function dueOccasions(
  times: Times,
  calendar: WorkCalendar,
  timeZone: string,
  due: Planned,
  now: Date,
): readonly string[] {
  let last = due;
  for (let next = due; next.at <= now; next = nextOf(times, calendar, timeZone, next.at)) last = next;
  if (last.occasions.length > 0) return last.occasions;
  // Planned before it was kept for which days.
  const on = dateIn(timeZone, last.at);
  const occasions = reportOccasions(times.kind, times.day, calendar, on);
  return occasions.length > 0 ? occasions : [on];
}
