import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainCalendar } from '../calendars/calendar';
import { usualQuietHours } from '../calendars/zone';
import { type KnownReminder, keyOf, type People, planLadder, type PlannedReminder } from './plan';
import type { LadderStep, Reader } from './step';
import type { ReminderRecipient } from './trigger';

const reader = (id: string, timeZone = 'Asia/Shanghai'): Reader => ({
  id,
  timeZone,
  calendar: plainCalendar,
  morning: '09:00',
  quietHours: usualQuietHours,
});
const people = (who: Partial<Record<ReminderRecipient, string[]>>, robotIds: string[] = []): People => ({
  reached: (recipient) => (who[recipient] ?? []).map((id) => ({ reader: reader(id), insteadOf: null })),
  robotIds,
});
const step = (
  offset: number,
  to: ReminderRecipient[],
  unit: LadderStep['unit'] = 'workingDays',
  id = `${offset} ${to.join()}`,
): LadderStep => ({
  id,
  since: null,
  offset,
  unit,
  to,
  time: null,
});
const ladder = [step(-1, ['owner']), step(1, ['owner']), step(2, ['deputy']), step(3, ['head'])];
const bureau = people({ owner: ['olga'], deputy: ['dora'], head: ['hugo'] });
const monday = { on: '2026-03-09' };
const told = (rows: readonly PlannedReminder[]) =>
  rows.map(({ step: index, channel, userId, robotId, remindAt }) =>
    [index, channel, userId ?? robotId, remindAt.toISOString().slice(0, 16)].join(' '),
  );
const done = (rows: readonly PlannedReminder[], overAt?: Date): KnownReminder[] =>
  rows.map((row) => ({ ...row, state: 'sent', overAt: overAt ?? row.remindAt, withdrawn: false }));
const waiting = (rows: readonly PlannedReminder[]): KnownReminder[] =>
  rows.map((row) => ({ ...row, state: 'planned', overAt: null, withdrawn: false }));
const early = new Date('2026-03-01T00:00:00Z');

describe('a ladder', () => {
  it('goes from step to step: owner, deputy, head, each when the one before is over', () => {
    const known: KnownReminder[] = [];
    const heard: string[] = [];
    for (let plan = planLadder(ladder, monday, bureau, known, early); plan.length > 0;) {
      heard.push(...told(plan).filter((each) => each.includes('email')));
      known.push(...done(plan));
      plan = planLadder(ladder, monday, bureau, known, plan[0]?.remindAt ?? early);
    }
    expect(heard).toEqual([
      '0 email olga 2026-03-06T01:00',
      '1 email olga 2026-03-10T01:00',
      '2 email dora 2026-03-11T01:00',
      '3 email hugo 2026-03-12T01:00',
    ]);
  });

  it('plans the same again while a step waits, and passes over a step that reaches nobody', () => {
    const first = planLadder(ladder, monday, bureau, [], early);
    expect(told(planLadder(ladder, monday, bureau, waiting(first), early))).toEqual(told(first));
    const alone = people({ owner: ['olga'], head: ['hugo'] });
    const second = planLadder(ladder, monday, alone, done(first), early);
    const third = planLadder(ladder, monday, alone, [...done(first), ...done(second)], early);
    expect(third[0]).toMatchObject({ step: 3, userId: 'hugo' });
  });

  it('goes on while a mail waits for its server: the bell has rung', () => {
    const first = planLadder(ladder, monday, bureau, [], early);
    const byChannel = (channel: string) => first.filter((each) => each.channel === channel);
    const known = [...done(byChannel('in_app')), ...waiting(byChannel('email'))];
    const plan = planLadder(ladder, monday, bureau, known, new Date('2026-03-06T01:00:01Z'));
    expect(told(plan)).toEqual([
      '0 email olga 2026-03-06T01:00',
      '1 email olga 2026-03-10T01:00',
      '1 in_app olga 2026-03-10T01:00',
    ]);
  });

  it('passes a mail that waits on to whom its step reaches now', () => {
    const first = planLadder(ladder, monday, bureau, [], early);
    const byChannel = (channel: string) => first.filter((each) => each.channel === channel);
    const known = [...done(byChannel('in_app')), ...waiting(byChannel('email'))];
    const handedTo = (who: People) => told(planLadder(ladder, monday, who, known, new Date('2026-03-06T06:00:00Z')));
    expect(handedTo(people({ owner: ['otto'] }))).toEqual([
      '0 email otto 2026-03-06T01:00',
      '1 email otto 2026-03-10T01:00',
      '1 in_app otto 2026-03-10T01:00',
    ]);
    // What has gone is told to nobody else.
    expect(told(planLadder(ladder, monday, people({ owner: ['otto'] }), done(first), early))[0]).toMatch(/^0 .*otto/);
    expect(
      told(planLadder(ladder, monday, people({ owner: ['otto'] }), done(first), new Date('2026-03-07T00:00:00Z')))[0],
    ).toMatch(/^1 /);
  });

  it('floods nobody with what lies in the past when it is first thought of', () => {
    const late = new Date('2026-03-11T12:00:00Z');
    expect(planLadder(ladder, monday, bureau, [], late)[0]).toMatchObject({ step: 3, userId: 'hugo' });
    expect(planLadder(ladder, monday, bureau, [], new Date('2026-06-01T00:00:00Z'))).toEqual([]);
  });

  it('but tells late what somebody had set to the minute, within a day', () => {
    const steps = [step(0, ['owner'], 'notice')];
    const anchor = { at: new Date('2026-03-09T10:00:00Z'), noticeMinutes: 30 };
    const at = (now: string) => planLadder(steps, anchor, bureau, [], new Date(now)).length;
    expect([at('2026-03-09T10:00:00Z'), at('2026-03-10T09:29:00Z'), at('2026-03-10T09:31:00Z')]).toEqual([2, 2, 0]);
  });

  it('goes on after an outage however long: a step that came due meanwhile is not passed over', () => {
    const first = planLadder(ladder, monday, bureau, [], early);
    const after = new Date('2026-04-01T00:00:00Z');
    expect(planLadder(ladder, monday, bureau, done(first, after), after)[0]).toMatchObject({ step: 1, userId: 'olga' });
  });

  it('does not begin again, by a new rule or after an upgrade, where it had stopped long ago', () => {
    const first = planLadder(ladder, monday, bureau, [], early);
    expect(planLadder(ladder, monday, bureau, done(first), new Date('2026-04-01T00:00:00Z'))).toEqual([]);
  });

  it('tells a new owner what is fresh, and nothing of what the former one was told long ago', () => {
    const first = planLadder(ladder, monday, bureau, [], early);
    const other = people({ owner: ['otto'], deputy: ['dora'], head: ['hugo'] });
    const soon = planLadder(ladder, monday, other, done(first), new Date('2026-03-06T00:59:00Z'));
    expect(soon.map(({ step: index, userId }) => [index, userId])).toEqual([
      [0, 'otto'],
      [0, 'otto'],
    ]);
    const later = planLadder(ladder, monday, other, done(first), new Date('2026-03-09T00:00:00Z'));
    expect(later[0]).toMatchObject({ step: 1, userId: 'otto' });
  });

  it('tells a group beside its people, once', () => {
    const plan = planLadder(
      [step(1, ['owner', 'head'])],
      monday,
      people({ owner: ['a'], head: ['a', 'b'] }, ['r']),
      [],
      early,
    );
    expect(told(plan).map((each) => each.split(' ').slice(1, 3).join(' '))).toEqual([
      'email a',
      'in_app a',
      'email b',
      'in_app b',
      'robot r',
    ]);
  });

  it('never plans anything twice, never leaves a person out, and ends, whatever becomes of its reminders', () => {
    const crew = { owner: ['o'], deputy: ['d'], head: ['h', 'k'], leader: ['l'], assignee: [] };
    const recipients = fc.subarray(['owner', 'deputy', 'head', 'leader'] as const, { minLength: 1 });
    const steps = fc
      .array(
        fc.tuple(fc.integer({ min: -3, max: 3 }), recipients).map(([offset, to]) => step(offset, [...to])),
        { minLength: 1, maxLength: 6 },
      )
      .map((all) => all.map((each, index): LadderStep => ({ ...each, id: `step ${index}` })));
    const fates = fc.infiniteStream(
      fc.constantFrom('sent', 'failed', 'cancelled', 'superseded') as fc.Arbitrary<KnownReminder['state']>,
    );
    fc.assert(
      fc.property(steps, fates, fc.integer({ min: 0, max: 30 }), (all, fate, wait) => {
        const whose = people(crew);
        const known: KnownReminder[] = [];
        const seen = new Set<string>();
        let now = early;
        for (let rounds = 0; ; rounds += 1) {
          expect(rounds).toBeLessThanOrEqual(all.length);
          const plan = planLadder(all, monday, whose, known, now);
          if (plan.length === 0) break;
          const goneBy: KnownReminder[] = [];
          for (const each of plan) {
            expect(seen.has(keyOf(each))).toBe(false);
            seen.add(keyOf(each));
            goneBy.push({ ...each, state: fate.next().value ?? 'sent', overAt: null, withdrawn: false });
          }
          now = new Date(
            Math.max(now.getTime(), ...plan.map(({ remindAt }) => remindAt.getTime())) + wait * 86_400_000,
          );
          known.push(...goneBy.map((each) => ({ ...each, overAt: now })));
        }
        for (const [index, { to }] of all.entries())
          for (const id of to.flatMap((each) => crew[each])) expect(seen.has(`step ${index}/email/${id}`)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});
