import type { Labels, ReferenceItem, User } from '@torch/contracts';
import { chainGaps, leadStatuses } from '@torch/domain';
import type { LeadWords } from '../leads.zh';
import { type FilterName, type LeadFilter, staleChoices } from './lead-filter';

export interface FilterOption {
  code: string;
  label: string;
}

export interface FilterGroup<N extends string = string> {
  /** Its name in the address bar. */
  name: N;
  title: string;
  options: FilterOption[];
  chosen: string[];
  /** One value instead of several. */
  single: boolean;
}

export interface Choices {
  clusters: readonly ReferenceItem[];
  regions: readonly ReferenceItem[];
  'chain-nodes': readonly ReferenceItem[];
  channels: readonly ReferenceItem[];
  /** Empty for those who see only their own leads. */
  owners: User[];
}

/** Every filter with its choices, in the order in which they are used most. */
export function filterGroups(
  filter: LeadFilter,
  choices: Choices,
  words: LeadWords,
  labels: Labels,
  nameOf: (item: ReferenceItem) => string,
): FilterGroup<FilterName>[] {
  const coded = (codes: readonly string[], names: Record<string, string>) =>
    codes.map((code) => ({ code, label: names[code] ?? code }));
  const listed = (items: readonly ReferenceItem[]) => items.map((item) => ({ code: item.code, label: nameOf(item) }));
  const group = (
    name: FilterName & keyof LeadWords['field'],
    options: FilterOption[],
    single = false,
  ): FilterGroup<FilterName> => ({
    name,
    title: words.field[name],
    options,
    chosen: filter[name]?.split(',') ?? [],
    single,
  });
  return [
    group('status', coded(leadStatuses, labels.leadStatus)),
    group('cluster', listed(choices.clusters)),
    group('region', listed(choices.regions)),
    group('chainGap', coded(chainGaps, labels.chainGap)),
    group('chainNode', listed(choices['chain-nodes'])),
    group('channel', listed(choices.channels)),
    ...(choices.owners.length > 0
      ? [
          group(
            'owner',
            choices.owners.map(({ id, displayName }) => ({ code: id, label: displayName })),
            true,
          ),
        ]
      : []),
    group(
      'staleDays',
      staleChoices.map((days) => ({ code: days, label: words.staleFor(days) })),
      true,
    ),
  ];
}
