import { describe, expect, it } from 'vitest';
import { comparedPeriod, comparisonOf, dayPresetOf, ownComparison, presetDay, presetOf, presetPeriod } from './period';

const today = '2026-11-28';

describe('usual periods', () => {
  it.each([
    ['thisMonth', '2026-11-01', today],
    ['thisQuarter', '2026-10-01', today],
    ['thisYear', '2026-01-01', today],
    ['lastYear', '2025-01-01', '2025-12-31'],
    ['all', '1900-01-01', today],
  ] as const)('%s', (preset, from, to) => {
    expect(presetPeriod(preset, today)).toEqual({ from, to });
    expect(presetOf({ from, to }, today)).toBe(preset);
  });

  it('is the year in January, and none for other days', () => {
    expect(presetOf({ from: '2026-01-01', to: '2026-01-09' }, '2026-01-09')).toBe('thisYear');
    expect(presetOf({ from: '2026-03-05', to: today }, today)).toBeNull();
  });

  it.each([
    ['today', today],
    ['monthEnd', '2026-10-31'],
    ['quarterEnd', '2026-09-30'],
    ['yearEnd', '2025-12-31'],
  ] as const)('ends of periods: %s', (preset, day) => {
    expect(presetDay(preset, today)).toBe(day);
    expect(dayPresetOf(day, today)).toBe(preset);
  });
});

describe('the period to compare with', () => {
  it.each([
    ['a month so far', '2026-11-01', today, '2026-10-01', '2026-10-28'],
    ['a whole month', '2026-11-01', '2026-11-30', '2026-10-01', '2026-10-31'],
    ['a month longer than the one before', '2026-03-01', '2026-03-30', '2026-02-01', '2026-02-28'],
    ['a quarter so far', '2026-10-01', today, '2026-07-01', '2026-08-28'],
    ['a whole quarter', '2026-04-01', '2026-06-30', '2026-01-01', '2026-03-31'],
    ['a year so far', '2026-01-01', today, '2025-01-01', '2025-11-28'],
    ['days of one’s own', '2026-11-10', '2026-11-19', '2026-10-31', '2026-11-09'],
    ['several months', '2026-02-01', '2026-05-31', '2025-10-04', '2026-01-31'],
  ])('before %s', (_, from, to, fromBefore, toBefore) => {
    expect(comparedPeriod({ from, to }, to, 'previous')).toEqual({ from: fromBefore, to: toBefore, asOf: toBefore });
  });

  it('is looked at when it was as old', () => {
    expect(comparedPeriod({ from: '2025-01-01', to: '2025-12-31' }, today, 'previous')).toEqual({
      from: '2024-01-01',
      to: '2024-12-31',
      asOf: '2025-11-28',
    });
  });

  it('of last year has the same days, a leap day becoming the last of its month', () => {
    expect(comparedPeriod({ from: '2028-02-10', to: '2028-02-29' }, '2028-02-29', 'lastYear')).toEqual({
      from: '2027-02-10',
      to: '2027-02-28',
      asOf: '2027-02-28',
    });
  });

  it('may be any other, told by its days, and is looked at when it was as old', () => {
    const own = { from: '2025-04-01', to: '2025-06-30' };
    expect(comparisonOf(ownComparison(own))).toEqual(own);
    expect(comparedPeriod({ from: '2026-07-01', to: '2026-09-30' }, '2026-10-02', own)).toEqual({
      ...own,
      asOf: '2025-07-02',
    });
    // One that is not over yet is no reason to look before the other one was.
    expect(comparedPeriod({ from: '2026-10-01', to: '2026-12-31' }, today, own)).toEqual({ ...own, asOf: own.to });
    expect(comparedPeriod(presetPeriod('all', today), today, own)).toEqual({ ...own, asOf: own.to });
    expect(comparisonOf('previous')).toBe('previous');
    for (const none of [undefined, '', 'next', '2025-04-01', '2025-06-30_2025-04-01', '2025-02-30_2025-03-01', '_'])
      expect(comparisonOf(none), none).toBeNull();
  });

  it('is none for the time since ever', () => {
    expect(comparedPeriod(presetPeriod('all', today), today, 'previous')).toBeNull();
  });
});
