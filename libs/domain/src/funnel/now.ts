import { type FunnelColumns, type FunnelData, footingOf, stepOf } from './columns';
import type { Asked } from './count';
import { countCut } from './cut';
import { standsThere } from './deal';
import { countDealsReached } from './deals-reached';
import type { Grouping } from './group';
import { currencyMask, currencyShift, dayBits, manyDays, moreShift, qualifiedShift } from './profile';
import { open } from './reader';
import { firstDealStep, stepCount } from './step';
import { earlySteps, type Tally } from './tally';

/** What a profile comes to for one question. */
export interface Told {
  /** Steps as which it is counted. */
  mask: number;
  step: number;
  footing: number;
  reason: number;
  /** Whether it is counted where it stands. */
  stands: boolean;
}

/** A lead is counted by its profile, with a bit each for whether it is overdue and for whether it is undecided. */
const [overdueBit, undecidedBit, flagBits] = [1, 2, 2];
/** Of a step that was reached: whether the lead stands before it now, and whether another was reached behind it. */
const [movedBackBit, wentOnBit] = [1, 2];
/** More days than any lead stands somewhere. */
const never = 1 << 24;
/** Rows in one go: a loop that is begun anew is soon made fast; one over a million would begin slowly each time. */
const atOnce = 8_192;

/**
 * Counts those rows that have nothing behind the last day that is looked at, as they are now. How often each profile occurs
 * is counted, which takes one step for each row, and what it means is worked out at the end, once for each profile; money and
 * days alone are added up row by row. Each loop does at once, and without calling anything, what its view asks of a row; what few
 * rows have is counted after it.
 */
export class NowCount {
  readonly data: FunnelData;
  readonly told: Told[];
  readonly masks: Uint16Array;
  private readonly places: Uint8Array;
  /** Days after which one of a profile is overdue. */
  readonly norms: Int32Array;
  private readonly profiles: number;
  /** How many there are, by slot and by profile; for a stepwise question in the slot of the step where they stand. */
  private readonly found: Uint32Array;
  /** For a stepwise question, how many reached a step, by whether they went on and whether they moved back since. */
  private readonly passed: Uint32Array;
  /** Profiles of which something was reached before the period of a question of what was entered. */
  private readonly begunBefore: Uint8Array;

  readonly days: Uint32Array;
  /** Rows that have to be read step by step, those of which more is to be counted, those that are cut by the period; and how many so far. */
  private readonly others: Uint32Array;
  private readonly more: Uint32Array;
  private readonly cut: Uint32Array;
  private left = 0;
  private mores = 0;
  private cuts = 0;

  constructor(
    private readonly table: FunnelColumns,
    readonly asked: Asked,
    readonly grouping: Grouping,
    readonly tally: Tally,
  ) {
    this.data = table.data;
    this.told = table.profiles.values.map(({ reached, place, reason }): Told => {
      const [step, footing] = [stepOf(place), footingOf(place)];
      const mask = asked.isSnapshot ? Number(footing === open) << step : reached;
      return { mask, step, footing, reason, stands: asked.isSnapshot || ((reached >> step) & 1) === 1 };
    });
    this.profiles = this.told.length;
    this.masks = Uint16Array.from(this.told, ({ mask }) => mask);
    this.places = Uint8Array.from(table.profiles.values, ({ place }) => place);
    this.norms = Int32Array.from(this.told, ({ footing, step }) =>
      footing === open ? (asked.norms[step] as number) : never,
    );
    this.days = new Uint32Array(asked.isSnapshot || grouping.stepwise ? 0 : (grouping.slots * stepCount) << dayBits);
    [this.others, this.more, this.cut] = [table.list('others'), table.list('more'), table.list('cut')];
    this.begunBefore = Uint8Array.from(table.profiles.values, (each) => Number(each.begunBefore));
    this.found = new Uint32Array((grouping.slots * this.profiles) << flagBits);
    this.passed = new Uint32Array(grouping.stepwise ? (grouping.slots * stepCount) << flagBits : 0);
  }

  /** @returns the rows that have to be read step by step; what is not asked for at all is in neither */
  count(rows: Uint32Array): Uint32Array {
    for (let first = 0; first < rows.length; first += atOnce) this.countSome(rows.subarray(first, first + atOnce));
    this.countMore(this.more.subarray(0, this.mores));
    if (this.cuts > 0) countCut(this, this.cut.subarray(0, this.cuts));
    this.spreadDays();
    this.spreadPassed();
    this.spread();
    return this.others.subarray(0, this.left);
  }

  private countSome(rows: Uint32Array): void {
    if (this.grouping.stepwise) this.countStepwise(rows);
    else if (this.asked.isSnapshot) this.countStanding(rows);
    else this.countReached(rows);
  }

  private countReached(rows: Uint32Array): void {
    const { found, norms, masks, profiles, tally, data, others, more, cut, days } = this;
    const { asOf, within, isCohort, from, to } = this.asked;
    const { values, slotOf } = this.grouping;
    const { created, lastDay, profile, brief, estimateHigh, estimateLow } = data;
    const { earlyHigh, earlyLow, currencies } = tally;
    const { begunBefore } = this;
    const began = from <= this.table.firstDay ? 0 : from;
    let { left, mores, cuts } = this;
    const count = rows.length;
    for (let index = 0; index < count; index += 1) {
      const row = rows[index] as number;
      const on = created[row] as number;
      const end = on + within;
      const number = profile[row] as number;
      const last = lastDay[row] as number;
      const stood = (end < asOf ? end : asOf) - last;
      // Its entry apart, one that is settled entered nothing after its last change.
      if (isCohort ? on < from || on > to : number !== 0 && on < from && last < from) continue;
      const earliest = (begunBefore[number] as number) === 0 ? on : 0;
      if (number === 0 || stood < 0 || !(isCohort || isWithin(earliest, last, on, began, to))) {
        // With nothing behind the period it has come to what its profile says, though to a part of that before the period.
        if (number !== 0 && !isCohort && last <= to && on <= to) {
          cut[cuts] = row;
          cuts += 1;
        } else {
          others[left] = row;
          left += 1;
        }
        continue;
      }
      const slot = slotOf[values[row] as number] as number;
      const flags = (((norms[number] as number) - stood) >>> 31) | (((asOf - end) >>> 31) << 1);
      (found[((slot * profiles + number) << flagBits) | flags] as number) += 1;
      const told = brief[row] as number;
      const place = slot * stepCount;
      (days[((place + 1) << dayBits) | (told & 255)] as number) += 1;
      (days[((place + 2) << dayBits) | ((told >> qualifiedShift) & 255)] as number) += 1;
      const begun = (masks[number] as number) & earlySteps;
      const at = (slot * (earlySteps + 1) + begun) * currencies + ((told >> currencyShift) & currencyMask);
      (earlyHigh[at] as number) += estimateHigh[row] as number;
      (earlyLow[at] as number) += estimateLow[row] as number;
      if (told >>> moreShift !== 0) {
        more[mores] = row;
        mores += 1;
      }
    }
    [this.left, this.mores, this.cuts] = [left, mores, cuts];
  }

  private countStanding(rows: Uint32Array): void {
    const { found, norms, masks, places, profiles, tally, data, others, more } = this;
    const { asOf } = this.asked;
    const { values, slotOf } = this.grouping;
    const { lastDay, profile, estimateCurrency, estimateHigh, estimateLow } = data;
    const { days, earlyHigh, earlyLow, currencies } = tally;
    let { left, mores } = this;
    const count = rows.length;
    for (let index = 0; index < count; index += 1) {
      const row = rows[index] as number;
      const number = profile[row] as number;
      const stood = asOf - (lastDay[row] as number);
      if (number === 0 || stood < 0) {
        others[left] = row;
        left += 1;
        continue;
      }
      const slot = slotOf[values[row] as number] as number;
      const flags = undecidedBit | (((norms[number] as number) - stood) >>> 31);
      (found[((slot * profiles + number) << flagBits) | flags] as number) += 1;
      const mask = masks[number] as number;
      if (mask === 0) continue;
      const step = places[number] as number;
      days.add(slot * stepCount + step, stood);
      if (step >= firstDealStep) {
        more[mores] = row;
        mores += 1;
      } else {
        const at = (slot * (earlySteps + 1) + mask) * currencies + (estimateCurrency[row] as number);
        (earlyHigh[at] as number) += estimateHigh[row] as number;
        (earlyLow[at] as number) += estimateLow[row] as number;
      }
    }
    [this.left, this.mores] = [left, mores];
  }

  /** Each step in the slot of the day on which it was reached. */
  private countStepwise(rows: Uint32Array): void {
    const { found, passed, norms, masks, places, profiles, tally, data, others } = this;
    const { asOf, from, to } = this.asked;
    const { slotOf } = this.grouping;
    const { created, lastDay, profile, reached, entered, estimateCurrency, estimateHigh, estimateLow } = data;
    const { days, earlyHigh, earlyLow, currencies } = tally;
    const { begunBefore } = this;
    const began = from <= this.table.firstDay ? 0 : from;
    let { left } = this;
    const count = rows.length;
    for (let index = 0; index < count; index += 1) {
      const row = rows[index] as number;
      const number = profile[row] as number;
      const last = lastDay[row] as number;
      const stood = asOf - last;
      const entry = created[row] as number;
      if (number !== 0 && last < from && entry < from) continue;
      const earliest = (begunBefore[number] as number) === 0 ? entry : 0;
      if (number === 0 || !isWithin(earliest, last, entry, began, to)) {
        others[left] = row;
        left += 1;
        continue;
      }
      const mask = masks[number] as number;
      const taken = entered[row] as number;
      const timed = taken & (taken << 1);
      const first = row * stepCount;
      const stepNow = stepOf(places[number] as number);
      const currency = estimateCurrency[row] as number;
      const high = estimateHigh[row] as number;
      const low = estimateLow[row] as number;
      for (let step = 0; mask >> step !== 0; step += 1) {
        const on = reached[first + step] as number;
        const slot = slotOf[on] as number;
        const cell = slot * stepCount + step;
        (passed[(cell << flagBits) | (((mask >> step) & wentOnBit) | ((stepNow - step) >>> 31))] as number) += 1;
        if ((timed >> step) & 1) {
          const took = on - (reached[first + step - 1] as number);
          days.add(cell, took > 0 ? took : 0);
        }
        if (step < firstDealStep) {
          const at = (slot * (earlySteps + 1) + (1 << step)) * currencies + currency;
          (earlyHigh[at] as number) += high;
          (earlyLow[at] as number) += low;
        }
      }
      const flags = undecidedBit | (((norms[number] as number) - stood) >>> 31);
      (found[
        (((slotOf[reached[first + stepNow] as number] as number) * profiles + number) << flagBits) | flags
      ] as number) += 1;
      if (mask > earlySteps) this.addDealsOnTheirWay(row, mask);
    }
    this.left = left;
  }

  /** Counts the deals of a row at each step that they reached, in the slot of the day on which their lead did. */
  private addDealsOnTheirWay(row: number, mask: number): void {
    const { deals, lateHigh, lateLow, currencies } = this.tally;
    const { dealStart, dealCount, dealFurthest, dealCurrency, dealHigh, dealLow, reached } = this.data;
    const { slotOf } = this.grouping;
    const first = dealStart[row] as number;
    const end = first + (dealCount[row] as number);
    for (let deal = first; deal < end; deal += 1) {
      const currency = dealCurrency[deal] as number;
      const high = dealHigh[deal] as number;
      const low = dealLow[deal] as number;
      const furthest = dealFurthest[deal] as number;
      for (let step = firstDealStep; step <= furthest && mask >> step !== 0; step += 1) {
        const cell = (slotOf[reached[row * stepCount + step] as number] as number) * stepCount + step;
        (deals[cell] as number) += 1;
        (lateHigh[cell * currencies + currency] as number) += high;
        (lateLow[cell * currencies + currency] as number) += low;
      }
    }
  }

  /** Counts what few rows have: deals, and more days than fit into a byte. */
  private countMore(rows: Uint32Array): void {
    if (this.asked.isSnapshot) this.countDealsStanding(rows);
    else countDealsReached(this, rows);
  }

  private countDealsStanding(rows: Uint32Array): void {
    const { profile } = this.data;
    const { values, slotOf } = this.grouping;
    for (const row of rows)
      this.addDeals(row, slotOf[values[row] as number] as number, this.places[profile[row] as number] as number);
  }

  /** Counts the deals of a row that stand at a step. */
  private addDeals(row: number, slot: number, step: number): void {
    const { data, tally } = this;
    const first = data.dealStart[row] as number;
    const end = first + (data.dealCount[row] as number);
    const cell = slot * stepCount + step;
    for (let deal = first; deal < end; deal += 1) {
      if (!standsThere(data, row, deal, step | (open << 4), this.asked.asOf)) continue;
      (tally.deals[cell] as number) += 1;
      const at = cell * tally.currencies + (data.dealCurrency[deal] as number);
      (tally.lateHigh[at] as number) += data.dealHigh[deal] as number;
      (tally.lateLow[at] as number) += data.dealLow[deal] as number;
    }
  }

  private spreadDays(): void {
    const { days } = this;
    for (let place = 0; place < days.length >> dayBits; place += 1)
      for (let its = 0; its < manyDays; its += 1) {
        const count = days[(place << dayBits) | its] as number;
        if (count !== 0) this.tally.days.add(place, its, count);
      }
  }

  private spreadPassed(): void {
    const { passed, tally } = this;
    for (let at = 0; at < passed.length; at += 1) {
      const leads = passed[at] as number;
      if (leads === 0) continue;
      const cell = at >> flagBits;
      const step = cell % stepCount;
      tally.reach(
        (cell - step) / stepCount,
        1 << step,
        step - (at & movedBackBit),
        ((at & wentOnBit) >> 1) << step,
        leads,
      );
    }
  }

  /** Works out what was counted by profile. */
  private spread(): void {
    const { found, profiles } = this;
    const width = profiles << flagBits;
    for (let slot = 0; slot < this.grouping.slots; slot += 1)
      for (let at = 0; at < width; at += 1) {
        const leads = found[slot * width + at] as number;
        if (leads !== 0) this.tell(slot, this.told[at >> flagBits] as Told, at, leads);
      }
  }

  private tell(slot: number, { mask, step, footing, reason, stands }: Told, flags: number, leads: number): void {
    const { tally, asked, grouping } = this;
    if (mask !== 0 && !grouping.stepwise) tally.reach(slot, mask, step, asked.isEntered ? mask >> 1 : 0, leads);
    if (!stands) return;
    tally.stand(slot, step, footing, reason, (flags & undecidedBit) !== 0, leads);
    if ((flags & overdueBit) !== 0) tally.delay(slot, step, leads);
  }
}

/**
 * Whether all that a row ever reached was within a period.
 * @param first the day before which nothing was reached; 0 where something was begun before its entry
 */
const isWithin = (first: number, last: number, created: number, from: number, to: number): boolean =>
  first >= from && last <= to && created <= to;
