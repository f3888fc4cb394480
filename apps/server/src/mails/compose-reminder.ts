import type { ComposedMail, MailActs, MailItem, MailLink, MailList } from './content';
import { layoutMail } from './layout';
import { type MailWords, wordsOf } from './mail-words';
import {
  type FoldedFacts,
  type MailReader,
  type Matter,
  matterTriggers,
  type MatterActs,
  type MatterSubject,
  type ReminderFacts,
  matterSubjectOf,
} from './matter';
import { itemOf, ownerRow, rowsOf, titleFor, whatFor } from './matter-words';
import { oneLine } from './plain';
import { dayOf, shortDay } from './when';

function actsOf(acts: MatterActs, subject: MatterSubject, words: MailWords): MailActs[] {
  const once: MailLink[] = [
    ...(acts.done ? [{ label: words.done(subject), href: acts.done }] : []),
    ...(acts.logVisit ? [{ label: words.logVisit, href: acts.logVisit }] : []),
  ];
  const later = acts.snooze.map(({ days, link }) => ({ label: words.snoozeDays(days), href: link }));
  return [
    ...(once.length > 0 ? [{ label: null, links: once }] : []),
    ...(later.length > 0 ? [{ label: words.snooze, links: later }] : []),
  ];
}

/** Behind the name of the reminder: code and title, or the rule's name; the trigger's own words would say the name again. */
function subjectLine(reader: MailReader, matter: Matter, words: MailWords): string {
  const about = titleFor(reader, matter) ?? (matter.confidential ? null : matter.ruleName);
  const named = [words.trigger[matter.trigger].name, matter.code].filter((each) => each).join(' ');
  return about ? `${named}: ${about}` : named;
}

/** Who was reminded before, and on which days; null: nobody. */
function earlierOf(reader: MailReader, earlier: ReminderFacts['earlier']): string | null {
  const words = wordsOf(reader.locale);
  const people = earlier.map(({ name, at }) =>
    words.reminded(oneLine(name), shortDay(dayOf(at, reader.timeZone), reader.locale)),
  );
  return people.length > 0 ? words.earlier(people.join(words.separator)) : null;
}

/** A reminder of one matter, for its owner or a later step of the ladder. */
export function composeReminder(facts: ReminderFacts): ComposedMail {
  const { reader, matter, role, now } = facts;
  const words = wordsOf(reader.locale);
  const subject = matterSubjectOf(matter.trigger);
  const item = itemOf(reader, matter, now);
  const why = facts.insteadOf === null ? words.why(role, subject, facts.ownerName) : words.whyInstead(facts.insteadOf);
  const acts = facts.acts ? actsOf(facts.acts, subject, words) : [];
  return layoutMail({
    locale: reader.locale,
    kind: words.trigger[matter.trigger].name,
    heading: whatFor(reader, matter),
    subject: subjectLine(reader, matter, words),
    preheader: [item.when, item.mark?.text, matter.code].filter((each) => each).join(' · '),
    intro: [],
    rows: rowsOf(reader, matter, facts.ownerName, now),
    sections: [],
    warning: null,
    open: { label: words.open, href: matter.link },
    acts,
    actsNote: acts.length > 0 ? words.actsNote : null,
    earlier: earlierOf(reader, facts.earlier),
    why: `${why}${words.between}${words.automatic}`,
    footLinks: [
      { label: words.settings, href: reader.settingsLink },
      ...(facts.traceLink ? [{ label: words.trace, href: facts.traceLink }] : []),
    ],
  });
}

/** Webmails cut off pages beyond 102 kB: what is beyond this number is counted and linked. */
const mostListed = 60;

/** Several reminders of one person as one mail, grouped by what they are about; what is not listed is counted. */
export function composeFolded({ reader, matters, link, now }: FoldedFacts): ComposedMail {
  const words = wordsOf(reader.locale);
  const heading = words.folded.heading(matters.length);
  const item = ({ matter, ownerName, earlier }: FoldedFacts['matters'][number]): MailItem => {
    const told = itemOf(reader, matter, now);
    const owner = ownerName ? `${ownerRow(reader, matter)}${words.colon}${oneLine(ownerName)}` : null;
    return { ...told, note: [told.note, owner, earlierOf(reader, earlier)].filter((each) => each).join('\n') || null };
  };
  let room = mostListed;
  const sections = matterTriggers
    .map((trigger): MailList => {
      const mine = matters.filter(({ matter }) => matter.trigger === trigger);
      const listed = mine.slice(0, room);
      room -= listed.length;
      const left = mine.length - listed.length;
      return {
        kind: 'list',
        title: words.trigger[trigger].section,
        items: listed.map(item),
        total: mine.length,
        more: left > 0 ? { text: words.more(left), link } : null,
      };
    })
    .filter(({ total }) => total > 0);
  const parts = sections.map(({ title, total }) => `${title} ${total}`).join(words.separator);
  return layoutMail({
    locale: reader.locale,
    kind: words.kind.reminder,
    heading,
    subject: `${heading}: ${parts}`,
    preheader: matters
      .map(({ matter }) => [matter.code, whatFor(reader, matter)].filter((each) => each).join(' '))
      .join(' · '),
    intro: [words.folded.intro],
    rows: [],
    sections,
    warning: null,
    open: { label: words.openAll, href: link },
    acts: [],
    actsNote: null,
    earlier: null,
    why: `${words.folded.why}${words.between}${words.automatic}`,
    footLinks: [{ label: words.settings, href: reader.settingsLink }],
  });
}
