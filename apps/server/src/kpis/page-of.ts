import { type Page, Problem } from '@torch/contracts';

/**
 * A page of a list that is in memory, newest id first, behind the record that the cursor names.
 * @throws Problem `malformed` for a cursor of another list
 */
export function pageOfList<T>(
  all: readonly T[],
  idOf: (item: T) => string,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Page<T> {
  const after = cursor === undefined ? null : Buffer.from(cursor, 'base64url').toString();
  if (after !== null && !/^[\da-f-]{36}$/.test(after))
    throw Problem.field(
      'malformed',
      'cursor',
      'invalid',
      'take the cursor from the page before, with the same filters',
    );
  const from = after === null ? 0 : all.findIndex((item) => idOf(item) < after);
  const items = from < 0 ? [] : all.slice(from, from + limit);
  const last = items.at(-1);
  const more = last !== undefined && from + items.length < all.length;
  return {
    items,
    nextCursor: more ? Buffer.from(idOf(last)).toString('base64url') : null,
    total: all.length,
    totalIsExact: true,
  };
}
