import { type FunnelColumns } from './columns';
import { packDay } from './pack';
import type { FunnelKnowledge, PeriodQuestion } from './question';
import { select } from './select';
import { dateOfDay, dayNumber, type FunnelStep, funnelSteps, stepCount } from './step';

/** The first day that the columns know. */
const firstDay = dayNumber('2000-01-01');

export const trendUnits = ['month', 'week'] as const;
export type TrendUnit = (typeof trendUnits)[number];

export interface TrendPoint {
  /** First and last day: a month or a week, as far as it lies within the period. */
  from: number;
  to: number;
  /** Leads that reached each step for the first time in these days. */
  counts: Record<FunnelStep, number>;
}

/** First day of the month, or Monday of the week, after a day. */
function nextStart(day: number, unit: TrendUnit): number {
  // 1970-01-01, day 0, was a Thursday.
  if (unit === 'week') return day + 7 - ((((day + 3) % 7) + 7) % 7);
  const [year = 0, month = 0] = dateOfDay(day).split('-').map(Number);
  return dayNumber(new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10));
}

/** The months or weeks of a period, the first and the last as far as they lie in it. */
export function trendSpans(from: number, to: number, unit: TrendUnit): { from: number; to: number }[] {
  const found = [];
  for (let start = from; start <= to;) {
    const next = nextStart(start, unit);
    found.push({ from: start, to: Math.min(to, next - 1) });
    start = next;
  }
  return found;
}

/**
 * How many leads first reached each step, month by month or week by week: for each the same as the funnel of what was
 * `entered` in these days. Of the time since ever, what lies before the first arrival is left out.
 */
export function leadTrend(
  table: FunnelColumns,
  question: PeriodQuestion,
  knowledge: FunnelKnowledge,
  unit: TrendUnit,
): TrendPoint[] {
  const { reached } = table.data;
  const from = Math.max(question.from, firstDay);
  const to = Math.min(question.to, question.asOf);
  if (from > to) return [];
  const parts = trendSpans(from, to, unit);
  const first = packDay(from);
  const last = packDay(to);
  const partOf = new Uint16Array(last - first + 1);
  parts.forEach((part, index) => partOf.fill(index, part.from - from, part.to - from + 1));
  const counts = new Float64Array(parts.length * stepCount);
  for (const row of select(table, question, knowledge))
    for (let step = 0; step < stepCount; step += 1) {
      const on = reached[row * stepCount + step] as number;
      // Behind a step that was never reached lies none that was.
      if (on === 0) break;
      if (on >= first && on <= last) (counts[(partOf[on - first] as number) * stepCount + step] as number) += 1;
    }
  const points = parts.map((part, index) => ({
    ...part,
    counts: Object.fromEntries(
      funnelSteps.map((step, at) => [step, counts[index * stepCount + at] as number]),
    ) as TrendPoint['counts'],
  }));
  if (question.from > firstDay) return points;
  const begun = points.findIndex((point) => funnelSteps.some((step) => point.counts[step] > 0));
  return begun < 0 ? [] : points.slice(begun);
}
