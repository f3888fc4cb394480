import {
  type AnyDealStage,
  type DigestTrigger,
  isDigest,
  type LeadStatus,
  type MailContent,
  type ReminderRecipient,
  type ReminderSubject,
  type ReminderTrigger,
  reminderTriggerNames,
  reminderTriggers,
  type Role,
} from '@torch/domain';
import type { Locale } from '@torch/contracts';

/** What makes a mail about one matter: every trigger but the digests'. */
export type MatterTrigger = Exclude<ReminderTrigger, DigestTrigger>;
export const matterTriggers: readonly MatterTrigger[] = reminderTriggerNames.filter((each) => !isDigest(each));

export type MatterSubject = Exclude<ReminderSubject, 'user'>;
/** Of what kind of record a trigger tells. */
export const matterSubjectOf = (trigger: MatterTrigger): MatterSubject => reminderTriggers[trigger].subject;

/**
 * What the instant or day that a trigger counts from is to its reader: `due` makes late once it has passed, `since` says
 * how long it has been so, `event` is when it happens.
 */
export const dateMeans: Record<MatterTrigger, 'due' | 'since' | 'event'> = {
  'followUp.due': 'due',
  'lead.firstResponse': 'since',
  'lead.screening': 'since',
  'lead.quiet': 'since',
  'lead.protectionEnds': 'event',
  'deal.quiet': 'since',
  'deal.overlong': 'since',
  'deal.milestone': 'due',
  'deal.statistics': 'since',
  'promise.due': 'due',
  'visit.soon': 'event',
  'visit.minutes': 'since',
  'tour.report': 'since',
  'assignment.unanswered': 'since',
  'assignment.due': 'due',
  'problem.due': 'due',
};

/** Who reads the mail, and how much mails may say. */
export interface MailReader {
  locale: Locale;
  timeZone: string;
  /** `minimal`: code, what, when and a link; the administrator's setting `mail_content`. */
  mode: MailContent;
  /** Address of the reader's notification settings. */
  settingsLink: string;
}

/** What a full mail says and a minimal one never does. */
export interface MatterDetail {
  companyName: string | null;
  note: string | null;
  /** Amounts as they are shown, name and value in the reader's language: `['Total investment', '120,000,000 CNY']`. */
  amounts: readonly (readonly [name: string, value: string])[];
  /** The day, `YYYY-MM-DD`, or the instant of the last contact. */
  lastContact: Date | string | null;
  /** Where it takes place, for a visit. */
  place: string | null;
}

/** One matter that somebody is reminded of. */
export interface Matter {
  trigger: MatterTrigger;
  /** Code of the lead or deal that it is of. */
  code: string | null;
  /**
   * Title of the record itself. A minimal mail shows that of a follow-up, promise, assignment or problem, which its
   * owner wrote as what is to be done; that of a lead, deal, visit or tour names the investor and is left out.
   */
  title: string;
  /** The rule's name in the reader's language, told in the place of a title; null: the trigger's own words. */
  ruleName: string | null;
  /** What the trigger counts from, its anchor: an instant, or a day alone as `YYYY-MM-DD`. `dateMeans` says what it is. */
  date: Date | string;
  link: string;
  /** Of a matter that only the people named may know (a confidential lead): said by code and trigger alone, in every mode. */
  confidential: boolean;
  detail: MatterDetail | null;
}

/** Single-use links, signed by the caller; a null one is not offered. */
export interface MatterActs {
  done: string | null;
  /** Put off by so many working days of the reader. */
  snooze: { days: number; link: string }[];
  logVisit: string | null;
}

export interface ReminderFacts {
  reader: MailReader;
  matter: Matter;
  /** As what the step of the ladder reaches the reader. */
  role: ReminderRecipient;
  /** Whose deputy the reader is during an absence, by name; null: the mail is meant for the reader. */
  insteadOf: string | null;
  /** Who has to see to it (or has given the assignment), by name; null where that is the reader. */
  ownerName: string | null;
  /** Those of the ladder who were reminded before, the first first. */
  earlier: readonly { name: string; at: Date }[];
  acts: MatterActs | null;
  /** Address of the page that says why this mail came about. */
  traceLink: string | null;
  /** When the mail is composed: tells what is overdue by then. */
  now: Date;
}

/** What is due for one person at once, as one mail. */
export interface FoldedFacts {
  reader: MailReader;
  /** In the order in which they are listed within their kind. */
  matters: readonly Pick<ReminderFacts, 'matter' | 'ownerName' | 'earlier'>[];
  /** Address of the page where they all are. */
  link: string;
  now: Date;
}

/** A list of a digest: the first matters of it and how many there are in all. */
export interface MatterList {
  matters: readonly Matter[];
  total: number;
  /** Where the rest is; null: on the page of the whole digest. */
  link: string | null;
}

export interface MorningFacts {
  reader: MailReader;
  /** Today, `YYYY-MM-DD`, in the reader's zone. */
  day: string;
  dueToday: MatterList;
  overdue: MatterList;
  visitsToday: MatterList;
  promisesDue: MatterList;
  quiet: MatterList;
  /** What the reader wants told here alone, and is in no list above. */
  others: MatterList;
  link: string;
  now: Date;
}

/** A lead or deal in a weekly digest. */
export interface RecordLine {
  subject: 'lead' | 'deal';
  code: string;
  /** Shown by full mails alone, like the company. */
  title: string;
  companyName: string | null;
  ownerName: string;
  /** Day, `YYYY-MM-DD`, in the reader's zone. */
  on: string;
  link: string;
  confidential: boolean;
}
export interface MovedLine extends RecordLine {
  /** From and to: stages of a deal or statuses of a lead. */
  from: AnyDealStage | LeadStatus | null;
  to: AnyDealStage | LeadStatus;
}
export interface RecordList<Line extends RecordLine = RecordLine> {
  records: readonly Line[];
  total: number;
  link: string | null;
}

export interface WeeklyFacts {
  reader: MailReader;
  departmentName: string;
  /** First and last day, `YYYY-MM-DD`. */
  from: string;
  to: string;
  created: RecordList;
  moved: RecordList<MovedLine>;
  /** Deals; `on` is the day since when nothing has happened. */
  stalled: RecordList;
  /** Leads; `on` is the day of the last contact. */
  quiet: RecordList;
  /** Whoever has something overdue, by name: nobody is ranked. */
  overdue: readonly { officerName: string; followUps: number; promises: number; problems: number }[];
  /** Due in the coming week or overdue. */
  promises: MatterList;
  link: string;
  now: Date;
}

/** What a department did in a month, counted. */
export interface DepartmentSums {
  created: number;
  moved: number;
  stalled: number;
  overdue: number;
  promises: number;
}
export interface MonthlyFacts {
  reader: MailReader;
  /** `YYYY-MM`. */
  month: string;
  departments: readonly (DepartmentSums & { name: string })[];
  link: string;
}

export interface HeartbeatFacts {
  reader: MailReader;
  now: Date;
  /** Since when it counts: the heartbeat before. */
  since: Date;
  sent: number;
  failed: number;
  parked: number;
  /** Due and not handed over yet. */
  backlog: number;
  /** Due instant of the oldest of the backlog. */
  oldestDue: Date | null;
  workers: number;
  /** Last success by channel; null: never. */
  channels: readonly { channel: 'email' | 'in_app' | 'robot'; lastSuccess: Date | null }[];
  /** Address of the health page. */
  link: string;
}

/** Changes of an account of which its holder is told whatever the settings. */
export type SecurityChange =
  | { kind: 'passwordChanged' }
  | { kind: 'passwordReset' }
  | { kind: 'roleChanged'; from: Role; to: Role }
  | { kind: 'tokenCreated'; tokenName: string }
  | { kind: 'calendarCreated' }
  | { kind: 'calendarRenewed' }
  | { kind: 'emailChanged' };
export interface SecurityFacts {
  reader: Omit<MailReader, 'mode'>;
  change: SecurityChange;
  at: Date;
  /** Network address that it came from; null where there is none, as with a command on the server. */
  address: string | null;
  /** Who did it, by name; null: the account itself. */
  byName: string | null;
  /** Address of the page of the account. */
  link: string;
}

export interface TestFacts {
  reader: Omit<MailReader, 'mode'>;
  at: Date;
  /** Who asked for it, by name. */
  byName: string;
  link: string;
}
