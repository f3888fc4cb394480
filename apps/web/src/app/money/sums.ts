import { inject, Injectable } from '@angular/core';
import type { Money, MoneySum } from '@torch/contracts';
import { exactAmount } from '../kit';
import { Language } from '../platform/language';

/** Sums of money as a person reads them: every currency by itself, then what it is worth together. */
@Injectable({ providedIn: 'root' })
export class Sums {
  private readonly language = inject(Language);

  one = (money: Money): string => exactAmount(money, this.language.current());

  list = (list: readonly Money[]): string => list.map(this.one).join(' + ');

  /** The converted sum, where it tells more than the originals do. */
  worth({ original, converted }: MoneySum, reporting: string): string {
    const foreign = original.filter(({ currency }) => currency !== reporting);
    if (foreign.length === 0 || /^0\.00$/.test(converted)) return '';
    return this.one({ amount: converted, currency: reporting });
  }
}
