import { maySnooze, type SnoozeDays, snoozeDays } from './snooze';
import type { ReminderSubject, ReminderTrigger } from './trigger';

/** What a link in a mail does, once its reader confirms it. The order is part of signed links: new ones go to the end. */
export const mailActs = ['done', 'snooze1', 'snooze3', 'snooze7'] as const;
export type MailAct = (typeof mailActs)[number];

/** Days for which a link in a mail works. */
export const mailLinkDays = 14;

const snoozeActs = { 1: 'snooze1', 3: 'snooze3', 7: 'snooze7' } as const satisfies Record<SnoozeDays, MailAct>;
export const snoozeAct = (days: SnoozeDays): MailAct => snoozeActs[days];

/** The working days by which an act puts off; null for one that does not. */
export const daysOfAct = (act: MailAct): SnoozeDays | null =>
  snoozeDays.find((days) => snoozeActs[days] === act) ?? null;

/**
 * What can be done about a reminder from its mail: only what needs no further word. A follow-up is done, a promise kept; an
 * assignment, a problem or minutes want writing, and are put off or opened.
 */
export const actsOn = (subject: ReminderSubject, trigger: ReminderTrigger | null): readonly MailAct[] => [
  ...(subject === 'followUp' || subject === 'promise' ? (['done'] as const) : []),
  ...(maySnooze(trigger) ? snoozeDays.map(snoozeAct) : []),
];
