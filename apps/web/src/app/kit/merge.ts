/** One field that both people changed, each to something else. */
export interface Conflict<T> {
  field: keyof T;
  /** What it was when this form was opened. */
  base: unknown;
  theirs: unknown;
  mine: unknown;
}

export interface Merge<T> {
  /** Mine where I changed something, theirs everywhere else. */
  merged: T;
  conflicts: Conflict<T>[];
  /** Fields that only the other person changed; they are taken over. */
  takenOver: (keyof T)[];
}

const same = (a: unknown, b: unknown) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/**
 * Brings together what two people made of the same record. Nothing that was typed is lost.
 * @param together fields that mean something only together, such as an amount and its currency
 */
export function merge<T extends object>(
  base: T,
  theirs: T,
  mine: T,
  together: readonly (readonly (keyof T)[])[] = [],
): Merge<T> {
  const fields = Object.keys(mine) as (keyof T)[];
  const changed = (field: keyof T, by: T) =>
    (together.find((group) => group.includes(field)) ?? [field]).some((each) => !same(base[each], by[each]));
  const conflicts = fields
    .filter((field) => changed(field, mine) && changed(field, theirs) && !same(mine[field], theirs[field]))
    .map((field) => ({ field, base: base[field], theirs: theirs[field], mine: mine[field] }));
  const takenOver = fields.filter(
    (field) => changed(field, theirs) && !changed(field, mine) && !same(base[field], theirs[field]),
  );
  const merged = { ...mine };
  for (const field of takenOver) merged[field] = theirs[field];
  return { merged, conflicts, takenOver };
}

/** Text as the contract has it: trimmed, and null instead of empty. */
export const orNull = (text: string): string | null => text.trim() || null;

/** The fields whose value differs from what it was: all that a PATCH has to carry. */
export function changedFields<T extends object>(before: T, after: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(after).filter(([field, value]) => !same(before[field as keyof T], value)),
  ) as Partial<T>;
}
