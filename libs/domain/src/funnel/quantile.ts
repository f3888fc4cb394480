/** Beyond so many values, counting them is faster than sorting. */
const many = 4_096;

/**
 * The values below which these shares of the values lie, by the nearest rank: always ones that occurred.
 * @param shares from 0 to 1
 * @returns null for each share of no values
 */
export function quantiles(values: Uint16Array, shares: readonly number[]): (number | null)[] {
  const ranks = shares.map((share) => Math.max(1, Math.ceil(values.length * share)));
  if (values.length === 0) return shares.map(() => null);
  if (values.length <= many) {
    const sorted = values.slice().sort();
    return ranks.map((rank) => sorted[rank - 1] ?? null);
  }
  const counts = new Uint32Array(65_536);
  for (const value of values) counts[value]! += 1;
  return ranks.map((rank) => {
    let seen = 0;
    return counts.findIndex((count) => (seen += count) >= rank);
  });
}
