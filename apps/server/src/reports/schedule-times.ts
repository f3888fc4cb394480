import { addDays, instantIn, nextReportDay, type ReportKind, type WorkCalendar } from '@torch/domain';
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
