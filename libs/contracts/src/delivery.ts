import { reminderChannels } from '@torch/domain';
import * as z from 'zod';
import { Instant } from './fields';

/** How the delivery does over one channel. */
export const ChannelHealth = z.object({
  channel: z.enum(reminderChannels),
  /** Due and not taken up; taken up by a worker; in the outbox or with the robot. */
  due: z.int(),
  claimed: z.int(),
  handedOver: z.int(),
  sentLastMinute: z.int(),
  sentLastHour: z.int(),
  failedLastDay: z.int(),
  lastSuccessAt: Instant.nullable(),
});
export type ChannelHealth = z.infer<typeof ChannelHealth>;

/** Whether what is due goes out, told from the rows. */
export const DeliveryHealth = z.object({
  at: Instant,
  /** When the oldest reminder that is due should have gone. */
  oldestDueAt: Instant.nullable(),
  channels: z.array(ChannelHealth),
  mails: z.object({
    /** Wait for their instant or their next try. */
    queued: z.int(),
    /** Since when the oldest of them could go. */
    oldestDueAt: Instant.nullable(),
    failed: z.int(),
    parked: z.int(),
    sentLastMinute: z.int(),
    sentLastHour: z.int(),
    lastSentAt: Instant.nullable(),
  }),
  /** Messages for group chats: those that wait, that a service refused, that were given up after many tries. */
  robotPosts: z.object({ queued: z.int(), failed: z.int(), parked: z.int() }),
  /** Reminders given up since they could not be put into words. */
  untold: z.int(),
  /** Reports on schedule: not made after many tries within a week, and those that should have gone a quarter of an hour ago. */
  reports: z.object({ failed: z.int(), late: z.int() }),
  /** Workers that can be seen to be there. */
  workers: z.int(),
  /** What changed rules, people and calendars leave to be planned anew, and since when. */
  replans: z.int(),
  replansSince: Instant.nullable(),
  queueBackend: z.enum(['redis', 'postgresql']),
  queueAnswers: z.boolean(),
  /** False when reminders by mail wait because SMTP_URL is not set. */
  serverConfigured: z.boolean(),
  /** Since when the mail server is out of reach; reminders by mail wait until it is back. */
  serverAwaySince: Instant.nullable(),
});
export type DeliveryHealth = z.infer<typeof DeliveryHealth>;

/** How many mails, and reminders that never became one, were given another chance, and how many remind of something that is over. */
export const RetriedMails = z.object({ retried: z.int(), left: z.int() });
export type RetriedMails = z.infer<typeof RetriedMails>;
