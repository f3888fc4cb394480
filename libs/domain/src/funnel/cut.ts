import type { Asked } from './count';
import { type Counting, countDealsReached, firstSince } from './deals-reached';
import type { Told } from './now';
import { currencyMask, currencyShift, dayBits, moreShift, qualifiedShift } from './profile';
import { stepCount } from './step';
import { earlySteps } from './tally';

interface Cutting extends Counting {
  readonly asked: Asked;
  /** What each profile comes to. */
  readonly told: readonly Told[];
  /** By profile, the days after which one is overdue. */
  readonly norms: Int32Array;
}

/** Rows of a profile are told apart by the first step behind the entry that counts, whether the entry does, and whether they are overdue. */
const [stepShift, createdBit, overdueBit, cutBits] = [2, 2, 1, 6];

/**
 * Counts rows of what was entered that reached a part of their steps before the period, and nothing after it: by profile and by
 * where the period cuts it, of which there are as few as of profiles.
 */
export function countCut(cutting: Cutting, rows: Uint32Array): void {
  const { data, masks, norms, told, grouping, tally, days } = cutting;
  const { asOf, from } = cutting.asked;
  const { values, slotOf, slots } = grouping;
  const { created, lastDay, profile, brief, estimateHigh, estimateLow } = data;
  const { earlyHigh, earlyLow, currencies } = tally;
  const profiles = told.length;
  const found = new Uint32Array((slots * profiles) << cutBits);
  // Rows are put down where they stood in the list before; what is behind has been read.
  let mores = 0;
  for (const row of rows) {
    const number = profile[row] as number;
    const mask = masks[number] as number;
    const first = firstSince(data, row, mask, from);
    const isIn = Number((created[row] as number) >= from);
    const counted = ((mask >> first) << first) | isIn;
    if (counted === 0) continue;
    const slot = slotOf[values[row] as number] as number;
    const overdue = ((norms[number] as number) - asOf + (lastDay[row] as number)) >>> 31;
    (found[((slot * profiles + number) << cutBits) | (first << stepShift) | (isIn << 1) | overdue] as number) += 1;
    const inBrief = brief[row] as number;
    const place = slot * stepCount;
    if (first <= 1) (days[((place + 1) << dayBits) | (inBrief & 255)] as number) += 1;
    if (first <= 2) (days[((place + 2) << dayBits) | ((inBrief >> qualifiedShift) & 255)] as number) += 1;
    const at =
      (slot * (earlySteps + 1) + (counted & earlySteps)) * currencies + ((inBrief >> currencyShift) & currencyMask);
    (earlyHigh[at] as number) += estimateHigh[row] as number;
    (earlyLow[at] as number) += estimateLow[row] as number;
    if (inBrief >>> moreShift !== 0) {
      rows[mores] = row;
      mores += 1;
    }
  }
  countDealsReached(cutting, rows.subarray(0, mores), from);
  for (let at = 0; at < found.length; at += 1) {
    const leads = found[at] as number;
    if (leads === 0) continue;
    const key = at >> cutBits;
    const number = key % profiles;
    tell(cutting, (key - number) / profiles, told[number] as Told, at, leads);
  }
}

/** Works out what was counted of a profile and a cut. */
function tell(
  { tally }: Cutting,
  slot: number,
  { mask, step, footing, reason }: Told,
  at: number,
  leads: number,
): void {
  const first = (at & ((1 << cutBits) - 1)) >> stepShift;
  const counted = ((mask >> first) << first) | ((at & createdBit) >> 1);
  tally.reach(slot, counted, step, mask >> 1, leads);
  if (((counted >> step) & 1) === 0) return;
  tally.stand(slot, step, footing, reason, true, leads);
  if ((at & overdueBit) !== 0) tally.delay(slot, step, leads);
}
