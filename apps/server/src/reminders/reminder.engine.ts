import type { Locale } from '@torch/contracts';
import {
  effectiveMode,
  furtherChances,
  lateAfter,
  type PreferenceMode,
  type ReminderChannel,
  type ReminderReason,
  type ReminderSubject,
  type ReminderTrigger,
} from '@torch/domain';
import { Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { Config } from '../platform/config';
import { kindOfRule } from '../platform/database/kind-of-rule';
import { getsMorningDigest } from '../platform/database/morning-digest';
import { isPassingFailure } from '../platform/database/passing-failure';
import { type Transaction, UnitOfWork } from '../platform/database/unit-of-work';
import { InHand } from '../platform/queue/in-hand';
import { MailServer } from '../platform/mail';
import { WorkerPresence } from '../platform/queue/presence';
import { type Alarm, Queues } from '../platform/queue/queues';
import { DigestMails } from './digests/digest-mails';
import { queueRobotPost } from '../robots';
import { pageOf } from './pages';
import { inTurn, ReminderPlanner } from './planning/planner';
import { ReminderMails } from './reminder-mails';
import { withdrawMails } from './planning/withdraw-mails';
import { overtaken } from './waiting-mails';

/** A reminder that is due, with all that its going out depends on. */
export interface Due {
  id: string;
  channel: ReminderChannel;
  userId: string | null;
  robotId: string | null;
  insteadOfName: string | null;
  subjectType: ReminderSubject;
  subjectId: string;
  occurrence: string;
  step: number;
  stepId: string;
  /** What the step was counted from. */
  anchorAt: Date | null;
  anchorOn: string | null;
  remindAt: Date;
  moot: boolean;
  /** A later step of the same ladder has gone to the same reader, or waits in the outbox. */
  overtaken: boolean;
  ruleId: string | null;
  trigger: ReminderTrigger | null;
  ruleActive: boolean;
  ruleNameZh: string | null;
  ruleNameEn: string | null;
  title: string;
  code: string | null;
  dueAt: Date;
  /** The day alone, for what is due on a day. */
  dueOn: string | null;
  alive: boolean;
  /** Whose it is. */
  ownerId: string | null;
  leadId: string | null;
  dealId: string | null;
  companyId: string | null;
  companyName: string | null;
  /** Whether its reader may know of the matter. */
  named: boolean;
  active: boolean;
  email: string | null;
  locale: Locale;
  timeZone: string;
  mode: PreferenceMode;
  getsDigest: boolean;
  /** Of a mail that was withdrawn and may be out all the same. */
  messageId: string | null;
}

interface Outdated {
  mailId: string;
  reminderId: string;
  subject: ReminderSubject;
  id: string;
}

type Claimed = Pick<Due, 'id' | 'userId'>;

const log = new Logger('reminders');

/** Milliseconds ahead for which alarms are set; what is due later is found by a later look. */
const horizon = 60_000;
/** Milliseconds after which what is due goes out without its alarm: the queue has lost it, or is away itself. */
const patience = 1_500;
/**
 * Seconds after which an alarm is too late to be of use: what it stands for goes with the backlog, the oldest first, so that
 * after an outage what is due now need not wait until everything that was due meanwhile has gone.
 */
const alarmHolds = 3;
/** Seconds after which what is due belongs to a backlog: until then it can still be in time, and goes first. */
const inTime = 5;
/** As many as one look takes up, as many of them as are claimed in one go, and as many people as are told side by side. */
const atOnce = 500;
const littleByLittle = 40;
const sideBySide = 4;
/** As many alarms as one look sets. */
const alarmsAtOnce = 5_000;
/** Days for which the trace tells of what was withdrawn. */
const withdrawnFor = 180;
/** Milliseconds for which a claim holds, whatever its worker is doing. */
const claim = 300_000;

/** The first number of the advisory locks by which one worker claims what is due to a person. */
const claimClass = 7313;

const dueColumns = `r.id, r.channel, r.user_id AS "userId", r.robot_id AS "robotId", i.display_name AS "insteadOfName",
  r.subject_type AS "subjectType", r.subject_id AS "subjectId", r.occurrence, r.step, r.step_id AS "stepId", r.anchor_at AS "anchorAt", r.anchor_on::text AS "anchorOn", r.remind_at AS "remindAt",
  coalesce(r.moot_at <= now(), false) AS moot, ${overtaken('r')} AS overtaken, r.rule_id AS "ruleId", q.trigger, coalesce(q.active, true) AS "ruleActive", q.name_zh AS "ruleNameZh", q.name_en AS "ruleNameEn",
  coalesce(l.codename, s.title) AS title, s.code, s.due_at AS "dueAt", s.due_on::text AS "dueOn", coalesce(s.alive, false) AS alive,
  s.owner_id AS "ownerId", s.lead_id AS "leadId", s.deal_id AS "dealId", s.company_id AS "companyId", coalesce(l.codename, c.name) AS "companyName",
  r.user_id IS NOT NULL AND (l.confidential_to IS NULL OR r.user_id = ANY (l.confidential_to)) OR r.user_id IS NULL AND l.confidential_to IS NULL AS named,
  coalesce(u.active, b.active) AS active, u.email, coalesce(u.locale, b.locale) AS locale, coalesce(u.time_zone, 'Asia/Shanghai') AS "timeZone",
  coalesce(p.mode, 'on') AS mode, coalesce(${getsMorningDigest}, false) AS "getsDigest", r.message_id AS "messageId"`;
/** The row decides, the queue only wakes: every step may be repeated, and a lost queue is made good from the rows. */
@Injectable()
export class ReminderEngine {
  private readonly inHand = new InHand();
  private alarmsUntil: Date | null = null;

  constructor(
    private readonly db: DataSource,
    private readonly work: UnitOfWork,
    private readonly queues: Queues,
    private readonly presence: WorkerPresence,
    private readonly mails: ReminderMails,
    private readonly digests: DigestMails,
    private readonly planner: ReminderPlanner,
    private readonly server: MailServer,
    private readonly config: Config,
  ) {}

  /** Sets alarms for the planned reminders of some records that come due soon. */
  async setAlarms(subjectIds: readonly string[]): Promise<void> {
    await this.setAlarmsWhere('subject_id = ANY($2)', subjectIds);
  }

  /** Sets alarms for all that come due soon, each once; what the queue has lost since goes out without. */
  async setAlarmsAhead(): Promise<void> {
    const [{ until }] = (await this.db.query('SELECT now() + make_interval(secs => $1) AS until', [
      horizon / 1000,
    ])) as [{ until: Date }];
    const set = await this.setAlarmsWhere('remind_at >= $2', this.alarmsUntil ?? '-infinity');
    this.alarmsUntil = set.length < alarmsAtOnce ? until : (set.at(-1)?.at ?? until);
  }

  /** One alarm for each person and instant: what is due to somebody goes out together. */
  private async setAlarmsWhere(condition: string, value: unknown): Promise<{ at: Date }[]> {
    const rows: { id: string; at: Date; wait: number }[] = await this.db.query(
      `SELECT DISTINCT ON (remind_at, coalesce(user_id, robot_id)) id, remind_at AS at,
         greatest(0, extract(epoch FROM remind_at - now()) * 1000)::float8 AS wait
       FROM reminders WHERE state = 'planned' AND remind_at < now() + make_interval(secs => $1) AND ${condition}
       ORDER BY remind_at, coalesce(user_id, robot_id), id LIMIT ${alarmsAtOnce}`,
      [horizon / 1000, value],
    );
    const alarms: Alarm[] = rows.map(({ id, at, wait }) => ({
      id,
      // A moved reminder is another alarm.
      jobId: `reminder-${id}-${at.getTime()}`,
      delay: Math.ceil(wait),
    }));
    await this.queues.wake('reminders', alarms);
    return rows;
  }

  /** Does what no alarm has woken in time, until nothing is left or until told to stop. */
  async sweep(stopping: () => boolean = () => false): Promise<void> {
    // What cannot be handed over is found again, and is not to be tried again before the next look.
    const tried = new Set<string>();
    // Without a number nothing can be claimed.
    while (!stopping() && this.presence.number !== null) {
      const due = `SELECT id FROM reminders r WHERE state = 'planned' AND ${this.mayGo('r')} AND remind_at`;
      const rows: { id: string; fresh: boolean }[] = await this.db.query(
        `SELECT id, fresh FROM (
           (SELECT id, true AS fresh FROM (${due} BETWEEN now() - make_interval(secs => $2) AND now() - make_interval(secs => $1)
             ORDER BY remind_at, id LIMIT ${littleByLittle}) f)
           UNION ALL
           (SELECT id, false FROM (${due} < now() - make_interval(secs => $2) ORDER BY remind_at, id LIMIT ${atOnce}) b)) d`,
        [patience / 1000, inTime],
      );
      const [fresh, backlog] = [rows.filter((row) => row.fresh), rows.filter((row) => !row.fresh)];
      // Little by little: what has been handed over is sent meanwhile, what came due meanwhile goes first, and workers that
      // look at once begin at other places of the backlog.
      const place = backlog.length > 0 ? ((this.presence.number ?? 0) * 3 * littleByLittle) % backlog.length : 0;
      const turned = [...fresh, ...backlog.slice(place), ...backlog.slice(0, place)].map(({ id }) => id);
      const next = turned.filter((id) => !tried.has(id)).slice(0, littleByLittle);
      if (next.length === 0) return;
      for (const id of next) tried.add(id);
      await this.handOver(next);
    }
  }

  /** Takes back mails that a worker could not send after all, of what was over meanwhile, and those that have waited for long. */
  async takeBack(): Promise<void> {
    const rows: Outdated[] = await this.db.query(
      `SELECT m.id AS "mailId", r.id AS "reminderId", r.subject_type AS subject, r.subject_id AS id FROM mails m JOIN reminders r ON r.mail_id = m.id AND r.state IN ('handed_over', 'failed')
       WHERE m.outdated AND m.state IN ('queued', 'failed', 'parked') AND m.claimed_by IS NULL ORDER BY m.id LIMIT $1`,
      [atOnce],
    );
    if (rows.length === 0) return;
    try {
      await this.planAgain(rows);
    } catch (error) {
      if (isPassingFailure(error)) throw error;
      log.error(`mails were not taken back: ${(error as Error).message}`);
      // One of them may be about what cannot be planned: it stays where it is, and holds up no other.
      for (const each of rows)
        await this.planAgain([each]).catch((failure: Error) => log.error(`mail ${each.mailId}: ${failure.message}`));
    }
  }

  private async planAgain(rows: readonly Outdated[]): Promise<void> {
    const ids = new Map<ReminderSubject, Set<string>>();
    for (const { subject, id } of rows) ids.set(subject, (ids.get(subject) ?? new Set()).add(id));
    await this.work.run('system', null, async (tx) => {
      // In today's words: what was being sent may have become confidential meanwhile.
      await this.planner.plan(tx, ids, { anew: new Set(rows.map(({ id }) => id)) });
      // A digest is about its day, not about its reader: no plan of theirs takes it back.
      const digests = rows.filter(({ subject }) => subject === 'user').map(({ reminderId }) => reminderId);
      await withdrawMails(tx, digests, digests);
      // What has come back meanwhile still holds.
      await tx.query(
        `UPDATE mails SET outdated = false WHERE id = ANY($1) AND state = 'queued' AND claimed_by IS NULL`,
        [rows.map(({ mailId }) => mailId)],
      );
    });
  }

  /** Gives back what workers hold that are gone, what this one has dropped, and what has been held for too long. */
  async giveBack(gone: readonly number[]): Promise<void> {
    const claimed: { id: string }[] = await this.db.query(
      `SELECT id FROM reminders WHERE state = 'claimed' AND claimed_by = ANY($1)`,
      [this.presence.numbers],
    );
    await this.db.query(
      `UPDATE reminders SET state = 'planned', claimed_by = NULL, claimed_at = NULL
       WHERE state = 'claimed' AND (claimed_by = ANY($1) OR claimed_by = ANY($2) AND id = ANY($3) OR claimed_at < now() - make_interval(secs => $4))`,
      [gone, this.presence.numbers, this.inHand.dropped(claimed), claim / 1000],
    );
  }

  /** Forgets what was withdrawn long ago: every contact supersedes what its silence would have told. What went stays. */
  async forget(): Promise<void> {
    await this.db.query(
      `DELETE FROM reminders WHERE id IN (
         SELECT id FROM reminders WHERE state IN ('cancelled', 'superseded') AND ended_at < now() - make_interval(days => $1)
         ORDER BY ended_at LIMIT 10000)`,
      [withdrawnFor],
    );
  }

  /**
   * Hands due reminders to their channels. What is due to one person is taken together, so that a burst becomes one mail
   * and the bell rings in the same commit. The reminder and what it becomes are one commit, so it happens once however often it is tried.
   */
  async handOver(ids: readonly string[], { byAlarm = false } = {}): Promise<void> {
    const worker = this.presence.number;
    if (worker === null) return;
    await this.inHand.during(ids, async () => {
      const claimed = await this.claim(ids, worker, byAlarm ? alarmHolds : null);
      const alsoDue = claimed.map(({ id }) => id);
      await this.inHand.during(alsoDue, () => this.handOverClaimed(claimed, worker));
    });
  }

  private async handOverClaimed(claimed: readonly Claimed[], worker: number): Promise<void> {
    const groups = new Map<string, string[]>();
    for (const { id, userId } of claimed) groups.set(userId ?? id, [...(groups.get(userId ?? id) ?? []), id]);
    const failures: string[] = [];
    const mailIds: string[] = [];
    const waiting = [...groups.values()];
    // One that cannot be handed over holds up no other; it is given back, and tried again.
    const next = async () => {
      for (let group = waiting.shift(); group; group = waiting.shift())
        try {
          mailIds.push(...(await this.deliver(group, worker)));
        } catch (error) {
          failures.push((error as Error).message);
          // One of them may be what cannot be told: the others go without it.
          if (isPassingFailure(error) || !(await this.isolate(group, waiting, error as Error, worker)))
            await this.unclaim(group, worker);
        }
    };
    await Promise.all(Array.from({ length: sideBySide }, next));
    // Only an alarm: a queue that hangs holds up nothing, and the next look at the outbox finds them as well.
    void this.queues
      .wake(
        'mails',
        mailIds.map((id) => ({ id, jobId: `mail-${id}-0` })),
      )
      .catch((error: Error) => log.warn(`mails: ${error.message}`));
    if (failures.length > 0) throw new Error(failures.join('; '));
  }

  /**
   * After a failure that is no passing one: has reminders delivered one by one, and one that failed alone wait for a further
   * chance, or gives it up after the last.
   * @returns whether that is seen to; else they are to be given back
   */
  private async isolate(group: readonly string[], waiting: string[][], error: Error, worker: number): Promise<boolean> {
    const [id] = group;
    if (!id) return true;
    if (group.length > 1) {
      waiting.push(...group.map((each) => [each]));
      return true;
    }
    log.error(`reminder ${id} cannot be told: ${error.message}`);
    try {
      const [waits] = await this.db.query<[{ id: string }[]]>(
        `UPDATE reminders SET state = 'planned', claimed_by = NULL, claimed_at = NULL, tries = tries + 1,
           wait_until = now() + make_interval(secs => ($3::float8[])[tries + 1])
         WHERE id = $1 AND state = 'claimed' AND claimed_by = $2 AND tries < cardinality($3::float8[]) RETURNING id`,
        [id, worker, furtherChances.map((time) => time / 1_000)],
      );
      if (waits.length === 0) await this.giveUp(id, worker);
      return true;
    } catch (failure) {
      log.warn((failure as Error).message);
      return false;
    }
  }

  private async giveUp(id: string, worker: number): Promise<void> {
    const end = (say: boolean) =>
      this.work.run('system', null, async (tx) => {
        const [gone] = await tx.query<Told>(
          `WITH gone AS (
             UPDATE reminders SET state = 'failed', reason = 'untold', ended_at = now(), claimed_by = NULL, tries = tries + 1
             WHERE id = $1 AND state = 'claimed' AND claimed_by = $2 RETURNING *
           ) SELECT g.id, g.subject_type AS "subjectType", g.subject_id AS "subjectId", g.channel, g.step,
               s.lead_id AS "leadId", s.company_id AS "companyId"
             FROM gone g LEFT JOIN reminded s ON s.id = g.subject_id`,
          [id, worker],
        );
        if (gone && say) await tell(tx, gone, 'reminderDropped', { reason: 'untold' });
      });
    try {
      await end(true);
    } catch (error) {
      if (isPassingFailure(error)) throw error;
      // What its record cannot be planned for either is only given up.
      await end(false);
    }
  }

  /** SQL: whether a reminder that is due is not to wait all the same: for a further chance, or for a mail server. */
  private mayGo(reminder: string): string {
    return `(${reminder}.wait_until IS NULL OR ${reminder}.wait_until <= now()) AND NOT ${this.server.held(reminder)}`;
  }

  /** @param since only if one of them came due within so many seconds, or null for however long ago */
  private claim(ids: readonly string[], worker: number, since: number | null): Promise<Claimed[]> {
    return this.db.query(
      // Of two workers that find the same burst at once, one takes all of a person's: the lock lasts as long as the statement.
      `WITH called AS MATERIALIZED (
         SELECT id, user_id FROM reminders WHERE id = ANY($1) AND ($3::float8 IS NULL OR remind_at > now() - make_interval(secs => $3))
       ), people AS MATERIALIZED (
         SELECT DISTINCT user_id FROM called WHERE user_id IS NOT NULL
       ), mine AS MATERIALIZED (
         SELECT user_id FROM people WHERE pg_try_advisory_xact_lock(${claimClass}, hashtext(user_id::text))
       ), due AS (
         SELECT id FROM reminders d WHERE state = 'planned' AND remind_at <= now() AND ${this.mayGo('d')} AND id IN (
           SELECT id FROM called WHERE user_id IS NULL
           UNION SELECT o.id FROM mine JOIN reminders o ON o.user_id = mine.user_id
             AND o.state = 'planned' AND o.remind_at <= now())
         ORDER BY id FOR UPDATE SKIP LOCKED
       ), claimed AS (
         UPDATE reminders r SET state = 'claimed', claimed_at = now(), claimed_by = $2 FROM due WHERE r.id = due.id
         RETURNING r.id, r.user_id
       ) SELECT id, user_id AS "userId" FROM claimed ORDER BY id`,
      [ids, worker, since],
    );
  }

  private async unclaim(ids: readonly string[], worker: number): Promise<void> {
    await this.db
      .query(
        `UPDATE reminders SET state = 'planned', claimed_by = NULL, claimed_at = NULL
         WHERE id = ANY($1) AND state = 'claimed' AND claimed_by = $2`,
        [ids, worker],
      )
      .catch((error: Error) => log.warn(error.message));
  }

  /** @returns the mails that it became */
  private deliver(ids: readonly string[], worker: number): Promise<string[]> {
    return this.work.run('system', null, async (tx) => {
      // The records' turn comes before the rows, as for whoever plans.
      const subjects = await tx.query<{ id: string }>(
        'SELECT DISTINCT subject_id AS id FROM reminders WHERE id = ANY($1)',
        [ids],
      );
      await inTurn(
        tx,
        subjects.map(({ id }) => id),
      );
      await this.planLate(tx, ids, worker);
      const due = await this.dueOf(tx, ids, worker);
      const going: Due[] = [];
      for (const each of due) {
        const refusal = refusalOf(each, due);
        if (refusal) await this.refuse(tx, each, refusal);
        else going.push(each);
      }
      const mailIds: string[] = [];
      for (const each of going)
        if (each.channel !== 'email') await (each.robotId ? this.post(tx, each, each.robotId) : this.ring(tx, each));
      const byMail = going.filter(({ channel, subjectType }) => channel === 'email' && subjectType !== 'user');
      if (byMail.length > 0) mailIds.push(...(await this.mail(tx, byMail)));
      // Last of all: a digest tells what was kept for it just now, too.
      for (const digest of going.filter(({ subjectType }) => subjectType === 'user')) {
        const mailId = await this.digests.queue(tx, digest);
        if (mailId) mailIds.push(mailId);
      }
      await this.planNextDigests(tx, due);
      return mailIds;
    });
  }

  /**
   * What goes late is planned anew first, by the one who plans everything: by now it may have to wait for its reader's
   * working hours, or have given way to a later step. A digest is of its day, early or late.
   */
  private async planLate(tx: Transaction, ids: readonly string[], worker: number): Promise<void> {
    const late = await tx.query<{ id: string; subject: ReminderSubject; subjectId: string }>(
      `WITH late AS (
         UPDATE reminders SET state = 'planned', claimed_by = NULL, claimed_at = NULL
         WHERE id = ANY($1) AND state = 'claimed' AND claimed_by = $2 AND subject_type <> 'user'
           AND remind_at < now() - make_interval(secs => $3)
         RETURNING id, subject_type, subject_id
       ) SELECT id, subject_type AS subject, subject_id AS "subjectId" FROM late`,
      [ids, worker, lateAfter / 1000],
    );
    if (late.length === 0) return;
    const records = new Map<ReminderSubject, Set<string>>();
    for (const { subject, subjectId } of late) records.set(subject, (records.get(subject) ?? new Set()).add(subjectId));
    await this.planner.plan(tx, records);
    await tx.query(
      `UPDATE reminders SET state = 'claimed', claimed_by = $2, claimed_at = now()
       WHERE id = ANY($1) AND state = 'planned' AND remind_at <= now()`,
      [late.map(({ id }) => id), worker],
    );
  }

  /** Of a digest no event tells but its mail's, so that nothing else plans the one after it. */
  private async planNextDigests(tx: Transaction, due: readonly Due[]): Promise<void> {
    const readers = due.filter(({ subjectType }) => subjectType === 'user').map(({ subjectId }) => subjectId);
    if (readers.length > 0) await this.planner.plan(tx, new Map([['user', new Set(readers)]]));
  }

  private dueOf(tx: Transaction, ids: readonly string[], worker: number): Promise<Due[]> {
    return tx.prepared<Due>(
      'due reminders',
      `SELECT ${dueColumns}
       FROM reminders r
       LEFT JOIN reminder_rules q ON q.id = r.rule_id
       LEFT JOIN reminded s ON s.id = r.subject_id
       LEFT JOIN leads l ON l.id = s.lead_id
       LEFT JOIN companies c ON c.id = s.company_id
       LEFT JOIN users u ON u.id = r.user_id
       LEFT JOIN users i ON i.id = r.instead_of
       LEFT JOIN robots b ON b.id = r.robot_id
       LEFT JOIN notification_preferences p ON p.user_id = r.user_id AND p.channel = r.channel AND p.kind = ${kindOfRule}
       WHERE r.id = ANY($1) AND r.state = 'claimed' AND r.claimed_by = $2
       ORDER BY r.remind_at, r.id
       FOR UPDATE OF r`,
      [ids, worker],
    );
  }

  private async refuse(tx: Transaction, due: Due, reason: ReminderReason): Promise<void> {
    const state = reason === 'too-late' || reason === 'newer' || reason === 'in-digest' ? 'superseded' : 'cancelled';
    await tx.query(`UPDATE reminders SET state = $2, reason = $3, ended_at = now(), claimed_by = NULL WHERE id = $1`, [
      due.id,
      state,
      reason,
    ]);
    // Whether or not it went, the next step comes.
    await tell(tx, due, 'reminderDropped', { reason });
    log.debug(`reminder ${due.id} dropped: ${reason}`);
  }

  private async mail(tx: Transaction, going: Due[]): Promise<string[]> {
    const mailIds = await this.mails.queue(tx, going);
    for (const due of going) await tell(tx, due, 'reminded');
    return mailIds;
  }

  /** Into the outbox of a group's robot. */
  private async post(tx: Transaction, due: Due, robotId: string): Promise<void> {
    await tx.query(
      `UPDATE reminders SET state = 'handed_over', handed_over_at = now(), claimed_by = NULL WHERE id = $1`,
      [due.id],
    );
    await queueRobotPost(tx, {
      ...due,
      robotId,
      due: due.anchorOn ?? due.anchorAt ?? due.dueOn ?? due.dueAt,
      link: `${this.config.publicUrl}${pageOf(due)}`,
    });
    await tell(tx, due, 'reminded');
  }

  private async ring(tx: Transaction, due: Due): Promise<void> {
    await tx.query(
      `UPDATE reminders SET state = 'sent', handed_over_at = now(), ended_at = now(), claimed_by = NULL WHERE id = $1`,
      [due.id],
    );
    await tx.query('INSERT INTO notifications (id, reminder_id, user_id) VALUES ($1, $2, $3)', [
      uuid(),
      due.id,
      due.userId,
    ]);
    await tx.query(`SELECT pg_notify('torch_notifications', $1)`, [due.userId]);
    await tell(tx, due, 'reminded');
  }
}

/** What the event of a reminder tells. */
type Told = Pick<Due, 'id' | 'subjectType' | 'subjectId' | 'channel' | 'step' | 'leadId' | 'companyId'>;

async function tell(tx: Transaction, due: Told, act: 'reminded' | 'reminderDropped', more: object = {}): Promise<void> {
  if (due.subjectType === 'user') return;
  await tx.record(`${due.subjectType}.${act}`, {
    subjectType: due.subjectType,
    subjectId: due.subjectId,
    leadId: due.leadId,
    companyId: due.companyId,
    data: { reminderId: due.id, channel: due.channel, step: due.step, ...more },
  });
}

/** Why a due reminder does not go out; null for one that does. */
function refusalOf(due: Due, all: readonly Due[]): ReminderReason | null {
  if (!due.active) return due.robotId ? 'robot-gone' : 'user-inactive';
  // A plan of the moment before may not have known yet.
  if (!due.ruleActive) return 'rule-off';
  // What is deleted keeps its reminders, should it come back, and reminds nobody until then.
  if (!due.alive) return 'over';
  if (!due.named) return 'not-named';
  if (due.channel === 'email' && !due.email) return 'no-address';
  if (due.moot) return 'too-late';
  const newer = all.some(
    (other) =>
      other.step > due.step &&
      other.channel === due.channel &&
      other.ruleId === due.ruleId &&
      other.subjectId === due.subjectId &&
      other.occurrence === due.occurrence,
  );
  if (newer || due.overtaken) return 'newer';
  const mode = effectiveMode(due.mode, due.getsDigest);
  if (mode === 'off') return 'switched-off';
  return mode === 'digest' && due.channel === 'email' && due.subjectType !== 'user' ? 'in-digest' : null;
}
