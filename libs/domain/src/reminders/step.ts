import {
  addDays,
  addWorkingDays,
  isWorkingDay,
  nextWorkingDay,
  previousWorkingDay,
  type WorkCalendar,
} from '../calendars/calendar';
import { afterQuietHours, dateIn, instantIn, isQuiet, type QuietHours, timeIn } from '../calendars/zone';
import { addMonths } from '../deals/milestone';
import type { ReminderRecipient } from './trigger';

/**
 * In what a step is counted from its anchor. `notice` is the follow-up's own notice before it is due. `notice` and
 * `minutes` are kept to the minute, whatever the hour: somebody chose it.
 */
export const stepUnits = ['notice', 'minutes', 'hours', 'days', 'workingDays', 'months'] as const;
export type StepUnit = (typeof stepUnits)[number];

/** One step of a rule's ladder: when, counted from the anchor, and to whom. */
export interface ReminderStep {
  /** Before the anchor when negative. */
  offset: number;
  unit: StepUnit;
  to: readonly ReminderRecipient[];
  /** Hour of the reader's day, `HH:MM`; null for the reader's own morning. Means nothing for `notice`, `minutes`, `hours`. */
  time: string | null;
}

/** A step as its rule keeps it. */
export interface LadderStep extends ReminderStep {
  /** What it is known by, whatever becomes of its place, its time and its readers. */
  id: string;
  /**
   * Since when (UTC, ISO 8601) it follows on those before it; null for one that always has. What was due before that is told
   * by it no more, unless it waits already.
   */
  since: string | null;
}

/** Who is reminded, and how their days go. */
export interface Reader {
  id: string;
  timeZone: string;
  calendar: WorkCalendar;
  /** When their working day begins, `HH:MM`. */
  morning: string;
  quietHours: QuietHours;
}

/** What a step is counted from: an instant, or a day alone. */
export type Anchor = { at: Date; noticeMinutes?: number } | { on: string };

const minute = 60_000;
/** Whether a step is kept to the minute, at night and on free days too. */
export const isExact = (unit: StepUnit): boolean => unit === 'notice' || unit === 'minutes';

/** Whether a step comes before its anchor, and tells nothing once that has passed. */
export const isAhead = ({ offset, unit }: ReminderStep): boolean => unit !== 'notice' && offset < 0;

/** The first instant from here on that lies in the reader's working hours of the day: not at night, not on a day off. */
export function inWorkingDays(at: Date, { timeZone, calendar, quietHours }: Reader): Date {
  const awake = afterQuietHours(at, quietHours, timeZone);
  const day = dateIn(awake, timeZone);
  if (isWorkingDay(calendar, day)) return awake;
  return instantIn(nextWorkingDay(calendar, day), quietHours.to, timeZone);
}

const lastMinuteBefore = (time: string) =>
  new Date(Date.parse(`2000-01-02T${time}Z`) - minute).toISOString().slice(11, 16);

/** The last instant up to here that lies in the reader's working hours of the day: not at night, not on a day off. */
function backInWorkingDays(at: Date, { timeZone, calendar, quietHours }: Reader): Date {
  const { from } = quietHours;
  const time = timeIn(at, timeZone);
  const day = dateIn(at, timeZone);
  const quiet = isQuiet(time, quietHours);
  if (!quiet && isWorkingDay(calendar, day)) return at;
  // In the morning the night has lasted since the evening before.
  const since = quiet && (time < from || from === '00:00') ? addDays(day, -1) : day;
  return instantIn(previousWorkingDay(calendar, since), lastMinuteBefore(from), timeZone);
}

/**
 * What is moved out of the night and off free days comes after them; a step ahead of its anchor comes before, where it
 * would otherwise tell on another day, or past the anchor and so never.
 */
function kept(at: Date, step: ReminderStep, anchor: Anchor, reader: Reader): Date {
  const after = inWorkingDays(at, reader);
  const moot = mootInstant(step, anchor, reader);
  const sameDay = dateIn(after, reader.timeZone) === dateIn(at, reader.timeZone);
  return !moot || (sameDay && after < moot) ? after : backInWorkingDays(at, reader);
}

function dayOf({ offset, unit }: ReminderStep, from: string, calendar: WorkCalendar): string {
  if (unit === 'workingDays' && offset !== 0) return addWorkingDays(calendar, from, offset);
  const day = unit === 'months' ? addMonths(from, offset) : addDays(from, unit === 'days' ? offset : 0);
  // What is to be done by a day off is told on the working day before, what has passed on the one after.
  return offset <= 0 ? previousWorkingDay(calendar, day) : nextWorkingDay(calendar, day);
}

/**
 * The instant of a step for a reader. Days are those of the reader's zone and country, hours those of their clock: 09:00
 * stays 09:00 across a change of clocks.
 */
export function remindInstant(step: ReminderStep, anchor: Anchor, reader: Reader): Date {
  if ('at' in anchor) {
    if (step.unit === 'notice') return new Date(anchor.at.getTime() - (anchor.noticeMinutes ?? 0) * minute);
    if (step.unit === 'minutes') return new Date(anchor.at.getTime() + step.offset * minute);
    if (step.unit === 'hours')
      return kept(new Date(anchor.at.getTime() + step.offset * 60 * minute), step, anchor, reader);
  }
  const from = 'at' in anchor ? dateIn(anchor.at, reader.timeZone) : anchor.on;
  const day = dayOf(isExact(step.unit) ? { ...step, unit: 'days', offset: 0 } : step, from, reader.calendar);
  return kept(instantIn(day, step.time ?? reader.morning, reader.timeZone), step, anchor, reader);
}

/** When a step that comes before its anchor has nothing to tell any more; null for what stays true. */
export function mootInstant(step: ReminderStep, anchor: Anchor, reader: Reader): Date | null {
  if (!isAhead(step)) return null;
  return 'at' in anchor ? anchor.at : instantIn(addDays(anchor.on, 1), '00:00', reader.timeZone);
}
