import { addDays, addWorkingDays, isWorkingDay, nextWorkingDay, type WorkCalendar } from '../calendars/calendar';
import { type KnownReminder, keyOf, type People, planLadder, type PlannedReminder } from './plan';
import type { Anchor, ReminderStep } from './step';
import type { DigestTrigger } from './trigger';

/**
 * What a ladder brings by an instant, as long as nobody does anything: the steps after the next one too, each supposed to
 * have gone out in its time.
 * @param known the reminders of this rule and occurrence as they are now
 */
export function foresee(
  steps: readonly ReminderStep[],
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
    coming.push(...plan);
    const gone = new Set(plan.map(keyOf));
    held = [
      ...held.filter((each) => !gone.has(keyOf(each))),
      ...plan.map((each) => ({ ...each, state: 'sent' as const, overAt: each.remindAt, withdrawn: false })),
    ];
  }
  return coming.filter(({ remindAt, mootAt }) => !mootAt || remindAt < mootAt);
}

/** Monday of the week in which a day lies. */
const mondayOf = (day: string) => addDays(day, -((new Date(`${day}T00:00Z`).getUTCDay() + 6) % 7));

/**
 * Whether a digest comes on a day: the personal one on every working day, the weekly one on its day of the week or, where
 * that is free, on the next working day, the monthly one on its working day of the month.
 * @param offset the day of the week, Monday 1; or the working day of the month, from 1
 */
export function digestComesOn(trigger: DigestTrigger, offset: number, day: string, calendar: WorkCalendar): boolean {
  switch (trigger) {
    case 'digest.personal':
      return isWorkingDay(calendar, day);
    case 'digest.weekly':
      // One that was put off over a weekend belongs to the week before.
      return [0, -7].some((back) => nextWorkingDay(calendar, addDays(mondayOf(day), offset - 1 + back)) === day);
    case 'digest.monthly':
      return addWorkingDays(calendar, addDays(`${day.slice(0, 7)}-01`, -1), offset) === day;
  }
}
