import { expect, it } from 'vitest';
import { wholeList } from './whole-list';

/** A list of so many numbers, with what was asked of it. */
function listOf(count: number) {
  const asked: [number, string | undefined][] = [];
  const read = (limit: number, cursor: string | undefined) => {
    asked.push([limit, cursor]);
    const from = Number(cursor ?? 0);
    const items = Array.from({ length: Math.min(limit, count - from) }, (_, index) => from + index);
    const next = from + items.length;
    return Promise.resolve({ items, nextCursor: next < count ? String(next) : null, total: count, totalIsExact: true });
  };
  return { asked, read };
}

it('reads page after page to the end', async () => {
  const { asked, read } = listOf(450);
  const { items, isAll } = await wholeList(read, 5_000);
  expect(items).toEqual(Array.from({ length: 450 }, (_, index) => index));
  expect(isAll).toBe(true);
  expect(asked).toEqual([
    [200, undefined],
    [200, '200'],
    [200, '400'],
  ]);
});

it('ends at the most that is wanted, and says that there is more', async () => {
  const { asked, read } = listOf(450);
  const { items, isAll } = await wholeList(read, 250);
  expect(items).toHaveLength(250);
  expect(isAll).toBe(false);
  expect(asked.map(([limit]) => limit)).toEqual([200, 50]);
  expect((await wholeList(listOf(250).read, 250)).isAll).toBe(true);
  expect(await wholeList(listOf(0).read, 250)).toEqual({ items: [], isAll: true });
});
