import { type FunnelAddress, funnelFilters } from '../funnel/funnel-address';

/** What of an address the indicators are asked by. */
export function kpiQuestion(address: FunnelAddress): FunnelAddress {
  const names = ['from', 'to', 'asOf', 'q', ...funnelFilters] as const;
  return Object.fromEntries(names.flatMap((name) => (address[name] ? [[name, address[name]]] : [])));
}

/** A question as the end of a path, always in the same order. */
export const queryText = (question: Readonly<Record<string, string | undefined>>): string =>
  new URLSearchParams(
    Object.entries(question)
      .flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))
      .sort(([a = ''], [b = '']) => (a < b ? -1 : 1)),
  ).toString();
