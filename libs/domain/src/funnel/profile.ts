import { stepCount } from './step';
import type { Track } from './track';

/** What a lead has come to by now, as far as few leads differ in it: most of what is counted of a lead hangs on this alone. */
export interface Profile {
  /** The steps that it has reached, as a mask. */
  reached: number;
  /** Where it stands, as packed in the columns, and for which reason by its number. */
  place: number;
  reason: number;
  /** Its first step after its entry was reached before the day of its entry. */
  begunBefore: boolean;
}

/** Numbers are kept in two bytes. */
const atMost = 65_535;

/** Profiles by number; 0 stands for a lead that has to be read step by step. */
export class Profiles {
  private readonly numbers = new Map<number, number>();
  readonly values: Profile[] = [{ reached: 0, place: 0, reason: 0, begunBefore: false }];

  of(profile: Profile): number {
    const { reached, place, reason, begunBefore } = profile;
    const key = reached | (place << stepCount) | (Number(begunBefore) << (stepCount + 6)) | (reason << (stepCount + 7));
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    if (this.values.length > atMost) return 0;
    this.numbers.set(key, this.values.length);
    return this.values.push(profile) - 1;
  }
}

/**
 * Whether everything that a track tells had come to pass by its last change: from that day on it has the same profile. Of
 * several deals, one that does not lead may go on behind the other without a change.
 */
export function isSettled({ deals, path }: Track): boolean {
  const last = path.at(-1)?.on ?? -1;
  return deals.every((deal) => deal.every((day) => day === null || day <= last));
}

/** Days from one early step to the next in one byte: those of a lead that did not take both, and more than fit. */
export const noDays = 255;
export const manyDays = 254;
/** The bits of such a byte. */
export const dayBits = 8;

/** @param reached the packed day of each step */
export const daysTo = (reached: Uint16Array, entered: Track['entered'], step: number): number =>
  entered[step - 1] && entered[step]
    ? Math.min(Math.max((reached[step] ?? 0) - (reached[step - 1] ?? 0), 0), manyDays)
    : noDays;

/** Where each part of a brief begins: days to qualification, currency of the estimate, whether there is more to count. */
export const [qualifiedShift, currencyShift, moreShift] = [8, 16, 31];
/** The bits of the currency: three letters make 17,576 of them. */
export const currencyMask = 0x7fff;
/**
 * Days from one early step to the next, the currency of the estimate by its number, and whether what few leads have is to be
 * counted of it: deals, or more days than fit.
 */
export const packBrief = (contacted: number, qualified: number, currency: number, hasDeals: boolean): number =>
  contacted |
  (qualified << qualifiedShift) |
  (currency << currencyShift) |
  (Number(hasDeals || contacted === manyDays || qualified === manyDays) << moreShift);
