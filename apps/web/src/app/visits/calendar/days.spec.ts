import { expect, it } from 'vitest';
import { addMonths, monthOf, weekStart } from './days';
import { addDays } from '../../platform/zoned';

it('starts the week on Monday', () => {
  expect(weekStart('2026-11-29')).toBe('2026-11-23');
  expect(weekStart('2026-11-23')).toBe('2026-11-23');
});

it('covers a month with whole weeks', () => {
  const november = monthOf('2026-11-24');
  expect(november[0]?.[0]).toBe('2026-10-26');
  expect(november.at(-1)?.at(-1)).toBe('2026-12-06');
  expect(november.every((week) => week.length === 7)).toBe(true);
});

it('crosses years and leap days', () => {
  expect(addMonths('2026-12-31', 1)).toBe('2027-01-01');
  expect(addMonths('2027-01-31', -2)).toBe('2026-11-01');
  expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
});
