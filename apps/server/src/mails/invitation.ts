import { labels, type Locale } from '@torch/contracts';
import type { MailContent, VisitKind } from '@torch/domain';
import ical, { ICalAttendeeStatus, ICalCalendarMethod, ICalEventClass, ICalEventStatus } from 'ical-generator';
import { wordsOf } from './mail-words';
import { clean, oneLine } from './plain';

/** A visit as it goes into the calendar of one person. */
export interface VisitFacts {
  id: string;
  /** The record's version: a calendar keeps the entry with the highest, whatever comes last. */
  version: number;
  kind: VisitKind;
  code: string | null;
  startsAt: Date;
  /** Null: an hour after the start. */
  endsAt: Date | null;
  link: string;
  /** Told by full mails alone. */
  title: string;
  companyName: string | null;
  place: string | null;
  /** Told by kind and code alone, in every mode. */
  confidential: boolean;
}

export interface InvitationFacts {
  visit: VisitFacts;
  reader: { locale: Locale; mode: MailContent; name: string; email: string };
  /** The setting `MAIL_FROM`: an address, or a name with the address in angle brackets. */
  mailFrom: string;
  /** Host name of this installation, of which the entry's name is made. */
  host: string;
  /** When the invitation is written. */
  at: Date;
}

/** A file for a mail. With nodemailer: `icalEvent: { method, filename, content }`, so that mail programs offer the entry. */
export interface CalendarFile {
  method: 'REQUEST' | 'CANCEL';
  filename: string;
  contentType: string;
  content: string;
}

const hour = 3_600_000;

function addressOf(from: string): { name: string; email: string } {
  const [, name, email] = /^\s*(.*?)\s*<([^<>]+)>\s*$/.exec(from) ?? [];
  return email
    ? { name: (name ?? '').replace(/^"|"$/g, '') || email, email }
    : { name: from.trim(), email: from.trim() };
}

/** RFC 5546: an entry and its later versions share a UID; times are in UTC, so that no zone has to be explained. */
function calendarFile(facts: InvitationFacts, method: CalendarFile['method']): CalendarFile {
  const { visit, reader, at } = facts;
  const words = wordsOf(reader.locale);
  const full = reader.mode === 'full' && !visit.confidential;
  const name = [labels[reader.locale].visitKind[visit.kind], visit.code].filter((each) => each).join(' ');
  const company = full && visit.companyName ? oneLine(visit.companyName) : null;
  const calendar = ical({
    prodId: { company: 'Torch CRM', product: 'Torch CRM', language: reader.locale === 'en' ? 'EN' : 'ZH' },
    method: ICalCalendarMethod[method],
  });
  calendar.createEvent({
    id: `visit-${visit.id}@${facts.host}`,
    sequence: visit.version,
    stamp: at,
    start: visit.startsAt,
    end: visit.endsAt ?? new Date(visit.startsAt.getTime() + hour),
    summary: full ? [name, oneLine(visit.title)].filter((each) => each).join(words.colon) : name,
    location: full && visit.place ? oneLine(visit.place) : null,
    description: [...(company ? [`${words.row.company}: ${company}`] : []), `${words.open}: ${visit.link}`]
      .map(clean)
      .join('\n'),
    url: visit.link,
    // Who shares a calendar shows the time taken, not for what.
    class: ICalEventClass.PRIVATE,
    status: method === 'CANCEL' ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    organizer: addressOf(facts.mailFrom),
    // Nobody reads answers: the visit is settled in the product.
    attendees: [
      { name: oneLine(reader.name), email: reader.email, rsvp: false, status: ICalAttendeeStatus.NEEDSACTION },
    ],
  });
  return {
    method,
    filename: method === 'CANCEL' ? 'cancel.ics' : 'invite.ics',
    contentType: `text/calendar; charset=utf-8; method=${method}`,
    content: calendar.toString(),
  };
}

/** A visit for somebody's calendar; sent again with a higher version it moves the entry. */
export const visitInvitation = (facts: InvitationFacts): CalendarFile => calendarFile(facts, 'REQUEST');

/** Takes the visit out of the calendar again. */
export const visitCancellation = (facts: InvitationFacts): CalendarFile => calendarFile(facts, 'CANCEL');
