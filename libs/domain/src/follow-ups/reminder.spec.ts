import { expect, it } from 'vitest';
import { noticeInstant, retryDelay } from './reminder';

it('is minutes ahead of the due instant, across a change of clocks too', () => {
  expect(noticeInstant(new Date('2026-03-29T01:30:00Z'), 60)).toEqual(new Date('2026-03-29T00:30:00Z'));
  expect(noticeInstant(new Date('2026-03-29T01:30:00Z'), 0)).toEqual(new Date('2026-03-29T01:30:00Z'));
});

it('waits longer after each try, a quarter of an hour at most', () => {
  expect([1, 2, 3, 20].map(retryDelay)).toEqual([5_000, 10_000, 20_000, 900_000]);
});
