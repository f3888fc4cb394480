import { type FunnelColumns, type FunnelData, footingOf, stepOf } from './columns';
import { hasReached, standsThere } from './deal';
import { type Grouping, groupingOf } from './group';
import type { Counts, Sign } from './kept';
import { NowCount } from './now';
import { packDay } from './pack';
import type { FunnelKnowledge, FunnelQuestion } from './question';
import { open } from './reader';
import { firstDealStep, funnelSteps, stepCount } from './step';
import { earlySteps, highest, Tally } from './tally';

/** Longer than any time between two days. */
const ever = 1 << 20;
const allSteps = (1 << stepCount) - 1;

/** What is asked of each row, days as packed. */
export interface Asked {
  isEntered: boolean;
  isSnapshot: boolean;
  isCohort: boolean;
  from: number;
  /** The last day on which a lead of a cohort was created, or a step entered. */
  to: number;
  asOf: number;
  within: number;
  /** Days after which standing at a step is too long. */
  norms: Int32Array;
}

function askedOf(question: FunnelQuestion, { norms }: FunnelKnowledge): Asked {
  const isSnapshot = question.view === 'snapshot';
  const asOf = packDay(isSnapshot ? Math.min(question.to, question.asOf) : question.asOf);
  return {
    isEntered: question.view === 'entered',
    isSnapshot,
    isCohort: question.view === 'cohort',
    from: packDay(question.from),
    to: Math.min(packDay(question.to), asOf),
    asOf,
    within: question.view === 'cohort' ? (question.within ?? ever) : ever,
    norms: Int32Array.from(funnelSteps, (step) => Math.min(norms[step] ?? ever, ever)),
  };
}

/** What was counted for a question; rows may be taken back and counted again as they change. */
export class Counted implements Counts {
  readonly grouping: Grouping;
  readonly tally: Tally;
  private readonly asked: Asked;

  /**
   * Counts all rows of the question. Most of them have nothing behind the last day that is looked at: these are told by what
   * they have come to by now. The others are read step by step.
   */
  constructor(
    private readonly table: FunnelColumns,
    question: FunnelQuestion,
    knowledge: FunnelKnowledge,
    rows: Uint32Array,
  ) {
    this.grouping = groupingOf(table, question, knowledge);
    this.tally = new Tally(table, this.grouping);
    this.asked = askedOf(question, knowledge);
    this.count(new NowCount(table, this.asked, this.grouping, this.tally).count(rows), 1);
  }

  count(rows: Uint32Array, sign: Sign): void {
    new ThenCount(this.table, this.asked, this.grouping, this.tally, sign).count(rows);
  }

  get bytes(): number {
    return this.tally.bytes;
  }
}

/** Reads rows step by step. */
class ThenCount {
  private readonly data: FunnelData;

  constructor(
    table: FunnelColumns,
    private readonly asked: Asked,
    private readonly grouping: Grouping,
    private readonly tally: Tally,
    private readonly sign: Sign,
  ) {
    this.data = table.data;
  }

  count(rows: Uint32Array): void {
    const { isEntered, isSnapshot, isCohort, from, to, asOf, within } = this.asked;
    const { created, profile, lastDay, lastPlace, lastReason } = this.data;
    const { values, slotOf, stepwise } = this.grouping;
    for (const row of rows) {
      const on = created[row] as number;
      if (isCohort && (on < from || on > to)) continue;
      // Its entry apart, one that is settled reached nothing after its last change.
      if (isEntered && on < from && (lastDay[row] as number) < from && profile[row] !== 0) continue;
      const end = on + within;
      const limit = Math.min(end, asOf);
      let since = lastDay[row] as number;
      let place = lastPlace[row] as number;
      let reason = lastReason[row] as number;
      if (since > limit) {
        const at = this.stoodAt(row, limit);
        if (at < 0) continue;
        since = this.data.pathDay[at] as number;
        place = this.data.pathPlace[at] as number;
        reason = this.data.pathReason[at] as number;
      }
      const step = stepOf(place);
      const masks = isSnapshot ? 0 : this.reachedBetween(row, isEntered ? from : 0, isEntered ? to : limit, limit);
      const reached = isSnapshot ? Number(footingOf(place) === open) << step : masks & allSteps;
      const onwards = isEntered ? masks >> (stepCount + 1) : 0;
      if (!isSnapshot && reached === 0) continue;
      const days = limit - since;
      if (stepwise)
        for (let rest = reached; rest !== 0; rest &= rest - 1) {
          const bit = rest & -rest;
          this.reach(this.slotAt(row, highest(bit)), row, bit, step, onwards, limit, days);
        }
      else if (reached !== 0)
        this.reach(slotOf[values[row] as number] as number, row, reached, step, onwards, limit, days);
      if (!isSnapshot && ((reached >> step) & 1) === 0) continue;
      const slot = stepwise ? this.slotAt(row, step) : (slotOf[values[row] as number] as number);
      this.tally.stand(slot, step, footingOf(place), reason, end > asOf, this.sign);
      if (footingOf(place) === open && days > (this.asked.norms[step] as number))
        this.tally.delay(slot, step, this.sign);
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

  /** The steps that were first reached between two days, as a mask, and above it those reached by a later day. */
  private reachedBetween(row: number, from: number, to: number, limit: number): number {
    const { reached } = this.data;
    const first = row * stepCount;
    let masks = 0;
    for (let step = 0; step < stepCount; step += 1) {
      const on = reached[first + step] as number;
      // Behind a step that was never reached lies none that was.
      if (on === 0) break;
      if (on <= limit) masks |= (Number(on >= from && on <= to) | (1 << stepCount)) << step;
    }
    return masks;
  }

  /** Where what changes from step to step is broken down by it. */
  private slotAt(row: number, step: number): number {
    return this.grouping.slotOf[this.data.reached[row * stepCount + step] as number] as number;
  }

  /** Counts a row at the steps of a mask. */
  private reach(
    slot: number,
    row: number,
    mask: number,
    stepNow: number,
    onwards: number,
    limit: number,
    daysNow: number,
  ): void {
    const { data, tally, sign } = this;
    tally.reach(slot, mask, stepNow, onwards, sign);
    const at = tally.estimateAt(slot, mask, data.estimateCurrency[row] as number);
    (tally.earlyHigh[at] as number) += sign * (data.estimateHigh[row] as number);
    (tally.earlyLow[at] as number) += sign * (data.estimateLow[row] as number);
    if (this.asked.isSnapshot) tally.days.add(slot * stepCount + stepNow, daysNow, sign);
    else {
      const entered = data.entered[row] as number;
      // Days between two steps are those of whoever took both.
      for (let rest = mask & entered & (entered << 1); rest !== 0; rest &= rest - 1) {
        const step = highest(rest & -rest);
        const its = row * stepCount + step;
        const days = (data.reached[its] as number) - (data.reached[its - 1] as number);
        tally.days.add(slot * stepCount + step, days > 0 ? days : 0, sign);
      }
    }
    this.reachLate(slot, row, mask, limit);
  }

  private reachLate(slot: number, row: number, mask: number, limit: number): void {
    if (mask >> firstDealStep === 0) return;
    const { data, tally, sign } = this;
    const { isSnapshot } = this.asked;
    const first = data.dealStart[row] as number;
    const count = data.dealCount[row] as number;
    for (let deal = first; deal < first + count; deal += 1) {
      const currency = data.dealCurrency[deal] as number;
      const high = sign * (data.dealHigh[deal] as number);
      const low = sign * (data.dealLow[deal] as number);
      for (let rest = mask & ~earlySteps; rest !== 0; rest &= rest - 1) {
        const step = highest(rest & -rest);
        const counts = isSnapshot
          ? standsThere(data, row, deal, step | (open << 4), limit)
          : // One alone goes the way of its lead.
            count === 1 || hasReached(data, deal, step, limit);
        if (!counts) continue;
        const cell = slot * stepCount + step;
        (tally.deals[cell] as number) += sign;
        (tally.lateHigh[cell * tally.currencies + currency] as number) += high;
        (tally.lateLow[cell * tally.currencies + currency] as number) += low;
      }
    }
  }
}
