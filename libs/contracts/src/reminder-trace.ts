import {
  mailStates,
  preferenceModes,
  reminderChannels,
  reminderConditions,
  reminderReasons,
  reminderRecipients,
  reminderStates,
  reminderSubjects,
  reminderTriggerNames,
  stepUnits,
} from '@torch/domain';
import * as z from 'zod';
import { Id, Instant, StoredDate } from './fields';

/**
 * How a rule stands to a record: it watches it; another, narrower rule does in its place; the record does not meet its
 * conditions; or there is nothing to remind of, or no longer.
 */
export const traceVerdicts = ['watches', 'narrower', 'misfits', 'over'] as const;

/** What became, or is to become, of one reminder of a step. `expected`: its step comes later, if nobody acts before. */
export const TraceLine = z.object({
  userId: Id.nullable(),
  /** The reader, or the group whose robot tells it. */
  name: z.string(),
  insteadOfName: z.string().nullable(),
  channel: z.enum(reminderChannels),
  timeZone: z.string(),
  remindAt: Instant,
  state: z.enum([...reminderStates, 'expected']),
  reason: z.enum(reminderReasons).nullable(),
  /** For a mail: the address, and what the mail server said. */
  recipient: z.string().nullable(),
  answer: z.string().nullable(),
  mailState: z.enum(mailStates).nullable(),
  /** Why a mail that is due waits: no mail server is set up, or it is out of reach. */
  waitsFor: z.enum(['no_server', 'server_away']).nullable(),
  endedAt: Instant.nullable(),
  /** How the reader wants this kind over this channel, for what is still to come. */
  mode: z.enum(preferenceModes),
});
export type TraceLine = z.infer<typeof TraceLine>;

export const TraceStep = z.object({
  id: z.string(),
  /** Number in the ladder, from 0; the number it had, for a step that the rule no longer has. */
  step: z.int(),
  /** As the rule says now; null for a step that the rule no longer has. */
  offset: z.int().nullable(),
  unit: z.enum(stepUnits).nullable(),
  to: z.array(z.enum(reminderRecipients)),
  /** Those of them that are nobody here, or may not know of the matter. */
  nobody: z.array(z.enum(reminderRecipients)),
  /** It lay in the past when the rule first looked at the record, and reminds nobody. */
  passed: z.boolean(),
  lines: z.array(TraceLine),
});
export type TraceStep = z.infer<typeof TraceStep>;

/** Somebody has put it off for themselves. */
export const TraceSnooze = z.object({
  userId: Id,
  name: z.string(),
  /** When they did, and when they hear of it again. */
  at: Instant,
  until: Instant,
});
export type TraceSnooze = z.infer<typeof TraceSnooze>;

/** One cause for which a rule reminds, such as a due date, or one milestone of several. */
export const TraceOccurrence = z.object({
  /** Whether it still stands; what was withdrawn with an earlier one is told too. */
  current: z.boolean(),
  /** What steps are counted from: an instant, or a day alone. */
  anchorAt: Instant.nullable(),
  anchorOn: StoredDate.nullable(),
  /** Each person's last. */
  snoozes: z.array(TraceSnooze),
  steps: z.array(TraceStep),
});
export type TraceOccurrence = z.infer<typeof TraceOccurrence>;

export const TraceRule = z.object({
  ruleId: Id,
  nameZh: z.string(),
  nameEn: z.string(),
  trigger: z.enum(reminderTriggerNames),
  verdict: z.enum(traceVerdicts),
  /** For `misfits`: what the record does not meet; `active` when the rule is switched off. */
  misfits: z.array(z.enum([...reminderConditions, 'active'])),
  /** For `narrower`: the rule that watches instead. */
  insteadNameZh: z.string().nullable(),
  insteadNameEn: z.string().nullable(),
  occurrences: z.array(TraceOccurrence),
});
export type TraceRule = z.infer<typeof TraceRule>;

/** Why somebody was, or was not, reminded of a record. */
export const ReminderTrace = z.object({
  subjectType: z.enum(reminderSubjects),
  subjectId: Id,
  title: z.string(),
  code: z.string().nullable(),
  /** Where the record is shown. */
  page: z.string(),
  rules: z.array(TraceRule),
  /** There are more reminders of old than are told. */
  cut: z.boolean(),
});
export type ReminderTrace = z.infer<typeof ReminderTrace>;

export const TraceQuery = z.strictObject({
  /** Tells of this person alone. */
  user: Id.optional(),
});
export type TraceQuery = z.infer<typeof TraceQuery>;
