import {
  mailKinds,
  mailStates,
  reminderChannels,
  reminderKinds,
  reminderReasons,
  reminderStates,
  reminderSubjects,
} from '@torch/domain';
import * as z from 'zod';
import { Id, Instant, listOf, PageQuery, pageOf, Search } from './fields';

export const Reminder = z.object({
  id: Id,
  /** What it reminds of; `user` for a digest. */
  subjectType: z.enum(reminderSubjects),
  subjectId: Id,
  /** Where it reminds of one of these. */
  followUpId: Id.nullable(),
  promiseId: Id.nullable(),
  /** The rule that planned it. */
  ruleId: Id.nullable(),
  ruleNameZh: z.string().nullable(),
  ruleNameEn: z.string().nullable(),
  /** Number that the ladder's step had, from 0, when this was planned. */
  step: z.int(),
  /** Its reader, or the group whose robot tells it. */
  userId: Id.nullable(),
  userName: z.string(),
  /** Who it was for, where their deputy got it during an absence. */
  insteadOfName: z.string().nullable(),
  channel: z.enum(reminderChannels),
  remindAt: Instant,
  state: z.enum(reminderStates),
  /** Why it did not go. */
  reason: z.enum(reminderReasons).nullable(),
  plannedAt: Instant,
  claimedAt: Instant.nullable(),
  handedOverAt: Instant.nullable(),
  /** When it was sent, failed, was cancelled or superseded. */
  endedAt: Instant.nullable(),
  /** For the channel `email`: the mail it became, the address, and what the mail server said. */
  mailId: Id.nullable(),
  mailState: z.enum(mailStates).nullable(),
  recipient: z.string().nullable(),
  answer: z.string().nullable(),
});
export type Reminder = z.infer<typeof Reminder>;
export const ReminderQuery = PageQuery.extend({
  /** Part of what it reminds of. */
  q: Search.optional(),
  followUp: Id.optional(),
  promise: Id.optional(),
  /** Any record that it reminds of. */
  subject: Id.optional(),
  user: Id.optional(),
  rule: Id.optional(),
  state: listOf(z.enum(reminderStates)).optional(),
  sort: z.enum(['remindAt', '-remindAt']).default('-remindAt'),
});
export type ReminderQuery = z.infer<typeof ReminderQuery>;
export const ReminderPage = pageOf(Reminder);

/** What waits behind the bell. */
export const Notification = z.object({
  id: Id,
  kind: z.enum(reminderKinds),
  /** The rule by which it came, in both languages. */
  ruleNameZh: z.string().nullable(),
  ruleNameEn: z.string().nullable(),
  /** Whether it can be put off: not what tells of an hour that does not wait. */
  maySnooze: z.boolean(),
  subjectType: z.enum(reminderSubjects),
  subjectId: Id,
  title: z.string(),
  code: z.string().nullable(),
  companyName: z.string().nullable(),
  dueAt: Instant,
  leadId: Id.nullable(),
  dealId: Id.nullable(),
  companyId: Id.nullable(),
  followUpId: Id.nullable(),
  promiseId: Id.nullable(),
  createdAt: Instant,
  readAt: Instant.nullable(),
});
export type Notification = z.infer<typeof Notification>;
export const NotificationQuery = PageQuery.extend({
  unread: z.stringbool().optional(),
  kind: listOf(z.enum(reminderKinds)).optional(),
});
export type NotificationQuery = z.infer<typeof NotificationQuery>;
export const NotificationPage = pageOf(Notification);

/** A line of the outbox; the body stays closed, for it may touch business. */
export const Mail = z.object({
  id: Id,
  recipient: z.string(),
  recipientName: z.string().nullable(),
  kind: z.enum(mailKinds),
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
