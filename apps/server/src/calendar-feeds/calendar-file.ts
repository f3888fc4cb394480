import { labels } from '@torch/contracts';
import { reminderPage } from '@torch/domain';
import ical, { ICalEventClass, ICalEventTransparency } from 'ical-generator';
import type { FeedEntry, FeedReader } from './calendar-feed.queries';

const minute = 60_000;
const names = { 'zh-CN': '火炬招商', en: 'Torch CRM' } as const;
/** Of what its owner wrote down to do, the title is told; of a visit, its kind. */
const tellsTitle = (entry: FeedEntry, { mode }: FeedReader) =>
  !entry.confidential && (entry.kind !== 'visit' || mode === 'full');

const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim();

/**
 * A calendar of what somebody has to do. Its words are as few as those of a mail: a calendar lies with whoever runs the
 * program. Times are in UTC, so that no program has to know our zones; the reader's own is named.
 * @param address start of links, without a slash at its end
 */
export function calendarFile(reader: FeedReader, entries: readonly FeedEntry[], address: string): string {
  const { locale, timeZone, mode } = reader;
  const host = new URL(address).hostname;
  const words = labels[locale];
  const calendar = ical({
    name: names[locale],
    prodId: { company: 'Torch CRM', product: 'Torch CRM', language: locale === 'en' ? 'EN' : 'ZH' },
    // Programs ask again after so long, in seconds.
    ttl: 3600,
  });
  calendar.x('X-WR-TIMEZONE', timeZone);
  for (const entry of entries) {
    const { kind, id, version, updatedAt, startsAt, day } = entry;
    const what = entry.visitKind ? words.visitKind[entry.visitKind] : words.subject[kind];
    const title = tellsTitle(entry, reader) ? oneLine(entry.title) : null;
    const full = mode === 'full' && !entry.confidential;
    const link = `${address}${reminderPage({ ...entry, subjectType: kind, subjectId: id })}`;
    calendar.createEvent({
      id: `${kind}-${id}@${host}`,
      sequence: version,
      // The record's own, so that the file stays the same to the letter while nothing changes.
      stamp: updatedAt,
      lastModified: updatedAt,
      summary: [[what, entry.code].filter(Boolean).join(' '), title].filter(Boolean).join(locale === 'en' ? ': ' : ':'),
      description: [...(full && entry.companyName ? [oneLine(entry.companyName)] : []), link].join('\n'),
      location: full && entry.place ? oneLine(entry.place) : null,
      url: link,
      class: ICalEventClass.PRIVATE,
      // Only where somebody has to be do they have no time for anything else.
      transparency: kind === 'visit' ? ICalEventTransparency.OPAQUE : ICalEventTransparency.TRANSPARENT,
      ...(startsAt
        ? { start: startsAt, end: entry.endsAt ?? new Date(startsAt.getTime() + (kind === 'visit' ? 60 : 15) * minute) }
        : { start: new Date(`${day}T00:00:00Z`), allDay: true }),
    });
  }
  return calendar.toString();
}
