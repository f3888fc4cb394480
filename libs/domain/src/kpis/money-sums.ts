import type { Sign } from '../funnel/kept';
import { packDay, unpackSum } from '../funnel/pack';
import { dayNumber } from '../funnel/step';
import { fixed } from '../money/decimal';
import type { Rate } from '../money/rate';
import type { Worth } from './kpi';

/** Amounts of a currency that the same rate holds for. */
interface Group {
  currency: string;
  /** Null where nobody has entered one. */
  rate: string | null;
  validFrom: string;
}

/** Which rate holds for an amount: so many different ones there are, and no more have to be multiplied. */
export class RateGroups {
  readonly groups: Group[] = [];
  /** The group of each day as packed, one currency by its number behind the other. */
  private readonly ofDay: Uint16Array;
  private readonly days: number;
  private readonly missing: Uint8Array;

  /**
   * @param currencies by their numbers
   * @param limit the last day that is asked for, as packed
   */
  constructor(currencies: readonly (string | null)[], rates: readonly Rate[], reporting: string, limit: number) {
    this.days = limit + 1;
    this.ofDay = new Uint16Array(currencies.length * this.days);
    currencies.forEach((currency, number) => {
      if (currency === null) return;
      const days = this.ofDay.subarray(number * this.days, (number + 1) * this.days);
      days.fill(this.make(currency, currency === reporting ? '1' : null, ''));
      if (currency !== reporting)
        for (const { validFrom, rate } of its(rates, currency))
          days.fill(this.make(currency, rate, validFrom), packDay(dayNumber(validFrom)));
    });
    this.missing = Uint8Array.from(this.groups, ({ rate }) => Number(rate === null));
  }

  private make(currency: string, rate: string | null, validFrom: string): number {
    return this.groups.push({ currency, rate, validFrom }) - 1;
  }

  /** @param day as packed */
  of(currency: number, day: number): number {
    return this.ofDay[currency * this.days + day] as number;
  }

  /** 1 where there is no rate. */
  isMissing(currency: number, day: number): number {
    return this.missing[this.of(currency, day)] as number;
  }
}

const its = (rates: readonly Rate[], currency: string) =>
  rates.filter((rate) => rate.currency === currency).sort((a, b) => (a.validFrom < b.validFrom ? -1 : 1));

/** Exact sums of amounts, group by group; what was added can be taken back. */
export class MoneySums {
  private readonly high: Float64Array;
  private readonly low: Float64Array;

  constructor(private readonly rates: RateGroups) {
    this.high = new Float64Array(rates.groups.length);
    this.low = new Float64Array(rates.groups.length);
  }

  get bytes(): number {
    return this.high.byteLength * 2;
  }

  /** @param day as packed, at whose rate it counts; nothing is added where there is no amount */
  add(
    currency: Uint16Array,
    high: Float64Array,
    low: Float64Array | Uint32Array,
    at: number,
    day: number,
    sign: Sign,
  ): void {
    const its = currency[at] as number;
    if (its === 0) return;
    const group = this.rates.of(its, day);
    this.high[group] = (this.high[group] as number) + sign * (high[at] as number);
    this.low[group] = (this.low[group] as number) + sign * (low[at] as number);
  }

  /** One amount for each rate. */
  worths(): Worth[] {
    return this.rates.groups.flatMap(({ currency, rate, validFrom }, group) => {
      const sum = unpackSum(this.high[group] as number, this.low[group] as number);
      return sum === 0n ? [] : [{ amount: fixed({ units: sum, places: 2 }, 2), currency, on: validFrom, rate }];
    });
  }
}
