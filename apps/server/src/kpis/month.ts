import { addDays, addMonths, dayNumber } from '@torch/domain';
import type { KpiSpan } from './kpi-facts';

/** First and last day of a month `YYYY-MM`. */
export function daysOfMonth(month: string): { from: string; to: string } {
  const from = `${month}-01`;
  return { from, to: addDays(addMonths(from, 1), -1) };
}

/**
 * What a month is asked: looked at by the end of its last day, so that what comes later in its due time changes nothing,
 * and only what was told wrongly or late does.
 */
export function spanOfMonth(month: string, timeZone: string, reporting: string): KpiSpan {
  const { from, to } = daysOfMonth(month);
  return { from: dayNumber(from), to: dayNumber(to), asOf: dayNumber(to), timeZone, reporting };
}
