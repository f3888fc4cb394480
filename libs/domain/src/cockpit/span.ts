import { addDays } from '../calendars/calendar';
import { addMonths } from '../deals/milestone';
import { dayNumber } from '../funnel/step';
import type { CockpitWeek } from './record';

/** First and last day, `YYYY-MM-DD`. */
export interface DaySpan {
  from: string;
  to: string;
}

/** Days ahead for which the cockpit shows promises; the longest that a head plans on a Monday. */
export const promisesAheadDays = 14;

/** Monday of the week of a day; the first of January 1970 was a Thursday. */
const mondayOf = (day: string): string => addDays(day, -((((dayNumber(day) + 3) % 7) + 7) % 7));

/** The week of a day, the one before it and the one after it, each from Monday to Sunday. */
export function weeksAround(day: string): Record<CockpitWeek, DaySpan> {
  const monday = mondayOf(day);
  return {
    last: { from: addDays(monday, -7), to: addDays(monday, -1) },
    current: { from: monday, to: addDays(monday, 6) },
    next: { from: addDays(monday, 7), to: addDays(monday, 13) },
  };
}

/** From the beginning of last week until a day: what a meeting on Monday morning looks back on. */
export const sinceLastWeek = (day: string): DaySpan => ({ from: weeksAround(day).last.from, to: day });

/**
 * This year up to a day, and as much of last year; that is looked at as it was on its last day, when it was as old as this
 * one is now. The last day of a month is compared with the last of another.
 */
export function yearToDate(day: string): { now: DaySpan; before: DaySpan } {
  const next = addDays(day, 1);
  const isMonthEnd = next.endsWith('-01');
  const then = isMonthEnd ? addDays(addMonths(next, -12), -1) : addMonths(day, -12);
  return {
    now: { from: `${day.slice(0, 4)}-01-01`, to: day },
    before: { from: `${then.slice(0, 4)}-01-01`, to: then },
  };
}
