import { addDays, isInYears } from '../calendars/calendar';
import type { ReportKind } from './report';

/** First and last day of a time, `YYYY-MM-DD`. */
export interface Days {
  from: string;
  to: string;
}
export interface ReportPeriod extends Days {
  /** `2026-W48` or `2026-11`. */
  name: string;
  before: Days;
}

const week = /^(\d{4})-W(\d{2})$/;
const month = /^(\d{4})-(0[1-9]|1[0-2])$/;

const weekday = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
const monday = (day: string): string => addDays(day, 1 - weekday(day));
/** The Monday of the first week of a year: the one with its fourth of January (ISO 8601). */
const firstMonday = (year: number): string => monday(`${String(year).padStart(4, '0')}-01-04`);
const monthOf = (name: string): Days => ({
  from: `${name}-01`,
  to: addDays(`${addDays(`${name}-01`, 31).slice(0, 7)}-01`, -1),
});

/**
 * The time of which a report tells: a week of ISO 8601, from Monday, or a month.
 * @returns null where the name is none that the kind can have: the weekly report is of a week, the monthly of a month, the
 *   pack of a meeting of either; and where the one before it, with which it is compared, lies before all years
 */
export function reportPeriod(kind: ReportKind, name: string): ReportPeriod | null {
  const [, year, number] = week.exec(name) ?? [];
  if (year !== undefined && number !== undefined) {
    if (kind === 'monthly' || !isInYears(`${year}-01-04`)) return null;
    const from = addDays(firstMonday(Number(year)), 7 * (Number(number) - 1));
    const before = { from: addDays(from, -7), to: addDays(from, -1) };
    return weekName(from) === name && isInYears(before.from) ? { name, from, to: addDays(from, 6), before } : null;
  }
  if (kind === 'weekly' || !month.test(name) || !isInYears(`${name}-01`)) return null;
  const days = monthOf(name);
  const before = monthOf(addDays(days.from, -1).slice(0, 7));
  return isInYears(before.from) ? { name, ...days, before } : null;
}

/** The name of the week in which a day lies; it belongs to the year of its Thursday. */
function weekName(day: string): string {
  const thursday = addDays(monday(day), 3);
  const year = thursday.slice(0, 4);
  const days =
    (Date.parse(`${monday(day)}T00:00:00Z`) - Date.parse(`${firstMonday(Number(year))}T00:00:00Z`)) / 86_400_000;
  return `${year}-W${String(days / 7 + 1).padStart(2, '0')}`;
}

/** The name of the period of a kind in which a day lies. */
export const periodNameOf = (kind: ReportKind, day: string): string =>
  kind === 'monthly' ? day.slice(0, 7) : weekName(day);

/** Names of the latest periods of a kind up to a day, the latest first. */
export function latestPeriods(kind: ReportKind, day: string, count: number): string[] {
  const names: string[] = [];
  for (let at = day; names.length < count;) {
    const name = periodNameOf(kind, at);
    const period = reportPeriod(kind, name);
    if (!period) break;
    names.push(name);
    at = period.before.to;
  }
  return names;
}
