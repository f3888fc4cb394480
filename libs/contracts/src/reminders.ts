import { mailStates, reminderChannels, reminderStates } from '@torch/domain';
import * as z from 'zod';
import { Id, Instant, listOf, PageQuery, pageOf, Search } from './fields';

export const Reminder = z.object({
  id: Id,
  /** What it reminds of: one of the two. */
  followUpId: Id.nullable(),
  promiseId: Id.nullable(),
  userId: Id,
  userName: z.string(),
  channel: z.enum(reminderChannels),
  remindAt: Instant,
  state: z.enum(reminderStates),
  handedOverAt: Instant.nullable(),
  /** State of the mail it became, for the channel `email`. */
  mailState: z.enum(mailStates).nullable(),
});
export type Reminder = z.infer<typeof Reminder>;
export const ReminderQuery = PageQuery.extend({
  /** Part of what it reminds of. */
  q: Search.optional(),
  followUp: Id.optional(),
  promise: Id.optional(),
  state: listOf(z.enum(reminderStates)).optional(),
  sort: z.enum(['remindAt', '-remindAt']).default('-remindAt'),
});
export type ReminderQuery = z.infer<typeof ReminderQuery>;
export const ReminderPage = pageOf(Reminder);

/** What waits behind the bell. */
export const Notification = z.object({
  id: Id,
  title: z.string(),
  companyName: z.string(),
  dueAt: Instant,
  leadId: Id.nullable(),
  companyId: Id,
  followUpId: Id.nullable(),
  promiseId: Id.nullable(),
  createdAt: Instant,
  readAt: Instant.nullable(),
});
export type Notification = z.infer<typeof Notification>;
export const NotificationQuery = PageQuery.extend({ unread: z.stringbool().optional() });
export type NotificationQuery = z.infer<typeof NotificationQuery>;
export const NotificationPage = pageOf(Notification);

/** A line of the outbox; the body stays closed, for it may touch business. */
export const Mail = z.object({
  id: Id,
  recipient: z.string(),
  recipientName: z.string().nullable(),
  kind: z.enum(['reminder']),
  state: z.enum(mailStates),
  /** Why it has not gone yet: no mail server is configured, or the server's last answer. */
  waitingFor: z.enum(['no_server', 'retry']).nullable(),
  messageId: z.string(),
  attempts: z.int(),
  answer: z.string().nullable(),
  createdAt: Instant,
  nextTryAt: Instant.nullable(),
  sentAt: Instant.nullable(),
});
export type Mail = z.infer<typeof Mail>;
export const MailQuery = PageQuery.extend({
  state: listOf(z.enum(mailStates)).optional(),
  sort: z.enum(['createdAt', '-createdAt']).default('-createdAt'),
});
export type MailQuery = z.infer<typeof MailQuery>;
/** `serverConfigured` is false when mails wait because SMTP_URL is not set. */
export const MailPage = pageOf(Mail).extend({ serverConfigured: z.boolean() });
