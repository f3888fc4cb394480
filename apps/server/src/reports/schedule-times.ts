import { addDays, instantIn, nextReportDay, reportOccasions, type ReportKind, type WorkCalendar } from '@torch/domain';
import { dateIn } from '../platform/time';

export interface Times {
  kind: ReportKind;
  day: number;
  time: string;
}

/** Whose working days move a report that would fall on a day off: the bureau's. */
export const reportCountry = 'CN';

/** The next instant after this one at which a schedule sends. */
export function nextAt({ kind, day, time }: Times, calendar: WorkCalendar, timeZone: string, after: Date): Date {
  let on = nextReportDay(kind, day, calendar, dateIn(timeZone, after));
  // Today's hour may be over.
  if (instantIn(on, time, timeZone) <= after) on = nextReportDay(kind, day, calendar, addDays(on, 1));
  return instantIn(on, time, timeZone);
}

/**
 * The days for which a schedule sends now that was due at an instant. What fell out while nothing ran is sent once, not over and
 * over: the latest of it. Where the calendar has changed since and knows of none, the day on which it was due.
 */
export function dueOccasions(times: Times, calendar: WorkCalendar, timeZone: string, due: Date, now: Date): string[] {
  let last = due;
  for (let next = due; next <= now; next = nextAt(times, calendar, timeZone, next)) last = next;
  const on = dateIn(timeZone, last);
  const occasions = reportOccasions(times.kind, times.day, calendar, on);
  return occasions.length > 0 ? occasions : [on];
}
