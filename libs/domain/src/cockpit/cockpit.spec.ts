import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '../calendars/calendar';
import { sinceLastWeek, weeksAround, yearToDate } from './span';
import { redAfterDays, stageLightOf } from './stage-light';

const day = fc.integer({ min: 0, max: 40_000 }).map((days) => addDays('2000-01-01', days));

describe('how long a deal has stood', () => {
  it('is green up to the norm, yellow beyond it, red beyond one and a half of it', () => {
    expect([30, 31, 45, 46].map((days) => stageLightOf(days, 30))).toEqual(['green', 'yellow', 'yellow', 'red']);
    // Half days are whole ones: 7.5 are over with the eighth.
    expect([5, 6, 7, 8].map((days) => stageLightOf(days, 5))).toEqual(['green', 'yellow', 'yellow', 'red']);
    expect(stageLightOf(10_000, null)).toBe('green');
    expect(redAfterDays(730)).toBe(1_095);
  });
});

describe('the weeks around a day', () => {
  it('begin with Monday and end with Sunday, one after the other', () => {
    expect(weeksAround('2026-11-28')).toEqual({
      last: { from: '2026-11-16', to: '2026-11-22' },
      current: { from: '2026-11-23', to: '2026-11-29' },
      next: { from: '2026-11-30', to: '2026-12-06' },
    });
    expect(sinceLastWeek('2026-11-30')).toEqual({ from: '2026-11-23', to: '2026-11-30' });
    fc.assert(
      fc.property(day, (each) => {
        const { last, current, next } = weeksAround(each);
        expect(new Date(`${current.from}T00:00:00Z`).getUTCDay()).toBe(1);
        expect(current.from <= each && each <= current.to).toBe(true);
        expect(addDays(last.from, 6)).toBe(last.to);
        expect(addDays(last.to, 1)).toBe(current.from);
        expect(addDays(current.to, 1)).toBe(next.from);
        expect(addDays(next.from, 6)).toBe(next.to);
      }),
    );
  });
});

describe('the year up to a day', () => {
  it('stands beside as much of the year before', () => {
    expect(yearToDate('2026-11-28')).toEqual({
      now: { from: '2026-01-01', to: '2026-11-28' },
      before: { from: '2025-01-01', to: '2025-11-28' },
    });
    expect(yearToDate('2025-02-28').before.to).toBe('2024-02-29');
    expect(yearToDate('2024-02-29').before.to).toBe('2023-02-28');
    expect(yearToDate('2024-02-28').before.to).toBe('2023-02-28');
    fc.assert(
      fc.property(day, (each) => {
        const { before } = yearToDate(each);
        expect(before.to.slice(5, 7)).toBe(each.slice(5, 7));
        expect(Number(before.to.slice(0, 4))).toBe(Number(each.slice(0, 4)) - 1);
      }),
    );
  });
});
