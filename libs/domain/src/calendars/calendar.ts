/** What sets a day apart from its weekday: a public holiday, or a weekend day that is worked (调休). */
export const dayKinds = ['holiday', 'workday'] as const;
export type DayKind = (typeof dayKinds)[number];

/** The working days of a country: Monday to Friday, but for what `days` (by `YYYY-MM-DD`) says otherwise. */
export interface WorkCalendar {
  days: ReadonlyMap<string, DayKind>;
}

/** Knows weekends and nothing else: for places whose holidays are not known. */
export const plainCalendar: WorkCalendar = { days: new Map() };

/** The day so many days later (earlier when negative), `YYYY-MM-DD`. */
export function addDays(day: string, count: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + count);
  return date.toISOString().slice(0, 10);
}

/** Whether the day is a Saturday or a Sunday, worked or not. */
export const isWeekend = (day: string): boolean => [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());

export const isWorkingDay = (calendar: WorkCalendar, date: string): boolean =>
  (calendar.days.get(date) ?? (isWeekend(date) ? 'holiday' : 'workday')) === 'workday';

/** The first working day from this day on: itself if it is one. */
export function nextWorkingDay(calendar: WorkCalendar, date: string): string {
  let day = date;
  while (!isWorkingDay(calendar, day)) day = addDays(day, 1);
  return day;
}

/** The last working day up to this day: itself if it is one. */
export function previousWorkingDay(calendar: WorkCalendar, date: string): string {
  let day = date;
  while (!isWorkingDay(calendar, day)) day = addDays(day, -1);
  return day;
}

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
