import {
  mailContents,
  offsetAtMost,
  reminderChannels,
  reminderKinds,
  reminderRecipients,
  reminderSubjects,
  reminderTriggerNames,
  stepsAtMost,
  stepUnits,
} from '@torch/domain';
import * as z from 'zod';
import { Code, DateText, Id, Instant, Name, TimeOfDay, Version, StoredDate } from './fields';

const step = {
  offset: z
    .int()
    .min(-Math.max(...Object.values(offsetAtMost)))
    .max(Math.max(...Object.values(offsetAtMost))),
  unit: z.enum(stepUnits),
  to: z
    .array(z.enum(reminderRecipients))
    .max(reminderRecipients.length)
    .refine((to) => new Set(to).size === to.length, { error: 'name each recipient once' }),
  /** Hour of the reader's day; null for the reader's own morning. */
  time: TimeOfDay.nullable(),
};

/** One step of a ladder: so long before (negative) or after what the rule watches for, to these. */
export const ReminderStep = z.strictObject({
  ...step,
  /** Of the step that it was when the rule was read, wherever it stands now; left out for a new one. */
  id: z.string().max(64).optional(),
  /** May be sent back as it was read, and is set by the server alone. */
  since: Instant.nullish(),
});
export type ReminderStep = z.infer<typeof ReminderStep>;

/** A step as its rule keeps it. */
export const LadderStep = z.object({
  ...step,
  /** What it is known by, whatever becomes of its place and its time. */
  id: z.string(),
  /** Since when it follows on those before it; null for one that always has. What was due before is not told. */
  since: Instant.nullable(),
});
export type LadderStep = z.infer<typeof LadderStep>;

/** What narrows a rule; what is left out narrows nothing. Which of them a trigger knows is its own. */
export const RuleConditions = z.strictObject({
  statuses: z.array(Code).max(20).optional(),
  stages: z.array(Code).max(20).optional(),
  channels: z.array(Code).max(100).optional(),
  /** Exact decimal in the reporting currency. */
  minInvestment: z.string().max(20).optional(),
  /** Days for which a deal may stand in a stage. */
  normDays: z.record(Code, z.int()).optional(),
});
export type RuleConditions = z.infer<typeof RuleConditions>;

const ladder = { conditions: RuleConditions, steps: z.array(ReminderStep).max(stepsAtMost + 1) };
const named = { nameZh: Name, nameEn: Name };

/** A rule by which reminders are planned. Of several of one trigger that fit a record, the narrowest watches it. */
export const ReminderRule = z.object({
  id: Id,
  version: Version,
  code: z.string(),
  trigger: z.enum(reminderTriggerNames),
  kind: z.enum(reminderKinds),
  nameZh: z.string(),
  nameEn: z.string(),
  active: z.boolean(),
  /** Made here, not one of those that come with the product; only such a one can be deleted. */
  own: z.boolean(),
  conditions: RuleConditions,
  steps: z.array(LadderStep),
  updatedAt: Instant,
});
export type ReminderRule = z.infer<typeof ReminderRule>;

export const ReminderRules = z.object({
  /** In the order in which they are asked. */
  items: z.array(ReminderRule),
  /** The currency of `minInvestment`. */
  reportingCurrency: z.string(),
});
export type ReminderRules = z.infer<typeof ReminderRules>;

export const CreateReminderRule = z.strictObject({
  trigger: z.enum(reminderTriggerNames),
  ...named,
  active: z.boolean().default(true),
  ...ladder,
});
export type CreateReminderRule = z.infer<typeof CreateReminderRule>;

export const UpdateReminderRule = z.strictObject({
  version: Version,
  ...z.strictObject({ ...named, active: z.boolean(), ...ladder }).partial().shape,
});
export type UpdateReminderRule = z.infer<typeof UpdateReminderRule>;

/** What somebody did to a rule. */
export const RuleChange = z.object({
  id: Id,
  at: Instant,
  act: z.enum(['created', 'updated', 'deleted']),
  actorName: z.string().nullable(),
  /** Field by field, the old and the new. */
  changes: z.record(z.string(), z.tuple([z.unknown(), z.unknown()])),
});
export type RuleChange = z.infer<typeof RuleChange>;
/** The latest first. */
export const RuleHistory = z.object({ items: z.array(RuleChange) });
export type RuleHistory = z.infer<typeof RuleHistory>;

export const PreviewRule = z.strictObject({
  /** The stored rule in whose place the draft is tried; left out for a new one. */
  id: Id.optional(),
  trigger: z.enum(reminderTriggerNames),
  active: z.boolean().default(true),
  ...ladder,
  /** Left out, everybody's own tomorrow. */
  date: DateText.optional(),
});
export type PreviewRule = z.infer<typeof PreviewRule>;

/** One reminder of a preview: of which record by its code alone, and nothing of what it is about. */
export const PreviewItem = z.object({
  userId: Id,
  userName: z.string(),
  insteadOfName: z.string().nullable(),
  /** In whose zone the instant is to be shown. */
  timeZone: z.string(),
  subjectType: z.enum(reminderSubjects),
  /** Code of the lead or deal on which it hangs; null where there is none, or the matter is confidential. */
  code: z.string().nullable(),
  /** Null for a draft that is not stored yet. */
  ruleNameZh: z.string().nullable(),
  ruleNameEn: z.string().nullable(),
  /** Number of the ladder's step, from 0. */
  step: z.int(),
  remindAt: Instant,
  channels: z.array(z.enum(reminderChannels)),
});
export type PreviewItem = z.infer<typeof PreviewItem>;

/** Who would get what on a day. */
export const RulePreview = z.object({
  date: StoredDate.nullable(),
  /** Records looked at; `cut` when there were more than a preview reads. */
  records: z.int(),
  cut: z.boolean(),
  /** What becomes of the records that a tried rule watches, where it does not remind of them on that day; null for all rules, and for digests. */
  outlook: z
    .object({
      watched: z.int(),
      /** Reminded of on another day, and the first of these. */
      other: z.int(),
      next: StoredDate.nullable(),
      /** Nothing comes any more: it has gone out, or its time was over when the rule came to it. */
      over: z.int(),
    })
    .nullable(),
  total: z.int(),
  people: z.array(z.object({ userId: Id, userName: z.string(), count: z.int() })),
  /** The first two hundred, by instant. */
  items: z.array(PreviewItem),
});
export type RulePreview = z.infer<typeof RulePreview>;

export const TomorrowQuery = z.strictObject({
  date: DateText.optional(),
  /** Whose reminders are listed; left out, everybody's. The counts are always those of all. */
  userId: Id.optional(),
});
export type TomorrowQuery = z.infer<typeof TomorrowQuery>;

export const ReminderSettings = z.object({
  version: Version,
  mailContent: z.enum(mailContents),
  /** As many mails for one person at once as are folded into one. */
  foldFrom: z.int(),
  /** Whom a daily mail tells how the delivery does; null for nobody. */
  heartbeatTo: Id.nullable(),
  heartbeatToName: z.string().nullable(),
});
export type ReminderSettings = z.infer<typeof ReminderSettings>;
export const UpdateReminderSettings = z.strictObject({
  version: Version,
  mailContent: z.enum(mailContents).optional(),
  foldFrom: z.int().min(2).max(50).optional(),
  heartbeatTo: Id.nullable().optional(),
});
export type UpdateReminderSettings = z.infer<typeof UpdateReminderSettings>;
