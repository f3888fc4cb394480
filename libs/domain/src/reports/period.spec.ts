import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, isWorkingDay, plainCalendar, type WorkCalendar } from '../calendars/calendar';
import { latestPeriods, periodNameOf, reportPeriod } from './period';
import { reportKinds } from './report';
import { nextReportDay, reportOccasions, scheduledPeriod } from './schedule';

const day = fc
  .date({ min: new Date('1990-01-01'), max: new Date('2190-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

describe('the period of a report', () => {
  it('is a week from Monday, of the year of its Thursday, or a month', () => {
    expect(reportPeriod('weekly', '2026-W48')).toEqual({
      name: '2026-W48',
      from: '2026-11-23',
      to: '2026-11-29',
      before: { from: '2026-11-16', to: '2026-11-22' },
    });
    expect(reportPeriod('weekly', '2026-W53')).toMatchObject({ from: '2026-12-28', to: '2027-01-03' });
    expect(reportPeriod('weekly', '2025-W53')).toBeNull();
    expect(reportPeriod('weekly', '2026-W00')).toBeNull();
    expect(periodNameOf('weekly', '2027-01-03')).toBe('2026-W53');
    expect(periodNameOf('weekly', '2024-12-30')).toBe('2025-W01');
    expect(reportPeriod('monthly', '2026-03')).toMatchObject({
      from: '2026-03-01',
      to: '2026-03-31',
      before: { from: '2026-02-01', to: '2026-02-28' },
    });
    expect(reportPeriod('monthly', '2026-W48')).toBeNull();
    expect(reportPeriod('weekly', '2026-11')).toBeNull();
    expect(reportPeriod('dispatch', '2026-11')?.to).toBe('2026-11-30');
    expect(reportPeriod('monthly', '2026-13')).toBeNull();
    expect(reportPeriod('monthly', '1066-10')).toBeNull();
  });

  it('is none where the one before it, with which it is compared, lies before all years', () => {
    for (const kind of ['monthly', 'dispatch'] as const) {
      expect(reportPeriod(kind, '1900-01')).toBeNull();
      expect(reportPeriod(kind, '1900-02')?.before.from).toBe('1900-01-01');
    }
    expect(reportPeriod('weekly', '1900-W01')).toBeNull();
    expect(reportPeriod('weekly', '1900-W02')?.before.from).toBe('1900-01-01');
  });

  it('holds its day, and follows the one before without a gap, on any day', () => {
    fc.assert(
      fc.property(fc.constantFrom(...reportKinds), day, (kind, on) => {
        const period = reportPeriod(kind, periodNameOf(kind, on));
        expect(period && period.from <= on && on <= period.to).toBe(true);
        expect(addDays(period?.before.to ?? '', 1)).toBe(period?.from);
        expect(periodNameOf(kind, period?.before.from ?? '')).toBe(periodNameOf(kind, period?.before.to ?? ''));
      }),
    );
  });

  it('lists the latest ones', () => {
    expect(latestPeriods('weekly', '2027-01-05', 3)).toEqual(['2027-W01', '2026-W53', '2026-W52']);
    expect(latestPeriods('monthly', '2026-01-31', 2)).toEqual(['2026-01', '2025-12']);
  });
});

describe('a scheduled report', () => {
  it('comes on its weekday, or on the last working day before, and on a worked weekend day like on any other', () => {
    const days = new Map([
      ['2026-11-27', 'holiday'],
      ['2026-12-04', 'holiday'],
      ['2026-12-05', 'workday'],
    ] as const);
    expect(nextReportDay('weekly', 5, plainCalendar, '2026-11-24')).toBe('2026-11-27');
    expect(nextReportDay('weekly', 5, { days }, '2026-11-24')).toBe('2026-11-26');
    expect(reportOccasions('weekly', 6, { days }, '2026-12-05')).toEqual(['2026-12-05']);
    expect(nextReportDay('weekly', 5, plainCalendar, '2026-11-28')).toBe('2026-12-04');
    // The 1st of November is a Sunday; October is told of once it is over.
    expect(nextReportDay('monthly', 1, plainCalendar, '2026-10-20')).toBe('2026-11-02');
    expect(nextReportDay('monthly', 2, plainCalendar, '2026-10-31')).toBe('2026-11-02');
  });

  it('tells of the week for which it was planned, however far holidays move it', () => {
    // The days off of autumn 2026.
    const off = ['09-25', '09-26', '09-27', '10-01', '10-02', '10-03', '10-04', '10-05', '10-06', '10-07'];
    const autumn: WorkCalendar = { days: new Map(off.map((each) => [`2026-${each}`, 'holiday'] as const)) };
    const told = (on: string) =>
      reportOccasions('weekly', 5, autumn, on).map((occasion) => scheduledPeriod('weekly', occasion));
    expect(told('2026-09-24')).toEqual(['2026-W39']);
    expect(told('2026-09-30')).toEqual(['2026-W40']);
    expect(told('2026-10-09')).toEqual(['2026-W41']);
    // The 16th of May is a Saturday.
    expect(reportOccasions('monthly', 16, plainCalendar, '2026-05-15')).toEqual(['2026-05-16']);
    expect(scheduledPeriod('monthly', '2026-05-16')).toBe('2026-05');
  });

  it('tells of each period once, on a working day, when it has begun, or is over if planned for later', () => {
    const holidays = fc.array(fc.tuple(fc.integer({ min: 0, max: 180 }), fc.integer({ min: 1, max: 10 })), {
      maxLength: 4,
    });
    fc.assert(
      fc.property(
        fc.constantFrom(...reportKinds),
        fc.integer({ min: 1, max: 28 }),
        day,
        holidays,
        (kind, at, on, off) => {
          const days = new Map(
            off.flatMap(([start, length]) =>
              Array.from({ length }, (_, index) => [addDays(on, start + index), 'holiday'] as const),
            ),
          );
          const onDay = kind === 'monthly' ? at : ((at - 1) % 7) + 1;
          const told: string[] = [];
          let next = on;
          for (let sent = on; sent < addDays(on, 150); sent = addDays(next, 1)) {
            next = nextReportDay(kind, onDay, { days }, sent);
            expect(isWorkingDay({ days }, next)).toBe(true);
            const occasions = reportOccasions(kind, onDay, { days }, next);
            expect(occasions.length).toBeGreaterThan(0);
            for (const each of occasions) {
              const { from = '9', to = '9' } = reportPeriod(kind, scheduledPeriod(kind, each)) ?? {};
              expect(to < each ? to < next : from <= next).toBe(true);
            }
            told.push(...occasions.map((each) => scheduledPeriod(kind, each)));
          }
          expect(told).toEqual(
            latestPeriods(kind, reportPeriod(kind, told.at(-1) ?? '')?.to ?? '', told.length).reverse(),
          );
        },
      ),
      { numRuns: 30 },
    );
  });

  it('tells of the present period once most of it is over, and of the one before until then', () => {
    expect(scheduledPeriod('weekly', '2026-11-27')).toBe('2026-W48');
    expect(scheduledPeriod('weekly', '2026-11-30')).toBe('2026-W48');
    expect(scheduledPeriod('monthly', '2026-12-02')).toBe('2026-11');
    expect(scheduledPeriod('monthly', '2026-11-28')).toBe('2026-11');
  });
});
