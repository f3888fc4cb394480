import {
  addDays,
  type Anchor,
  type KnownReminder,
  planLadder,
  type PlannedReminder,
  planReasons,
  putOff,
  type ReminderChannel,
  type ReminderReason,
  type ReminderRule,
  isSnoozed,
  type ReminderState,
  type ReminderSubject,
  reminderSubjects,
  ruleFor,
  type Snooze,
  snoozedOccurrence,
} from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import { Config } from '../../platform/config';
import type { Recorded, Transaction } from '../../platform/database/unit-of-work';
import type { Basis } from './basis';
import { BasisLoader } from './basis-loader';
import { desiredDigests } from './digest-days';
import { readFacts, type ReminderFact } from './facts';
import { type Replan, subjectsOf } from './subjects';
import { withdrawMails } from './withdraw-mails';
import { withdrawPosts } from './withdraw-posts';

/** As many records as are planned in one go: more than any act of a person touches, less than a statement bears. */
const atOnce = 500;

/** A row as the plan sees it. */
export interface Known extends KnownReminder {
  id: string;
  subjectId: string;
  ruleId: string | null;
  occurrence: string;
  step: number;
  remindAt: Date;
  mootAt: Date | null;
  insteadOf: string | null;
  reason: ReminderReason | null;
}

/** A row as it ought to be. */
export interface Desired extends PlannedReminder {
  subjectId: string;
  ruleId: string;
  occurrence: string;
  anchor: Anchor;
}

/** What somebody put off, of one cause of one record. */
interface KnownSnooze extends Snooze {
  subjectId: string;
  ruleId: string;
  occurrence: string;
  stepId: string;
}

export interface PlanOptions {
  fresh?: ReadonlySet<string>;
  anew?: ReadonlySet<string>;
  basisChanged?: boolean;
}

const nobody: ReadonlySet<string> = new Set();

/** The reminder that a row is: for its record, once. */
const rowKey = ({ subjectId, ruleId, occurrence, stepId, userId, robotId, channel }: Desired | Known): string =>
  [subjectId, ruleId, occurrence, stepId, channel, userId ?? robotId].join(' ');
const ladderKey = (subjectId: string, ruleId: string | null, occurrence: string) =>
  [subjectId, ruleId, occurrence].join(' ');

/**
 * Keeps the reminders in line with what they are about. It works at the end of every unit of work, on what that wrote, so
 * that no way of writing can forget it; and on records one by one when rules or people change.
 */
@Injectable()
export class ReminderPlanner {
  constructor(
    private readonly loader: BasisLoader,
    private readonly config: Config,
  ) {}

  /** The derivation: plans what the events of a transaction were about. */
  async follow(tx: Transaction, recorded: readonly Recorded[]): Promise<void> {
    const touched = await subjectsOf(tx, recorded);
    if (touched.basisChanged) await tx.query('UPDATE plan_basis SET mark = gen_random_uuid()');
    for (const replan of touched.replans) await leaveReplan(tx, replan);
    if (touched.ids.size > 0) await this.plan(tx, touched.ids, touched);
  }

  /**
   * @param options.fresh records that this transaction made: nobody else knows them, and nothing is planned of them yet
   * @param options.anew records whose waiting reminders and mails are withdrawn and planned again, since their words no
   *   longer hold
   * @param options.basisChanged whether this transaction changed what plans are made from
   */
  async plan(
    tx: Transaction,
    ids: ReadonlyMap<ReminderSubject, ReadonlySet<string>>,
    { fresh = nobody, anew = nobody, basisChanged = false }: PlanOptions = {},
  ): Promise<void> {
    const touched = [...ids.values()].flatMap((each) => [...each]);
    const shared = touched.filter((id) => !fresh.has(id));
    if (shared.length > 0) await inTurn(tx, shared);
    const basis = await this.loader.load(tx, basisChanged);
    for (const subject of reminderSubjects) {
      const all = [...(ids.get(subject) ?? [])];
      for (let from = 0; from < all.length; from += atOnce)
        if (subject === 'user') await this.planDigests(tx, basis, all.slice(from, from + atOnce));
        else await this.planBatch(tx, basis, subject, all.slice(from, from + atOnce), { fresh, anew });
    }
  }

  /** The next digest of each kind that a person reads. One whose mail waits stays: it is about its day. */
  private async planDigests(tx: Transaction, basis: Basis, ids: readonly string[]): Promise<void> {
    const known = await knownOf(tx, ids);
    const desired = ids.flatMap((id) => desiredDigests(basis, id, known, tx.now));
    const read = new Set(desired.map(({ subjectId, ruleId }) => `${subjectId} ${ruleId}`));
    await this.lineUp(tx, 'user', known, desired, ({ subjectId, ruleId }) =>
      read.has(`${subjectId} ${ruleId}`) ? 'changed' : 'over',
    );
  }

  private async planBatch(
    tx: Transaction,
    basis: Basis,
    subject: Exclude<ReminderSubject, 'user'>,
    ids: readonly string[],
    { fresh, anew }: Required<Pick<PlanOptions, 'fresh' | 'anew'>>,
  ): Promise<void> {
    const facts = await readFacts(tx, subject, ids, this.config.settings.REPORTING_CURRENCY);
    const watched = facts.flatMap((fact) => {
      const rule = ruleFor(basis.rulesOf(fact.trigger), fact);
      return rule ? [{ fact, rule }] : [];
    });
    const shared = ids.filter((id) => !fresh.has(id));
    const snoozes = await snoozesOf(tx, shared);
    const ladders = new Set(
      watched.flatMap(({ fact, rule }) => {
        const again = snoozes
          .filter((each) => isOf(each, fact, rule))
          .map(({ until }) => snoozedOccurrence(fact.occurrence, until));
        return [fact.occurrence, ...again].map((occurrence) => ladderKey(fact.subjectId, rule.id, occurrence));
      }),
    );
    // A rule that still watches the record counts from another cause now: not the rule has changed, but the record.
    const watching = new Set(watched.map(({ fact, rule }) => `${fact.subjectId} ${rule.id}`));
    const before = await knownOf(tx, shared);
    const holds = (row: Known) => ladders.has(ladderKey(row.subjectId, row.ruleId, row.occurrence));
    // Whoever has lost a record is not told of it by what still waits: neither by a mail nor in a group.
    const reaches = (row: Known) => {
      const at = watched.find(({ fact, rule }) => isSame(row, { ...fact, ruleId: rule.id }));
      const step = at?.rule.steps.find(({ id }) => id === row.stepId);
      if (!at || !step) return true;
      const { reached, robotIds } = basis.peopleOf(at.fact);
      if (row.robotId !== null) return robotIds.includes(row.robotId);
      const all = step.to.flatMap((recipient) => reached(recipient, () => row.remindAt));
      // Who stands in for whom may change from day to day; what counts is whose it is.
      return all.some(
        ({ reader, insteadOf }) =>
          reader.id === row.userId || (insteadOf ?? reader.id) === (row.insteadOf ?? row.userId),
      );
    };
    // What waits says what held when it was written: where that is over or to be said anew, it is taken back.
    const outdated = before.filter(
      (row) =>
        // What a robot could not say can be sent again, from wherever it is by then.
        ((row.state === 'handed_over' || (row.state === 'failed' && row.robotId !== null)) && !reaches(row)) ||
        ((row.state === 'handed_over' || row.state === 'failed') && (anew.has(row.subjectId) || !holds(row))),
    );
    const again = outdated.filter(holds);
    for (const [withdraw, fits] of [
      [withdrawMails, ({ robotId }: Known) => robotId === null],
      [withdrawPosts, ({ robotId }: Known) => robotId !== null],
    ] as const)
      await withdraw(
        tx,
        outdated.filter(fits).map(({ id }) => id),
        again.filter(fits).map(({ id }) => id),
      );
    // Another's change of a mail that both were in may have come first.
    const known = outdated.length > 0 ? await knownOf(tx, shared) : before;
    const bySubject = new Map<string, Known[]>(ids.map((id) => [id, []]));
    for (const row of known) bySubject.get(row.subjectId)?.push(row);
    const desired = facts.flatMap((fact) =>
      desiredOf(basis, fact, bySubject.get(fact.subjectId) ?? [], tx.now, snoozes),
    );
    const caused = new Set(facts.map(({ subjectId, trigger }) => `${subjectId} ${trigger}`));
    await this.lineUp(tx, subject, known, desired, (row) => {
      if (!caused.has(`${row.subjectId} ${basis.triggerOf(row.ruleId)}`)) return 'over';
      const mine = snoozes.filter((each) => isSame(each, row));
      if (isSnoozed(mine, row)) return 'snoozed';
      return watching.has(`${row.subjectId} ${row.ruleId}`) ? 'changed' : 'rule-changed';
    });
  }

  private async lineUp(
    tx: Transaction,
    subject: ReminderSubject,
    known: readonly Known[],
    desired: readonly Desired[],
    reasonOf: (row: Known) => ReminderReason,
  ): Promise<void> {
    const coming = desired.filter(({ givenUp }) => !givenUp);
    const wanted = new Set(coming.map(rowKey));
    const givenUp = new Map(desired.map((each) => [rowKey(each), each.givenUp]));
    const surplus = known.filter(
      (row) =>
        !wanted.has(rowKey(row)) &&
        (row.state === 'planned' || row.state === 'claimed' || (row.withdrawn && givenUp.get(rowKey(row)))),
    );
    if (surplus.length > 0)
      await drop(
        tx,
        surplus.map(({ id }) => id),
        surplus.map((row) => givenUp.get(rowKey(row)) ?? reasonOf(row)),
      );
    const byKey = new Map(known.map((row) => [rowKey(row), row]));
    const moved = coming.flatMap((each) => {
      const row = byKey.get(rowKey(each));
      return row && (row.withdrawn || (row.state === 'planned' && isMoved(row, each))) ? [{ ...each, id: row.id }] : [];
    });
    const fresh = desired.filter((each) => !byKey.has(rowKey(each)));
    if (moved.length > 0) await move(tx, moved);
    if (fresh.length > 0) await insert(tx, subject, fresh);
  }
}

const isMoved = (row: Known, { step, remindAt, mootAt, insteadOf }: Desired) =>
  row.step !== step ||
  row.remindAt.getTime() !== remindAt.getTime() ||
  (row.mootAt?.getTime() ?? null) !== (mootAt?.getTime() ?? null) ||
  row.insteadOf !== insteadOf;

type Cause = Pick<Known, 'subjectId' | 'ruleId' | 'occurrence'>;
const isSame = (one: Cause, { subjectId, ruleId, occurrence }: Cause) =>
  one.subjectId === subjectId && one.ruleId === ruleId && one.occurrence === occurrence;
const isOf = (snooze: KnownSnooze, fact: ReminderFact, rule: ReminderRule) =>
  isSame(snooze, { ...fact, ruleId: rule.id });

/**
 * The next reminders about one cause, by the rule that watches it, and those that somebody put off.
 * @param known the reminders of its record
 */
export function desiredOf(
  basis: Basis,
  fact: ReminderFact,
  known: readonly Known[],
  now: Date,
  snoozes: readonly KnownSnooze[] = [],
): Desired[] {
  const rule = ruleFor(basis.rulesOf(fact.trigger), fact);
  if (!rule) return [];
  const about = { subjectId: fact.subjectId, ruleId: rule.id, occurrence: fact.occurrence };
  const mine = known.filter((row) => row.ruleId === rule.id && row.occurrence === fact.occurrence);
  const off = snoozes.filter((each) => isOf(each, fact, rule));
  const anchor = anchorOf(rule, fact);
  const ladder = planLadder(rule.steps, anchor, basis.peopleOf(fact), mine, now, off);
  const again = off.flatMap((snooze) => againOf(basis, rule, fact, snooze, now));
  const waits = (each: Desired) =>
    known.some((row) => row.state === 'planned' && rowKey(row) === rowKey(each)) || each.remindAt >= now;
  return [...ladder.map((each) => ({ ...each, ...about, anchor })), ...again.filter(waits)];
}

/** What comes at the end of a snooze, in the place of all that would have come before. */
function againOf(basis: Basis, rule: ReminderRule, fact: ReminderFact, snooze: KnownSnooze, now: Date): Desired[] {
  const addressee = basis.heardAgain(rule, fact, snooze);
  if (!addressee) return [];
  const { reader, insteadOf } = addressee;
  return (['email', 'in_app'] as const).map((channel) => ({
    subjectId: fact.subjectId,
    ruleId: rule.id,
    occurrence: snoozedOccurrence(fact.occurrence, snooze.until),
    // Should the rule have it no more, it is told as its first would be.
    step: Math.max(
      0,
      rule.steps.findIndex(({ id }) => id === snooze.stepId),
    ),
    stepId: snooze.stepId,
    channel,
    userId: reader.id,
    robotId: null,
    insteadOf,
    remindAt: putOff(snooze.until, null, reader, now),
    mootAt: null,
    anchor: anchorOf(rule, fact),
  }));
}

/** What stands longer than its norm is counted from the day on which that ends. */
export function anchorOf({ conditions: { normDays } }: ReminderRule, { anchor, stage }: ReminderFact): Anchor {
  if (!normDays || !('on' in anchor)) return anchor;
  return { on: addDays(anchor.on, normDays[stage ?? ''] ?? 0) };
}

/** One that has not begun does for all. */
export async function leaveReplan(tx: Transaction, replan: Replan): Promise<void> {
  const { ruleId, userId, departmentId } = {
    ruleId: null,
    userId: null,
    departmentId: null,
    ...(replan === 'everything' ? {} : replan),
  };
  await tx.query(
    `INSERT INTO replans (rule_id, user_id, department_id) SELECT $1::uuid, $2::uuid, $3::uuid WHERE NOT EXISTS (
       SELECT FROM replans WHERE after IS NULL AND rule_id IS NOT DISTINCT FROM $1 AND user_id IS NOT DISTINCT FROM $2
         AND department_id IS NOT DISTINCT FROM $3)`,
    [ruleId, userId, departmentId],
  );
}

/** One plan of a record at a time: each begins when the other's is kept, so that neither overlooks the other's. */
export async function inTurn(tx: Transaction, ids: readonly string[]): Promise<void> {
  await tx.query(
    `SELECT pg_advisory_xact_lock(7311, place) FROM (
       SELECT DISTINCT (hashtextextended(id::text, 0) & 1023)::int AS place FROM unnest($1::uuid[]) AS id ORDER BY 1) places`,
    [ids],
  );
}

/** The reminders there are about these records. */
export async function knownOf(tx: Transaction, ids: readonly string[]): Promise<Known[]> {
  if (ids.length === 0) return [];
  const rows = await tx.query<Omit<Known, 'withdrawn'> & { channel: ReminderChannel; state: ReminderState }>(
    `SELECT id, subject_id AS "subjectId", rule_id AS "ruleId", occurrence, step, step_id AS "stepId", channel, user_id AS "userId", robot_id AS "robotId",
       state, remind_at AS "remindAt", moot_at AS "mootAt", instead_of AS "insteadOf", reason,
       -- What follows on a mail is counted from its hand-over: the bell rang then, however long the mail was on its way.
       coalesce(handed_over_at, ended_at) AS "overAt"
     -- One record after another by the index: for many at once the table would be read whole while its statistics are old.
     FROM (SELECT DISTINCT unnest($1::uuid[]) AS subject) record CROSS JOIN LATERAL (
       SELECT * FROM reminders WHERE subject_id = record.subject
       -- Of somebody's years of digests, those of long ago have no bearing on the next.
       AND (subject_type <> 'user' OR state IN ('planned', 'claimed') OR anchor_on > current_date - 10) OFFSET 0) known`,
    [ids],
  );
  return rows.map((row) => ({
    ...row,
    withdrawn:
      (row.state === 'cancelled' || row.state === 'superseded') && planReasons.some((reason) => reason === row.reason),
  }));
}

async function snoozesOf(tx: Transaction, ids: readonly string[]): Promise<KnownSnooze[]> {
  if (ids.length === 0) return [];
  return tx.query(
    `SELECT subject_id AS "subjectId", rule_id AS "ruleId", occurrence, step_id AS "stepId", user_id AS "userId", until
     FROM snoozes WHERE subject_id = ANY($1)`,
    [ids],
  );
}

const arraysOf = (rows: readonly Desired[]) => [
  rows.map(({ remindAt }) => remindAt),
  rows.map(({ mootAt }) => mootAt),
  rows.map(({ insteadOf }) => insteadOf),
  rows.map(({ anchor }) => ('at' in anchor ? anchor.at : null)),
  rows.map(({ anchor }) => ('on' in anchor ? anchor.on : null)),
  rows.map(({ step }) => step),
];

/** What is over is cancelled; what something else stands in the place of is superseded. */
async function drop(tx: Transaction, ids: readonly string[], reasons: readonly ReminderReason[]): Promise<void> {
  await tx.query(
    `UPDATE reminders r SET state = CASE n.reason WHEN 'over' THEN 'cancelled' ELSE 'superseded' END, reason = n.reason,
       ended_at = now(), claimed_by = NULL
     FROM unnest($1::uuid[], $2::text[]) AS n (id, reason) WHERE r.id = n.id AND r.state IN ('planned', 'claimed', 'cancelled', 'superseded')`,
    [ids, reasons],
  );
}

async function move(tx: Transaction, rows: readonly (Desired & { id: string })[]): Promise<void> {
  await tx.query(
    `UPDATE reminders r SET state = 'planned', reason = NULL, ended_at = NULL, mail_id = NULL, handed_over_at = NULL, claimed_at = NULL,
       message_id = CASE r.state WHEN 'planned' THEN r.message_id END,
       tries = CASE r.state WHEN 'planned' THEN r.tries ELSE 0 END, wait_until = CASE r.state WHEN 'planned' THEN r.wait_until END,
       remind_at = n.remind_at, moot_at = n.moot_at, instead_of = n.instead_of,
       anchor_at = n.anchor_at, anchor_on = n.anchor_on, step = n.step
     FROM unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[], $4::uuid[], $5::timestamptz[], $6::date[], $7::int[])
       AS n (id, remind_at, moot_at, instead_of, anchor_at, anchor_on, step)
     WHERE r.id = n.id AND r.state IN ('planned', 'cancelled', 'superseded')`,
    [rows.map(({ id }) => id), ...arraysOf(rows)],
  );
}

async function insert(tx: Transaction, subject: ReminderSubject, rows: readonly Desired[]): Promise<void> {
  await tx.query(
    `INSERT INTO reminders (id, subject_type, remind_at, moot_at, instead_of, anchor_at, anchor_on, step, subject_id, rule_id, occurrence, step_id, channel, user_id, robot_id, state, reason, ended_at)
     SELECT id, $1, remind_at, moot_at, instead_of, anchor_at, anchor_on, step, subject_id, rule_id, occurrence, step_id, channel, user_id, robot_id,
       CASE WHEN given_up IS NULL THEN 'planned' ELSE 'superseded' END, given_up, CASE WHEN given_up IS NOT NULL THEN now() END
     FROM unnest($2::uuid[], $3::timestamptz[], $4::timestamptz[], $5::uuid[], $6::timestamptz[], $7::date[], $8::int[], $9::uuid[], $10::uuid[], $11::text[], $12::text[], $13::text[], $14::uuid[], $15::uuid[], $16::text[])
       AS n (id, remind_at, moot_at, instead_of, anchor_at, anchor_on, step, subject_id, rule_id, occurrence, step_id, channel, user_id, robot_id, given_up)
     ON CONFLICT ON CONSTRAINT reminders_once DO NOTHING`,
    [
      subject,
      rows.map(() => uuid()),
      ...arraysOf(rows),
      rows.map(({ subjectId }) => subjectId),
      rows.map(({ ruleId }) => ruleId),
      rows.map(({ occurrence }) => occurrence),
      rows.map(({ stepId }) => stepId),
      rows.map(({ channel }) => channel),
      rows.map(({ userId }) => userId),
      rows.map(({ robotId }) => robotId),
      rows.map(({ givenUp }) => givenUp ?? null),
    ],
  );
}
