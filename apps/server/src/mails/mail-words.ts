import type { Locale } from '@torch/contracts';
import type { ReminderRecipient } from '@torch/domain';
import type { MatterSubject, MatterTrigger, SecurityChange } from './matter';
import { en } from './mail-words.en';
import { zh } from './mail-words.zh';

/** What a mail says of a trigger; what there is to do says `reminderTrigger` of the labels, as on the pages. */
export interface TriggerWords {
  /** Sort of reminder, first words of the subject line. */
  name: string;
  /** Head of a list of such matters. */
  section: string;
  /** Name of the matter's date. */
  date: string;
}

/** The words of all mails. Numbers come as numbers, so that each language finds its plural. */
export interface MailWords {
  product: { name: string; badge: string };
  /** Between things told one after another. */
  separator: string;
  /** Between two sentences. */
  between: string;
  /** Between a heading and what it is about, as in a subject line. */
  colon: string;
  kind: Record<'reminder' | 'morning' | 'weekly' | 'monthly' | 'heartbeat' | 'security' | 'test', string>;
  trigger: Record<MatterTrigger, TriggerWords>;
  subject: Record<MatterSubject, string>;
  row: Record<
    'code' | 'owner' | 'giver' | 'title' | 'company' | 'note' | 'lastContact' | 'place' | 'officer' | 'department',
    string
  >;
  late: (days: number) => string;
  /** Of today, and its time is over. */
  overdue: string;
  /** How long ago something was. */
  ago: (days: number) => string;
  dueToday: string;
  earlier: (people: string) => string;
  /** A person and the day on which they were reminded. */
  reminded: (name: string, day: string) => string;
  open: string;
  openAll: string;
  done: (subject: MatterSubject) => string;
  snooze: string;
  snoozeDays: (days: number) => string;
  logVisit: string;
  actsNote: string;
  /** `ownerName` is whoever gave it, of an assignment. */
  why: (role: ReminderRecipient, subject: MatterSubject, ownerName: string | null) => string;
  /** To the deputy of somebody who is away. */
  whyInstead: (name: string) => string;
  automatic: string;
  settings: string;
  trace: string;
  more: (count: number) => string;

  folded: { heading: (count: number) => string; intro: string; why: string };
  morning: {
    heading: (day: string) => string;
    subject: (day: string, counts: string) => string;
    section: Record<'dueToday' | 'overdue' | 'visitsToday' | 'promisesDue' | 'quiet' | 'others', string>;
    /** As part of the subject line. */
    count: Record<
      'dueToday' | 'overdue' | 'visitsToday' | 'promisesDue' | 'quiet' | 'others',
      (count: number) => string
    >;
    why: string;
  };
  weekly: {
    heading: (department: string) => string;
    subject: (department: string, days: string) => string;
    section: Record<'created' | 'moved' | 'stalled' | 'quiet' | 'overdue' | 'promises', string>;
    count: Record<'created' | 'moved' | 'stalled' | 'quiet' | 'overdue' | 'promises', (count: number) => string>;
    created: (day: string) => string;
    moved: (day: string) => string;
    stalled: (day: string) => string;
    columns: Record<'followUps' | 'promises' | 'problems' | 'total', string>;
    why: string;
  };
  monthly: {
    heading: (month: string) => string;
    subject: (month: string) => string;
    table: string;
    columns: Record<'created' | 'moved' | 'stalled' | 'overdue' | 'promises', string>;
    total: string;
    note: string;
    why: string;
  };
  heartbeat: {
    well: string;
    attention: (count: number) => string;
    intro: string;
    row: Record<'since' | 'sent' | 'failed' | 'parked' | 'backlog' | 'oldestDue' | 'workers', string>;
    channel: Record<'email' | 'in_app' | 'robot', string>;
    never: string;
    open: string;
    why: string;
  };
  security: Record<SecurityChange['kind'], { heading: string; intro: string }> & {
    row: Record<'at' | 'by' | 'address' | 'role' | 'token', string>;
    self: string;
    roles: (from: string, to: string) => string;
    warning: string;
    open: string;
    why: string;
  };
  test: { heading: string; intro: string; row: Record<'at' | 'by', string>; open: string; why: string };
}

const words: Record<Locale, MailWords> = { 'zh-CN': zh, en };
export const wordsOf = (locale: Locale): MailWords => words[locale];
