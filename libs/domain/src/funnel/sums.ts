import { type FunnelData, stepCount } from './columns';
import { lost, open, type Reader } from './reader';
import { firstDealStep } from './step';

/** Steps before the one at which deals begin: a lead's money is the same at each of them. */
const early = (1 << firstDealStep) - 1;

/** Days that are collected for a quantile. */
export class Days {
  private data = new Uint16Array(64);
  private length = 0;

  add(days: number): void {
    if (this.length === this.data.length) {
      const larger = new Uint16Array(this.length * 2);
      larger.set(this.data);
      this.data = larger;
    }
    this.data[this.length] = days;
    this.length += 1;
  }

  get values(): Uint16Array {
    return this.data.subarray(0, this.length);
  }
}

const columns = [
  'early',
  'earlyHigh',
  'earlyLow',
  'late',
  'lateHigh',
  'lateLow',
  'deals',
  'wentOn',
  'movedBack',
  'places',
  'undecided',
  'overdue',
] as const;

/** What is counted of one group. */
export class Sums {
  /** Leads by the early steps that they reached, as a mask: every row falls into one of eight, and is spread at the end. */
  readonly early = new Float64Array(early + 1);
  readonly earlyHigh: Float64Array;
  readonly earlyLow: Float64Array;
  readonly late = new Float64Array(stepCount);
  readonly lateHigh: Float64Array;
  readonly lateLow: Float64Array;
  private readonly days = Array.from({ length: stepCount }, () => new Days());
  /** Days of other groups that were added, by step. */
  private readonly added: Uint16Array[][] = Array.from({ length: stepCount }, () => []);
  readonly deals = new Float64Array(stepCount);
  readonly wentOn = new Float64Array(stepCount);
  readonly movedBack = new Float64Array(stepCount);
  /** Where leads stand: by footing and step. */
  readonly places = new Float64Array(stepCount * 3);
  readonly undecided = new Float64Array(stepCount);
  readonly overdue = new Float64Array(stepCount);
  private readonly reasons = new Map<number, number>();

  constructor(private readonly currencies: number) {
    this.earlyHigh = new Float64Array((early + 1) * currencies);
    this.earlyLow = new Float64Array((early + 1) * currencies);
    this.lateHigh = new Float64Array(stepCount * currencies);
    this.lateLow = new Float64Array(stepCount * currencies);
  }

  /** Counts a row at those of the steps that it reached which a mask names. */
  reach(data: FunnelData, reader: Reader, row: number, mask: number): void {
    const begun = mask & early;
    if (begun !== 0) {
      const at = begun * this.currencies + (data.estimateCurrency[row] as number);
      (this.early[begun] as number) += 1;
      (this.earlyHigh[at] as number) += data.estimateHigh[row] as number;
      (this.earlyLow[at] as number) += data.estimateLow[row] as number;
    }
    for (let rest = mask; rest !== 0; rest &= rest - 1) {
      const step = 31 - Math.clz32(rest & -rest);
      if (reader.isEntered && reader.wentOn(row, step)) (this.wentOn[step] as number) += 1;
      const days = reader.daysTo(row, step);
      if (days >= 0) (this.days[step] as Days).add(days);
      if (reader.step < step) (this.movedBack[step] as number) += 1;
      if (step >= firstDealStep) this.reachLate(data, reader, row, step);
    }
  }

  private reachLate(data: FunnelData, reader: Reader, row: number, step: number): void {
    (this.late[step] as number) += 1;
    const first = data.dealStart[row] as number;
    const end = first + (data.dealCount[row] as number);
    for (let deal = first; deal < end; deal += 1) {
      const on = data.dealReached[deal * stepCount + step] as number;
      if (on === 0 || on > reader.limit) continue;
      const at = step * this.currencies + (data.dealCurrency[deal] as number);
      (this.deals[step] as number) += 1;
      (this.lateHigh[at] as number) += data.dealHigh[deal] as number;
      (this.lateLow[at] as number) += data.dealLow[deal] as number;
    }
  }

  /** Counts a row where it stands. */
  stand({ step, footing, undecided, overdue, reason }: Reader): void {
    (this.places[footing * stepCount + step] as number) += 1;
    if (footing === open && undecided) (this.undecided[step] as number) += 1;
    if (overdue) (this.overdue[step] as number) += 1;
    if (footing !== lost) return;
    const key = reason * stepCount + step;
    this.reasons.set(key, (this.reasons.get(key) ?? 0) + 1);
  }

  reached(step: number): number {
    return this.spread(step, this.early, this.late, 1, 0);
  }

  standing(step: number, footing: number): number {
    return this.places[footing * stepCount + step] as number;
  }

  /** The two halves of the sum of money in a currency at a step. */
  money(step: number, currency: number): readonly [high: number, low: number] {
    return [
      this.spread(step, this.earlyHigh, this.lateHigh, this.currencies, currency),
      this.spread(step, this.earlyLow, this.lateLow, this.currencies, currency),
    ];
  }

  private spread(step: number, ofMasks: Float64Array, ofSteps: Float64Array, width: number, at: number): number {
    if (step >= firstDealStep) return ofSteps[step * width + at] as number;
    let sum = 0;
    for (let mask = 1; mask <= early; mask += 1) if ((mask >> step) & 1) sum += ofMasks[mask * width + at] as number;
    return sum;
  }

  /** Leads given up at a step, by the number of the reason. */
  lostAt(step: number): [reason: number, count: number][] {
    return [...this.reasons].flatMap(([key, count]) =>
      key % stepCount === step ? [[Math.floor(key / stepCount), count] as [number, number]] : [],
    );
  }

  /** The days to a step, in any number of lists. */
  daysAt(step: number): readonly Uint16Array[] {
    return [(this.days[step] as Days).values, ...(this.added[step] ?? [])];
  }

  /** Adds what was counted of another group, which has no lead in common with this one. */
  add(other: Sums): void {
    for (const name of columns) for (const [at, value] of other[name].entries()) (this[name][at] as number) += value;
    for (const [key, count] of other.reasons) this.reasons.set(key, (this.reasons.get(key) ?? 0) + count);
    this.added.forEach((lists, step) => lists.push(...other.daysAt(step)));
  }
}
