import { chainGaps, leadStatuses } from '@torch/domain';

/** The filters of the list, as they stand in the address bar. */
export const filterNames = [
  'q',
  'status',
  'cluster',
  'region',
  'chainGap',
  'chainNode',
  'channel',
  'owner',
  'staleDays',
  'sort',
] as const;
export type FilterName = (typeof filterNames)[number];
export type LeadFilter = Partial<Record<FilterName, string | undefined>>;

/** Filters that take several values at once. */
export const listFilters = [
  'status',
  'cluster',
  'region',
  'chainGap',
  'chainNode',
  'channel',
] as const satisfies readonly FilterName[];
export type ListFilter = (typeof listFilters)[number];

export const staleChoices = ['7', '14', '20', '30'] as const;

const codes = /^[A-Za-z0-9][A-Za-z0-9_-]{0,39}(,[A-Za-z0-9][A-Za-z0-9_-]{0,39})*$/;
const among = (allowed: readonly string[]) => (value: string) =>
  value.split(',').every((code) => allowed.includes(code));
const fits: Record<FilterName, (value: string) => boolean> = {
  q: (value) => value.length <= 200,
  status: among(leadStatuses),
  chainGap: among(chainGaps),
  cluster: (value) => codes.test(value),
  region: (value) => codes.test(value),
  chainNode: (value) => codes.test(value),
  channel: (value) => codes.test(value),
  owner: (value) => /^[0-9a-f-]{36}$/i.test(value),
  staleDays: (value) => /^[1-9]\d{0,2}$/.test(value),
  sort: among([
    'createdAt',
    '-createdAt',
    'updatedAt',
    '-updatedAt',
    'lastContactAt',
    '-lastContactAt',
    'code',
    '-code',
  ]),
};

/** What of an address can be asked for; an old or mistyped link still shows a list. */
export function readFilter(given: Record<FilterName, string | undefined>): LeadFilter {
  return Object.fromEntries(
    filterNames.flatMap((name) => {
      const value = given[name]?.trim();
      return value && fits[name](value) ? [[name, value]] : [];
    }),
  );
}

/** How many filters narrow the list; text and order are not counted. */
export const countFilters = (filter: LeadFilter): number =>
  Object.keys(filter).filter((name) => name !== 'q' && name !== 'sort').length;

export function toggled(list: string | undefined, code: string): string | undefined {
  const chosen = list ? list.split(',') : [];
  const next = chosen.includes(code) ? chosen.filter((other) => other !== code) : [...chosen, code];
  return next.length > 0 ? next.join(',') : undefined;
}
