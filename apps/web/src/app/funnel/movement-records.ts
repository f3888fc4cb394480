import { computed, inject } from '@angular/core';
import type { FunnelLeadRecord } from '@torch/contracts';
import { Paged } from '@torch/ui';
import { Times, totalText } from '../kit';
import { addressState } from './address-state';
import { asQuery, byPeriod, type FunnelAddress, periodQuestion } from './funnel-address';
import { FunnelNames } from './funnel-names';
import { funnelWords } from './funnel-words';

/**
 * The leads behind a figure about a period. Made in an injection context of a page.
 * @param path where they are listed
 * @param figure of the address that says which figure it is
 */
export function movementRecords<T extends FunnelLeadRecord>(
  path: string,
  figure: (address: FunnelAddress) => FunnelAddress,
) {
  const [times, names, t] = [inject(Times), inject(FunnelNames), funnelWords()];
  const address = addressState();
  const list = new Paged<T>(
    () => `/api/v1${path}?${asQuery({ ...periodQuestion(address()), ...figure(address()) })}`,
    () => ({ limit: 50 }),
  );
  const period = computed(() => {
    const { from, to = times.today() } = address();
    return { from: from ?? `${to.slice(0, 4)}-01-01`, to };
  });
  return {
    address,
    list,
    total: totalText(list),
    period: computed(() => names.period('entered', period().from, period().to)),
    until: computed(() => names.day(period().to)),
    asOf: computed(() => {
      const { asOf } = address();
      return asOf ? t().records.asOf(names.day(asOf)) : '';
    }),
    /** The same question; the day that is today needs no saying, and tomorrow is the next. */
    back: computed((): FunnelAddress => {
      const { asOf, ...question } = periodQuestion(address());
      const { kind, period: called } = address();
      return {
        ...byPeriod(question, called, times.today()),
        ...(asOf && asOf < times.today() && { asOf }),
        ...(kind && { kind }),
      };
    }),
  };
}
