import {
  alwaysOnKinds,
  mailActs,
  modesOf,
  preferenceChannels,
  preferenceModes,
  reminderKinds,
  reminderSubjects,
  robotKinds,
  robotPostStates,
  snoozeDays,
} from '@torch/domain';
import * as z from 'zod';
import { Id, Instant, listOf, Locale, Name, PageQuery, pageOf, Search, Version } from './fields';

const preference = {
  kind: z.enum(reminderKinds),
  channel: z.enum(preferenceChannels),
  mode: z.enum(preferenceModes),
};

/** How one's own reminders come: every kind over every channel. */
export const NotificationPreferences = z.object({
  items: z.array(z.object(preference)),
  /** Sent by mail whatever is chosen. */
  alwaysOn: z.array(z.enum(alwaysOnKinds)),
  /** Whether the morning's digest comes; where it does not, `digest` means `on`. */
  getsDigest: z.boolean(),
});
export type NotificationPreferences = z.infer<typeof NotificationPreferences>;

/** The whole choice; what is not said is on. */
export const SetNotificationPreferences = z.strictObject({
  items: z
    .array(
      z.strictObject(preference).refine(({ kind, channel, mode }) => modesOf(kind, channel).includes(mode), {
        path: ['mode'],
        error: 'only mails of single reminders can wait for the digest',
      }),
    )
    .max(reminderKinds.length * preferenceChannels.length)
    .refine((items) => new Set(items.map(({ kind, channel }) => `${kind} ${channel}`)).size === items.length, {
      error: 'say each kind and channel once',
    }),
});
export type SetNotificationPreferences = z.infer<typeof SetNotificationPreferences>;

export const SnoozeReminder = z.strictObject({
  /** Working days of one's own calendar. */
  days: z.literal(snoozeDays),
});
export type SnoozeReminder = z.infer<typeof SnoozeReminder>;

/** When a reminder that was put off comes again. */
export const Snoozed = z.object({ until: Instant });
export type Snoozed = z.infer<typeof Snoozed>;

export const MailLinkParams = z.strictObject({ token: z.string().min(20).max(200) });
export type MailLinkParams = z.infer<typeof MailLinkParams>;

export const mailLinkStates = ['ready', 'used', 'expired', 'over', 'not-entitled'] as const;
/** What a link in a mail would do. It says no more than a minimal mail. */
export const MailLink = z.object({
  act: z.enum(mailActs),
  state: z.enum(mailLinkStates),
  /** When it was used. */
  usedAt: Instant.nullable(),
  subjectType: z.enum(reminderSubjects),
  code: z.string().nullable(),
  /** The title of what its owner wrote down to do; of anything else, the rule's name in both languages. */
  title: z.string().nullable(),
  ruleNameZh: z.string().nullable(),
  ruleNameEn: z.string().nullable(),
  /** For one that puts off: when the reminder would come again, or comes. */
  until: Instant.nullable(),
  /** In whose name it acts. */
  userName: z.string(),
  locale: Locale,
  timeZone: z.string(),
  /** Where the record is, behind the sign-in. */
  page: z.string(),
});
export type MailLink = z.infer<typeof MailLink>;

/** One's own calendar address; the address itself is shown once, when it is made. */
export const CalendarFeed = z.object({ createdAt: Instant.nullable() });
export type CalendarFeed = z.infer<typeof CalendarFeed>;
/** A repeated request, by `Idempotency-Key`, gets null. */
export const CreatedCalendarFeed = z.object({ createdAt: Instant, feedUrl: z.url().nullable() });
export type CreatedCalendarFeed = z.infer<typeof CreatedCalendarFeed>;
export const CalendarFileParams = z.strictObject({ file: z.string().max(200) });
export type CalendarFileParams = z.infer<typeof CalendarFileParams>;

const robot = {
  name: Name,
  kind: z.enum(robotKinds),
  /** The group is told what lies in this department and below it. */
  departmentId: Id,
  kinds: z.array(z.enum(reminderKinds)).min(1).max(reminderKinds.length),
  locale: Locale,
};
/** Of whole addresses and secrets, nothing leaves. */
const keys = {
  url: z.string().trim().min(10).max(1_000),
  secret: z.string().trim().min(1).max(200).nullable(),
};

/** A group chat that is told by a robot. */
export const Robot = z.object({
  ...robot,
  id: Id,
  version: Version,
  departmentName: z.string(),
  active: z.boolean(),
  /** Host and last characters of its address. */
  urlMasked: z.string(),
  hasSecret: z.boolean(),
  createdAt: Instant,
  lastSentAt: Instant.nullable(),
  /** Of what was told or tried last. */
  lastAnswer: z.string().nullable(),
  /** Messages that wait; that the service refused; that were given up after many tries. */
  waiting: z.int(),
  failed: z.int(),
  parked: z.int(),
});
export type Robot = z.infer<typeof Robot>;
export const RobotQuery = PageQuery.extend({
  /** Part of the name. */
  q: Search.optional(),
  sort: z.enum(['name', '-name']).default('name'),
});
export type RobotQuery = z.infer<typeof RobotQuery>;
export const RobotPage = pageOf(Robot);
export const CreateRobot = z.strictObject({
  ...robot,
  locale: Locale.default('zh-CN'),
  url: keys.url,
  secret: keys.secret.default(null),
});
export type CreateRobot = z.infer<typeof CreateRobot>;
export const UpdateRobot = z.strictObject({
  ...z.strictObject({ ...robot, ...keys }).partial().shape,
  active: z.boolean().optional(),
  version: Version,
});
export type UpdateRobot = z.infer<typeof UpdateRobot>;
/** A message of a robot, without what it says: that is business, and the administrator's is only whether it went. */
export const RobotPost = z.object({
  id: Id,
  robotId: Id,
  robotName: z.string(),
  /** Of the reminder that it tells. */
  kind: z.enum(reminderKinds).nullable(),
  state: z.enum(robotPostStates),
  attempts: z.int(),
  /** What the service said last. */
  answer: z.string().nullable(),
  createdAt: Instant,
  endedAt: Instant.nullable(),
});
export type RobotPost = z.infer<typeof RobotPost>;
export const RobotPostQuery = PageQuery.extend({
  robot: Id.optional(),
  state: listOf(z.enum(robotPostStates)).optional(),
  sort: z.enum(['createdAt', '-createdAt']).default('-createdAt'),
});
export type RobotPostQuery = z.infer<typeof RobotPostQuery>;
export const RobotPostPage = pageOf(RobotPost);
/** Those of one robot, or of all that are switched on. */
export const RetryRobotPosts = z.strictObject({ robot: Id.nullable().default(null) });
export type RetryRobotPosts = z.infer<typeof RetryRobotPosts>;
/** How many messages wait again, how many were ended since what they tell is over or confidential, how many are left. */
export const RetriedRobotPosts = z.object({ retried: z.int(), ended: z.int(), left: z.int() });
export type RetriedRobotPosts = z.infer<typeof RetriedRobotPosts>;
/** What the service said to a test message. */
export const RobotTest = z.object({ ok: z.boolean(), answer: z.string() });
export type RobotTest = z.infer<typeof RobotTest>;
