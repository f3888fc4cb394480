import { type FunnelColumns, type FunnelData, footingOf, packDay, stepCount, stepOf, unpackSum } from './columns';
import { hasReached, standsThere } from './deal';
import type { Grouping } from './group';
import { DayCounts } from './quantile';
import type { FunnelKnowledge, FunnelQuestion } from './question';
import { lost, onHold, open } from './reader';
import { firstDealStep, funnelSteps } from './step';

/** Steps before the one at which deals begin: a lead's money is the same at each of them. */
const earlySteps = (1 << firstDealStep) - 1;
const earlyMasks = earlySteps + 1;

/** The highest bit of a mask that is not zero. */
const highest = (mask: number) => 31 - Math.clz32(mask);

/**
 * What is counted of the leads of a question, one slot for each group, everything in flat arrays: a million leads are
 * counted in one pass without making an object. `Reader` reads the same of one lead; the tests hold the two together.
 */
export class Tally {
  /** Leads by the early steps that they reached, as a mask: each falls into one of eight, which are spread at the end. */
  private readonly early: Float64Array;
  private readonly earlyHigh: Float64Array;
  private readonly earlyLow: Float64Array;
  private readonly late: Float64Array;
  private readonly lateHigh: Float64Array;
  private readonly lateLow: Float64Array;
  private readonly deals: Float64Array;
  private readonly wentOn: Float64Array;
  private readonly movedBack: Float64Array;
  private readonly undecided: Float64Array;
  private readonly overdue: Float64Array;
  /** Where leads stand: by footing and step. */
  private readonly places: Float64Array;
  /** Of the lost: by step and reason. */
  private readonly reasons: Float64Array;
  private readonly days: DayCounts;
  private readonly currencies: number;
  private readonly reasonCount: number;
  private readonly data: FunnelData;
  private readonly norms: Float64Array;
  private readonly isEntered: boolean;
  private readonly isSnapshot: boolean;
  private readonly isCohort: boolean;
  private readonly from: number;
  private readonly to: number;
  private readonly asOf: number;
  private readonly within: number;

  constructor(
    private readonly table: FunnelColumns,
    question: FunnelQuestion,
    { norms }: FunnelKnowledge,
    private readonly grouping: Grouping,
  ) {
    const { slots } = grouping;
    this.data = table.data;
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
    this.norms = Float64Array.from(funnelSteps, (step) => norms[step] ?? Infinity);
    this.isEntered = question.view === 'entered';
    this.isSnapshot = question.view === 'snapshot';
    this.isCohort = question.view === 'cohort';
    this.from = packDay(question.from);
    this.to = packDay(question.to);
    this.asOf = packDay(this.isSnapshot ? Math.min(question.to, question.asOf) : question.asOf);
    this.within = question.within ?? Infinity;
  }

  /** Counts these rows. */
  count(rows: Uint32Array): void {
    const { isEntered, isSnapshot, isCohort, from, to, asOf, within } = this;
    const { created, lastDay, lastPlace, lastReason, reachedNow } = this.data;
    const { values, slotOf, stepwise } = this.grouping;
    const enteredTo = Math.min(to, asOf);
    for (const row of rows) {
      let limit = asOf;
      let undecided = true;
      if (isCohort) {
        const on = created[row] as number;
        if (on < from || on > to || on > asOf) continue;
        if (within !== Infinity) {
          undecided = on + within > asOf;
          limit = Math.min(asOf, on + within);
        }
      }
      let since = lastDay[row] as number;
      let place = lastPlace[row] as number;
      let reason = lastReason[row] as number;
      const standsAsNow = since <= limit;
      if (!standsAsNow) {
        const at = this.stoodAt(row, limit);
        if (at < 0) continue;
        since = this.data.pathDay[at] as number;
        place = this.data.pathPlace[at] as number;
        reason = this.data.pathReason[at] as number;
      }
      const step = stepOf(place);
      const footing = footingOf(place);
      let reached: number;
      if (isSnapshot) reached = footing === open ? 1 << step : 0;
      else {
        const known = isCohort && standsAsNow ? (reachedNow[row] as number) : 0;
        reached = known !== 0 ? known : this.reachedBetween(row, isEntered ? from : 0, isEntered ? enteredTo : limit);
        if (reached === 0) continue;
      }
      const stands = isSnapshot || ((reached >> step) & 1) === 1;
      if (stepwise) {
        for (let rest = reached; rest !== 0; rest &= rest - 1) {
          const bit = rest & -rest;
          this.reach(this.slotAt(row, highest(bit)), row, bit, step, limit, since);
        }
        if (stands) this.stand(this.slotAt(row, step), step, footing, reason, limit - since, undecided);
        continue;
      }
      const slot = slotOf[values[row] as number] as number;
      if (reached !== 0) this.reach(slot, row, reached, step, limit, since);
      if (stands) this.stand(slot, step, footing, reason, limit - since, undecided);
    }
  }

  /** Where in its path a row stood at the end of a day before its last change; -1 before it all began. */
  private stoodAt(row: number, limit: number): number {
    const { pathStart, pathLength, pathDay } = this.data;
    const start = pathStart[row] as number;
    let at = start + (pathLength[row] as number) - 2;
    while (at >= start && (pathDay[at] as number) > limit) at -= 1;
    return at >= start ? at : -1;
  }

  /** The steps that were first reached between two days, as a mask. */
  private reachedBetween(row: number, from: number, to: number): number {
    const { reached, lastDay } = this.data;
    const first = row * stepCount;
    // Its entry apart, nothing was reached after the last change.
    if ((lastDay[row] as number) < from && (reached[first] as number) < from) return 0;
    let mask = 0;
    for (let step = 0; step < stepCount; step += 1) {
      const on = reached[first + step] as number;
      // Behind a step that was never reached lies none that was.
      if (on === 0) break;
      if (on >= from && on <= to) mask |= 1 << step;
    }
    return mask;
  }

  /** Where what changes from step to step is broken down by it. */
  private slotAt(row: number, step: number): number {
    return this.grouping.slotOf[this.data.reached[row * stepCount + step] as number] as number;
  }

  /** Counts a row at the steps of a mask. */
  private reach(slot: number, row: number, mask: number, stepNow: number, limit: number, since: number): void {
    const { data, isSnapshot, currencies } = this;
    const begun = mask & earlySteps;
    if (begun !== 0) {
      const cell = slot * earlyMasks + begun;
      (this.early[cell] as number) += 1;
      const currency = data.estimateCurrency[row] as number;
      if (currency !== 0) {
        (this.earlyHigh[cell * currencies + currency] as number) += data.estimateHigh[row] as number;
        (this.earlyLow[cell * currencies + currency] as number) += data.estimateLow[row] as number;
      }
    }
    if (isSnapshot) this.days.add(slot * stepCount + stepNow, limit - since);
    else {
      const entered = data.entered[row] as number;
      // Days between two steps are those of whoever took both.
      for (let rest = mask & entered & (entered << 1); rest !== 0; rest &= rest - 1) {
        const step = highest(rest & -rest);
        const at = row * stepCount + step;
        const days = (data.reached[at] as number) - (data.reached[at - 1] as number);
        this.days.add(slot * stepCount + step, days > 0 ? days : 0);
      }
    }
    for (let rest = mask & (~1 << stepNow); rest !== 0; rest &= rest - 1)
      (this.movedBack[slot * stepCount + highest(rest & -rest)] as number) += 1;
    if (this.isEntered) this.goOn(slot, row, mask, limit);
    if (mask > earlySteps) this.reachLate(slot, row, mask & ~earlySteps, limit);
  }

  /** Counts who went on from the steps of a mask to the ones after them. */
  private goOn(slot: number, row: number, mask: number, limit: number): void {
    for (let rest = mask & ~(1 << (stepCount - 1)); rest !== 0; rest &= rest - 1) {
      const step = highest(rest & -rest);
      const on = this.data.reached[row * stepCount + step + 1] as number;
      if (on !== 0 && on <= limit) (this.wentOn[slot * stepCount + step] as number) += 1;
    }
  }

  private reachLate(slot: number, row: number, mask: number, limit: number): void {
    const { data, currencies } = this;
    const first = data.dealStart[row] as number;
    const end = first + (data.dealCount[row] as number);
    for (let rest = mask; rest !== 0; rest &= rest - 1) {
      const step = highest(rest & -rest);
      const cell = slot * stepCount + step;
      (this.late[cell] as number) += 1;
      for (let deal = first; deal < end; deal += 1) {
        const counts = this.isSnapshot
          ? standsThere(data, row, deal, step | (open << 4), limit)
          : hasReached(data, deal, step, limit);
        if (!counts) continue;
        (this.deals[cell] as number) += 1;
        const at = cell * currencies + (data.dealCurrency[deal] as number);
        (this.lateHigh[at] as number) += data.dealHigh[deal] as number;
        (this.lateLow[at] as number) += data.dealLow[deal] as number;
      }
    }
  }

  /** Counts a row where it stands. */
  private stand(slot: number, step: number, footing: number, reason: number, days: number, undecided: boolean): void {
    const cell = slot * stepCount + step;
    (this.places[(slot * 3 + footing) * stepCount + step] as number) += 1;
    if (footing === open) {
      if (undecided) (this.undecided[cell] as number) += 1;
      if (days > (this.norms[step] as number)) (this.overdue[cell] as number) += 1;
    } else if (footing === lost) (this.reasons[cell * this.reasonCount + reason] as number) += 1;
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
