import { addDays } from '../../platform/zoned';

/** Days are `YYYY-MM-DD` texts: no time zone can shift them. */
const utc = (day: string) => new Date(`${day}T00:00:00Z`);
const text = (date: Date) => date.toISOString().slice(0, 10);

/** The first day of the month so many months away. */
export function addMonths(day: string, count: number): string {
  const date = utc(`${day.slice(0, 7)}-01`);
  date.setUTCMonth(date.getUTCMonth() + count);
  return text(date);
}

/** The Monday of the day's week. */
export const weekStart = (day: string): string => addDays(day, -((utc(day).getUTCDay() + 6) % 7));

export const weekOf = (day: string): string[] =>
  Array.from({ length: 7 }, (_, index) => addDays(weekStart(day), index));

/** Whole weeks, Monday first, that cover the day's month. */
export function monthOf(day: string): string[][] {
  const first = `${day.slice(0, 7)}-01`;
  const last = addDays(addMonths(first, 1), -1);
  const weeks: string[][] = [];
  for (let start = weekStart(first); start <= last; start = addDays(start, 7)) weeks.push(weekOf(start));
  return weeks;
}
