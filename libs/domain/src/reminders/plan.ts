import {
  type Anchor,
  isAhead,
  isExact,
  type LadderStep,
  mootInstant,
  type Reader,
  type ReminderStep,
  remindInstant,
} from './step';
import type { ReminderRecipient } from './trigger';
import type { ReminderChannel, ReminderReason, ReminderState } from './delivery';
import { keepDistance, lateAfter, putOff } from './late';
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
  /** Why it is not told any more and only kept for the record: a later step tells it, or it would come too late. */
  givenUp?: 'newer' | 'too-late';
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
  /** Why it did not go; null or left out for what did. */
  reason?: ReminderReason | null;
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
const waits = ({ state }: KnownReminder) => state === 'planned' || state === 'claimed';
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

/** A reminder with the person by whose days it goes: its reader, or of a group's the first of its people. */
type Timed = PlannedReminder & { reader: Reader };

/** The reminders of one step, whether they are there or not, each at its own instant. */
export const remindersOf = (step: LadderStep, index: number, anchor: Anchor, people: People): PlannedReminder[] =>
  timed(step, index, anchor, people).map(({ reader: _, ...each }) => each);

function timed(
  step: LadderStep,
  index: number,
  anchor: Anchor,
  people: People,
  instant = (reader: Reader) => remindInstant(step, anchor, reader),
): Timed[] {
  const readers = new Map<string, Addressee>();
  for (const recipient of step.to)
    for (const addressee of people.reached(recipient, instant))
      if (!readers.has(addressee.reader.id)) readers.set(addressee.reader.id, addressee);
  const personal = [...readers.values()].flatMap(({ reader, insteadOf }) => {
    const when = { reader, remindAt: instant(reader), mootAt: mootInstant(step, anchor, reader) };
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

/** Steps that tell of what is still to come: of those that are late, the last says it all. */
const isBefore = (step: ReminderStep) => isAhead(step) || step.unit === 'notice';
const targetOf = ({ channel, userId, robotId }: Pick<PlannedReminder, 'channel' | 'userId' | 'robotId'>) =>
  `${channel}/${userId ?? robotId}`;

/** Whether somebody heard of it, or would have but for their own settings: not what only outlived its time. */
const wasTold = (each: KnownReminder) => ended(each) && each.reason !== 'newer' && each.reason !== 'too-late';

/** One ladder as it stands. What is asked of it again and again is worked out once: instants are slow. */
class Ladder {
  /** What is over or waits, with what this plan gives up. */
  readonly known: KnownReminder[];
  private readonly instants = new Map<ReminderStep, Map<Reader, Date>>();
  private readonly timed = new Map<number, Timed[]>();

  constructor(
    private readonly steps: readonly LadderStep[],
    private readonly anchor: Anchor,
    private readonly people: People,
    known: readonly KnownReminder[],
    private readonly now: Date,
  ) {
    this.known = [...known];
  }

  /** A step's own instant for a reader. */
  instant(step: ReminderStep, reader: Reader): Date {
    const ofStep = this.instants.get(step) ?? new Map<Reader, Date>();
    this.instants.set(step, ofStep);
    const at = ofStep.get(reader) ?? remindInstant(step, this.anchor, reader);
    ofStep.set(reader, at);
    return at;
  }

  /** The reminders of a step, each at its own instant. */
  own(step: LadderStep, index: number): readonly Timed[] {
    const done = this.timed.get(index);
    if (done) return done;
    const rows = timed(step, index, this.anchor, this.people, (reader) => this.instant(step, reader));
    this.timed.set(index, rows);
    return rows;
  }

  /** The reminders of a step, each when it comes: in time, or so much after each step that was told late before it. */
  counted(step: LadderStep, index: number): readonly Timed[] {
    const before = [...this.steps.entries()].slice(0, index).flatMap(([at, each]) => {
      const rows = this.known.filter((row) => row.stepId === each.id);
      const last = lastTold(rows);
      return last.size > 0 ? [{ step: each, index: at, rows, last }] : [];
    });
    if (before.length === 0) return this.own(step, index);
    const instant = (each: ReminderStep, reader: Reader) => this.instant(each, reader);
    return timed(step, index, this.anchor, this.people, (reader) => {
      const comes = before.map(({ rows, last, ...from }) => {
        // Whose own reminder gave way to a later one hears that for it, and waits for nobody who heard the earlier one.
        if (rows.some(({ userId, reason }) => userId === reader.id && reason === 'newer')) return 0;
        const readers = new Map(this.own(from.step, from.index).map((each) => [each.userId, each.reader]));
        const told = [...last].map(([id, at]) => ({ at, to: readers.get(id) ?? reader }));
        return keepDistance(step, from.step, this.anchor, reader, told, instant).getTime();
      });
      return new Date(Math.max(instant(step, reader).getTime(), ...comes));
    });
  }

  /** Those for whom this step is late, and whom a later one has to tell the same by now. */
  gaveWay(step: LadderStep, index: number): ReadonlySet<string> {
    const past = (each: LadderStep, at: number, by: number, since = -Infinity) =>
      isBefore(each)
        ? this.own(each, at)
            .filter(({ remindAt }) => remindAt.getTime() + by <= this.now.getTime() && remindAt.getTime() >= since)
            .map(targetOf)
        : [];
    const late = past(step, index, lateAfter);
    if (late.length === 0) return new Set();
    const later = [...this.steps.entries()].slice(index + 1);
    // A step that was not there yet at its instant tells nothing.
    const told = new Set(later.flatMap(([at, each]) => past(each, at, 0, sinceOf(each))));
    return new Set(late.filter((target) => told.has(target)));
  }
}

/** Who was told, and when last. */
function lastTold(rows: readonly KnownReminder[]): ReadonlyMap<string, Date> {
  const told = new Map<string, Date>();
  for (const { userId, overAt } of rows.filter(wasTold)) {
    const last = userId && told.get(userId);
    if (userId && overAt && !(last && last > overAt)) told.set(userId, overAt);
  }
  return told;
}

/**
 * What is to be planned of a ladder: the reminders of the first step that is not over, the later ones once that is.
 * So a plan costs the same for a ladder of two steps or ten, and who the later steps reach is asked when they come.
 *
 * After an outage a step may be late. It goes in its reader's working hours (`putOff`), unless it is set to the minute. Of
 * the steps ahead of the anchor everybody is told the last one alone; those before it are given up. What comes after a
 * step that went late keeps its distance from it (`keepDistance`), and is given up where that leaves it nothing to tell.
 * @param known the reminders of this rule and occurrence
 * @param snoozes who does not want to hear of it before when: their reminders until then count as over, so that the ladder
 *   goes on for everybody else as if nobody had put anything off
 * @returns the step's reminders that are still to come; none when the ladder is at its end. With them those that are given
 *   up now, to be kept for the record
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
  // A mail may wait for its server; where the bell has rung, it holds up no later step.
  const held: PlannedReminder[] = [];
  const ladder = new Ladder(steps, anchor, people, known, now);
  const givenUp: PlannedReminder[] = [];
  for (const [index, step] of steps.entries()) {
    const stepped = known.some((each) => each.stepId === step.id && ended(each));
    if (ladder.own(step, index).every((each) => over.has(keyOf(each)))) continue;
    const all = ladder.counted(step, index);
    const missing = all.filter((each) => !over.has(keyOf(each)) && !isSnoozed(snoozes, each));
    // What came due while the step before it was held up comes late; one told to some is told to others only while fresh.
    const heldUp = stepped ? 0 : heldUpUntil(steps, index, ladder.known);
    // A group that joins later is not told what its people have heard already.
    const late = ({ robotId }: PlannedReminder) => (robotId && stepped ? 0 : lateAtMost(step));
    const open = missing.filter(
      (each) =>
        ladder.instant(step, each.reader).getTime() <= heldUp ||
        each.remindAt.getTime() >= Math.max(now.getTime() - late(each), sinceOf(step)),
    );
    const waiting = missing.filter((each) => known.some((other) => keyOf(other) === keyOf(each) && waits(other)));
    // What waits for somebody whom the step does not reach any more passes on to those whom it does.
    const reached = new Set(all.map(keyOf));
    const displaced = new Set(
      known
        .filter((each) => each.stepId === step.id && waits(each) && !reached.has(keyOf(each)))
        .map(({ channel }) => channel),
    );
    const inPlace = missing.filter(({ userId, channel }) => userId !== null && displaced.has(channel));
    const plan = new Set([...open, ...waiting, ...inPlace]);
    const gaveWay: ReadonlySet<string> = plan.size > 0 ? ladder.gaveWay(step, index) : new Set();
    const coming: PlannedReminder[] = [];
    let isHeld = stepped;
    for (const { reader, ...each } of plan) {
      const { channel, remindAt, mootAt } = each;
      const reason = gaveWay.has(targetOf(each)) ? 'newer' : mootAt && remindAt >= mootAt ? 'too-late' : null;
      if (!reason) {
        coming.push({ ...each, remindAt: isExact(step.unit) ? remindAt : putOff(remindAt, mootAt, reader, now) });
        isHeld &&= channel === 'email' && remindAt <= now;
      } else {
        givenUp.push({ ...each, givenUp: reason });
        ladder.known.push({ ...each, state: 'superseded', overAt: now, withdrawn: false, reason });
      }
    }
    if (coming.length > 0 && !isHeld) return [...held, ...coming, ...givenUp];
    held.push(...coming);
  }
  return [...held, ...givenUp];
}
