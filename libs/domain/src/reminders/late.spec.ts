import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isWorkingDay, plainCalendar, workingDaysBetween } from '../calendars/calendar';
import { dateIn, isQuiet, timeIn, usualQuietHours } from '../calendars/zone';
import { lateAfter, putOff } from './late';
import { type KnownReminder, keyOf, type People, planLadder, type PlannedReminder } from './plan';
import { type Anchor, isAhead, isExact, type Reader, type LadderStep, remindInstant, type StepUnit } from './step';
import type { ReminderRecipient } from './trigger';

const reader = (id: string, timeZone = 'Asia/Shanghai'): Reader => ({
  id,
  timeZone,
  calendar: plainCalendar,
  morning: '09:00',
  quietHours: usualQuietHours,
});
const step = (offset: number, to: ReminderRecipient | ReminderRecipient[], unit: StepUnit = 'workingDays') =>
  ({
    id: `${offset} ${[to].flat().join()}`,
    since: null,
    offset,
    unit,
    to: [to].flat(),
    time: null,
  }) satisfies LadderStep;
const bureau = ['owner', 'deputy', 'head', 'leader'] as const;
const peopleIn = (zones: readonly string[], robotIds: string[] = []): People => {
  const crew = new Map<ReminderRecipient, Reader>(bureau.map((each, index) => [each, reader(each, zones[index])]));
  return {
    reached: (recipient) => [crew.get(recipient) ?? []].flat().map((each) => ({ reader: each, insteadOf: null })),
    robotIds,
  };
};
const shanghai = peopleIn([]);

interface Went extends PlannedReminder {
  /** When it went, or was given up. */
  at: Date;
}

/** What becomes of a ladder whose workers are away for a while: what goes late is planned anew first, as they do. */
function run(
  steps: readonly LadderStep[],
  anchor: Anchor,
  people: People,
  start: Date,
  outage: { from: Date; to: Date } | null,
): { told: Went[]; givenUp: Went[] } {
  const [told, givenUp]: [Went[], Went[]] = [[], []];
  let known: KnownReminder[] = [];
  for (let now = start; ;) {
    const plan = planLadder(steps, anchor, people, known, now);
    const lost = plan.filter((each) => each.givenUp);
    givenUp.push(...lost.map((each) => ({ ...each, at: now })));
    const coming = plan.filter((each) => !each.givenUp);
    const over = [...lost.map((each) => ({ ...each, state: 'superseded' as const, reason: each.givenUp ?? null }))];
    known = [
      ...known.filter(({ state }) => state !== 'planned'),
      ...over.map((each) => ({ ...each, overAt: now, withdrawn: false })),
      ...coming.map((each) => ({ ...each, state: 'planned' as const, overAt: null, withdrawn: false })),
    ];
    if (coming.length === 0) return { told, givenUp };
    const due = new Date(Math.max(now.getTime(), Math.min(...coming.map(({ remindAt }) => remindAt.getTime()))));
    const next = outage && due >= outage.from && due < outage.to ? outage.to : due;
    const ready = coming.filter(({ remindAt }) => remindAt <= next);
    const isLate = ready.some(({ remindAt }) => next.getTime() - remindAt.getTime() > lateAfter);
    if (isLate && next > now) {
      now = next;
      continue;
    }
    now = next;
    for (const row of ready) {
      const tooLate = row.mootAt !== null && row.mootAt <= now;
      (tooLate ? givenUp : told).push({ ...row, at: now, ...(tooLate && { givenUp: 'too-late' as const }) });
      known = known.map((each) =>
        keyOf(each) === keyOf(row)
          ? { ...each, state: tooLate ? 'superseded' : 'sent', overAt: now, reason: tooLate ? 'too-late' : null }
          : each,
      );
    }
  }
}

const shown = (rows: readonly Went[]) =>
  rows
    .filter(({ channel }) => channel === 'email')
    .map(({ step: index, userId, at, givenUp }) =>
      [index, userId, givenUp ?? new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 16)].join(' '),
    );
const inShanghai = (wall: string) => new Date(`${wall}:00+08:00`);
const early = new Date('2026-03-01T00:00:00Z');
const down = (from: string, to: string) => ({ from: inShanghai(from), to: inShanghai(to) });

describe('what is late', () => {
  const own = inShanghai('2026-03-13T09:00');
  const put = (now: string, moot: string | null = null) =>
    shown([
      { at: putOff(own, moot ? inShanghai(moot) : null, reader('olga'), inShanghai(now)), channel: 'email' } as Went,
    ])[0]?.trim();

  it('goes at once in its reader’s working hours, and otherwise when those begin again', () => {
    expect(put('2026-03-13T09:10')).toBe('2026-03-13T09:00');
    expect(put('2026-03-13T21:59')).toBe('2026-03-13T09:00');
    // A Friday night, and all the weekend.
    expect(put('2026-03-13T22:00')).toBe('2026-03-16T07:00');
    expect(put('2026-03-14T12:00')).toBe('2026-03-16T07:00');
    expect(put('2026-03-16T07:00')).toBe('2026-03-13T09:00');
  });

  it('goes at once where it would tell nothing by then, and within ten minutes whatever the hour', () => {
    expect(put('2026-03-14T12:00', '2026-03-15T00:00')).toBe('2026-03-13T09:00');
    expect(put('2026-03-13T22:30', '2026-03-16T07:01')).toBe('2026-03-16T07:00');
    const at = inShanghai('2026-03-13T21:55');
    expect(putOff(at, null, reader('olga'), inShanghai('2026-03-13T22:05'))).toBe(at);
  });

  it('but not what is set to the minute, and a group with its people', () => {
    const steps = [step(0, 'owner', 'minutes')];
    const people = peopleIn([], ['group']);
    const { told } = run(steps, { at: own }, people, early, down('2026-03-13T00:00', '2026-03-13T23:00'));
    expect(shown(told)).toEqual(['0 owner 2026-03-13T23:00']);
    const group = run(
      [step(0, 'owner', 'hours')],
      { at: own },
      people,
      early,
      down('2026-03-13T00:00', '2026-03-13T23:00'),
    );
    expect(group.told.map(({ channel, at }) => [channel, at])).toEqual(
      ['email', 'in_app', 'robot'].map((channel) => [channel, inShanghai('2026-03-16T07:00')]),
    );
  });
});

describe('a ladder after an outage', () => {
  const due = { on: '2026-03-09' };
  const ladder = [step(-1, 'owner'), step(1, 'owner', 'days'), step(2, 'deputy'), step(3, 'head'), step(5, 'leader')];

  it('keeps its distances: deputy, head and leader hear of it after the owner has had the time to act', () => {
    const usual = run(ladder, due, shanghai, early, null);
    expect(shown(usual.told)).toEqual([
      '0 owner 2026-03-06T09:00',
      '1 owner 2026-03-10T09:00',
      '2 deputy 2026-03-11T09:00',
      '3 head 2026-03-12T09:00',
      '4 leader 2026-03-16T09:00',
    ]);
    // From Friday to Friday: the first says nothing any more.
    const { told, givenUp } = run(ladder, due, shanghai, early, down('2026-03-06T08:00', '2026-03-13T10:30'));
    expect(shown(givenUp)).toEqual(['0 owner too-late']);
    expect(shown(told)).toEqual([
      '1 owner 2026-03-13T10:30',
      '2 deputy 2026-03-16T09:00',
      '3 head 2026-03-17T09:00',
      '4 leader 2026-03-19T09:00',
    ]);
  });

  it('keeps them from what went a few hours late too, and comes back to no hurry', () => {
    const { told } = run(ladder, due, shanghai, early, down('2026-03-10T08:00', '2026-03-11T08:59'));
    expect(shown(told).slice(1, 3)).toEqual(['1 owner 2026-03-11T08:59', '2 deputy 2026-03-12T09:00']);
    const short = run(ladder, due, shanghai, early, down('2026-03-10T08:00', '2026-03-10T16:00'));
    expect(shown(short.told).slice(1, 3)).toEqual(['1 owner 2026-03-10T16:00', '2 deputy 2026-03-11T09:00']);
  });

  it('counts hours as hours, out of the night', () => {
    const inquiry = [step(24, 'owner', 'hours'), step(48, ['owner', 'head'], 'hours')];
    const anchor = { at: inShanghai('2026-03-02T10:00') };
    const { told } = run(inquiry, anchor, shanghai, early, down('2026-03-03T00:00', '2026-03-05T03:00'));
    expect(shown(told)).toEqual(['0 owner 2026-03-05T07:00', '1 owner 2026-03-06T07:00', '1 head 2026-03-06T07:00']);
  });

  it('tells of what is still to come once, by the last step that is past', () => {
    const ahead = [step(-7, ['owner', 'deputy'], 'days'), step(-3, ['owner', 'head'], 'days'), step(1, 'owner')];
    const { told, givenUp } = run(ahead, due, shanghai, early, down('2026-03-01T00:00', '2026-03-08T12:00'));
    // On a Sunday: by Monday morning it is the day itself, too late for the head to hear of it days after the deputy.
    expect(shown(givenUp)).toEqual(['0 owner newer', '1 head too-late']);
    expect(shown(told)).toEqual(['0 deputy 2026-03-09T07:00', '1 owner 2026-03-09T07:00', '2 owner 2026-03-10T09:00']);
  });

  it('gives up who would be told of it only after it has come', () => {
    const ahead = [step(-7, 'owner', 'days'), step(-3, 'head', 'days')];
    const anchor = { on: '2026-03-20' };
    const soon = run(ahead, anchor, shanghai, early, down('2026-03-10T00:00', '2026-03-17T10:00'));
    expect(shown(soon.told)).toEqual(['0 owner 2026-03-17T10:00']);
    expect(shown(soon.givenUp)).toEqual(['1 head too-late']);
    // What is still to come when the step before goes comes in its time.
    const sooner = run(ahead, anchor, shanghai, early, down('2026-03-10T00:00', '2026-03-16T10:00'));
    expect(shown(sooner.told)).toEqual(['0 owner 2026-03-16T10:00', '1 head 2026-03-17T09:00']);
  });

  it('counts from what was to be done, not from the notice of it', () => {
    const followUp = [step(0, 'owner', 'notice'), step(1, 'owner'), step(2, 'deputy')];
    const anchor = { at: inShanghai('2026-03-11T15:00'), noticeMinutes: 2 * 24 * 60 };
    // Written down within its own notice: told at once, and the day after it was due as ever.
    const { told } = run(followUp, anchor, shanghai, inShanghai('2026-03-10T14:00'), null);
    expect(shown(told)).toEqual(['0 owner 2026-03-10T14:00', '1 owner 2026-03-12T09:00', '2 deputy 2026-03-13T09:00']);
    const late = run(followUp, anchor, shanghai, early, down('2026-03-09T00:00', '2026-03-18T23:00'));
    expect(shown(late.told)).toEqual([
      '0 owner 2026-03-18T23:00',
      '1 owner 2026-03-19T09:00',
      '2 deputy 2026-03-20T09:00',
    ]);
  });
});

describe('any ladder', () => {
  const units = fc.constantFrom('hours' as const, 'days' as const, 'workingDays' as const, 'minutes' as const);
  const offsets = { hours: 24, days: 1, workingDays: 1, minutes: 24 * 60 };
  /** In one unit, or the order would depend on the days. */
  const ladders = fc
    .tuple(
      units,
      fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.subarray([...bureau], { minLength: 1 })), {
        minLength: 1,
        maxLength: 5,
      }),
      fc.integer({ min: -8, max: 3 }),
    )
    .map(([unit, list, first]) => {
      let offset = first;
      return list.map(([more, to], index) => ({
        ...step((offset += more) * offsets[unit], to, unit),
        id: `step ${index}`,
      }));
    });
  const anchors = fc
    .integer({ min: 0, max: 20 * 24 * 4 })
    .map((quarters): Anchor => ({ at: new Date(Date.UTC(2026, 2, 20, 0, quarters * 15)) }));
  const outages = fc
    .tuple(fc.integer({ min: 0, max: 50 * 24 }), fc.integer({ min: 0, max: 60 * 24 * 60 }))
    .map(([hours, minutes]) => {
      const from = new Date(Date.UTC(2026, 2, 5, hours));
      return { from, to: new Date(from.getTime() + minutes * 60_000) };
    });
  const zones = fc.array(fc.constantFrom('Asia/Shanghai', 'Europe/Berlin', 'America/Los_Angeles'), {
    minLength: 4,
    maxLength: 4,
  });
  const zoneOf = (names: readonly string[], userId: string | null) =>
    names[bureau.findIndex((each) => each === userId)];

  it('is what it was before where nothing goes late', () => {
    fc.assert(
      fc.property(ladders, anchors, fc.constantFrom('Asia/Shanghai', 'Europe/Berlin'), (steps, anchor, zone) => {
        const { told, givenUp } = run(steps, anchor, peopleIn(Array(4).fill(zone)), early, null);
        expect(givenUp).toEqual([]);
        expect(told).toHaveLength(steps.flatMap(({ to }) => to).length * 2);
        for (const { step: index, userId, at } of told) {
          const own = remindInstant(steps[index] as LadderStep, anchor, reader(userId ?? '', zone));
          expect(at).toEqual(own);
        }
      }),
    );
  });

  it('wakes nobody, keeps its distances and leaves nobody out, after an outage however long', () => {
    fc.assert(
      fc.property(ladders, anchors, outages, zones, (steps, anchor, outage, names) => {
        const { told, givenUp } = run(steps, anchor, peopleIn(names), early, outage);
        const stepOf = (index: number) => steps[index] as LadderStep;
        expect(told.length + givenUp.length).toBe(steps.flatMap(({ to }) => to).length * 2);
        // Only what tells of something to come can come too late.
        for (const each of givenUp) expect(isAhead(stepOf(each.step))).toBe(true);
        for (const { step: index, userId, at } of told) {
          const mine = stepOf(index);
          const whose = reader(userId ?? '', zoneOf(names, userId));
          const own = remindInstant(mine, anchor, whose);
          expect(at >= own).toBe(true);
          const isLate = at.getTime() - own.getTime() > lateAfter;
          if (isLate && !isExact(mine.unit) && !isAhead(mine)) {
            expect(isWorkingDay(plainCalendar, dateIn(at, whose.timeZone))).toBe(true);
            expect(isQuiet(timeIn(at, whose.timeZone), usualQuietHours)).toBe(false);
          }
          for (const before of told.filter((each) => each.step < index)) {
            const earlier = stepOf(before.step);
            const theirs = reader(before.userId ?? '', zoneOf(names, before.userId));
            const wasLate = before.at.getTime() - remindInstant(earlier, anchor, theirs).getTime() > lateAfter;
            // What is told ahead gives time until the anchor alone, and is told once.
            if (!wasLate || isAhead(earlier)) continue;
            const from = remindInstant(earlier, anchor, whose);
            const [fromOn, ownOn, beforeOn, on] = [from, own, before.at, at].map((each) =>
              dateIn(each, whose.timeZone),
            );
            if (mine.unit === 'workingDays')
              expect(workingDaysBetween(plainCalendar, beforeOn ?? '', on ?? '')).toBeGreaterThanOrEqual(
                workingDaysBetween(plainCalendar, fromOn ?? '', ownOn ?? ''),
              );
            else if (mine.unit === 'days')
              expect(Date.parse(on ?? '') - Date.parse(beforeOn ?? '')).toBeGreaterThanOrEqual(
                Date.parse(ownOn ?? '') - Date.parse(fromOn ?? ''),
              );
            else expect(at.getTime() - before.at.getTime()).toBeGreaterThanOrEqual(own.getTime() - from.getTime());
          }
        }
        // Of what was past when the workers came back, everybody heard one thing at most that was still to come.
        const wasPast = ({ step: index, userId }: Went) => {
          const own = remindInstant(stepOf(index), anchor, reader(userId ?? '', zoneOf(names, userId)));
          return own >= outage.from && own.getTime() < outage.to.getTime() - lateAfter;
        };
        const ahead = told.filter((each) => isAhead(stepOf(each.step)) && each.at >= outage.to && wasPast(each));
        for (const each of bureau)
          expect(ahead.filter(({ userId, channel }) => userId === each && channel === 'email').length).toBeLessThan(2);
      }),
      { numRuns: 500 },
    );
  });
});
