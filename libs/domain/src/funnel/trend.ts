import { type FunnelColumns } from './columns';
import type { Counts, Sign } from './kept';
import { firstKnownDay, packDay } from './pack';
import type { FunnelKnowledge, PeriodQuestion } from './question';
import { select } from './select';
import { dateOfDay, dayNumber, type FunnelStep, funnelSteps, stepCount } from './step';

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
export const leadTrend = (
  table: FunnelColumns,
  question: PeriodQuestion,
  knowledge: FunnelKnowledge,
  unit: TrendUnit,
): TrendPoint[] => new TrendCounts(table, question, unit, select(table, question, knowledge)).points();

/** How many leads first reached each step in each part of a period. */
export class TrendCounts implements Counts {
  private readonly parts: { from: number; to: number }[];
  private readonly partOf: Uint16Array;
  private readonly counts: Float64Array;
  /** First day of the period, as packed. */
  private readonly first: number;

  constructor(
    private readonly table: FunnelColumns,
    private readonly question: PeriodQuestion,
    unit: TrendUnit,
    rows: Uint32Array,
  ) {
    const from = Math.max(question.from, firstKnownDay);
    const to = Math.min(question.to, question.asOf);
    this.parts = trendSpans(from, to, unit);
    this.first = packDay(from);
    this.partOf = new Uint16Array(Math.max(0, packDay(to) - this.first + 1));
    this.parts.forEach((part, index) => this.partOf.fill(index, part.from - from, part.to - from + 1));
    this.counts = new Float64Array(this.parts.length * stepCount);
    this.count(rows, 1);
  }

  count(rows: Uint32Array, sign: Sign): void {
    const { first, partOf, counts } = this;
    const { reached } = this.table.data;
    const days = this.parts.length === 0 ? 0 : partOf.length;
    for (const row of rows)
      for (let step = 0; step < stepCount; step += 1) {
        const on = reached[row * stepCount + step] as number;
        // Behind a step that was never reached lies none that was.
        if (on === 0) break;
        const day = on - first;
        if (day >= 0 && day < days) (counts[(partOf[day] as number) * stepCount + step] as number) += sign;
      }
  }

  get bytes(): number {
    return this.partOf.byteLength + this.counts.byteLength;
  }

  points(): TrendPoint[] {
    const points = this.parts.map((part, index) => ({
      ...part,
      counts: Object.fromEntries(
        funnelSteps.map((step, at) => [step, this.counts[index * stepCount + at] as number]),
      ) as TrendPoint['counts'],
    }));
    if (this.question.from > firstKnownDay) return points;
    const begun = points.findIndex((point) => funnelSteps.some((step) => point.counts[step] > 0));
    return begun < 0 ? [] : points.slice(begun);
  }
}
