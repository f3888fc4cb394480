import { labels } from '@torch/contracts';
import { lateAfter } from '@torch/domain';
import type { MailItem, MailMark, MailRow } from './content';
import { wordsOf } from './mail-words';
import { dateMeans, type MailReader, type Matter, type MatterSubject, matterSubjectOf } from './matter';
import { clean, oneLine, shortened } from './plain';
import { dayOf, daysBetween, localWhen, nearWhen } from './when';

/** Whose title says what its owner has to do, and names no investor of its own accord. */
const titled: ReadonlySet<MatterSubject> = new Set<MatterSubject>(['followUp', 'promise', 'assignment', 'problem']);

/** Longest note of a mail; the record has the rest. */
const noteLength = 600;
const titleLength = 200;

/** Whether a mail may say more of the matter than its code, what is due, when, and where. */
export const inFull = (reader: MailReader, matter: Pick<Matter, 'confidential'>): boolean =>
  reader.mode === 'full' && !matter.confidential;

/** The title, where this mail may show it. */
export function titleFor(reader: MailReader, matter: Matter): string | null {
  if (matter.confidential) return null;
  if (reader.mode === 'minimal' && !titled.has(matterSubjectOf(matter.trigger))) return null;
  return shortened(oneLine(matter.title), titleLength) || null;
}

/** What there is to do: the title where it may be shown, else the rule's name, else the trigger's own words. */
export const whatFor = (reader: MailReader, matter: Matter): string =>
  (titled.has(matterSubjectOf(matter.trigger)) && titleFor(reader, matter)) ||
  (matter.ruleName && oneLine(matter.ruleName)) ||
  labels[reader.locale].reminderTrigger[matter.trigger];

/** How late it is or how long it has been so, in words; or that its day is today, and its hour may be over. */
export function markFor(reader: MailReader, { trigger, date }: Matter, now: Date): MailMark | null {
  const words = wordsOf(reader.locale);
  const days = daysBetween(dayOf(date, reader.timeZone), dayOf(now, reader.timeZone));
  switch (dateMeans[trigger]) {
    case 'due':
      if (days > 0) return { text: words.late(days), tone: 'bad' };
      if (date instanceof Date && now.getTime() - date.getTime() > lateAfter)
        return { text: words.overdue, tone: 'bad' };
      return days === 0 ? { text: words.dueToday, tone: 'warn' } : null;
    case 'since':
      return days > 0 ? { text: words.ago(days), tone: 'warn' } : null;
    case 'event':
      return null;
  }
}

/** Name and value of what this mail may tell of the matter beside its heading, which says what there is to do. */
export function rowsOf(reader: MailReader, matter: Matter, ownerName: string | null, now: Date): MailRow[] {
  const words = wordsOf(reader.locale);
  const title = titleFor(reader, matter);
  const told = (when: Date | string) => localWhen(when, reader.locale, reader.timeZone);
  const rows: (MailRow | null)[] = [
    matter.code ? { name: words.row.code, value: matter.code } : null,
    title && title !== whatFor(reader, matter) ? { name: words.row.title, value: title } : null,
    { name: words.trigger[matter.trigger].date, value: told(matter.date), mark: markFor(reader, matter, now) },
    ownerName ? { name: ownerRow(reader, matter), value: oneLine(ownerName) } : null,
  ];
  const { detail } = matter;
  if (detail && inFull(reader, matter))
    rows.push(
      detail.companyName ? { name: words.row.company, value: oneLine(detail.companyName) } : null,
      ...detail.amounts.map(([name, value]) => ({ name, value })),
      detail.lastContact !== null && matter.trigger !== 'lead.quiet'
        ? { name: words.row.lastContact, value: told(detail.lastContact) }
        : null,
      detail.place ? { name: words.row.place, value: oneLine(detail.place) } : null,
      detail.note ? { name: words.row.note, value: shortened(clean(detail.note), noteLength) } : null,
    );
  return rows.filter((row) => row !== null);
}

/** As what the one who has to see to a matter is named beside it. */
export const ownerRow = (reader: MailReader, { trigger }: Matter): string =>
  wordsOf(reader.locale).row[matterSubjectOf(trigger) === 'assignment' ? 'giver' : 'owner'];

/** The matter as one of several. What has no title that may be shown goes by its kind: its list says what is the matter. */
export function itemOf(reader: MailReader, matter: Matter, now: Date): MailItem {
  const words = wordsOf(reader.locale);
  const title = titleFor(reader, matter);
  const subject = words.subject[matterSubjectOf(matter.trigger)];
  const near = nearWhen(matter.date, now, reader.locale, reader.timeZone);
  const company = inFull(reader, matter) ? (matter.detail?.companyName ?? null) : null;
  const ruleName = titled.has(matterSubjectOf(matter.trigger)) ? null : matter.ruleName;
  return {
    what: title ?? (matter.code ? `${subject} ${matter.code}` : whatFor(reader, matter)),
    code: title ? matter.code : null,
    when: `${words.trigger[matter.trigger].date}${words.colon}${near}`,
    mark: markFor(reader, matter, now),
    note: [company, ruleName].filter((each) => each).join(words.separator) || null,
    link: matter.link,
  };
}
