/** Stands in an address for the group of the leads without a value. */
const without = '-';

/** A group in the address bar, where nothing at all means that none is chosen. */
export const groupCode = (key: string | null): string => (key === null || key === '' ? without : key);

/** The group that an address names; nothing where it is not among these. */
export const groupOf = <G extends { key: string | null }>(
  groups: readonly G[],
  code: string | undefined,
): G | undefined => groups.find(({ key }) => groupCode(key) === code);
