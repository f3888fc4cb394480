import { type Anchor, type LadderStep, mootInstant, type Reader, type ReminderStep, remindInstant } from './step';
import type { ReminderRecipient } from './trigger';
import type { ReminderChannel, ReminderState } from './delivery';
import { isSnoozed, type Snooze } from './snooze';

/** Somebody who is to be reminded, as themselves or in another's place. */
export interface Addressee {
  reader: Reader;
  /** Who the step is for, where their deputy gets it during an absence. */
  insteadOf: string | null;
}

/** Where a reminder goes: a person over a channel, or the robot of a group. */
export type Target = { userId: string; insteadOf: string | null; robotId: null } | { userId: null; robotId: string };

/** One reminder that ought to be. */
export interface PlannedReminder {
  /** Number of the step in today's ladder, from 0. */
  step: number;
  stepId: string;
  channel: ReminderChannel;
  userId: string | null;
  robotId: string | null;
  insteadOf: string | null;
  remindAt: Date;
  mootAt: Date | null;
}

/** One that is already there. */
export interface KnownReminder {
  stepId: string;
  channel: ReminderChannel;
  userId: string | null;
  robotId: string | null;
  state: ReminderState;
  /** When it was handed over, or given up, and the next could follow; null while it waits. */
  overAt: Date | null;
  /** Withdrawn by the plan itself, not given up at its instant: it may be planned again. */
  withdrawn: boolean;
}

/** Who there is, seen from one record. */
export interface People {
  /** Those whom a step of this recipient reaches, at an instant that depends on the reader. */
  reached: (recipient: ReminderRecipient, instant: (reader: Reader) => Date) => Addressee[];
  robotIds: readonly string[];
}

/**
 * How late a step may be planned, in milliseconds, unless the step before it went late itself: what somebody set to the minute and told late
 * still reminds; anything else that lies in the past when it is first thought of reminds nobody, so that an upgrade or a
 * new rule floods nobody.
 */
const lateAtMost = ({ unit }: ReminderStep): number =>
  unit === 'notice' || unit === 'minutes' || unit === 'hours' ? 24 * 60 * 60_000 : 0;

const ended = ({ state, withdrawn }: KnownReminder) => state !== 'planned' && state !== 'claimed' && !withdrawn;
const overSince = (each: KnownReminder) => (ended(each) ? (each.overAt?.getTime() ?? 0) : 0);
const sinceOf = ({ since }: LadderStep) => (since === null ? -Infinity : Date.parse(since));
/** When the last of the steps before this one was over; what was over before it followed on them held up nothing. */
function heldUpUntil(steps: readonly LadderStep[], index: number, known: readonly KnownReminder[]): number {
  const before = new Set(steps.slice(0, index).map(({ id }) => id));
  const over = known.filter(({ stepId }) => before.has(stepId)).map(overSince);
  const [since = 0] = steps.slice(index, index + 1).map(sinceOf);
  return Math.max(0, ...over.filter((at) => at >= since));
}
export const keyOf = ({
  stepId,
  channel,
  userId,
  robotId,
}: Pick<PlannedReminder, 'stepId' | 'channel' | 'userId' | 'robotId'>): string =>
  `${stepId}/${channel}/${userId ?? robotId}`;

/** The reminders of one step, whether they are there or not. */
export function remindersOf(step: LadderStep, index: number, anchor: Anchor, people: People): PlannedReminder[] {
  const readers = new Map<string, Addressee>();
  for (const recipient of step.to)
    for (const addressee of people.reached(recipient, (reader) => remindInstant(step, anchor, reader)))
      if (!readers.has(addressee.reader.id)) readers.set(addressee.reader.id, addressee);
  const personal = [...readers.values()].flatMap(({ reader, insteadOf }) => {
    const when = { remindAt: remindInstant(step, anchor, reader), mootAt: mootInstant(step, anchor, reader) };
    return (['email', 'in_app'] as const).map((channel) => ({
      step: index,
      stepId: step.id,
      channel,
      userId: reader.id,
      robotId: null,
      insteadOf,
      ...when,
    }));
  });
  const [first] = personal;
  if (!first) return [];
  const groups = people.robotIds.map((robotId) => ({
    ...first,
    channel: 'robot' as const,
    userId: null,
    robotId,
    insteadOf: null,
  }));
  return [...personal, ...groups];
}

/**
 * What is to be planned of a ladder: the reminders of the first step that is not over, the later ones once that is.
 * So a plan costs the same for a ladder of two steps or ten, and who the later steps reach is asked when they come.
 * @param known the reminders of this rule and occurrence
 * @param snoozes who does not want to hear of it before when: their reminders until then count as over, so that the ladder
 *   goes on for everybody else as if nobody had put anything off
 * @returns the step's reminders that are still to come; none when the ladder is at its end
 */
export function planLadder(
  steps: readonly LadderStep[],
  anchor: Anchor,
  people: People,
  known: readonly KnownReminder[],
  now: Date,
  snoozes: readonly Snooze[] = [],
): PlannedReminder[] {
  const over = new Set(known.filter(ended).map(keyOf));
  for (const [index, step] of steps.entries()) {
    const stepped = known.some((each) => each.stepId === step.id && ended(each));
    const missing = remindersOf(step, index, anchor, people).filter(
      (each) => !over.has(keyOf(each)) && !isSnoozed(snoozes, each),
    );
    // What came due while the step before it was held up comes late; one told to some is told to others only while fresh.
    const heldUp = stepped ? 0 : heldUpUntil(steps, index, known);
    // A group that joins later is not told what its people have heard already.
    const late = ({ robotId }: PlannedReminder) => (robotId && stepped ? 0 : lateAtMost(step));
    const open = missing.filter(
      (each) =>
        each.remindAt.getTime() <= heldUp ||
        each.remindAt.getTime() >= Math.max(now.getTime() - late(each), sinceOf(step)),
    );
    const waiting = missing.filter((each) =>
      known.some((other) => keyOf(other) === keyOf(each) && (other.state === 'planned' || other.state === 'claimed')),
    );
    const plan = [...new Set([...open, ...waiting])];
    if (plan.length > 0) return plan;
  }
  return [];
}
