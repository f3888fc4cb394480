import { addDays, nextWorkingDay, previousWorkingDay, type WorkCalendar } from '../calendars/calendar';
import { periodNameOf, reportPeriod } from './period';
import type { ReportKind } from './report';

const weekdayOf = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
const isWeekly = (kind: ReportKind) => kind !== 'monthly';

/** Days of a schedule: weekdays (ISO 8601, Monday is 1) of what is of a week, days that every month has of what is of a month. */
export const lastScheduleDay = (kind: ReportKind): number => (isWeekly(kind) ? 7 : 28);

/**
 * The period of which a report tells that is planned for a day: the present one when most of it is over, the one before when it
 * has hardly begun. On Friday it is the week's, on Monday last week's; on the 2nd last month's.
 * @param occasion the day of the schedule, not the one to which a holiday moves it: each period is told once
 */
export function scheduledPeriod(kind: ReportKind, occasion: string): string {
  const name = periodNameOf(kind, occasion);
  const period = reportPeriod(kind, name);
  if (!period) return name;
  const over = isWeekly(kind) ? weekdayOf(occasion) >= 4 : Number(occasion.slice(8)) > 15;
  return over ? name : periodNameOf(kind, period.before.to);
}

const isOccasion = (kind: ReportKind, day: number, on: string) =>
  (isWeekly(kind) ? weekdayOf(on) : Number(on.slice(8))) === day;

/**
 * When a report goes out that is planned for a day: then, or where that is a day off on the last working day before it (the
 * weekly sheet comes on Friday, moved for holidays). Where its period would not have begun by then, or one that is told once it
 * is over would still run, on the first one after.
 */
function sentOn(kind: ReportKind, calendar: WorkCalendar, occasion: string): string {
  const before = previousWorkingDay(calendar, occasion);
  const period = reportPeriod(kind, scheduledPeriod(kind, occasion));
  if (!period) return before;
  const first = period.to < occasion ? addDays(period.to, 1) : period.from;
  return before < first ? nextWorkingDay(calendar, occasion) : before;
}

/** Days by which holidays move a report at most, and between two of its days. */
const moved = 40;
const apart = 31;

function occasionsBetween(kind: ReportKind, day: number, from: string, to: string): string[] {
  const found: string[] = [];
  for (let at = from; at <= to; at = addDays(at, 1)) if (isOccasion(kind, day, at)) found.push(at);
  return found;
}

/** The days of a schedule for which it sends on a day: none, one, or where holidays bring them together more. */
export const reportOccasions = (kind: ReportKind, day: number, calendar: WorkCalendar, on: string): string[] =>
  occasionsBetween(kind, day, addDays(on, -moved), addDays(on, moved)).filter(
    (occasion) => sentOn(kind, calendar, occasion) === on,
  );

/** The first day from this one on, itself counted in, on which a scheduled report goes out. */
export function nextReportDay(kind: ReportKind, day: number, calendar: WorkCalendar, from: string): string {
  const days = occasionsBetween(kind, day, addDays(from, -moved), addDays(from, moved + apart))
    .map((occasion) => sentOn(kind, calendar, occasion))
    .filter((on) => on >= from)
    .sort();
  return days[0] ?? nextWorkingDay(calendar, from);
}
