import type { Page } from '@torch/contracts';

/** The most that the server gives at once. */
const atOnce = 200;

/**
 * All that a list holds, page after page.
 * @param read a page of so many from a cursor on
 * @param most at which it ends, whatever is left
 * @returns `isAll` whether nothing was left
 */
export async function wholeList<T>(
  read: (limit: number, cursor: string | undefined) => Promise<Page<T>>,
  most: number,
): Promise<{ items: T[]; isAll: boolean }> {
  const items: T[] = [];
  let cursor: string | undefined;
  do {
    const page = await read(Math.min(atOnce, most - items.length), cursor);
    items.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor && items.length < most);
  return { items, isAll: cursor === undefined };
}
