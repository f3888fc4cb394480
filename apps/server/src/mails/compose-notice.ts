import { labels } from '@torch/contracts';
import type { ComposedMail, MailParts, MailRow } from './content';
import { layoutMail } from './layout';
import { wordsOf } from './mail-words';
import type { HeartbeatFacts, SecurityFacts, TestFacts } from './matter';
import { oneLine } from './plain';
import { localInstant, nearWhen } from './when';

const nothing: Pick<MailParts, 'intro' | 'sections' | 'acts' | 'actsNote' | 'earlier' | 'warning' | 'footLinks'> = {
  intro: [],
  sections: [],
  acts: [],
  actsNote: null,
  earlier: null,
  warning: null,
  footLinks: [],
};

/** That reminders are running, and what is amiss with them: for the administrator who wants to miss it when it stays away. */
export function composeHeartbeat(facts: HeartbeatFacts): ComposedMail {
  const { locale, timeZone, settingsLink } = facts.reader;
  const words = wordsOf(locale);
  const { heartbeat } = words;
  const instant = (at: Date) => nearWhen(at, facts.now, locale, timeZone);
  const amiss = [facts.failed > 0, facts.parked > 0, facts.backlog > 0, facts.workers === 0].filter(Boolean).length;
  const heading = amiss === 0 ? heartbeat.well : heartbeat.attention(amiss);
  const count = (name: string, value: number, bad: boolean): MailRow => ({
    name,
    value: String(value),
    tone: bad ? 'bad' : 'plain',
  });
  return layoutMail({
    ...nothing,
    locale,
    kind: words.kind.heartbeat,
    heading,
    subject: heading,
    preheader: `${heartbeat.row.sent} ${facts.sent}${words.separator}${heartbeat.row.failed} ${facts.failed}`,
    intro: [heartbeat.intro],
    rows: [
      { name: heartbeat.row.since, value: instant(facts.since) },
      count(heartbeat.row.sent, facts.sent, false),
      count(heartbeat.row.failed, facts.failed, facts.failed > 0),
      count(heartbeat.row.parked, facts.parked, facts.parked > 0),
      count(heartbeat.row.backlog, facts.backlog, facts.backlog > 0),
      ...(facts.oldestDue ? [{ name: heartbeat.row.oldestDue, value: instant(facts.oldestDue) }] : []),
      count(heartbeat.row.workers, facts.workers, facts.workers === 0),
      ...facts.channels.map(({ channel, lastSuccess }) => ({
        name: heartbeat.channel[channel],
        value: lastSuccess ? instant(lastSuccess) : heartbeat.never,
      })),
    ],
    open: { label: heartbeat.open, href: facts.link },
    why: `${heartbeat.why}${words.between}${words.automatic}`,
    footLinks: [{ label: words.settings, href: settingsLink }],
  });
}

/** That an account was changed: what, when, by whom and from where, and what to do if it was somebody else. */
export function composeSecurity({ reader, change, at, address, byName, link }: SecurityFacts): ComposedMail {
  const { locale, timeZone } = reader;
  const words = wordsOf(locale);
  const { security } = words;
  const { heading, intro } = security[change.kind];
  const when = localInstant(at, locale, timeZone);
  const { role } = labels[locale];
  return layoutMail({
    ...nothing,
    locale,
    kind: words.kind.security,
    heading,
    subject: heading,
    preheader: when,
    intro: [intro],
    rows: [
      ...(change.kind === 'roleChanged'
        ? [{ name: security.row.role, value: security.roles(role[change.from], role[change.to]) }]
        : []),
      ...(change.kind === 'tokenCreated' ? [{ name: security.row.token, value: oneLine(change.tokenName) }] : []),
      { name: security.row.at, value: when },
      { name: security.row.by, value: byName === null ? security.self : oneLine(byName) },
      ...(address ? [{ name: security.row.address, value: address }] : []),
    ],
    warning: security.warning,
    open: { label: security.open, href: link },
    why: `${security.why}${words.between}${words.automatic}`,
    footLinks: [{ label: words.settings, href: reader.settingsLink }],
  });
}

/** By which an administrator sees that mails go out. */
export function composeTest({ reader, at, byName, link }: TestFacts): ComposedMail {
  const { locale, timeZone } = reader;
  const words = wordsOf(locale);
  return layoutMail({
    ...nothing,
    locale,
    kind: words.kind.test,
    heading: words.test.heading,
    subject: words.test.heading,
    preheader: words.test.intro,
    intro: [words.test.intro],
    rows: [
      { name: words.test.row.at, value: localInstant(at, locale, timeZone) },
      { name: words.test.row.by, value: oneLine(byName) },
    ],
    open: { label: words.test.open, href: link },
    why: `${words.test.why}${words.between}${words.automatic}`,
    footLinks: [{ label: words.settings, href: reader.settingsLink }],
  });
}
