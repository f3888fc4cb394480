import { addDays } from './calendar';

/** Making one is slow, and a plan asks for thousands of instants. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatIn(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  formats.set(timeZone, format);
  return format;
}

/** What calendar and clock on a wall there show at an instant, `YYYY-MM-DDTHH:MM:SS`. */
function wallIn(at: Date, timeZone: string): string {
  const part: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {};
  for (const { type, value } of formatIn(timeZone).formatToParts(at)) part[type] = value;
  return `${part.year?.padStart(4, '0')}-${part.month}-${part.day}T${part.hour}:${part.minute}:${part.second}`;
}

/** The date, `YYYY-MM-DD`, that it is in a time zone at an instant. */
export const dateIn = (at: Date, timeZone: string): string => wallIn(at, timeZone).slice(0, 10);

/** The time of day, `HH:MM`, that it is in a time zone at an instant. */
export const timeIn = (at: Date, timeZone: string): string => wallIn(at, timeZone).slice(11, 16);

const minute = 60_000;
const day = 86_400_000;

/** By how many milliseconds the clocks of a zone are ahead of UTC at an instant. */
const offsetAt = (at: number, timeZone: string): number =>
  Date.parse(`${wallIn(new Date(at), timeZone)}Z`) - Math.floor(at / 1000) * 1000;

/**
 * The instants at which the clocks of a zone show a time: one; two, the earlier first, where clocks are set back over it;
 * and in the gap where they are set forward over it, the first instant after the gap.
 */
function instantsIn(date: string, time: string, timeZone: string): [Date, ...Date[]] {
  const asUtc = Date.parse(`${date}T${time}:00Z`);
  // No zone is a day away from UTC, so these lie before and after the time, and any change near by between them.
  const [before, after] = [offsetAt(asUtc - day, timeZone), offsetAt(asUtc + day, timeZone)];
  const shown = [...new Set([before, after])]
    .filter((offset) => offsetAt(asUtc - offset, timeZone) === offset)
    .map((offset) => asUtc - offset)
    .sort((a, b) => a - b);
  const [first, ...others] = shown.map((at) => new Date(at));
  return first ? [first, ...others] : [new Date(changeBetween(asUtc - after, asUtc - before, timeZone))];
}

/** The whole minute at which the clocks of a zone are changed between two instants, by halving. */
function changeBetween(from: number, to: number, timeZone: string): number {
  const old = offsetAt(from, timeZone);
  let [low, high] = [Math.floor(from / minute), Math.ceil(to / minute)];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(middle * minute, timeZone) === old) low = middle;
    else high = middle;
  }
  return high * minute;
}

/**
 * The instant at which the clocks of a zone show a time on a date: the first of the two where clocks are set back over it,
 * the first instant after the gap where they are set forward over it.
 * @param date `YYYY-MM-DD`
 * @param time `HH:MM`
 */
export const instantIn = (date: string, time: string, timeZone: string): Date => instantsIn(date, time, timeZone)[0];

/** The part of the day, `HH:MM` each, in which nobody is disturbed: `from` counts, `to` does not; it may span midnight. */
export interface QuietHours {
  from: string;
  to: string;
}

/** Whoever has not set their own. */
export const usualQuietHours: QuietHours = { from: '22:00', to: '07:00' };

/** When a morning begins for whoever has not said otherwise. */
export const usualMorning = '09:00';

/** Whether a time of day, `HH:MM`, is quiet. Quiet hours that end where they begin are none. */
export const isQuiet = (time: string, { from, to }: QuietHours): boolean =>
  from <= to ? from <= time && time < to : from <= time || time < to;

/** The instant itself, or the first after it at which the clocks of the zone are out of the quiet hours. */
export function afterQuietHours(at: Date, quiet: QuietHours | null, timeZone: string): Date {
  const wall = wallIn(at, timeZone);
  const time = wall.slice(11, 16);
  if (!quiet || !isQuiet(time, quiet)) return at;
  const today = wall.slice(0, 10);
  const endsOn = time < quiet.to ? today : addDays(today, 1);
  const ends = instantsIn(endsOn, quiet.to, timeZone);
  // Set back over the end, clocks show it twice: in the second round the first showing is past.
  const end = ends.find((instant) => instant >= at) ?? ends[0];
  return afterQuietHours(end, quiet, timeZone);
}
