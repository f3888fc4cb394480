import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainCalendar } from '../calendars/calendar';
import { usualQuietHours } from '../calendars/zone';
import { changedSteps, type DraftStep } from './ladder';
import { type KnownReminder, keyOf, type People, planLadder, type PlannedReminder, remindersOf } from './plan';
import type { LadderStep } from './step';
import type { ReminderRecipient } from './trigger';

const who: Record<ReminderRecipient, string[]> = {
  owner: ['olga'],
  deputy: ['dora'],
  head: ['hugo', 'hanna'],
  leader: ['lena'],
  assignee: [],
};
const zones: Record<string, string> = { dora: 'America/New_York', hanna: 'Europe/Berlin' };
const people: People = {
  reached: (recipient) =>
    who[recipient].map((id) => ({
      insteadOf: null,
      reader: {
        id,
        timeZone: zones[id] ?? 'Asia/Shanghai',
        calendar: plainCalendar,
        morning: '09:00',
        quietHours: usualQuietHours,
      },
    })),
  robotIds: ['group'],
};
const draft = (offset: number, to: ReminderRecipient[] = ['owner'], unit: DraftStep['unit'] = 'days'): DraftStep => ({
  offset,
  unit,
  to,
  time: null,
});
let made = 0;
const newId = () => `step ${(made += 1)}`;
const anchor = { on: '2026-03-02' };
/** So many days after the Monday that everything is counted from, at noon in Shanghai. */
const onDay = (day: number) => new Date(Date.parse('2026-03-02T04:00:00Z') + day * 86_400_000);
const usual = (...drafts: DraftStep[]): LadderStep[] =>
  changedSteps(drafts, [], onDay(-60), newId).map((step) => ({ ...step, since: null }));
const gone = (rows: readonly PlannedReminder[], overAt?: Date): KnownReminder[] =>
  rows.map((row) => ({ ...row, state: 'sent', overAt: overAt ?? row.remindAt, withdrawn: false }));
const firstOf = (plan: readonly PlannedReminder[]) => plan[0]?.stepId ?? null;

describe('a changed ladder', () => {
  it('keeps what each step is known by, and counts the new ones from now on', () => {
    const [a, b] = usual(draft(1), draft(3)) as [LadderStep, LadderStep];
    const made = changedSteps(
      [draft(0), { ...a, offset: 2 }, b, { ...draft(9), id: 'unheard' }],
      [a, b],
      onDay(5),
      newId,
    );
    expect(made.map(({ since }) => since)).toEqual([onDay(5).toISOString(), null, null, onDay(5).toISOString()]);
    expect(made.slice(1, 3)).toEqual([{ ...a, offset: 2 }, b]);
    // Nobody makes up the id of a step.
    expect(made[3]?.id).not.toBe('unheard');
  });

  it('tells nothing of old that a step put before others would have told', () => {
    const [a] = usual(draft(1)) as [LadderStep];
    const known = gone(planLadder([a], anchor, people, [], onDay(0)));
    const steps = changedSteps([draft(0), a], [a], onDay(30), newId);
    expect(planLadder(steps, anchor, people, known, onDay(30))).toEqual([]);
    // Nor to those who have not been told at all.
    expect(planLadder(steps, anchor, people, [], onDay(30))).toEqual([]);
    const inTime = changedSteps([draft(0), a], [a], onDay(-1), newId);
    expect(firstOf(planLadder(inTime, anchor, people, [], onDay(-1)))).toBe(inTime[0]?.id);
  });

  it('goes on with the second when the first is removed, even to the same reader', () => {
    const [a, b] = usual(draft(1), draft(3)) as [LadderStep, LadderStep];
    const known = gone(planLadder([a, b], anchor, people, [], onDay(0)));
    const steps = changedSteps([b], [a, b], onDay(2), newId);
    expect(firstOf(planLadder(steps, anchor, people, known, onDay(2)))).toBe(b.id);
  });

  it('neither repeats nor loses anything when its steps change places', () => {
    const [a, b, c] = usual(draft(1), draft(3), draft(5)) as [LadderStep, LadderStep, LadderStep];
    const known = gone(planLadder([a, b, c], anchor, people, [], onDay(0)));
    const steps = changedSteps([b, a, c], [a, b, c], onDay(2), newId);
    const next = planLadder(steps, anchor, people, known, onDay(2));
    expect(firstOf(next)).toBe(b.id);
    expect(firstOf(planLadder(steps, anchor, people, [...known, ...gone(next)], onDay(3)))).toBe(c.id);
  });

  it('does not hold up by a step put first now what had passed before it went', () => {
    // Of this record, first thought of late, the last step alone went.
    const [a, b] = usual(draft(1), draft(3)) as [LadderStep, LadderStep];
    const known = gone(planLadder([a, b], anchor, people, [], onDay(2)));
    expect(known.every(({ stepId }) => stepId === b.id)).toBe(true);
    const steps = changedSteps([{ ...b, offset: 1 }, a], [a, b], onDay(30), newId);
    expect(planLadder(steps, anchor, people, known, onDay(30))).toEqual([]);
  });

  it('floods nobody by a step put behind one that went long ago', () => {
    const [a] = usual(draft(1)) as [LadderStep];
    const known = gone(planLadder([a], anchor, people, [], onDay(0)), onDay(4));
    const steps = changedSteps([a, draft(3)], [a], onDay(30), newId);
    expect(planLadder(steps, anchor, people, known, onDay(30))).toEqual([]);
    // A step of always would come late: it was held up.
    const always = steps.map((step) => ({ ...step, since: null }));
    expect(firstOf(planLadder(always, anchor, people, known, onDay(30)))).toBe(steps[1]?.id);
  });

  it('nor by one counted in hours, that was due shortly before', () => {
    const at = { at: onDay(0) };
    const [a] = usual(draft(24, ['owner'], 'hours')) as [LadderStep];
    const addedOn = (day: number) => changedSteps([draft(2, ['owner'], 'hours'), a], [a], onDay(day), newId);
    expect(firstOf(planLadder(addedOn(0.5), at, people, [], onDay(0.5)))).toBe(a.id);
    const [b] = addedOn(0.05) as [LadderStep];
    expect(firstOf(planLadder([b, a], at, people, [], onDay(0.5)))).toBe(b.id);
  });

  it('still lets come late what is held up while the change is made', () => {
    const [a, b] = usual(draft(1), draft(3)) as [LadderStep, LadderStep];
    const steps = changedSteps([a, { ...b, offset: 2 }], [a, b], onDay(5), newId);
    const known = gone(planLadder([a, b], anchor, people, [], onDay(0)), onDay(6));
    expect(firstOf(planLadder(steps, anchor, people, known, onDay(6)))).toBe(b.id);
  });
});

describe('however a ladder is changed', () => {
  const recipients = fc.subarray(['owner', 'deputy', 'head', 'leader'] as const, { minLength: 1 });
  const drafts = fc.tuple(fc.integer({ min: -3, max: 8 }), recipients).map(([offset, to]) => draft(offset, [...to]));
  const places = fc.nat({ max: 5 });
  const edits = fc.oneof(
    fc.record({ kind: fc.constant('insert' as const), at: places, step: drafts }),
    fc.record({ kind: fc.constant('remove' as const), at: places }),
    fc.record({ kind: fc.constant('reorder' as const), at: places, to: places }),
    fc.record({ kind: fc.constant('move' as const), at: places, by: fc.integer({ min: -4, max: 4 }) }),
  );
  const acts = fc.oneof(
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('wait' as const), days: fc.integer({ min: 1, max: 5 }) }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('work' as const) }) },
    { weight: 1, arbitrary: edits },
  );

  type Edit = typeof edits extends fc.Arbitrary<infer T> ? T : never;
  function edited(steps: readonly LadderStep[], edit: Edit): DraftStep[] {
    const list: DraftStep[] = [...steps];
    if (edit.kind === 'insert') list.splice(edit.at, 0, edit.step);
    if (edit.kind === 'remove') list.splice(edit.at, 1);
    if (edit.kind === 'reorder') list.splice(edit.to, 0, ...list.splice(edit.at, 1));
    return list.map((step, index) =>
      edit.kind === 'move' && index === edit.at ? { ...step, offset: step.offset + edit.by } : step,
    );
  }
  const before = (steps: readonly LadderStep[], id: string) =>
    steps.slice(
      0,
      steps.findIndex((step) => step.id === id),
    );

  it('nothing is told twice, nothing told that has passed and did not wait, and nothing lost that is to come', () => {
    fc.assert(
      fc.property(fc.array(drafts, { minLength: 1, maxLength: 4 }), fc.array(acts, { maxLength: 14 }), (first, all) => {
        let steps = changedSteps(first, [], onDay(-60), newId).map((step): LadderStep => ({ ...step, since: null }));
        let day = -5;
        let known: KnownReminder[] = [];
        const over = () => new Set(known.filter(({ state }) => state !== 'planned').map(keyOf));
        /** Plans as the planner does: what waits and is not wanted any more is withdrawn. */
        const replan = () => {
          const all = planLadder(steps, anchor, people, known, onDay(day));
          expect(all.filter((each) => over().has(keyOf(each)))).toEqual([]);
          known = [
            ...known.filter(({ state }) => state !== 'planned'),
            ...all.map(({ givenUp: reason, ...each }): KnownReminder => {
              if (!reason) return { ...each, state: 'planned', overAt: null, withdrawn: false };
              return { ...each, state: 'superseded', overAt: onDay(day), withdrawn: false, reason };
            }),
          ];
          return all.filter(({ givenUp }) => !givenUp);
        };
        let plan = replan();
        const work = () => {
          // One look at least after the other: what is over is over later than what was changed before.
          day += 0.001;
          const due = plan.filter(({ remindAt }) => remindAt <= onDay(day));
          const going = new Set(due.map(keyOf));
          known = [...known.filter((each) => !going.has(keyOf(each))), ...gone(due, onDay(day))];
          plan = replan();
          return due.length > 0;
        };
        for (const act of all) {
          if (act.kind === 'wait') day += act.days;
          else if (act.kind === 'work') while (work());
          else {
            day += 0.001;
            const [old, waited] = [steps, new Set(plan.map(keyOf))];
            steps = changedSteps(edited(old, act), old, onDay(day), newId);
            plan = replan();
            for (const each of plan.filter(({ remindAt }) => remindAt < onDay(day))) {
              if (waited.has(keyOf(each))) continue;
              const own = remindersOf(steps[each.step] as LadderStep, each.step, anchor, people).find(
                (other) => keyOf(other) === keyOf(each),
              );
              // Held up: one that came before it then as now was over only when it was due.
              const held = known.some(
                ({ stepId, overAt }) =>
                  overAt !== null &&
                  overAt >= (own ?? each).remindAt &&
                  [old, steps].every((ladder) => before(ladder, each.stepId).some(({ id }) => id === stepId)),
              );
              expect({ held, of: each, old }).toMatchObject({ held: true });
            }
          }
        }
        const [from, told] = [onDay(day), over()];
        const toCome = steps.flatMap((step, index) =>
          planLadder([{ ...step, since: null }], anchor, people, [], from)
            .filter((each) => each.remindAt > from && !told.has(keyOf(each)))
            // What was told to some is told to others only while it is fresh.
            .filter(({ stepId }) => !known.some((each) => each.stepId === stepId && each.state !== 'planned'))
            .map((each) => ({ ...each, step: index })),
        );
        // What follows on something late comes days after it.
        for (day += 40; plan.length > 0; day += 1) work();
        const heard = over();
        expect(toCome.filter((each) => !heard.has(keyOf(each)))).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });
});
