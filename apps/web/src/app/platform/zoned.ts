/** Calendar and clock of an instant in a zone. */
function parts(at: Date, timeZone: string): Record<string, number> {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
}

const pad = (value: number | undefined) => String(value).padStart(2, '0');

/** `YYYY-MM-DDTHH:mm` as the clock on the reader's wall says it; what datetime inputs hold. */
export function toWall(at: Date, timeZone: string): string {
  const { year, month, day, hour, minute } = parts(at, timeZone);
  return `${year}-${pad(month)}-${pad(day)}T${pad(hour)}:${pad(minute)}`;
}

/** `YYYY-MM-DD` in the reader's zone. */
export const toDay = (at: Date, timeZone: string): string => toWall(at, timeZone).slice(0, 10);

/** The instant at which the reader's clock shows this. A time skipped in spring becomes the one after the gap. */
export function fromWall(wall: string, timeZone: string): Date {
  const asUtc = Date.parse(`${wall.slice(0, 16)}:00Z`);
  const offset = (at: number) => {
    const { year = 0, month = 1, day, hour, minute, second } = parts(new Date(at), timeZone);
    return Date.UTC(year, month - 1, day, hour, minute, second) - at;
  };
  // The offset at the guess decides; once more, should the guess lie on the other side of a change.
  const guess = asUtc - offset(asUtc);
  return new Date(asUtc - offset(guess));
}

/** So many days on, on the calendar. */
export function addDays(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}
