/**
 * Each date that lies before an earlier step, and the first step it lies before; empty when all are in order.
 * @param names of the dates, in the order in which they must lie
 * @param days `YYYY-MM-DD`, or null where a date is not known
 */
export function outOfOrder<Name extends string>(
  names: readonly Name[],
  days: Readonly<Record<Name, string | null>>,
): { date: Name; before: Name }[] {
  const known = names.filter((name) => days[name] !== null);
  return known.flatMap((date, index) => {
    const before = known.slice(0, index).find((earlier) => (days[earlier] ?? '') > (days[date] ?? ''));
    return before ? [{ date, before }] : [];
  });
}
