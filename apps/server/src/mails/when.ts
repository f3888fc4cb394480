import { dateIn } from '@torch/domain';
import type { Locale } from '@torch/contracts';

/** Making one is slow, and an hour may see a hundred thousand mails. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatIn(locale: Locale, style: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${JSON.stringify(style)}`;
  const known = formats.get(key);
  if (known) return known;
  const format = new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, style);
  formats.set(key, format);
  return format;
}

const dayStyle = { year: 'numeric', month: 'short', day: 'numeric', weekday: 'short' } as const;
const midnight = (day: string) => new Date(`${day}T00:00Z`);

/** The instant in the reader's language and zone, with the zone named. */
export const localInstant = (at: Date, locale: Locale, timeZone: string): string =>
  formatIn(locale, {
    timeZone,
    ...dayStyle,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
  }).format(at);

/** The day, `YYYY-MM-DD`, in the reader's language. */
export const localDay = (day: string, locale: Locale): string =>
  formatIn(locale, { timeZone: 'UTC', ...dayStyle }).format(midnight(day));

/** A day without year and weekday, for what is known to be near. */
export const shortDay = (day: string, locale: Locale): string =>
  formatIn(locale, { timeZone: 'UTC', month: 'short', day: 'numeric' }).format(midnight(day));

/** From the first day to the last, both `YYYY-MM-DD`. */
export function localDays(from: string, to: string, locale: Locale): string {
  const style = { timeZone: 'UTC', year: 'numeric', month: 'short', day: 'numeric' } as const;
  const format = formatIn(locale, style);
  if (locale === 'en') return format.formatRange(midnight(from), midnight(to));
  // As a span, `Intl` tells Chinese days as 2030/2/25.
  const end = from.slice(0, 4) === to.slice(0, 4) ? shortDay(to, locale) : format.format(midnight(to));
  return `${format.format(midnight(from))}至${end}`;
}

/** The month, `YYYY-MM`. */
export const localMonth = (month: string, locale: Locale): string =>
  formatIn(locale, { timeZone: 'UTC', year: 'numeric', month: 'long' }).format(midnight(`${month}-01`));

/** An instant, or a day alone, as it is told. */
export const localWhen = (when: Date | string, locale: Locale, timeZone: string): string =>
  typeof when === 'string' ? localDay(when, locale) : localInstant(when, locale, timeZone);

/** The same shorter, for lists: in the reader's zone without naming it, and with the year only where it is another. */
export function nearWhen(when: Date | string, now: Date, locale: Locale, timeZone: string): string {
  const year =
    dayOf(when, timeZone).slice(0, 4) === dayOf(now, timeZone).slice(0, 4) ? {} : { year: 'numeric' as const };
  const style = { month: 'short', day: 'numeric', weekday: 'short', ...year } as const;
  if (typeof when === 'string') return formatIn(locale, { timeZone: 'UTC', ...style }).format(midnight(when));
  return formatIn(locale, {
    timeZone,
    ...style,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(when);
}

/** The date of an instant or a day, `YYYY-MM-DD`, in a zone. */
export const dayOf = (when: Date | string, timeZone: string): string =>
  typeof when === 'string' ? when : dateIn(when, timeZone);

/** Days of the calendar from one day to another, both `YYYY-MM-DD`. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((midnight(to).getTime() - midnight(from).getTime()) / 86_400_000);
