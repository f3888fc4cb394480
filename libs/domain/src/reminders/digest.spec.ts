import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { roles } from '../access/permissions';
import {
  addDays,
  type DayKind,
  isWorkingDay,
  plainCalendar,
  previousWorkingDay,
  type WorkCalendar,
} from '../calendars/calendar';
import { dateIn, timeIn, usualQuietHours } from '../calendars/zone';
import { digestDayBefore, digestInstant, isDigestDay, type KnownDigest, nextDigest, readsDigest } from './digest';
import type { Reader, ReminderStep } from './step';
import { type DigestTrigger, digestTriggers } from './trigger';

const zones = ['Asia/Shanghai', 'Asia/Seoul', 'Europe/Berlin', 'America/New_York', 'Pacific/Kiritimati'] as const;
const steps: Record<DigestTrigger, ReminderStep> = {
  'digest.personal': { offset: 1, unit: 'workingDays', to: ['owner'], time: '08:30' },
  'digest.weekly': { offset: 5, unit: 'days', to: ['head'], time: '10:00' },
  'digest.monthly': { offset: 1, unit: 'workingDays', to: ['leader'], time: '09:00' },
};
const readerIn = (timeZone: string, calendar = plainCalendar, more: Partial<Reader> = {}): Reader => ({
  id: 'reader',
  timeZone,
  calendar,
  morning: '09:00',
  quietHours: usualQuietHours,
  ...more,
});
const span = (from: string, to: string) =>
  Array.from({ length: (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1 }, (_, index) => addDays(from, index));
const off = (from: string, to: string) => span(from, to).map((day): [string, DayKind] => [day, 'holiday']);

/** As the State Council arranged it: National Day of 2025, Spring Festival of 2026. */
const china: WorkCalendar = {
  days: new Map<string, DayKind>([
    ...off('2025-10-01', '2025-10-08'),
    ['2025-09-28', 'workday'],
    ['2025-10-11', 'workday'],
    ...off('2026-02-15', '2026-02-23'),
    ['2026-02-14', 'workday'],
    ['2026-02-28', 'workday'],
  ]),
};
const digestDays = (trigger: DigestTrigger, calendar: WorkCalendar, from: string, to: string, step = steps[trigger]) =>
  span(from, to).filter((day) => isDigestDay(trigger, step, calendar, day));

/** The digests of a time, one after the other, as they are planned: each once the one before was handed over. */
function course(trigger: DigestTrigger, reader: Reader, from: Date, until: Date, step = steps[trigger]): Date[] {
  const known: KnownDigest[] = [];
  const instants: Date[] = [];
  for (let now = from; ;) {
    const next = nextDigest(trigger, step, reader, known, now);
    if (!next || next.remindAt > until) return instants;
    known.push({ day: next.day, waits: false });
    instants.push(next.remindAt);
    now = next.remindAt;
  }
}

const someDay = fc.integer({ min: 0, max: 2191 }).map((offset) => addDays('2024-01-01', offset));
const calendars: fc.Arbitrary<WorkCalendar> = fc
  .array(fc.tuple(someDay, fc.constantFrom<DayKind[]>('holiday', 'workday')), { maxLength: 300 })
  .map((entries) => ({ days: new Map(entries) }));

describe('the days of a digest', () => {
  it('in the week are Fridays, or the working day before (放假调休)', () => {
    // Friday of the Golden Week is off, and so are the days before it: the Tuesday stands for it.
    expect(digestDays('digest.weekly', china, '2025-09-22', '2025-10-17')).toEqual([
      '2025-09-26',
      '2025-09-30',
      '2025-10-10',
      '2025-10-17',
    ]);
    // The Friday of the Spring Festival goes to the Saturday that is worked before it, a day after the usual one.
    expect(digestDays('digest.weekly', china, '2026-02-09', '2026-02-28')).toEqual([
      '2026-02-13',
      '2026-02-14',
      '2026-02-27',
    ]);
  });

  it('set to a Saturday are worked Saturdays, and Fridays otherwise', () => {
    const saturday = { ...steps['digest.weekly'], offset: 6 };
    expect(digestDays('digest.weekly', china, '2025-09-29', '2025-10-19', saturday)).toEqual([
      '2025-09-30',
      '2025-10-11',
      '2025-10-17',
    ]);
  });

  it('of the morning are all working days, a worked Sunday too', () => {
    expect(digestDays('digest.personal', china, '2025-09-27', '2025-10-11')).toEqual([
      '2025-09-28',
      '2025-09-29',
      '2025-09-30',
      '2025-10-09',
      '2025-10-10',
      '2025-10-11',
    ]);
  });

  it('of the month are its working days by number', () => {
    expect(digestDays('digest.monthly', china, '2025-09-01', '2025-11-30')).toEqual([
      '2025-09-01',
      '2025-10-09',
      '2025-11-03',
    ]);
    const third = { ...steps['digest.monthly'], offset: 3 };
    expect(digestDays('digest.monthly', china, '2025-10-01', '2025-10-31', third)).toEqual(['2025-10-11']);
    const beyond = { ...steps['digest.monthly'], offset: 60 };
    expect(digestDays('digest.monthly', china, '2025-10-01', '2025-11-30', beyond)).toEqual([
      '2025-10-31',
      '2025-11-28',
    ]);
  });

  it('are working days, and in the week the last one up to the weekday, whatever the calendar', () => {
    fc.assert(
      fc.property(calendars, someDay, fc.integer({ min: 1, max: 7 }), (calendar, from, weekday) => {
        const step = { ...steps['digest.weekly'], offset: weekday };
        const until = addDays(from, 60);
        const expected = span(from, addDays(until, 30))
          .filter((day) => (new Date(`${day}T00:00:00Z`).getUTCDay() || 7) === weekday)
          .map((day) => previousWorkingDay(calendar, day))
          .filter((day) => from <= day && day <= until);
        expect(digestDays('digest.weekly', calendar, from, until, step)).toEqual([...new Set(expected)]);
      }),
    );
  });

  it('are one in every month, whatever the calendar', () => {
    fc.assert(
      fc.property(
        calendars,
        fc.integer({ min: 0, max: 70 }),
        fc.integer({ min: 1, max: 12 }),
        (calendar, at, number) => {
          const month = new Date(Date.UTC(2024, at, 1)).toISOString().slice(0, 7);
          const all = span(`${month}-01`, addDays(`${month}-01`, 30)).filter((day) => day.startsWith(month));
          const working = all.filter((day) => isWorkingDay(calendar, day));
          const step = { ...steps['digest.monthly'], offset: number };
          expect(all.filter((day) => isDigestDay('digest.monthly', step, calendar, day))).toEqual(
            [working[number - 1] ?? working.at(-1)].flatMap((day) => day ?? []),
          );
        },
      ),
    );
  });

  it('before a day are found again', () => {
    fc.assert(
      fc.property(calendars, someDay, fc.constantFrom(...digestTriggers), (calendar, day, trigger) => {
        const before = digestDayBefore(trigger, steps[trigger], calendar, day);
        expect(before < day && isDigestDay(trigger, steps[trigger], calendar, before)).toBe(true);
        expect(digestDays(trigger, calendar, addDays(before, 1), addDays(day, -1))).toEqual([]);
      }),
    );
  });
});

describe('the instants of a digest', () => {
  it('are of the same hour of the reader’s day on every working day of years, across changes of clocks', () => {
    for (const zone of zones) {
      const reader = readerIn(zone, china);
      const all = course('digest.personal', reader, new Date('2025-01-01T12:00:00Z'), new Date('2027-12-31T12:00:00Z'));
      const days = all.map((at) => dateIn(at, zone));
      expect(new Set(all.map((at) => timeIn(at, zone)))).toEqual(new Set(['08:30']));
      expect(days).toEqual(digestDays('digest.personal', china, days[0] ?? '', days.at(-1) ?? ''));
    }
  });

  it('stay nine of their morning on the Mondays after clocks were changed', () => {
    const at = (timeZone: string, day: string) => digestInstant({ time: null }, readerIn(timeZone), day).toISOString();
    expect([at('Europe/Berlin', '2026-03-27'), at('Europe/Berlin', '2026-03-30')]).toEqual([
      '2026-03-27T08:00:00.000Z',
      '2026-03-30T07:00:00.000Z',
    ]);
    expect([at('America/New_York', '2026-10-30'), at('America/New_York', '2026-11-02')]).toEqual([
      '2026-10-30T13:00:00.000Z',
      '2026-11-02T14:00:00.000Z',
    ]);
  });

  it('wait for the end of quiet hours, and are moot when their day ends', () => {
    const late = readerIn('Asia/Shanghai', plainCalendar, { quietHours: { from: '22:00', to: '09:15' } });
    const next = nextDigest('digest.personal', steps['digest.personal'], late, [], new Date('2026-03-02T00:00:00Z'));
    expect(next).toEqual({
      day: '2026-03-02',
      remindAt: new Date('2026-03-02T01:15:00Z'),
      mootAt: new Date('2026-03-02T16:00:00Z'),
    });
    // Set to an hour of the night, it comes on the morning after.
    const night = { ...steps['digest.personal'], time: '23:00' };
    expect(nextDigest('digest.personal', night, late, [], new Date('2026-03-02T16:30:00Z'))).toEqual({
      day: '2026-03-02',
      remindAt: new Date('2026-03-03T01:15:00Z'),
      mootAt: new Date('2026-03-03T16:00:00Z'),
    });
  });
});

describe('the next digest', () => {
  const reader = readerIn('Asia/Shanghai');
  const [step, now] = [steps['digest.personal'], new Date('2026-03-02T00:31:00Z')];
  const next = (known: KnownDigest[], isAway?: (day: string) => boolean) =>
    nextDigest('digest.personal', step, reader, known, now, isAway)?.day;

  it('is never one whose hour has passed, unless it waits for its hand-over', () => {
    expect(next([])).toBe('2026-03-03');
    expect(next([{ day: '2026-03-02', waits: true }])).toBe('2026-03-02');
    expect(next([{ day: '2026-03-02', waits: false }])).toBe('2026-03-03');
    // After an outage of days the old one is first found to be too late.
    expect(next([{ day: '2026-02-26', waits: true }])).toBe('2026-02-26');
  });

  it('passes over the days of an absence in the morning, and not in the week or month', () => {
    const away = (day: string) => day <= '2026-03-08';
    expect(next([], away)).toBe('2026-03-09');
    expect(nextDigest('digest.weekly', steps['digest.weekly'], reader, [], now, away)?.day).toBe('2026-03-06');
    expect(next([], () => true)).toBeUndefined();
  });

  it('comes, one after the other, on every digest day and once', () => {
    fc.assert(
      fc.property(
        calendars,
        someDay,
        fc.constantFrom(...zones),
        fc.constantFrom(...digestTriggers),
        (calendar, from, zone, trigger) => {
          const start = new Date(`${from}T12:00:00Z`);
          const all = course(trigger, readerIn(zone, calendar), start, new Date(start.getTime() + 60 * 86_400_000));
          const days = all.map((at) => dateIn(at, zone));
          expect(new Set(days).size).toBe(days.length);
          expect(days).toEqual(
            digestDays(trigger, calendar, days[0] ?? from, days.at(-1) ?? from).slice(0, days.length),
          );
          for (const at of all) expect(at > start).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });
});

it('goes to whoever has something of its kind to read', () => {
  const readers = (trigger: DigestTrigger) => roles.filter((role) => readsDigest(trigger, role));
  expect(readers('digest.personal')).toEqual(['officer', 'head', 'leader', 'collaborator']);
  expect(readers('digest.weekly')).toEqual(['head']);
  expect(readers('digest.monthly')).toEqual(['leader']);
});
