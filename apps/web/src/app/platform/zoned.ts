export { addDays } from '@torch/domain';

const day = 86_400_000;

/** Making one is slow, and a list shows hundreds of instants. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** Calendar and clock of an instant in a zone. */
function parts(at: Date, timeZone: string): Record<string, number> {
  const format =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  formats.set(timeZone, format);
  return Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
}

const pad = (value: number | undefined, digits = 2) => String(value).padStart(digits, '0');

/** `YYYY-MM-DDTHH:mm` as the clock on the reader's wall says it; what datetime inputs hold. */
export function toWall(at: Date, timeZone: string): string {
  const { year, month, day, hour, minute } = parts(at, timeZone);
  return `${pad(year, 4)}-${pad(month)}-${pad(day)}T${pad(hour)}:${pad(minute)}`;
}

/** `YYYY-MM-DD` in the reader's zone. */
export const toDay = (at: Date, timeZone: string): string => toWall(at, timeZone).slice(0, 10);

/** The instant at which the reader's clock shows this: the first of two; a time skipped in spring becomes the one after the gap. */
export function fromWall(wall: string, timeZone: string): Date {
  const asUtc = Date.parse(`${wall.slice(0, 16)}:00Z`);
  const offset = (at: number) => {
    const { year = 0, month = 1, day: date, hour, minute, second } = parts(new Date(at), timeZone);
    return Date.UTC(year, month - 1, date, hour, minute, second) - at;
  };
  // The zone's offset before and after any change near by; the earlier instant first, should the clock show both.
  const candidates = [asUtc - day, asUtc + day].map((near) => new Date(asUtc - offset(near)));
  const shown = candidates.find((at) => toWall(at, timeZone) === wall.slice(0, 16));
  return shown ?? new Date(Math.max(...candidates.map(Number)));
}

/** Whether the text is a day of the calendar, `YYYY-MM-DD`. */
export const isDay = (text: string | undefined): text is string =>
  /^\d{4}-\d\d-\d\d$/.test(text ?? '') && !Number.isNaN(Date.parse(`${text}T00:00:00Z`));
