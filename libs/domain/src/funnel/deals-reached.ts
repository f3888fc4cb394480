import type { FunnelData } from './columns';
import type { Grouping } from './group';
import { LateSums } from './late-sums';
import { dayBits, manyDays, qualifiedShift } from './profile';
import { firstDealStep, stepCount } from './step';
import { earlySteps, highest, type Tally } from './tally';

/** What is counted into, and by what. */
export interface Counting {
  readonly data: FunnelData;
  /** By profile, the steps that were reached. */
  readonly masks: Uint16Array;
  readonly grouping: Grouping;
  readonly tally: Tally;
  /** How often each number of days occurs, in a byte each, by slot and step. */
  readonly days: Uint32Array;
}

/** The first step behind the entry that a row reached on a day or later; the one behind its last where there is none. */
export function firstSince({ reached }: FunnelData, row: number, mask: number, day: number): number {
  const first = row * stepCount;
  let step = 1;
  while ((mask >> step) & 1 && (reached[first + step] as number) < day) step += 1;
  return step;
}

/**
 * Counts what few rows have: deals, and days that are not told in brief.
 * @param since the packed day from which on a step counts that was reached; 0 for all
 */
export function countDealsReached(
  { data, masks, grouping, tally, days }: Counting,
  rows: Uint32Array,
  since = 0,
): void {
  const { profile, brief, entered, reached } = data;
  const { values, slotOf, slots } = grouping;
  const late = new LateSums(data, slots, tally.currencies);
  for (const row of rows) {
    const slot = slotOf[values[row] as number] as number;
    const taken = entered[row] as number;
    const mask = masks[profile[row] as number] as number;
    const from = since === 0 ? 1 : firstSince(data, row, mask, since);
    let timed = mask & ~earlySteps & taken & (taken << 1);
    const told = brief[row] as number;
    if ((told & 255) === manyDays) timed |= 1 << 1;
    if (((told >> qualifiedShift) & 255) === manyDays) timed |= 1 << 2;
    for (timed &= -1 << from; timed !== 0; timed &= timed - 1) {
      const step = highest(timed & -timed);
      const at = row * stepCount + step;
      const its = (reached[at] as number) - (reached[at - 1] as number);
      const place = slot * stepCount + step;
      if (its < manyDays) (days[(place << dayBits) | (its > 0 ? its : 0)] as number) += 1;
      else tally.days.add(place, its);
    }
    late.add(row, slot, Math.max(from, firstDealStep));
  }
  late.spread(tally);
}
