import { reachOf, type Role } from '../access/permissions';
import {
  addDays,
  addWorkingDays,
  isWorkingDay,
  nextWorkingDay,
  previousWorkingDay,
  type WorkCalendar,
} from '../calendars/calendar';
import { afterQuietHours, dateIn, instantIn } from '../calendars/zone';
import type { Reader, ReminderStep } from './step';
import type { DigestTrigger } from './trigger';

/**
 * Who reads a digest is its nature, not its step's: the morning's whoever has matters of their own, the week's heads, the
 * month's leaders.
 */
export function readsDigest(trigger: DigestTrigger, role: Role): boolean {
  switch (trigger) {
    case 'digest.personal':
      return reachOf(role, 'followUp.read') !== null || reachOf(role, 'assignment.answer') !== null;
    case 'digest.weekly':
      return role === 'head';
    case 'digest.monthly':
      return role === 'leader';
  }
}

/** Monday is 1, Sunday 7 (ISO 8601). */
const weekdayOf = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay() || 7;

/** The working day of a month, `YYYY-MM`, with this number; its last where it has fewer. */
function workingDayOfMonth(calendar: WorkCalendar, month: string, number: number): string {
  const first = `${month}-01`;
  const day = addWorkingDays(calendar, addDays(first, -1), Math.max(1, number));
  if (day.startsWith(month)) return day;
  return previousWorkingDay(calendar, addDays(`${addDays(first, 31).slice(0, 7)}-01`, -1));
}

/**
 * Whether a digest comes on a day. The personal one comes on every working day; the weekly one on the weekday (ISO, 1 to 7)
 * of its step, or where that is a day off on the last working day before, a worked weekend day counting like any other;
 * the monthly one on the working day of the month that its step numbers.
 */
export function isDigestDay(
  trigger: DigestTrigger,
  { offset }: Pick<ReminderStep, 'offset'>,
  calendar: WorkCalendar,
  day: string,
): boolean {
  if (!isWorkingDay(calendar, day)) return false;
  if (trigger === 'digest.personal') return true;
  if (trigger === 'digest.monthly') return workingDayOfMonth(calendar, day.slice(0, 7), offset) === day;
  const weekday = Math.min(7, Math.max(1, offset));
  // The day itself and those off after it: whichever of them is the weekday, this is the last working day up to it.
  const next = nextWorkingDay(calendar, addDays(day, 1));
  for (let at = day; at < next; at = addDays(at, 1)) if (weekdayOf(at) === weekday) return true;
  return false;
}

/** Days to look through for a digest day: no month is without one, and no week far from one. */
const searched = 100;

/** The last day before this one on which the digest came: where what the next one tells begins. */
export function digestDayBefore(
  trigger: DigestTrigger,
  step: Pick<ReminderStep, 'offset'>,
  calendar: WorkCalendar,
  day: string,
): string {
  for (let back = 1; back <= searched; back += 1) {
    const at = addDays(day, -back);
    if (isDigestDay(trigger, step, calendar, at)) return at;
  }
  return addDays(day, -searched);
}

/** When the digest of a day goes out: at the step's hour or the reader's own morning, after their quiet hours. */
export const digestInstant = (
  { time }: Pick<ReminderStep, 'time'>,
  { timeZone, morning, quietHours }: Reader,
  day: string,
): Date => afterQuietHours(instantIn(day, time ?? morning, timeZone), quietHours, timeZone);

/** A digest of which there is a row already, by its day. */
export interface KnownDigest {
  day: string;
  /** Not handed over yet. */
  waits: boolean;
}

export interface PlannedDigest {
  day: string;
  remindAt: Date;
  /** The end of the reader's day: a digest tells of today or not at all. */
  mootAt: Date;
}

/** A reader away for longer gets no digest planned until they are back, and a later look finds them. */
const planned = 400;

/**
 * The next digest of a reader: the first that is still to come, or the one that waits although its instant has come, until
 * it is handed over or found to be too late.
 * @param known those that are there already; one that does not wait any more is not planned again
 * @param isAway whether the reader is absent on a day; a morning then is nobody's, a week or month is read afterwards
 * @returns null where none comes in the time looked at
 */
export function nextDigest(
  trigger: DigestTrigger,
  step: ReminderStep,
  reader: Reader,
  known: readonly KnownDigest[],
  now: Date,
  isAway: (day: string) => boolean = () => false,
): PlannedDigest | null {
  const waiting = new Set(known.filter(({ waits }) => waits).map(({ day }) => day));
  const over = new Set(known.filter(({ waits }) => !waits).map(({ day }) => day));
  // Quiet hours may carry yesterday's into today.
  const first = [addDays(dateIn(now, reader.timeZone), -1), ...waiting].reduce((a, b) => (a < b ? a : b));
  for (let ahead = 0; ahead <= planned; ahead += 1) {
    const day = addDays(first, ahead);
    if (over.has(day) || !isDigestDay(trigger, step, reader.calendar, day)) continue;
    const remindAt = digestInstant(step, reader, day);
    const on = dateIn(remindAt, reader.timeZone);
    if (trigger === 'digest.personal' && isAway(on)) continue;
    if (remindAt <= now && !waiting.has(day)) continue;
    return { day, remindAt, mootAt: instantIn(addDays(on, 1), '00:00', reader.timeZone) };
  }
  return null;
}
