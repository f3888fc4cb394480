import { expect, it } from 'vitest';
import { monthsBefore } from './months';

it('offers the months that are over, the last one first, over the turn of a year', () => {
  expect(monthsBefore('2026-02-28', 3)).toEqual(['2026-01', '2025-12', '2025-11']);
  expect(monthsBefore('2026-12-31', 1)).toEqual(['2026-11']);
});
