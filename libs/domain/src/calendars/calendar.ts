/** What sets a day apart from its weekday: a public holiday, or a weekend day that is worked (调休). */
export const dayKinds = ['holiday', 'workday'] as const;
export type DayKind = (typeof dayKinds)[number];

/** The working days of a country: Monday to Friday, but for what `days` (by `YYYY-MM-DD`) says otherwise. */
export interface WorkCalendar {
  days: Pick<ReadonlyMap<string, DayKind>, 'get'>;
}

/** Knows weekends and nothing else: for places whose holidays are not known. */
export const plainCalendar: WorkCalendar = { days: new Map() };

/**
 * The years, both included, in which something can lie: what lies before is a slip of the hand, and what lies behind stands
 * for "some day" and is nothing to count days from.
 */
export const years = { first: 1900, last: 2199 } as const;

/** Whether an instant, or a day `YYYY-MM-DD` (UTC), lies in those years. */
export function isInYears(at: Date | string): boolean {
  const year = new Date(at).getUTCFullYear();
  return year >= years.first && year <= years.last;
}

/**
 * The day so many days later (earlier when negative), `YYYY-MM-DD`.
 * @throws RangeError where that has no year of four digits: written with more, days no longer lie in their order
 */
export function addDays(day: string, count: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + count);
  const text = date.toISOString();
  if (!/^\d/.test(text)) throw new RangeError(`no day lies ${count} days from ${day}`);
  return text.slice(0, 10);
}

/** Whether the day is a Saturday or a Sunday, worked or not. */
export const isWeekend = (day: string): boolean => [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());

export const isWorkingDay = (calendar: WorkCalendar, date: string): boolean =>
  (calendar.days.get(date) ?? (isWeekend(date) ? 'holiday' : 'workday')) === 'workday';

/** Days to look through for a working day. A calendar without one in more than a year is a mistake, and must stop nobody. */
const searched = 400;

function workingDayFrom(calendar: WorkCalendar, date: string, direction: 1 | -1): string {
  for (let day = date, left = searched; left > 0; day = addDays(day, direction), left -= 1)
    if (isWorkingDay(calendar, day)) return day;
  return date;
}

/** The first working day from this day on: itself if it is one, or if there is none in a year. */
export const nextWorkingDay = (calendar: WorkCalendar, date: string): string => workingDayFrom(calendar, date, 1);

/** The last working day up to this day: itself if it is one, or if there is none in a year. */
export const previousWorkingDay = (calendar: WorkCalendar, date: string): string => workingDayFrom(calendar, date, -1);

/**
 * The working day so many working days after a day, that day not counted; before it when `count` is negative. None at all
 * is the day itself, or the next working day where it is none.
 */
export function addWorkingDays(calendar: WorkCalendar, date: string, count: number): string {
  if (count === 0) return nextWorkingDay(calendar, date);
  let day = date;
  for (let left = Math.abs(count); left > 0; left -= 1)
    day = count > 0 ? nextWorkingDay(calendar, addDays(day, 1)) : previousWorkingDay(calendar, addDays(day, -1));
  return day;
}

/** How many working days there are after a day up to another, that one counted. */
export function workingDaysBetween(calendar: WorkCalendar, from: string, to: string): number {
  let count = 0;
  for (let day = addDays(from, 1); day <= to; day = addDays(day, 1)) if (isWorkingDay(calendar, day)) count += 1;
  return count;
}
