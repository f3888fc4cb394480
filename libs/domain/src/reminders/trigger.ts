import type { Subject } from '../audit/events';

/** What reminders can be about. `user` is the reader's own digest. */
export const reminderSubjects = [
  'followUp',
  'lead',
  'deal',
  'promise',
  'visit',
  'assignment',
  'problem',
  'tour',
  'user',
] as const satisfies readonly Subject[];
export type ReminderSubject = (typeof reminderSubjects)[number];

/** The kinds of reminders that a reader can switch, each with its own settings. */
export const reminderKinds = [
  'followUp',
  'quiet',
  'protection',
  'stage',
  'milestone',
  'promise',
  'visit',
  'assignment',
  'problem',
  'digest',
] as const;
export type ReminderKind = (typeof reminderKinds)[number];

/** What narrows a rule to some records. */
export const reminderConditions = ['statuses', 'stages', 'channels', 'minInvestment', 'normDays'] as const;
export type ReminderCondition = (typeof reminderConditions)[number];

/** Whom a step reaches. `assignee` is the department an assignment was given to. */
export const reminderRecipients = ['owner', 'deputy', 'head', 'leader', 'assignee'] as const;
export type ReminderRecipient = (typeof reminderRecipients)[number];

interface Trigger {
  subject: ReminderSubject;
  kind: ReminderKind;
  conditions: readonly ReminderCondition[];
}

const lead = { subject: 'lead', conditions: ['statuses', 'channels'] } as const;
const deal = { subject: 'deal', conditions: ['stages', 'minInvestment'] } as const;

/** What a rule can watch: of which kind of record, and by what it can be narrowed. */
export const reminderTriggers = {
  'followUp.due': { subject: 'followUp', kind: 'followUp', conditions: [] },
  'lead.firstResponse': { ...lead, kind: 'quiet' },
  'lead.screening': { ...lead, kind: 'quiet' },
  'lead.quiet': { ...lead, kind: 'quiet' },
  'lead.protectionEnds': { ...lead, kind: 'protection' },
  'deal.quiet': { ...deal, kind: 'quiet' },
  'deal.overlong': { ...deal, kind: 'stage', conditions: ['stages', 'minInvestment', 'normDays'] },
  'deal.milestone': { ...deal, kind: 'milestone' },
  'deal.statistics': { ...deal, kind: 'milestone' },
  'promise.due': { subject: 'promise', kind: 'promise', conditions: [] },
  'visit.soon': { subject: 'visit', kind: 'visit', conditions: [] },
  'visit.minutes': { subject: 'visit', kind: 'visit', conditions: [] },
  'tour.report': { subject: 'tour', kind: 'visit', conditions: [] },
  'assignment.unanswered': { subject: 'assignment', kind: 'assignment', conditions: [] },
  'assignment.due': { subject: 'assignment', kind: 'assignment', conditions: [] },
  'problem.due': { subject: 'problem', kind: 'problem', conditions: [] },
  'digest.personal': { subject: 'user', kind: 'digest', conditions: [] },
  'digest.weekly': { subject: 'user', kind: 'digest', conditions: [] },
  'digest.monthly': { subject: 'user', kind: 'digest', conditions: [] },
} as const satisfies Record<string, Trigger>;

export type ReminderTrigger = keyof typeof reminderTriggers;
export const reminderTriggerNames = Object.keys(reminderTriggers) as ReminderTrigger[];

/** Digests are not told of a record but of a day: their one step says when, and who reads them is their nature. */
export const digestTriggers = ['digest.personal', 'digest.weekly', 'digest.monthly'] as const;
export type DigestTrigger = (typeof digestTriggers)[number];
export const isDigest = (trigger: ReminderTrigger): trigger is DigestTrigger =>
  digestTriggers.some((digest) => digest === trigger);

export const subjectOf = (trigger: ReminderTrigger): ReminderSubject => reminderTriggers[trigger].subject;
export const kindOf = (trigger: ReminderTrigger): ReminderKind => reminderTriggers[trigger].kind;
