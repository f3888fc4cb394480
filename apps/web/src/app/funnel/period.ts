import { addDays, isDay } from '../platform/zoned';

/** First and last day, `YYYY-MM-DD`. */
export interface Period {
  from: string;
  to: string;
}

/** The first day there can be: since ever. */
export const beginning = '1900-01-01';
export const periodPresets = ['thisMonth', 'thisQuarter', 'thisYear', 'lastYear', 'all'] as const;
export type PeriodPreset = (typeof periodPresets)[number];
export const dayPresets = ['today', 'monthEnd', 'quarterEnd', 'yearEnd'] as const;
export type DayPreset = (typeof dayPresets)[number];
export const comparisons = ['previous', 'lastYear'] as const;
export type Comparison = (typeof comparisons)[number];

/** What is compared with, as it stands in the address: one of the usual, or days of one's own; null for nothing. */
export function comparisonOf(text: string | undefined): Comparison | Period | null {
  const usual = comparisons.find((each) => each === text);
  if (usual) return usual;
  const [from = '', to = '', ...rest] = text?.split('_') ?? [];
  const isPeriod = rest.length === 0 && [from, to].every((day) => isDay(day) && addDays(day, 0) === day);
  return isPeriod && from <= to && from >= beginning ? { from, to } : null;
}
/** Days of one's own to compare with, for the address. */
export const ownComparison = ({ from, to }: Period): string => `${from}_${to}`;

const yearOf = (day: string) => Number(day.slice(0, 4));
const monthOf = (day: string) => Number(day.slice(5, 7));
const first = (year: number, month: number) => new Date(Date.UTC(year, month - 1, 1)).toISOString().slice(0, 10);
const quarterStart = (day: string) => first(yearOf(day), monthOf(day) - ((monthOf(day) - 1) % 3));
const isMonthEnd = (day: string) => addDays(day, 1).endsWith('-01');

/** A day some months earlier; the end of a month stays one, and a day that the month does not have becomes its last. */
function monthsBefore(day: string, months: number): string {
  const start = first(yearOf(day), monthOf(day) - months);
  const end = addDays(first(yearOf(start), monthOf(start) + 1), -1);
  return isMonthEnd(day) || day.slice(8) > end.slice(8) ? end : `${start.slice(0, 8)}${day.slice(8)}`;
}

/** The days of a usual period that begins with the calendar's and ends today, or has ended. */
export function presetPeriod(preset: PeriodPreset, today: string): Period {
  switch (preset) {
    case 'thisMonth':
      return { from: first(yearOf(today), monthOf(today)), to: today };
    case 'thisQuarter':
      return { from: quarterStart(today), to: today };
    case 'thisYear':
      return { from: first(yearOf(today), 1), to: today };
    case 'lastYear':
      return { from: first(yearOf(today) - 1, 1), to: `${yearOf(today) - 1}-12-31` };
    case 'all':
      return { from: beginning, to: today };
  }
}

/** Which usual period it is, the longest first where several are the same; null for one of the reader's own. */
export const presetOf = ({ from, to }: Period, today: string): PeriodPreset | null =>
  (['thisYear', ...periodPresets] as const).find((preset) => {
    const period = presetPeriod(preset, today);
    return period.from === from && period.to === to;
  }) ?? null;

/** The last day of the month, quarter or year before; or today. */
export function presetDay(preset: DayPreset, today: string): string {
  switch (preset) {
    case 'today':
      return today;
    case 'monthEnd':
      return addDays(first(yearOf(today), monthOf(today)), -1);
    case 'quarterEnd':
      return addDays(quarterStart(today), -1);
    case 'yearEnd':
      return `${yearOf(today) - 1}-12-31`;
  }
}
export const dayPresetOf = (day: string, today: string): DayPreset | null =>
  dayPresets.find((preset) => presetDay(preset, today) === day) ?? null;

/** Periods that go with the days: kept as they are called, or a view kept under a name would stay at the days of its making. */
export const movingPeriods = ['thisMonth', 'thisQuarter', 'lastYear', 'monthEnd', 'quarterEnd', 'yearEnd'] as const;
export type MovingPeriod = (typeof movingPeriods)[number];

/** The days that such a period has today; up to today goes unsaid, where they are. */
export function movingDays(period: MovingPeriod, today: string): Partial<Period> {
  const day = dayPresets.find((each) => each === period);
  if (day) return { to: presetDay(day, today) };
  const { from, to } = presetPeriod(period as PeriodPreset, today);
  return to === today ? { from } : { from, to };
}

/** Whole months that a period means: it begins with a month, a quarter or a year, and ends within. */
function monthsMeant({ from, to }: Period): number | null {
  if (!from.endsWith('-01')) return null;
  const covers = (months: number) => to < first(yearOf(from), monthOf(from) + months);
  if (covers(1)) return 1;
  if (from === quarterStart(from) && covers(3)) return 3;
  return monthOf(from) === 1 && covers(12) ? 12 : null;
}

const daysIn = ({ from, to }: Period) => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000) + 1;

/**
 * The period to compare with: as much of the month, quarter or year before (of others, the same number of days before), the
 * same days of last year, or days of one's own. It is looked at when it was as old as this one is now, so that the younger one is not the
 * poorer for its youth. Null for the time since ever, which has nothing before it.
 */
export function comparedPeriod(
  period: Period,
  asOf: string,
  comparison: Comparison | Period,
): (Period & { asOf: string }) | null {
  if (typeof comparison === 'object')
    return { ...comparison, asOf: addDays(comparison.to, Math.max(0, daysIn({ from: period.to, to: asOf }) - 1)) };
  if (period.from === beginning) return null;
  const months = comparison === 'lastYear' ? 12 : monthsMeant(period);
  const earlier =
    months === null ? (day: string) => addDays(day, -daysIn(period)) : (day: string) => monthsBefore(day, months);
  return {
    // The first of a month is the first of another, also of one that has but one day.
    from: earlier(period.from),
    to: earlier(period.to),
    asOf: earlier(asOf),
  };
}
