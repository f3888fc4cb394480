/** How often each value occurs, kept between calls; a call leaves it empty. */
const counts = new Uint32Array(65_536);

/**
 * The values below which these shares of all values lie, by the nearest rank: always ones that occurred.
 * @param lists the values, in any number of lists
 * @param shares from 0 to 1
 * @returns null for each share of no values
 */
export function quantiles(lists: readonly Uint16Array[], shares: readonly number[]): (number | null)[] {
  const length = lists.reduce((sum, list) => sum + list.length, 0);
  if (length === 0) return shares.map(() => null);
  let most = 0;
  for (const list of lists)
    for (const value of list) {
      (counts[value] as number) += 1;
      if (value > most) most = value;
    }
  const found = shares.map((share) => {
    const rank = Math.max(1, Math.ceil(length * share));
    let value = 0;
    for (let seen = counts[0] as number; seen < rank; seen += counts[value] as number) value += 1;
    return value;
  });
  counts.fill(0, 0, most + 1);
  return found;
}
