import type { Locale } from '@torch/contracts';

/** A mail as it goes into the outbox. The text stands on its own; the page says the same. */
export interface ComposedMail {
  /** One line of at most 120 characters. */
  subject: string;
  text: string;
  html: string;
}

export interface MailLink {
  label: string;
  /** A whole address: mails know no page that they stand on. */
  href: string;
}

/** `bad` is late or dangerous, `warn` will soon be; both say so in words too. */
export type MailTone = 'bad' | 'warn' | 'plain';

/** A short mark in words, such as "3 days overdue". */
export interface MailMark {
  text: string;
  tone: MailTone;
}

export interface MailRow {
  name: string;
  /** May have several lines. */
  value: string;
  tone?: MailTone;
  /** Beside the value. */
  mark?: MailMark | null;
}

/** One matter of a folded mail or a digest. */
export interface MailItem {
  what: string;
  code: string | null;
  when: string | null;
  mark: MailMark | null;
  note: string | null;
  link: string | null;
}

export interface MailList {
  kind: 'list';
  title: string;
  items: readonly MailItem[];
  /** How many there are in all, those left out too. */
  total: number;
  /** What the list leaves out, as in "and 12 more"; with a link, where they are. */
  more: { text: string; link: string | null } | null;
}

/** Numbers by row, such as sums by department. */
export interface MailTable {
  kind: 'table';
  title: string;
  /** The heads of all columns; the first is that of the names. */
  columns: readonly string[];
  rows: readonly { name: string; values: readonly string[] }[];
  /** The last row, set apart. */
  total: { name: string; values: readonly string[] } | null;
  /** What the numbers count. */
  note: string | null;
}

/** Links of one kind, told by their common label: "put off by: 1, 3, 7 working days". */
export interface MailActs {
  /** Null where each link speaks for itself. */
  label: string | null;
  links: readonly MailLink[];
}

/** Everything that a mail says, before it has a look. No value is escaped yet. */
export interface MailParts {
  locale: Locale;
  /** What sort of mail it is, in a word or two at its head. */
  kind: string;
  heading: string;
  /** Without the product's name, which is put before it. */
  subject: string;
  /** What lists of mails show beside the subject. */
  preheader: string;
  intro: readonly string[];
  rows: readonly MailRow[];
  sections: readonly (MailList | MailTable)[];
  /** Set apart: what to do if something is amiss. */
  warning: string | null;
  open: MailLink | null;
  acts: readonly MailActs[];
  /** How the links of `acts` work. */
  actsNote: string | null;
  /** Who was reminded before. */
  earlier: string | null;
  why: string;
  /** Links of the foot: notification settings, how the mail came about. */
  footLinks: readonly MailLink[];
}
