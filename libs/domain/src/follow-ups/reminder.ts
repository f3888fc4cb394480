export const followUpStatuses = ['open', 'done', 'cancelled'] as const;
export type FollowUpStatus = (typeof followUpStatuses)[number];

/** How a notice reaches its reader. */
export const reminderChannels = ['email', 'in_app'] as const;
export type ReminderChannel = (typeof reminderChannels)[number];

/** The life of a reminder: planned, then handed to its channel, or withdrawn before that. */
export const reminderStates = ['planned', 'handed_over', 'cancelled', 'superseded'] as const;
export type ReminderState = (typeof reminderStates)[number];

/** The life of a mail. A worker claims a queued one by pushing its next try ahead: a killed worker's claim runs out by itself. */
export const mailStates = ['queued', 'sent', 'failed', 'cancelled'] as const;
export type MailState = (typeof mailStates)[number];

const minute = 60_000;

/** The instant of the notice: `noticeMinutes` before the follow-up is due. */
export const noticeInstant = (dueAt: Date, noticeMinutes: number): Date =>
  new Date(dueAt.getTime() - noticeMinutes * minute);

/** Milliseconds to wait before try number `attempts + 1`: 5 s doubling up to 15 min. */
export const retryDelay = (attempts: number): number => Math.min(5_000 * 2 ** Math.max(0, attempts - 1), 15 * minute);
