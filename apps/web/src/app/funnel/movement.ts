import { computed, inject } from '@angular/core';
import type { FunnelFlow, FunnelStays, FunnelTrend } from '@torch/contracts';
import { Times } from '../kit';
import { read } from '../platform/api';
import { toDay } from '../platform/zoned';
import { addressState } from './address-state';
import { asQuery, type FunnelAddress, periodCalled, periodQuestion } from './funnel-address';
import { FunnelNames } from './funnel-names';
import { answered } from './kept';

/**
 * What the pages about a period have in common: the question in the address bar and its answer. Made in an injection context
 * of a page.
 * @param path where it is asked
 * @param more of the address that belongs to the question
 */
export function movement<T extends FunnelFlow | FunnelTrend | FunnelStays>(
  path: string,
  more: (address: FunnelAddress) => FunnelAddress = () => ({}),
) {
  const [times, names] = [inject(Times), inject(FunnelNames)];
  const address = addressState();
  const answer = read<T>(() => `${path}?${asQuery({ ...periodQuestion(address()), ...more(address()) })}`);
  const kept = answered<T, FunnelAddress>(answer, address);
  const shown = computed(() => kept()?.value);
  /** Today where the figures are counted; until they have come, where the reader is. */
  const today = computed(() => {
    const told = shown();
    return told ? toDay(new Date(told.countedAt), told.timeZone) : times.today();
  });
  return {
    address,
    answer,
    shown,
    today,
    period: computed(() => {
      const { from, to = today() } = address();
      return { from: from ?? `${to.slice(0, 4)}-01-01`, to };
    }),
    periodText: computed(() => {
      const told = shown();
      return told ? names.period('entered', told.from, told.to) : '';
    }),
    /** The question with the days that the answer is of: what is opened from it stays what was seen. */
    asked: computed((): FunnelAddress => {
      const told = shown();
      const asked = kept()?.question ?? address();
      const question = { ...periodQuestion(asked), ...periodCalled(asked) };
      return told ? { ...question, from: told.from, to: told.to, asOf: told.asOf } : question;
    }),
  };
}
export type Movement = ReturnType<typeof movement>;
