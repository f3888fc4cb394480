import { expect, it } from 'vitest';
import { retryDelay } from './delivery';

it('waits longer after each try, a quarter of an hour at most', () => {
  expect([1, 2, 3, 20].map(retryDelay)).toEqual([5_000, 10_000, 20_000, 900_000]);
});
