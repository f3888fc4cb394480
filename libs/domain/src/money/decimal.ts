/** An exact decimal: `units` ÷ 10^`places`. Money never becomes a floating-point number on its way. */
export interface Decimal {
  units: bigint;
  places: number;
}

export const nothing: Decimal = { units: 0n, places: 0 };

/** Reads `1200000.50`. @throws RangeError for anything that is no plain decimal */
export function decimal(text: string): Decimal {
  const parts = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (!parts) throw new RangeError(`no decimal: ${text}`);
  const [, sign = '', whole = '', fraction = ''] = parts;
  const units = BigInt(whole + fraction);
  return { units: sign ? -units : units, places: fraction.length };
}

const scaled = ({ units, places }: Decimal, to: number) => (to === places ? units : units * 10n ** BigInt(to - places));

export function plus(a: Decimal, b: Decimal): Decimal {
  const places = Math.max(a.places, b.places);
  return { units: scaled(a, places) + scaled(b, places), places };
}

export const minus = (a: Decimal, b: Decimal): Decimal => plus(a, { units: -b.units, places: b.places });

export const times = (a: Decimal, b: Decimal): Decimal => ({ units: a.units * b.units, places: a.places + b.places });

/** Negative, zero or positive, as `a` lies below, at or above `b`. */
export function compare(a: Decimal, b: Decimal): number {
  const places = Math.max(a.places, b.places);
  const difference = scaled(a, places) - scaled(b, places);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** Half away from zero (四舍五入), as ledgers round. */
function divided(dividend: bigint, divisor: bigint): bigint {
  const [up, down] = [dividend < 0n ? -dividend : dividend, divisor < 0n ? -divisor : divisor];
  const rounded = (2n * up + down) / (2n * down);
  return dividend < 0n === divisor < 0n ? rounded : -rounded;
}

/** One whole number divided by another, with so many places, rounded half away from zero. @throws RangeError for a divisor of nothing */
export const quotient = (dividend: bigint, divisor: bigint, places: number): string =>
  fixed({ units: divided(dividend * 10n ** BigInt(places), divisor), places }, places);

/** Two decimals as whole numbers of the same unit, so that they can be divided by each other. */
export function alike(a: Decimal, b: Decimal): readonly [bigint, bigint] {
  const places = Math.max(a.places, b.places);
  return [scaled(a, places), scaled(b, places)];
}

/** As text with exactly so many places, rounded half away from zero. */
export function fixed(value: Decimal, places: number): string {
  const units =
    value.places <= places ? scaled(value, places) : divided(value.units, 10n ** BigInt(value.places - places));
  const digits = (units < 0n ? -units : units).toString().padStart(places + 1, '0');
  const [whole, fraction] = [digits.slice(0, digits.length - places), digits.slice(digits.length - places)];
  return `${units < 0n ? '-' : ''}${whole}${places > 0 ? `.${fraction}` : ''}`;
}

/** As text with all its places, at least the two of money; unrounded, so that such texts add up to their sum. */
export const exact = (value: Decimal): string =>
  fixed(value, Math.max(value.places, 2)).replace(/(\.\d{2}\d*?)0+$/, '$1');

/**
 * `part` in a hundred of `whole`, with one place; null for a whole of nothing. Neither nothing nor everything is said of what is
 * not: a little is 0.1, and nearly all 99.9.
 */
export function percent(part: Decimal, whole: Decimal): string | null {
  if (whole.units === 0n) return null;
  const [some, all] = alike(part, whole);
  const tenths = divided(some * 1000n, all);
  if (tenths === 0n && some !== 0n) return some < 0n === all < 0n ? '0.1' : '-0.1';
  if (tenths === 1000n && (all < 0n ? some > all : some < all)) return '99.9';
  return fixed({ units: tenths, places: 1 }, 1);
}
