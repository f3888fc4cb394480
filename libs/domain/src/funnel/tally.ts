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

  /** Whether nothing was counted in some slots. */
  isEmpty(slots: readonly number[]): boolean {
    const among = (column: Float64Array, width: number) =>
      slots.some((slot) => column.subarray(slot * width, (slot + 1) * width).some((count) => count !== 0));
    return !among(this.early, earlyMasks) && !among(this.late, stepCount) && !among(this.places, stepCount * 3);
  }

  /** What was counted at a step in some slots together. */
  at(step: number, slots: readonly number[]): StepTally {
    const sum = (of: (slot: number) => number) => slots.reduce((all, slot) => all + of(slot), 0);
    const cell = (slot: number) => slot * stepCount + step;
    const bySteps = (column: Float64Array) => sum((slot) => column[cell(slot)] as number);
    const spread = (early: Float64Array, late: Float64Array, width: number, at: number) =>
      step >= firstDealStep
        ? sum((slot) => late[cell(slot) * width + at] as number)
        : sum((slot) => {
            let found = 0;
            for (let mask = 1; mask < earlyMasks; mask += 1)
              if ((mask >> step) & 1) found += early[(slot * earlyMasks + mask) * width + at] as number;
            return found;
          });
    const { currencies, reasons } = this.table;
    const [medianDays = null, p90Days = null] = this.days.quantiles(slots.map(cell), [0.5, 0.9]);
    const standing = (footing: number) => sum((slot) => this.places[(slot * 3 + footing) * stepCount + step] as number);
    return {
      reached: spread(this.early, this.late, 1, 0),
      open: standing(open),
      onHold: standing(onHold),
      lost: standing(lost),
      undecided: bySteps(this.undecided),
      overdue: bySteps(this.overdue),
      movedBack: bySteps(this.movedBack),
      wentOn: bySteps(this.wentOn),
      deals: bySteps(this.deals),
      amounts: new Map(
        currencies.values.flatMap((currency, number) => {
          if (currency === null) return [];
          const [high, low] = [
            spread(this.earlyHigh, this.lateHigh, this.currencies, number),
            spread(this.earlyLow, this.lateLow, this.currencies, number),
          ];
          return high === 0 && low === 0 ? [] : [[currency, unpackSum(high, low)] as const];
        }),
      ),
      lostReasons: new Map(
        reasons.values.flatMap((reason, number) => {
          const count = sum((slot) => this.reasons[cell(slot) * this.reasonCount + number] as number);
          return count === 0 ? [] : [[reason ?? '', count] as const];
        }),
      ),
      timed: this.days.length(slots.map(cell)),
      medianDays,
      p90Days,
    };
  }
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
