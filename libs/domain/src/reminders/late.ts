import { addDays, addWorkingDays, nextWorkingDay, workingDaysBetween } from '../calendars/calendar';
import { dateIn, instantIn } from '../calendars/zone';
import { hasHour } from './rule-check';
import { type Anchor, inWorkingDays, isAhead, isExact, type Reader, type ReminderStep, remindInstant } from './step';

/** Milliseconds after its instant from which a reminder is late: it no longer comes at the hour that was chosen for it. */
export const lateAfter = 10 * 60_000;

/**
 * When somebody is told what is late by now: at once in their working hours, otherwise when those begin again. An outage
 * ends at any hour, and nobody is to be woken by its end. What would tell nothing by then is not put off.
 * @param at its instant, which stays as it is for what is not late, or may go at once
 */
export function putOff(at: Date, mootAt: Date | null, reader: Reader, now: Date): Date {
  if (now.getTime() - at.getTime() <= lateAfter) return at;
  const next = inWorkingDays(now, reader);
  return next <= now || (mootAt && next >= mootAt) ? at : next;
}

/** When an earlier step was told, and by whose days it went. */
export interface Told {
  at: Date;
  to: Reader;
}

/**
 * When a step comes, counted from one that was told before it. Where that went in time, it is the step's own instant.
 * Where that went late, to somebody at least, the step keeps its distance from the last of these, so that whoever heard of
 * it first has the time to act that the rule gives them before the next in line hears of it: as many days later as lie
 * between the instants of both steps for this reader, working days for a step in working days, at the step's own hour of
 * the day; a step of the same day or counted in less, by as much time later, in the reader's working hours. Never before
 * its own instant.
 *
 * What is told ahead of the anchor gives time until then, not longer: it puts nothing off that comes after the anchor,
 * and what comes ahead as well only where that should have come by then.
 * @param instant the own instant of a step for a reader, where it is at hand
 */
export function keepDistance(
  step: ReminderStep,
  before: ReminderStep,
  anchor: Anchor,
  reader: Reader,
  told: readonly Told[],
  instant = (each: ReminderStep, whose: Reader): Date => remindInstant(each, anchor, whose),
): Date {
  const own = instant(step, reader);
  if (isAhead(before) && !isAhead(step)) return own;
  // The time to act that a notice gives is counted from what it gives notice of.
  const from = (whose: Reader) => {
    const at = instant(before, whose);
    return before.unit === 'notice' && 'at' in anchor && at < anchor.at ? anchor.at : at;
  };
  const late = told.filter(({ at, to }) => at.getTime() - from(to).getTime() > lateAfter);
  const last = new Date(Math.max(...late.map(({ at }) => at.getTime())));
  if (late.length === 0 || (isAhead(step) && own > last)) return own;
  const counted = countedFrom(last, from(reader), own, step, reader);
  return counted > own ? counted : own;
}

/** As much later than `last` as `own` is later than `from`. */
function countedFrom(last: Date, from: Date, own: Date, step: ReminderStep, reader: Reader): Date {
  const { timeZone, calendar, morning } = reader;
  const [fromOn, ownOn, lastOn] = [from, own, last].map((at) => dateIn(at, timeZone)) as [string, string, string];
  if (!hasHour(step.unit) || ownOn <= fromOn) {
    const at = new Date(last.getTime() + Math.max(0, own.getTime() - from.getTime()));
    return isExact(step.unit) ? at : inWorkingDays(at, reader);
  }
  const days = (Date.parse(ownOn) - Date.parse(fromOn)) / 86_400_000;
  const on =
    step.unit === 'workingDays'
      ? addWorkingDays(calendar, lastOn, workingDaysBetween(calendar, fromOn, ownOn))
      : nextWorkingDay(calendar, addDays(lastOn, days));
  return inWorkingDays(instantIn(on, step.time ?? morning, timeZone), reader);
}
