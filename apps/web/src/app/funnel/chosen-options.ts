import type { FilterOption } from '../leads/lead-list/filter-groups';

/**
 * The choices of a filter. What is chosen and is none of them (from a shared view, an old link, a cockpit) is kept: it narrows
 * all the same, and must be seen and taken away.
 * @param names of those who are no choice any more
 * @param other the name of whom nothing is known
 */
export function withChosen(
  options: FilterOption[],
  chosen: readonly string[],
  names: ReadonlyMap<string, string>,
  other: string,
): FilterOption[] {
  const rest = chosen.filter((code) => !options.some((option) => option.code === code));
  return [...options, ...rest.map((code) => ({ code, label: names.get(code) ?? other }))];
}
