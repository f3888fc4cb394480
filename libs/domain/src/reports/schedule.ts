import { addDays, isWorkingDay, nextWorkingDay, previousWorkingDay, type WorkCalendar } from '../calendars/calendar';
import { periodNameOf, reportPeriod } from './period';
import type { ReportKind } from './report';

const weekdayOf = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
const isWeekly = (kind: ReportKind) => kind !== 'monthly';

/** Days of a schedule: weekdays (ISO 8601, Monday is 1) of what is of a week, days that every month has of what is of a month. */
export const lastScheduleDay = (kind: ReportKind): number => (isWeekly(kind) ? 7 : 28);

/**
 * Whether a scheduled report goes out on a day: on its weekday or day of the month, or where that is a day off on the last
 * working day before it (the weekly sheet comes on Friday, moved for holidays).
 */
export function isReportDay(kind: ReportKind, day: number, calendar: WorkCalendar, on: string): boolean {
  if (!isWorkingDay(calendar, on)) return false;
  const next = nextWorkingDay(calendar, addDays(on, 1));
  for (let at = on; at < next; at = addDays(at, 1))
    if (isWeekly(kind) ? weekdayOf(at) === day : Number(at.slice(8)) === day) return true;
  return false;
}

/** Days to look through: no month is without a report day. */
const searched = 70;

/** The first day from this one on, itself counted in, on which a scheduled report goes out. */
export function nextReportDay(kind: ReportKind, day: number, calendar: WorkCalendar, from: string): string {
  for (let ahead = 0; ahead <= searched; ahead += 1)
    if (isReportDay(kind, day, calendar, addDays(from, ahead))) return addDays(from, ahead);
  return previousWorkingDay(calendar, addDays(from, searched));
}

/**
 * The period of which a report tells that goes out on a day: the present one when most of it is over, the one before when it
 * has hardly begun. On Friday it is the week's, on Monday last week's; on the 2nd last month's.
 */
export function scheduledPeriod(kind: ReportKind, on: string): string {
  const name = periodNameOf(kind, on);
  const period = reportPeriod(kind, name);
  if (!period) return name;
  const over = isWeekly(kind) ? weekdayOf(on) >= 4 : Number(on.slice(8)) > 15;
  return over ? name : periodNameOf(kind, period.before.to);
}
