import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isWorkingDay, plainCalendar, type WorkCalendar } from '../calendars/calendar';
import { dateIn, timeIn, usualQuietHours } from '../calendars/zone';
import { type KnownReminder, type People, planLadder, type PlannedReminder } from './plan';
import { isSnoozed, maySnooze, occurrenceBehind, type Snooze, snoozedOccurrence, snoozedUntil } from './snooze';
import type { LadderStep, Reader } from './step';

const zones = ['Asia/Shanghai', 'Europe/Berlin', 'America/New_York'] as const;
const reader = (id: string, timeZone: string, calendar: WorkCalendar = plainCalendar): Reader => ({
  id,
  timeZone,
  calendar,
  morning: '09:00',
  quietHours: usualQuietHours,
});

describe('what is put off', () => {
  it('comes again at nine of the reader’s own working day', () => {
    const friday = new Date('2026-03-06T10:00:00Z');
    const until = (days: 1 | 3 | 7, zone: string) => snoozedUntil(days, friday, reader('olga', zone)).toISOString();
    expect(until(1, 'Asia/Shanghai')).toBe('2026-03-09T01:00:00.000Z');
    expect(until(3, 'Europe/Berlin')).toBe('2026-03-11T08:00:00.000Z');
    // Clocks were set forward there on the 8th.
    expect(until(1, 'America/New_York')).toBe('2026-03-09T13:00:00.000Z');
    expect(until(7, 'America/New_York')).toBe('2026-03-17T13:00:00.000Z');
  });

  it('knows the shifted working days', () => {
    const calendar: WorkCalendar = { days: new Map([['2026-02-14', 'workday']]) };
    const friday = new Date('2026-02-13T03:00:00Z');
    expect(snoozedUntil(1, friday, reader('olga', 'Asia/Shanghai', calendar)).toISOString()).toBe(
      '2026-02-14T01:00:00.000Z',
    );
  });

  it('stands under an occurrence of its own, and put off again under the same one’s next', () => {
    const once = snoozedOccurrence('2026-03-01', new Date('2026-03-09T01:00:00Z'));
    expect(once).toBe('2026-03-01 snoozed 2026-03-09');
    expect(occurrenceBehind(once)).toBe('2026-03-01');
    expect(snoozedOccurrence(once, new Date('2026-03-12T01:00:00Z'))).toBe('2026-03-01 snoozed 2026-03-12');
    expect(occurrenceBehind('negotiating 2026-03-01')).toBe('negotiating 2026-03-01');
  });

  it('is nothing that does not wait', () => {
    expect([maySnooze('followUp.due'), maySnooze('visit.minutes'), maySnooze('lead.quiet')]).toEqual([
      true,
      true,
      true,
    ]);
    expect([maySnooze('visit.soon'), maySnooze('digest.personal'), maySnooze(null)]).toEqual([false, false, false]);
  });

  it('comes on a working morning, for every day of seven years, calendar and zone', () => {
    const calendars = fc.uniqueArray(fc.integer({ min: 0, max: 2500 }), { maxLength: 80 }).map((days): WorkCalendar => {
      const day = (count: number) => new Date(Date.UTC(2024, 0, 1 + count)).toISOString().slice(0, 10);
      return { days: new Map(days.map((count) => [day(count), count % 3 === 0 ? 'workday' : 'holiday'])) };
    });
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        calendars,
        fc.date({ min: new Date('2024-01-01'), max: new Date('2030-12-31'), noInvalidDate: true }),
        fc.constantFrom(1 as const, 3 as const, 7 as const),
        (zone, calendar, now, days) => {
          const whose = reader('olga', zone, calendar);
          const until = snoozedUntil(days, now, whose);
          expect(until.getTime()).toBeGreaterThan(now.getTime());
          expect(isWorkingDay(calendar, dateIn(until, zone))).toBe(true);
          expect(timeIn(until, zone)).toBe('09:00');
        },
      ),
    );
  });
});

describe('a ladder that somebody has put off', () => {
  const recipients = fc.uniqueArray(fc.constantFrom('owner' as const, 'deputy' as const, 'head' as const), {
    minLength: 1,
  });
  const ladders = fc
    .array(fc.tuple(fc.integer({ min: 0, max: 6 }), recipients), { minLength: 1, maxLength: 6 })
    .map((list): LadderStep[] => {
      let offset = 0;
      return list.map(([more, to], index) => ({
        id: `step ${index}`,
        since: null,
        offset: (offset += more),
        unit: 'workingDays',
        to,
        time: null,
      }));
    });
  const who = { owner: 'olga', deputy: 'dora', head: 'hugo', leader: 'lena', assignee: 'anna' } as const;
  const people: People = {
    reached: (recipient) => [{ reader: reader(who[recipient], 'Asia/Shanghai'), insteadOf: null }],
    robotIds: ['group'],
  };
  const anchor = { on: '2026-03-02' };

  /** Everything that goes out of a ladder, step by step, as the worker would have it. */
  function run(steps: readonly LadderStep[], snooze: { at: Date; by: Snooze } | null): PlannedReminder[] {
    const known: KnownReminder[] = [];
    const went: PlannedReminder[] = [];
    let now = new Date('2026-03-01T00:00:00Z');
    let holds: Snooze[] = [];
    for (;;) {
      const plan = planLadder(steps, anchor, people, known, now, holds);
      const next = Math.min(...plan.map(({ remindAt }) => remindAt.getTime()));
      if (snooze && holds.length === 0 && (plan.length === 0 || snooze.at.getTime() < next)) {
        holds = [snooze.by];
        now = new Date(Math.max(now.getTime(), snooze.at.getTime()));
        continue;
      }
      if (plan.length === 0) return went;
      now = new Date(next);
      const due = plan.filter(({ remindAt }) => remindAt.getTime() === next);
      went.push(...due);
      known.push(...due.map((row) => ({ ...row, state: 'sent' as const, overAt: now, withdrawn: false })));
    }
  }
  const told = (rows: readonly PlannedReminder[]) =>
    rows.map((row) => `${row.step} ${row.channel} ${row.userId ?? row.robotId} ${row.remindAt.toISOString()}`).sort();

  it('tells them nothing until then, and everybody else what they would have been told anyway', () => {
    fc.assert(
      fc.property(
        ladders,
        fc.integer({ min: 0, max: 30 * 24 }),
        fc.constantFrom(1 as const, 3 as const, 7 as const),
        (steps, hours, days) => {
          const at = new Date(Date.UTC(2026, 2, 1, hours));
          const by = { userId: 'olga', until: snoozedUntil(days, at, reader('olga', 'Asia/Shanghai')) };
          const [plain, snoozed] = [run(steps, null), run(steps, { at, by })];
          expect(snoozed.filter((row) => row.remindAt > at && isSnoozed([by], row))).toEqual([]);
          const others = (rows: readonly PlannedReminder[]) => told(rows.filter(({ userId }) => userId !== 'olga'));
          expect(others(snoozed)).toEqual(others(plain));
          const later = (rows: readonly PlannedReminder[]) =>
            told(rows.filter(({ userId, remindAt }) => userId === 'olga' && (remindAt <= at || remindAt >= by.until)));
          expect(later(snoozed)).toEqual(later(plain));
        },
      ),
      { numRuns: 200 },
    );
  });
});
