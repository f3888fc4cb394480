/** 1900-01-01, with which the dates of the contract begin. */
export const firstKnownDay = -25_567;
/** Days are kept in two bytes, enough up to June 2079: 0 for none, else counted from the first. */
const dayZero = firstKnownDay - 1;
export const packDay = (day: number | null): number =>
  day === null ? 0 : Math.min(Math.max(day - dayZero, 1), 65_535);
export const unpackDay = (packed: number): number => packed + dayZero;

/** Amounts are added up exactly: in whole hundred thousands and the hundredths beyond, either far below 2^53. */
const high = 10_000_000n;
export function packAmount(amount: string): readonly [high: number, low: number] {
  const [whole = '0', fraction = ''] = amount.split('.');
  const hundredths = BigInt(whole) * 100n + BigInt(fraction.padEnd(2, '0').slice(0, 2));
  return [Number(hundredths / high), Number(hundredths % high)];
}
/** Hundredths of the currency's unit. */
export const unpackSum = (sumHigh: number, sumLow: number): bigint => BigInt(sumHigh) * high + BigInt(sumLow);
