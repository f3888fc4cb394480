import type { FunnelColumns } from './columns';
import type { Grouping } from './group';
import { unpackSum } from './pack';
import { DayCounts } from './quantile';
import { lost, onHold, open } from './reader';
import { firstDealStep, stepCount } from './step';

/** Steps before the one at which deals begin: a lead's money is the same at each of them. */
export const earlySteps = (1 << firstDealStep) - 1;
const earlyMasks = earlySteps + 1;

/** The highest bit of a mask that is not zero. */
export const highest = (mask: number) => 31 - Math.clz32(mask);

/**
 * What is counted of the leads of a question, one slot for each group, everything in flat arrays. `Reader` reads the same of
 * one lead; the tests hold the two together.
 */
export class Tally {
  /** Leads by the early steps that they reached, as a mask: each falls into one of eight, which are spread at the end. */
  private readonly early: Float64Array;
  readonly earlyHigh: Float64Array;
  readonly earlyLow: Float64Array;
  private readonly late: Float64Array;
  readonly lateHigh: Float64Array;
  readonly lateLow: Float64Array;
  readonly deals: Float64Array;
  private readonly wentOn: Float64Array;
  private readonly movedBack: Float64Array;
  private readonly undecided: Float64Array;
  private readonly overdue: Float64Array;
  /** Where leads stand: by footing and step. */
  private readonly places: Float64Array;
  /** Of the lost: by step and reason. */
  private readonly reasons: Float64Array;
  readonly days: DayCounts;
  readonly currencies: number;
  private readonly reasonCount: number;

  constructor(
    private readonly table: FunnelColumns,
    { slots }: Grouping,
  ) {
    this.currencies = table.currencies.values.length;
    this.reasonCount = table.reasons.values.length;
    const bySteps = () => new Float64Array(slots * stepCount);
    const byMasks = (width: number) => new Float64Array(slots * earlyMasks * width);
    const byMoney = () => new Float64Array(slots * stepCount * this.currencies);
    [this.early, this.earlyHigh, this.earlyLow] = [byMasks(1), byMasks(this.currencies), byMasks(this.currencies)];
    [this.late, this.lateHigh, this.lateLow] = [bySteps(), byMoney(), byMoney()];
    [this.deals, this.wentOn, this.movedBack, this.undecided, this.overdue] = [
      bySteps(),
      bySteps(),
      bySteps(),
      bySteps(),
      bySteps(),
    ];
    this.places = new Float64Array(slots * stepCount * 3);
    this.reasons = new Float64Array(slots * stepCount * this.reasonCount);
    this.days = new DayCounts(slots * stepCount);
  }

  /**
   * Counts leads that reached the steps of a mask.
   * @param stepNow where they stand
   * @param onwards the steps from which they went on, as a mask
   */
  reach(slot: number, mask: number, stepNow: number, onwards: number, leads: number): void {
    const first = slot * stepCount;
    const begun = mask & earlySteps;
    if (begun !== 0) (this.early[slot * earlyMasks + begun] as number) += leads;
    for (let rest = mask & ~earlySteps; rest !== 0; rest &= rest - 1)
      (this.late[first + highest(rest & -rest)] as number) += leads;
    for (let rest = mask & (~1 << stepNow); rest !== 0; rest &= rest - 1)
      (this.movedBack[first + highest(rest & -rest)] as number) += leads;
    for (let rest = mask & onwards; rest !== 0; rest &= rest - 1)
      (this.wentOn[first + highest(rest & -rest)] as number) += leads;
  }

  /** Where what leads were thought to be worth is added up, by the steps of a mask that they reached. */
  estimateAt(slot: number, mask: number, currency: number): number {
    return (slot * earlyMasks + (mask & earlySteps)) * this.currencies + currency;
  }

  /** Counts leads where they stand. */
  stand(slot: number, step: number, footing: number, reason: number, isUndecided: boolean, leads: number): void {
    (this.places[(slot * 3 + footing) * stepCount + step] as number) += leads;
    const cell = slot * stepCount + step;
    if (footing === lost) (this.reasons[cell * this.reasonCount + reason] as number) += leads;
    else if (footing === open && isUndecided) (this.undecided[cell] as number) += leads;
  }

  /** Counts leads that stand at a step for longer than its norm. */
  delay(slot: number, step: number, leads: number): void {
    (this.overdue[slot * stepCount + step] as number) += leads;
  }

  /** Room that it takes, in bytes. */
  get bytes(): number {
    const { early, earlyHigh, earlyLow, late, lateHigh, lateLow, deals, places, reasons, days } = this;
    const columns = [early, earlyHigh, earlyLow, late, lateHigh, lateLow, places, reasons];
    // Four more are as long as that of the deals.
    return columns.reduce((sum, { byteLength }) => sum + byteLength, days.bytes + deals.byteLength * 5);
  }

  /** Whether nothing was counted in some slots. */
  isEmpty(slots: readonly number[]): boolean {
    const among = (column: Float64Array, width: number) =>
      slots.some((slot) => column.subarray(slot * width, (slot + 1) * width).some((count) => count !== 0));
    return !among(this.early, earlyMasks) && !among(this.late, stepCount) && !among(this.places, stepCount * 3);
  }

  /** What was counted at a step in some slots together. */
  at(step: number, slots: readonly number[]): StepTally {
    const cells = slots.map((slot) => slot * stepCount + step);
    const bySteps = (column: Float64Array) => sumAt(column, cells, 1, 0);
    const standing = (footing: number) => sumAt(this.places, slots, 3 * stepCount, footing * stepCount + step);
    const [reached, gone] = [this.spread(this.early, this.late, step, slots, 1, 0), standing(lost)];
    const [medianDays = null, p90Days = null] = this.days.quantiles(cells, [0.5, 0.9]);
    return {
      reached,
      open: standing(open),
      onHold: standing(onHold),
      lost: gone,
      undecided: bySteps(this.undecided),
      overdue: bySteps(this.overdue),
      movedBack: bySteps(this.movedBack),
      wentOn: bySteps(this.wentOn),
      deals: bySteps(this.deals),
      // Who did not come here brings nothing, and where nobody was lost there are no reasons: with many groups most are empty.
      amounts: reached === 0 ? new Map() : this.amountsAt(step, slots),
      lostReasons: gone === 0 ? new Map() : this.lostReasonsAt(cells),
      timed: this.days.length(cells),
      medianDays,
      p90Days,
    };
  }

  private amountsAt(step: number, slots: readonly number[]): Map<string, bigint> {
    const { currencies: width, earlyHigh, earlyLow, lateHigh, lateLow } = this;
    const amounts = new Map<string, bigint>();
    this.table.currencies.values.forEach((currency, number) => {
      if (currency === null) return;
      const high = this.spread(earlyHigh, lateHigh, step, slots, width, number);
      const low = this.spread(earlyLow, lateLow, step, slots, width, number);
      if (high !== 0 || low !== 0) amounts.set(currency, unpackSum(high, low));
    });
    return amounts;
  }

  private lostReasonsAt(cells: readonly number[]): Map<string, number> {
    const reasons = new Map<string, number>();
    this.table.reasons.values.forEach((reason, number) => {
      const count = sumAt(this.reasons, cells, this.reasonCount, number);
      if (count !== 0) reasons.set(reason ?? '', count);
    });
    return reasons;
  }

  /** The sum at a step in some slots: of an early step of all masks that have it. */
  private spread(
    early: Float64Array,
    late: Float64Array,
    step: number,
    slots: readonly number[],
    width: number,
    at: number,
  ): number {
    if (step >= firstDealStep) return sumAt(late, slots, stepCount * width, step * width + at);
    let sum = 0;
    for (let mask = 1; mask < earlyMasks; mask += 1)
      if ((mask >> step) & 1) sum += sumAt(early, slots, earlyMasks * width, mask * width + at);
    return sum;
  }
}

/** The sum of one value of each of some parts of a column. */
function sumAt(column: Float64Array, parts: readonly number[], width: number, at: number): number {
  let sum = 0;
  for (const part of parts) sum += column[part * width + at] as number;
  return sum;
}

/** What was counted at one step. */
export interface StepTally {
  reached: number;
  open: number;
  onHold: number;
  lost: number;
  undecided: number;
  overdue: number;
  movedBack: number;
  wentOn: number;
  deals: number;
  /** Hundredths by currency. */
  amounts: ReadonlyMap<string, bigint>;
  lostReasons: ReadonlyMap<string, number>;
  /** Of how many the days are known. */
  timed: number;
  medianDays: number | null;
  p90Days: number | null;
}
