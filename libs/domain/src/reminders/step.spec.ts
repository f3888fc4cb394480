import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isWorkingDay, plainCalendar, type WorkCalendar } from '../calendars/calendar';
import { dateIn, isQuiet, timeIn, usualQuietHours } from '../calendars/zone';
import { type Anchor, mootInstant, type Reader, type ReminderStep, remindInstant, stepUnits } from './step';

const zones = ['Asia/Shanghai', 'Asia/Seoul', 'Asia/Tokyo', 'Europe/Berlin', 'America/New_York'] as const;
const reader = (timeZone: string, more: Partial<Reader> = {}): Reader => ({
  id: 'reader',
  timeZone,
  calendar: plainCalendar,
  morning: '09:00',
  quietHours: usualQuietHours,
  ...more,
});
const step = (offset: number, unit: ReminderStep['unit'], time: string | null = null): ReminderStep => ({
  offset,
  unit,
  to: ['owner'],
  time,
});
const iso = (instant: Date) => instant.toISOString();

describe('the instant of a step', () => {
  it('is nine of everybody’s own morning, in summer and in winter', () => {
    const at = (timeZone: string, on: string) => iso(remindInstant(step(1, 'workingDays'), { on }, reader(timeZone)));
    expect(at('Asia/Seoul', '2026-03-05')).toBe('2026-03-06T00:00:00.000Z');
    expect(at('Asia/Tokyo', '2026-03-05')).toBe('2026-03-06T00:00:00.000Z');
    // The United States set their clocks forward on the 8th, Germany on the 29th of March 2026.
    expect(at('America/New_York', '2026-03-05')).toBe('2026-03-06T14:00:00.000Z');
    expect(at('America/New_York', '2026-03-06')).toBe('2026-03-09T13:00:00.000Z');
    expect(at('Europe/Berlin', '2026-03-26')).toBe('2026-03-27T08:00:00.000Z');
    expect(at('Europe/Berlin', '2026-03-27')).toBe('2026-03-30T07:00:00.000Z');
  });

  it('keeps the shifted working days of China: the Saturday before the Spring Festival is worked', () => {
    const calendar: WorkCalendar = {
      days: new Map([
        ['2026-02-14', 'workday'],
        ...['16', '17', '18', '19', '20', '23'].map((day): [string, 'holiday'] => [`2026-02-${day}`, 'holiday']),
        ['2026-02-28', 'workday'],
      ]),
    };
    const chinese = reader('Asia/Shanghai', { calendar });
    const on = (offset: number, from: string) =>
      dateIn(remindInstant(step(offset, 'workingDays'), { on: from }, chinese), 'Asia/Shanghai');
    expect(on(1, '2026-02-13')).toBe('2026-02-14');
    expect(on(1, '2026-02-14')).toBe('2026-02-24');
    expect(on(-1, '2026-02-24')).toBe('2026-02-14');
    expect(on(1, '2026-02-27')).toBe('2026-02-28');
    // Elsewhere that Saturday is none.
    expect(
      dateIn(remindInstant(step(1, 'workingDays'), { on: '2026-02-13' }, reader('Asia/Seoul')), 'Asia/Seoul'),
    ).toBe('2026-02-16');
  });

  it('is kept to the minute where somebody chose the minute, at night and on Sundays too', () => {
    const sunday = { at: new Date('2026-03-01T03:17:42Z'), noticeMinutes: 60 };
    expect(iso(remindInstant(step(0, 'notice'), sunday, reader('America/New_York')))).toBe('2026-03-01T02:17:42.000Z');
    expect(iso(remindInstant(step(-5, 'minutes'), sunday, reader('America/New_York')))).toBe(
      '2026-03-01T03:12:42.000Z',
    );
  });

  it('lets nobody be woken: what would come at night comes when the quiet hours end', () => {
    const at = { at: new Date('2026-03-02T20:30:00Z') };
    expect(iso(remindInstant(step(24, 'hours'), at, reader('Asia/Shanghai')))).toBe('2026-03-03T23:00:00.000Z');
    const late = reader('Asia/Shanghai', { quietHours: { from: '00:00', to: '10:30' } });
    expect(iso(remindInstant(step(1, 'days'), { on: '2026-03-02' }, late))).toBe('2026-03-03T02:30:00.000Z');
  });

  it('says before a weekend what is to be done by then, and after it what has passed', () => {
    const on = (offset: number, unit: ReminderStep['unit'], from: string) =>
      dateIn(remindInstant(step(offset, unit), { on: from }, reader('Europe/Berlin')), 'Europe/Berlin');
    expect(on(-1, 'days', '2026-03-09')).toBe('2026-03-06');
    expect(on(0, 'days', '2026-03-08')).toBe('2026-03-06');
    expect(on(1, 'days', '2026-03-06')).toBe('2026-03-09');
    expect(on(3, 'months', '2026-01-31')).toBe('2026-04-30');
  });

  const calendars = fc.uniqueArray(fc.integer({ min: 0, max: 2500 }), { maxLength: 120 }).map((days): WorkCalendar => {
    const day = (count: number) => new Date(Date.UTC(2024, 0, 1 + count)).toISOString().slice(0, 10);
    return { days: new Map(days.map((count) => [day(count), count % 3 === 0 ? 'workday' : 'holiday'])) };
  });
  const days = fc.integer({ min: 0, max: 2500 }).map((count) => new Date(Date.UTC(2024, 0, 1 + count)));

  it('lies on a working day of the reader, out of their quiet hours, for every calendar, zone and day of seven years', () => {
    const units = stepUnits.filter((unit) => unit !== 'notice' && unit !== 'minutes');
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        calendars,
        days,
        fc.integer({ min: 0, max: 86_399 }),
        fc.constantFrom(...units),
        fc.integer({ min: -20, max: 40 }),
        fc.boolean(),
        (zone, calendar, day, second, unit, offset, byDay) => {
          const whose = reader(zone, { calendar });
          const anchor: Anchor = byDay
            ? { on: iso(day).slice(0, 10) }
            : { at: new Date(day.getTime() + second * 1000) };
          const instant = remindInstant(step(offset, unit), anchor, whose);
          expect(isWorkingDay(calendar, dateIn(instant, zone))).toBe(true);
          expect(isQuiet(timeIn(instant, zone), usualQuietHours)).toBe(false);
          if (unit !== 'hours' || byDay) expect(timeIn(instant, zone)).toBe('09:00');
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('never comes later for an earlier step of the same unit', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        calendars,
        days,
        fc.constantFrom('hours' as const, 'days' as const, 'workingDays' as const, 'months' as const),
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 0, max: 30 }),
        (zone, calendar, day, unit, offset, more) => {
          const whose = reader(zone, { calendar });
          const anchor = { at: day };
          const earlier = remindInstant(step(offset, unit), anchor, whose);
          expect(earlier.getTime()).toBeLessThanOrEqual(
            remindInstant(step(offset + more, unit), anchor, whose).getTime(),
          );
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('tells nothing any more once what it comes before has passed', () => {
    const berlin = reader('Europe/Berlin');
    expect(mootInstant(step(-1, 'days'), { on: '2026-03-28' }, berlin)?.toISOString()).toBe('2026-03-28T23:00:00.000Z');
    const at = new Date('2026-03-28T10:00:00Z');
    expect(mootInstant(step(-1, 'workingDays'), { at }, berlin)).toEqual(at);
    expect(mootInstant(step(1, 'days'), { at }, berlin)).toBeNull();
    expect(mootInstant(step(0, 'notice'), { at, noticeMinutes: 60 }, berlin)).toBeNull();
  });
});

describe('a step some hours ahead', () => {
  const visit = (at: string) => ({ at: new Date(at) });
  const told = (offset: number, at: string) =>
    remindInstant(step(offset, 'hours'), visit(at), reader('Asia/Shanghai')).toISOString();
  it('is told before its anchor, not after the free days that the anchor lies in', () => {
    // Saturday at 10:00.
    expect(told(-2, '2026-03-14T02:00:00Z').slice(0, 10)).toBe('2026-03-13');
  });

  it('is told in the evening before what begins too early for the morning', () => {
    // Tuesday at 06:45.
    expect(told(-1, '2026-03-09T22:45:00Z')).toBe('2026-03-09T13:59:00.000Z');
  });

  it('never comes when there is nothing left to tell', () => {
    const instants = fc.date({ min: new Date('2026-01-01'), max: new Date('2028-01-01'), noInvalidDate: true });
    const zones = fc.constantFrom('Asia/Shanghai', 'Europe/Berlin', 'America/New_York');
    const ahead = fc.tuple(fc.integer({ min: -72, max: -1 }), fc.constantFrom('hours', 'days', 'workingDays'));
    fc.assert(
      fc.property(instants, zones, ahead, (at, zone, [offset, unit]) => {
        expect(remindInstant(step(offset, unit), { at }, reader(zone)) < at).toBe(true);
      }),
    );
  });
});
