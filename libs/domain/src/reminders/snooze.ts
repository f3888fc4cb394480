import { dateIn } from '../calendars/zone';
import { type Reader, remindInstant } from './step';
import type { ReminderTrigger } from './trigger';

/** By how many working days a reader can put a reminder off. */
export const snoozeDays = [1, 3, 7] as const;
export type SnoozeDays = (typeof snoozeDays)[number];

/** What somebody does not want to hear of again before an instant. Whoever else is to be reminded of it still is. */
export interface Snooze {
  userId: string;
  until: Date;
}

/** When a reminder put off now comes again: in the reader's morning of the working day so many working days later. */
export const snoozedUntil = (days: SnoozeDays, now: Date, reader: Reader): Date =>
  remindInstant({ offset: days, unit: 'workingDays', to: [], time: null }, { at: now }, reader);

const suffix = / snoozed \d{4}-\d\d-\d\d$/;

/** Under which occurrence the reminder at the end of the snooze stands: one of its own, beside those of the ladder. */
export const snoozedOccurrence = (occurrence: string, until: Date): string =>
  `${occurrenceBehind(occurrence)} snoozed ${dateIn(until, 'UTC')}`;

/** The occurrence that was put off, of what comes again after a snooze; any other is itself. */
export const occurrenceBehind = (occurrence: string): string => occurrence.replace(suffix, '');

/** Whether a reminder to this person would come before the end of their snooze. */
export const isSnoozed = (
  snoozes: readonly Snooze[],
  { userId, remindAt }: { userId: string | null; remindAt: Date },
): boolean => snoozes.some((snooze) => snooze.userId === userId && remindAt < snooze.until);

/**
 * Whether what the rule watches can be put off: not what tells of an hour that does not wait, nor a digest, which is of its
 * own day.
 */
export const maySnooze = (trigger: ReminderTrigger | null): boolean =>
  trigger !== null && trigger !== 'visit.soon' && !trigger.startsWith('digest.');
