import { type FunnelDimension, funnelDimensions, funnelParts, funnelSteps, funnelViews } from '@torch/domain';
import { type FunnelAddress, type FunnelFilterName, funnelFilters } from './funnel-address';
import type { FunnelNames } from './funnel-names';
import type { FunnelWords } from './funnel.zh';

/** What a figure of a funnel counts, in one sentence, without the filters. */
export function funnelSentence(
  address: FunnelAddress,
  words: FunnelWords,
  names: Pick<FunnelNames, 'period' | 'step' | 'reason'>,
  today: string,
  groupName: (dimension: FunnelDimension, key: string) => string,
): string {
  const { records } = words;
  const { from, to = today, reason, group } = address;
  const view = funnelViews.find((each) => each === address.view) ?? 'cohort';
  const at = funnelSteps.find((each) => each === address.step) ?? funnelSteps[0];
  const step = names.step(at);
  const part = funnelParts.find((each) => each === address.part) ?? 'reached';
  const dimension = funnelDimensions.find((each) => each === address.groupBy);
  const begun = from ?? `${to.slice(0, 4)}-01-01`;
  const isThisYear = view !== 'snapshot' && to === today && begun === `${today.slice(0, 4)}-01-01`;
  const period = isThisYear ? records.thisYear : names.period(view, begun, to);
  const isCreated = at === funnelSteps[0];
  const narrowed = [
    reason === undefined ? '' : records.reason(names.reason(reason)),
    group !== undefined && dimension ? records.group(words.dimension[dimension], groupName(dimension, group)) : '',
  ].join('');
  // All that a period is about needs no “of these, those”.
  if (part === 'reached' && view !== 'snapshot' && isCreated) return records.whole.created(period) + narrowed;
  if (part === 'reached' && view === 'entered') return records.whole.entered(period, step) + narrowed;
  const told = view === 'snapshot' && part === 'reached' ? records.part.open(step) : records.part[part](step);
  const within = view === 'cohort' && address.within ? records.within(address.within) : '';
  const of = view === 'entered' && isCreated ? records.of.cohort(period) : records.of[view](period, step);
  return records.sentence(of, `${told}${within}`) + narrowed;
}

/**
 * By what it is narrowed, filter by filter.
 * @param nameOf what a value of a filter is called
 */
export function funnelNarrowing(
  address: FunnelAddress,
  words: FunnelWords,
  nameOf: (filter: FunnelFilterName, value: string) => string,
): { name: string; values: string[] }[] {
  return funnelFilters.flatMap((filter) => {
    const values = address[filter]?.split(',') ?? [];
    return values.length > 0
      ? [{ name: words.dimension[filter], values: values.map((value) => nameOf(filter, value)) }]
      : [];
  });
}
