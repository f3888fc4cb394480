import type { MailItem, MailMark, MailRow } from './content';
import { wordsOf } from './mail-words';
import { type MailReader, type Matter, type MatterSubject, type MatterTrigger, subjectOf } from './matter';
import { clean, oneLine, shortened } from './plain';
import { dayOf, daysBetween, localWhen, nearWhen } from './when';

/** Whose title says what its owner has to do, and names no investor of its own accord. */
const titled: ReadonlySet<MatterSubject> = new Set<MatterSubject>(['followUp', 'promise', 'assignment', 'problem']);

/** Whose date is that of an event: passing it makes nothing late. */
const undelayed: ReadonlySet<MatterTrigger> = new Set<MatterTrigger>([
  'visit.soon',
  'visit.minutes',
  'lead.protectionEnds',
]);

const silent: ReadonlySet<MatterTrigger> = new Set<MatterTrigger>(['lead.quiet', 'deal.quiet']);

/** Longest note of a mail; the record has the rest. */
const noteLength = 600;
const titleLength = 200;

/** Whether a mail may say more of the matter than its code, what is due, when, and where. */
export const inFull = (reader: MailReader, matter: Pick<Matter, 'confidential'>): boolean =>
  reader.mode === 'full' && !matter.confidential;

/** The title, where this mail may show it. */
export function titleFor(reader: MailReader, matter: Matter): string | null {
  if (matter.confidential) return null;
  if (reader.mode === 'minimal' && !titled.has(subjectOf(matter.trigger))) return null;
  return shortened(oneLine(matter.title), titleLength) || null;
}

/** What there is to do: the title where it may be shown, else the rule's name, else the trigger's own words. */
export const whatFor = (reader: MailReader, matter: Matter): string =>
  (titled.has(subjectOf(matter.trigger)) && titleFor(reader, matter)) ||
  (matter.ruleName && oneLine(matter.ruleName)) ||
  wordsOf(reader.locale).trigger[matter.trigger].what;

/** How late it is, in words, or that its day is today. */
export function markFor(reader: MailReader, matter: Matter, now: Date): MailMark | null {
  if (matter.due === null || undelayed.has(matter.trigger)) return null;
  const words = wordsOf(reader.locale);
  const days = daysBetween(dayOf(matter.due, reader.timeZone), dayOf(now, reader.timeZone));
  if (days > 0) return { text: words.late(days), tone: 'bad' };
  return days === 0 ? { text: words.dueToday, tone: 'warn' } : null;
}

export const whenFor = (reader: MailReader, matter: Matter): string | null =>
  matter.due === null ? null : localWhen(matter.due, reader.locale, reader.timeZone);

/** Name and value of what this mail may tell of the matter beside its heading, which says what there is to do. */
export function rowsOf(reader: MailReader, matter: Matter, ownerName: string | null, now: Date): MailRow[] {
  const words = wordsOf(reader.locale);
  const trigger = words.trigger[matter.trigger];
  const title = titleFor(reader, matter);
  const told = (when: Date | string) => localWhen(when, reader.locale, reader.timeZone);
  const rows: (MailRow | null)[] = [
    matter.code ? { name: words.row.code, value: matter.code } : null,
    title && title !== whatFor(reader, matter) ? { name: words.row.title, value: title } : null,
    matter.due === null ? null : { name: trigger.when, value: told(matter.due), mark: markFor(reader, matter, now) },
    matter.since !== null && trigger.since ? { name: trigger.since, value: told(matter.since) } : null,
    ownerName ? { name: words.row.owner, value: oneLine(ownerName) } : null,
  ];
  const { detail } = matter;
  if (detail && inFull(reader, matter))
    rows.push(
      detail.companyName ? { name: words.row.company, value: oneLine(detail.companyName) } : null,
      ...detail.amounts.map(([name, value]) => ({ name, value })),
      detail.lastContact !== null && trigger.since !== words.row.lastContact
        ? { name: words.row.lastContact, value: told(detail.lastContact) }
        : null,
      detail.place ? { name: words.row.place, value: oneLine(detail.place) } : null,
      detail.note ? { name: words.row.note, value: shortened(clean(detail.note), noteLength) } : null,
    );
  return rows.filter((row) => row !== null);
}

/** The matter as one of several. What has no title that may be shown goes by its kind: its list says what is the matter. */
export function itemOf(reader: MailReader, matter: Matter, now: Date): MailItem {
  const words = wordsOf(reader.locale);
  const trigger = words.trigger[matter.trigger];
  const title = titleFor(reader, matter);
  const subject = words.subject[subjectOf(matter.trigger)];
  const near = (when: Date | string) => nearWhen(when, now, reader.locale, reader.timeZone);
  // Of silence, since when it lasts says more than when it became too long.
  const told: [string, Date | string | null] =
    trigger.since && matter.since !== null && silent.has(matter.trigger)
      ? [trigger.since, matter.since]
      : [trigger.when, matter.due];
  const company = inFull(reader, matter) ? (matter.detail?.companyName ?? null) : null;
  const ruleName = titled.has(subjectOf(matter.trigger)) ? null : matter.ruleName;
  return {
    what: title ?? (matter.code ? `${subject} ${matter.code}` : whatFor(reader, matter)),
    code: title ? matter.code : null,
    when: told[1] === null ? null : `${told[0]}${words.colon}${near(told[1])}`,
    mark: markFor(reader, matter, now),
    note: [company, ruleName].filter((each) => each).join(words.separator) || null,
    link: matter.link,
  };
}
