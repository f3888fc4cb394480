import { expect, it } from 'vitest';
import { percentOf, percentText } from './percent';

it.each([
  [12, 40, 30],
  [1, 3, 33],
  [2, 3, 67],
  [0, 40, 0],
  [40, 40, 100],
  [1, 400, 0.3],
  [1, 1_000_000, 0.1],
  [999, 1_000, 99.9],
  [999_999, 1_000_000, 99.9],
])('%i of %i is %d %%', (part, whole, percent) => {
  expect(percentOf(part, whole)).toBe(percent);
});

it('is a dash where there is nothing to divide by', () => {
  expect(percentText(0, 0)).toBe('—');
  expect(percentText(null, 40)).toBe('—');
  expect(percentText(3, null)).toBe('—');
  expect(percentText(12, 40)).toBe('30%');
});
