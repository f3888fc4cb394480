import { type KnownReminder, keyOf, type People, planLadder, type PlannedReminder } from './plan';
import type { Anchor, LadderStep } from './step';

/**
 * What a ladder brings by an instant, as long as nobody does anything: the steps after the next one too, each supposed to
 * have gone out in its time.
 * @param known the reminders of this rule and occurrence as they are now
 */
export function foresee(
  steps: readonly LadderStep[],
  anchor: Anchor,
  people: People,
  known: readonly KnownReminder[],
  now: Date,
  until: Date,
): PlannedReminder[] {
  const coming: PlannedReminder[] = [];
  let held = [...known];
  // Each round brings one step at most.
  for (const _ of steps) {
    const plan = planLadder(steps, anchor, people, held, now).filter(({ remindAt }) => remindAt <= until);
    if (plan.length === 0) break;
    coming.push(...plan.filter(({ givenUp }) => !givenUp));
    const gone = new Set(plan.map(keyOf));
    held = [
      ...held.filter((each) => !gone.has(keyOf(each))),
      ...plan.map((each) => ({
        ...each,
        state: 'sent' as const,
        // What is late goes now.
        overAt: each.remindAt > now ? each.remindAt : now,
        withdrawn: false,
        reason: each.givenUp ?? null,
      })),
    ];
  }
  return coming.filter(({ remindAt, mootAt }) => !mootAt || remindAt < mootAt);
}
