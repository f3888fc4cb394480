import { decimal, type Decimal, times } from '../money/decimal';
import type { Amount, Rate } from '../money/rate';
import type { Worth } from './kpi';

/** Puts to each amount the rate of its day: the latest from that day or before. */
export class Rates {
  private readonly byCurrency = new Map<string, Rate[]>();

  constructor(
    rates: readonly Rate[],
    private readonly reporting: string,
  ) {
    for (const rate of rates) {
      const its = this.byCurrency.get(rate.currency);
      if (its) its.push(rate);
      else this.byCurrency.set(rate.currency, [rate]);
    }
    for (const its of this.byCurrency.values()) its.sort((a, b) => (a.validFrom < b.validFrom ? 1 : -1));
  }

  /** @param on `YYYY-MM-DD` */
  worth({ amount, currency }: Amount, on: string): Worth {
    if (currency === this.reporting) return { amount, currency, on, rate: '1' };
    const rate = this.byCurrency.get(currency)?.find(({ validFrom }) => validFrom <= on);
    return { amount, currency, on, rate: rate?.rate ?? null };
  }
}

/** In the reporting currency, exact and unrounded; null without a rate. */
export const convertedWorth = ({ amount, rate }: Worth): Decimal | null =>
  rate === null ? null : times(decimal(amount), decimal(rate));
