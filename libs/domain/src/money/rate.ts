import { compare, decimal, type Decimal, fixed, nothing, plus, times } from './decimal';

/** An amount as it crosses the wire: exact decimal text and its currency. */
export interface Amount {
  amount: string;
  currency: string;
}
/** An amount with the day at whose rate it converts, `YYYY-MM-DD`. */
export interface DatedAmount extends Amount {
  on: string;
}

/** What one unit of a currency is worth in the reporting currency, from a day on until the next rate. */
export interface Rate {
  currency: string;
  validFrom: string;
  /** Exact decimal. */
  rate: string;
}
/** A rate that nobody has entered: it is shown, never guessed. */
export interface MissingRate {
  currency: string;
  on: string;
}

/** The rate that held on a day: the latest from that day or before; null when there is none. */
export function rateOn(rates: readonly Rate[], currency: string, on: string): Rate | null {
  let best: Rate | null = null;
  for (const rate of rates)
    if (rate.currency === currency && rate.validFrom <= on && (!best || rate.validFrom > best.validFrom)) best = rate;
  return best;
}

/** In the reporting currency, exact and unrounded; null without a rate. */
export function converted(
  { amount, currency, on }: DatedAmount,
  rates: readonly Rate[],
  reporting: string,
): Decimal | null {
  if (currency === reporting) return decimal(amount);
  const rate = rateOn(rates, currency, on);
  return rate && times(decimal(amount), decimal(rate.rate));
}

/** A sum of dated amounts. What has no rate stands apart from what is converted, and is never added as nothing. */
export interface Sum {
  /** In each currency, as it was entered. */
  original: Amount[];
  /** In the reporting currency, of all that has a rate; rounded once, at the end. */
  converted: string;
  /** What is not in `converted` because no rate holds on its day. */
  unconverted: Amount[];
  missing: MissingRate[];
}

/** Adds amounts up exactly, in any order to the same end. */
export function sumOf(entries: readonly DatedAmount[], rates: readonly Rate[], reporting: string): Sum {
  let total = nothing;
  const [original, unconverted] = [new Map<string, Decimal>(), new Map<string, Decimal>()];
  const missing = new Map<string, MissingRate>();
  for (const entry of entries) {
    add(original, entry);
    const worth = converted(entry, rates, reporting);
    if (worth) total = plus(total, worth);
    else {
      add(unconverted, entry);
      missing.set(`${entry.currency} ${entry.on}`, { currency: entry.currency, on: entry.on });
    }
  }
  return {
    original: listed(original),
    converted: fixed(total, 2),
    unconverted: listed(unconverted),
    missing: [...missing.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each),
  };
}

function add(sums: Map<string, Decimal>, { amount, currency }: Amount): void {
  sums.set(currency, plus(sums.get(currency) ?? nothing, decimal(amount)));
}

const listed = (sums: Map<string, Decimal>): Amount[] =>
  [...sums.entries()]
    .filter(([, sum]) => compare(sum, nothing) !== 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([currency, sum]) => ({ amount: fixed(sum, 2), currency }));
