import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  addWorkingDays,
  type DayKind,
  isInYears,
  isWorkingDay,
  nextWorkingDay,
  plainCalendar,
  previousWorkingDay,
  type WorkCalendar,
} from './calendar';
import { countryOfZone } from './country';
import { afterQuietHours, dateIn, instantIn, isQuiet, timeIn } from './zone';

const minute = 60_000;
const span = (from: string, to: string) =>
  Array.from({ length: (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1 }, (_, index) => addDays(from, index));
const days = fc.integer({ min: 0, max: 2556 }).map((offset) => addDays('2024-01-01', offset));

/** Any calendar of seven years with so many days set apart. */
const calendars: fc.Arbitrary<WorkCalendar> = fc
  .array(fc.tuple(days, fc.constantFrom<DayKind[]>('holiday', 'workday')), { maxLength: 400 })
  .map((entries) => ({ days: new Map(entries) }));

/** The National Day of 2025 as the State Council arranged it: eight days off, worked for on a Sunday and a Saturday. */
const nationalDay: WorkCalendar = {
  days: new Map<string, DayKind>([
    ...span('2025-10-01', '2025-10-08').map((day): [string, DayKind] => [day, 'holiday']),
    ['2025-09-28', 'workday'],
    ['2025-10-11', 'workday'],
  ]),
};

describe('working days', () => {
  it('go over weekends and holidays, and count a shifted working Saturday or Sunday (调休)', () => {
    expect(isWorkingDay(nationalDay, '2025-09-27')).toBe(false);
    expect(isWorkingDay(nationalDay, '2025-09-28')).toBe(true);
    expect(isWorkingDay(nationalDay, '2025-10-08')).toBe(false);
    expect(isWorkingDay(nationalDay, '2025-10-11')).toBe(true);
    expect(isWorkingDay(plainCalendar, '2025-10-11')).toBe(false);
    expect(nextWorkingDay(nationalDay, '2025-10-01')).toBe('2025-10-09');
    expect(nextWorkingDay(nationalDay, '2025-10-11')).toBe('2025-10-11');
    expect(previousWorkingDay(nationalDay, '2025-10-08')).toBe('2025-09-30');
    expect(addWorkingDays(nationalDay, '2025-09-26', 1)).toBe('2025-09-28');
    expect(addWorkingDays(nationalDay, '2025-09-30', 3)).toBe('2025-10-11');
    expect(addWorkingDays(nationalDay, '2025-10-13', -1)).toBe('2025-10-11');
    expect(addWorkingDays(nationalDay, '2025-10-05', 0)).toBe('2025-10-09');
    expect(addWorkingDays(nationalDay, '2025-10-05', 1)).toBe('2025-10-09');
    expect(addWorkingDays(nationalDay, '2025-10-05', -1)).toBe('2025-09-30');
  });

  it('are working days whatever the calendar, the nearest there are', () => {
    fc.assert(
      fc.property(calendars, days, fc.integer({ min: -30, max: 30 }), (calendar, day, count) => {
        expect(isWorkingDay(calendar, addWorkingDays(calendar, day, count))).toBe(true);
        const [next, previous] = [nextWorkingDay(calendar, day), previousWorkingDay(calendar, day)];
        expect(next >= day && previous <= day).toBe(true);
        for (const between of span(previous, next))
          if (between !== next && between !== previous) expect(isWorkingDay(calendar, between)).toBe(false);
        expect(isWorkingDay(calendar, day)).toBe(next === day && previous === day);
      }),
    );
  });

  it('lie exactly so many apart', () => {
    fc.assert(
      fc.property(calendars, days, fc.integer({ min: 1, max: 30 }), (calendar, day, count) => {
        const to = addWorkingDays(calendar, day, count);
        const worked = span(addDays(day, 1), to).filter((between) => isWorkingDay(calendar, between));
        expect(worked).toHaveLength(count);
      }),
    );
  });

  it('come back by the same way, and add up', () => {
    const counts = fc.integer({ min: -30, max: 30 });
    fc.assert(
      fc.property(calendars, days, counts, fc.nat(30), fc.nat(30), (calendar, day, count, first, second) => {
        const from = nextWorkingDay(calendar, day);
        expect(addWorkingDays(calendar, addWorkingDays(calendar, from, count), -count)).toBe(from);
        const twice = addWorkingDays(calendar, addWorkingDays(calendar, from, first), second);
        expect(twice).toBe(addWorkingDays(calendar, from, first + second));
      }),
    );
  });

  it('keep their order', () => {
    const counts = fc.integer({ min: -30, max: 30 });
    fc.assert(
      fc.property(calendars, days, fc.nat(20), counts, (calendar, day, later, count) => {
        const [first, second] = [day, addDays(day, later)].map((from) => addWorkingDays(calendar, from, count));
        expect(first! <= second!).toBe(true);
        if (count !== 0) expect(addWorkingDays(calendar, day, count) > day).toBe(count > 0);
      }),
    );
  });
});

describe('a day at the end of time', () => {
  it('has none after it, instead of one that is written otherwise and comes again and again', () => {
    expect(addDays('9999-12-30', 1)).toBe('9999-12-31');
    expect(() => addDays('9999-12-31', 1)).toThrow(RangeError);
    expect(() => addWorkingDays(plainCalendar, '9999-12-31', 1)).toThrow(RangeError);
    expect(() => addDays('0000-01-01', -1)).toThrow(RangeError);
  });

  it('is not waited for where a calendar has no working day at all', () => {
    const idle: WorkCalendar = { days: new Map(span('2026-01-01', '2028-12-31').map((day) => [day, 'holiday'])) };
    expect(nextWorkingDay(idle, '2026-03-04')).toBe('2026-03-04');
    expect(previousWorkingDay(idle, '2028-03-04')).toBe('2028-03-04');
  });

  it('lies in none of the years that count', () => {
    expect(['1899-12-31', '1900-01-01', '2199-12-31', '2200-01-01', '9999-12-31'].map(isInYears)).toEqual([
      false,
      true,
      true,
      false,
      false,
    ]);
    expect(isInYears(new Date('9999-12-31T23:59:59-12:00'))).toBe(false);
  });
});

const zones = ['Asia/Seoul', 'Asia/Tokyo', 'Asia/Shanghai', 'Europe/Berlin', 'America/New_York'] as const;

describe('nine in the morning', () => {
  const east = { 'Asia/Seoul': 'T00:00', 'Asia/Tokyo': 'T00:00', 'Asia/Shanghai': 'T01:00' } as const;
  it.each(zones)('is nine of their own morning in %s on every day from 2024 to 2030', (zone) => {
    for (const day of span('2024-01-01', '2030-12-31')) {
      const at = instantIn(day, '09:00', zone);
      expect([dateIn(at, zone), timeIn(at, zone), at.getTime() % minute]).toEqual([day, '09:00', 0]);
      if (zone in east) expect(at.toISOString()).toBe(`${day}${east[zone as keyof typeof east]}:00.000Z`);
    }
  });

  it('moves by the hour in Frankfurt and New York on the very days on which their clocks change', () => {
    const utc = (day: string, zone: string) => instantIn(day, '09:00', zone).toISOString().slice(11, 16);
    expect(['2026-03-28', '2026-03-29'].map((day) => utc(day, 'Europe/Berlin'))).toEqual(['08:00', '07:00']);
    expect(['2026-10-24', '2026-10-25'].map((day) => utc(day, 'Europe/Berlin'))).toEqual(['07:00', '08:00']);
    expect(['2026-03-07', '2026-03-08'].map((day) => utc(day, 'America/New_York'))).toEqual(['14:00', '13:00']);
    expect(['2026-10-31', '2026-11-01'].map((day) => utc(day, 'America/New_York'))).toEqual(['13:00', '14:00']);
  });
});

describe('a time on the clocks of a zone', () => {
  it('is the first instant after the gap where clocks are set forward over it', () => {
    expect(instantIn('2026-03-29', '02:30', 'Europe/Berlin').toISOString()).toBe('2026-03-29T01:00:00.000Z');
    expect(instantIn('2026-03-29', '02:00', 'Europe/Berlin').toISOString()).toBe('2026-03-29T01:00:00.000Z');
    expect(instantIn('2026-03-08', '02:59', 'America/New_York').toISOString()).toBe('2026-03-08T07:00:00.000Z');
    // By half an hour, and by a whole day that Samoa never had.
    expect(instantIn('2026-10-04', '02:15', 'Australia/Lord_Howe').toISOString()).toBe('2026-10-03T15:30:00.000Z');
    expect(instantIn('2011-12-30', '09:00', 'Pacific/Apia').toISOString()).toBe('2011-12-30T10:00:00.000Z');
  });

  it('is the first of the two where clocks are set back over it', () => {
    expect(instantIn('2026-10-25', '02:30', 'Europe/Berlin').toISOString()).toBe('2026-10-25T00:30:00.000Z');
    expect(instantIn('2026-11-01', '01:30', 'America/New_York').toISOString()).toBe('2026-11-01T05:30:00.000Z');
    expect(instantIn('2026-04-05', '01:45', 'Australia/Lord_Howe').toISOString()).toBe('2026-04-04T14:45:00.000Z');
  });

  const instants = fc
    .integer({ min: Date.UTC(2024, 0) / minute, max: Date.UTC(2031, 0) / minute })
    .map((at) => new Date(at * minute));
  it('reads back as what it was asked for, and is never later than an instant that shows it', () => {
    fc.assert(
      fc.property(instants, fc.constantFrom(...zones, 'Asia/Kolkata', 'Australia/Lord_Howe'), (at, zone) => {
        const [date, time] = [dateIn(at, zone), timeIn(at, zone)];
        const again = instantIn(date, time, zone);
        expect([dateIn(again, zone), timeIn(again, zone)]).toEqual([date, time]);
        expect(again <= at && at.getTime() - again.getTime() <= 60 * minute).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('quiet hours', () => {
  const night = { from: '22:00', to: '07:00' };
  const after = (at: string, zone: string, quiet: { from: string; to: string } | null = night) =>
    afterQuietHours(new Date(at), quiet, zone).toISOString();

  it('hold back what comes at night until they end, and nothing else', () => {
    expect(after('2026-06-01T13:59:59Z', 'Asia/Shanghai')).toBe('2026-06-01T13:59:59.000Z');
    expect(after('2026-06-01T14:00:00Z', 'Asia/Shanghai')).toBe('2026-06-01T23:00:00.000Z');
    expect(after('2026-06-01T20:00:00Z', 'Asia/Shanghai')).toBe('2026-06-01T23:00:00.000Z');
    expect(after('2026-06-01T23:00:00Z', 'Asia/Shanghai')).toBe('2026-06-01T23:00:00.000Z');
    expect(after('2026-06-01T05:00:00Z', 'Asia/Shanghai', { from: '12:00', to: '14:00' })).toBe(
      '2026-06-01T06:00:00.000Z',
    );
    expect(after('2026-06-01T20:00:00Z', 'Asia/Shanghai', null)).toBe('2026-06-01T20:00:00.000Z');
    expect(after('2026-06-01T20:00:00Z', 'Asia/Shanghai', { from: '04:00', to: '04:00' })).toBe(
      '2026-06-01T20:00:00.000Z',
    );
  });

  it('are an hour shorter or longer in the nights in which clocks change', () => {
    expect(after('2026-03-28T22:00:00Z', 'Europe/Berlin')).toBe('2026-03-29T05:00:00.000Z');
    expect(after('2026-10-24T21:00:00Z', 'Europe/Berlin')).toBe('2026-10-25T06:00:00.000Z');
    expect(after('2026-11-01T03:00:00Z', 'America/New_York')).toBe('2026-11-01T12:00:00.000Z');
  });

  it('that end within a change end once and for all', () => {
    // In the gap, and in the second showing of an hour that comes twice.
    expect(after('2026-03-29T00:30:00Z', 'Europe/Berlin', { from: '22:00', to: '02:30' })).toBe(
      '2026-03-29T01:00:00.000Z',
    );
    expect(after('2026-10-25T01:10:00Z', 'Europe/Berlin', { from: '22:00', to: '02:30' })).toBe(
      '2026-10-25T01:30:00.000Z',
    );
  });

  const times = fc.nat(1439).map((at) => new Date(at * minute).toISOString().slice(11, 16));
  const nights = fc.record({ from: times, to: times });
  const moments = fc
    .integer({ min: Date.UTC(2024, 0) / 1000, max: Date.UTC(2031, 0) / 1000 })
    .map((at) => new Date(at * 1000));
  it('never bring forward, never let through, and never wait a moment too long', () => {
    fc.assert(
      fc.property(moments, nights, fc.constantFrom(...zones), (at, quiet, zone) => {
        const end = afterQuietHours(at, quiet, zone);
        expect(end >= at).toBe(true);
        expect(isQuiet(timeIn(end, zone), quiet)).toBe(false);
        if (end > at) expect(isQuiet(timeIn(new Date(end.getTime() - 1), zone), quiet)).toBe(true);
        if (!isQuiet(timeIn(at, zone), quiet)) expect(end).toEqual(at);
        expect(afterQuietHours(end, quiet, zone)).toEqual(end);
      }),
      { numRuns: 2000 },
    );
  });
});

it('guesses the holidays that somebody keeps from their time zone', () => {
  const zones = ['Asia/Seoul', 'Asia/Tokyo', 'Europe/Berlin', 'Europe/London', 'America/New_York', 'America/Toronto'];
  expect(zones.map(countryOfZone)).toEqual(['KR', 'JP', 'DE', 'GB', 'US', 'CA']);
  expect(['Asia/Shanghai', 'UTC', 'Africa/Cairo'].map(countryOfZone)).toEqual(['CN', 'CN', 'CN']);
});
