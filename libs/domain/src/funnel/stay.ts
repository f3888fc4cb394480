import { eachChange, nowhere } from './changes';
import { type FunnelColumns, footingOf, stepOf } from './columns';
import type { Counts, Sign } from './kept';
import { packDay } from './pack';
import { DayCounts } from './quantile';
import type { FunnelKnowledge, PeriodQuestion } from './question';
import { open, Reader } from './reader';
import { select } from './select';
import { type FunnelStep, funnelSteps, stepCount } from './step';
import { highest } from './tally';

/**
 * Whose time at a step is told:
 * - `standing`: of those that stand there at the end of the period, how long they have so far;
 * - `left`: of those that left it in the period, forward or otherwise, how long they had. Who came and went within a day
 *   has not stood there; of who left several times the last counts.
 */
export const stayKinds = ['standing', 'left'] as const;
export type StayKind = (typeof stayKinds)[number];
export interface StayQuestion extends PeriodQuestion {
  kind: StayKind;
}

/** A time against the norm of its step: within it, up to half as much again, beyond that; or there is none. */
export const stayBuckets = ['within', 'over', 'farOver', 'noNorm'] as const;
export type StayBucket = (typeof stayBuckets)[number];
export function stayBucket(days: number, norm: number | undefined): StayBucket {
  if (norm === undefined) return 'noNorm';
  if (days <= norm) return 'within';
  return days * 2 <= norm * 3 ? 'over' : 'farOver';
}

export interface StayFigures {
  step: FunnelStep;
  norm: number | null;
  count: number;
  buckets: Record<StayBucket, number>;
  /** Null for no leads. */
  medianDays: number | null;
  p90Days: number | null;
}

/** Goes through the stays of some rows that a question is about: a lead at a step, once. */
function eachStay(
  table: FunnelColumns,
  question: StayQuestion,
  knowledge: FunnelKnowledge,
  rows: Uint32Array,
  tell: (row: number, step: number, days: number) => void,
): void {
  if (question.kind === 'standing') {
    const reader = new Reader(table, { ...question, view: 'snapshot', within: null, groupBy: null }, knowledge);
    for (const row of rows) if (reader.read(row) && reader.footing === open) tell(row, reader.step, reader.stands);
    return;
  }
  const { data } = table;
  const [from, to] = [packDay(question.from), packDay(Math.min(question.to, question.asOf))];
  const stayed = new Int32Array(stepCount);
  /** The steps that the row has left, as a mask. */
  let left = 0;
  const change = (before: number, after: number, on: number, since: number) => {
    if (before === nowhere || footingOf(before) !== open || before === after) return;
    stayed[stepOf(before)] = on - since;
    left |= 1 << stepOf(before);
  };
  for (const row of rows) {
    // Nothing has happened to it since.
    if ((data.lastDay[row] as number) < from) continue;
    left = 0;
    eachChange(data, row, from, to, change);
    for (; left !== 0; left &= left - 1) {
      const step = highest(left & -left);
      tell(row, step, stayed[step] as number);
    }
  }
}

/** How long leads stand at each step, and how many of them within, over and far over its norm. */
export const leadStays = (table: FunnelColumns, question: StayQuestion, knowledge: FunnelKnowledge): StayFigures[] =>
  new StayCounts(table, question, knowledge, select(table, question, knowledge)).figures();

/** How many leads stayed at each step for how long. */
export class StayCounts implements Counts {
  private readonly days = new DayCounts(stepCount);

  constructor(
    private readonly table: FunnelColumns,
    private readonly question: StayQuestion,
    private readonly knowledge: FunnelKnowledge,
    rows: Uint32Array,
  ) {
    this.count(rows, 1);
  }

  count(rows: Uint32Array, sign: Sign): void {
    const { days } = this;
    eachStay(this.table, this.question, this.knowledge, rows, (_, step, its) => days.add(step, its, sign));
  }

  get bytes(): number {
    return this.days.bytes;
  }

  figures(): StayFigures[] {
    return funnelSteps.map((step, index) => {
      const [medianDays = null, p90Days = null] = this.days.quantiles([index], [0.5, 0.9]);
      const norm = this.knowledge.norms[step];
      const buckets = { within: 0, over: 0, farOver: 0, noNorm: 0 };
      this.days.each(index, (days, count) => (buckets[stayBucket(days, norm)] += count));
      return { step, norm: norm ?? null, count: this.days.length([index]), buckets, medianDays, p90Days };
    });
  }
}

/** The leads behind one of these figures, in no order, and for how many days each stood there. */
export function leadsStaying(
  table: FunnelColumns,
  question: StayQuestion,
  knowledge: FunnelKnowledge,
  figure: { step: FunnelStep; bucket: StayBucket | null },
): { id: string; days: number }[] {
  const [wanted, norm] = [funnelSteps.indexOf(figure.step), knowledge.norms[figure.step]];
  const found: { id: string; days: number }[] = [];
  eachStay(table, question, knowledge, select(table, question, knowledge), (row, step, days) => {
    if (step === wanted && (figure.bucket === null || stayBucket(days, norm) === figure.bucket))
      found.push({ id: table.ids[row] as string, days });
  });
  return found;
}
