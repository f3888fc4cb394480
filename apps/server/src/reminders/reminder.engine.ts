import type { Locale } from '@torch/contracts';
import {
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
import { type Transaction, UnitOfWork } from '../platform/database/unit-of-work';
import { InHand } from '../platform/queue/in-hand';
import { WorkerPresence } from '../platform/queue/presence';
import { type Alarm, Queues } from '../platform/queue/queues';
import { queueRobotPost } from '../robots';
import { pageOf } from './pages';
import { inTurn } from './planning/planner';
import { ReminderMails } from './reminder-mails';

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
  /** What the step was counted from. */
  anchorAt: Date | null;
  anchorOn: string | null;
  remindAt: Date;
  moot: boolean;
  ruleId: string | null;
  trigger: ReminderTrigger | null;
  ruleNameZh: string | null;
  ruleNameEn: string | null;
  title: string;
  code: string | null;
  dueAt: Date;
  /** The day alone, for what is due on a day. */
  dueOn: string | null;
  alive: boolean;
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
}

type Claimed = Pick<Due, 'id' | 'channel' | 'userId'>;

const log = new Logger('reminders');

/** Milliseconds ahead for which alarms are set; what is due later is found by a later look. */
const horizon = 60_000;
/** Milliseconds after which what is due goes out without its alarm: the queue has lost it, or is away itself. */
const patience = 1_500;
/** As many as one look takes up. */
const atOnce = 500;
/** Days for which the trace tells of what was withdrawn. */
const withdrawnFor = 180;
/** Milliseconds for which a claim holds, whatever its worker is doing. */
const claim = 300_000;

const dueColumns = `r.id, r.channel, r.user_id AS "userId", r.robot_id AS "robotId", i.display_name AS "insteadOfName",
  r.subject_type AS "subjectType", r.subject_id AS "subjectId", r.occurrence, r.step, r.anchor_at AS "anchorAt", r.anchor_on::text AS "anchorOn", r.remind_at AS "remindAt",
  coalesce(r.moot_at <= now(), false) AS moot, r.rule_id AS "ruleId", q.trigger, q.name_zh AS "ruleNameZh", q.name_en AS "ruleNameEn",
  coalesce(l.codename, s.title) AS title, s.code, s.due_at AS "dueAt", s.due_on::text AS "dueOn", coalesce(s.alive, false) AS alive,
  s.lead_id AS "leadId", s.deal_id AS "dealId", s.company_id AS "companyId", coalesce(l.codename, c.name) AS "companyName",
  r.user_id IS NOT NULL AND (l.confidential_to IS NULL OR r.user_id = ANY (l.confidential_to)) OR r.user_id IS NULL AND l.confidential_to IS NULL AS named,
  coalesce(u.active, b.active) AS active, u.email, coalesce(u.locale, b.locale) AS locale, coalesce(u.time_zone, 'Asia/Shanghai') AS "timeZone",
  coalesce(p.mode, 'on') AS mode`;
/** The row decides, the queue only wakes: every step may be repeated, and a lost queue is made good from the rows. */
@Injectable()
export class ReminderEngine {
  private readonly inHand = new InHand();

  constructor(
    private readonly db: DataSource,
    private readonly work: UnitOfWork,
    private readonly queues: Queues,
    private readonly presence: WorkerPresence,
    private readonly mails: ReminderMails,
    private readonly config: Config,
  ) {}

  /** Sets alarms for the planned reminders that come due soon: of some records, or of all. */
  async setAlarms(subjectIds: readonly string[] | 'all', now = Date.now()): Promise<void> {
    const rows: { id: string; remind_at: Date }[] = await this.db.query(
      `SELECT id, remind_at FROM reminders
       WHERE state = 'planned' AND remind_at < now() + make_interval(secs => $1) AND ($2::uuid[] IS NULL OR subject_id = ANY($2))
       ORDER BY remind_at LIMIT 5000`,
      [horizon / 1000, subjectIds === 'all' ? null : subjectIds],
    );
    const alarms: Alarm[] = rows.map(({ id, remind_at }) => ({
      id,
      // A moved reminder is another alarm.
      jobId: `reminder-${id}-${remind_at.getTime()}`,
      delay: Math.max(0, remind_at.getTime() - now),
    }));
    await this.queues.wake('reminders', alarms);
  }

  /** Does what no alarm has woken in time. */
  async sweep(): Promise<void> {
    for (;;) {
      const rows: { id: string }[] = await this.db.query(
        `SELECT id FROM reminders WHERE state = 'planned' AND remind_at < now() - make_interval(secs => $1) ORDER BY remind_at, id LIMIT $2`,
        [patience / 1000, atOnce],
      );
      if (rows.length === 0) return;
      await this.handOver(rows.map(({ id }) => id));
      if (rows.length < atOnce) return;
    }
  }

  /** Gives back what workers hold that are gone, what this one has dropped, and what has been held for too long. */
  async giveBack(gone: readonly number[]): Promise<void> {
    const claimed: { id: string }[] = await this.db.query(
      `SELECT id FROM reminders WHERE state = 'claimed' AND claimed_by = $1`,
      [this.presence.number],
    );
    await this.db.query(
      `UPDATE reminders SET state = 'planned', claimed_by = NULL, claimed_at = NULL
       WHERE state = 'claimed' AND (claimed_by = ANY($1) OR claimed_by = $2 AND id = ANY($3) OR claimed_at < now() - make_interval(secs => $4))`,
      [gone, this.presence.number, this.inHand.dropped(claimed), claim / 1000],
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
   * Hands due reminders to their channels. What is due by mail for one person is taken together, so that a burst becomes
   * one mail. The reminder and what it becomes are one commit, so it happens once however often it is tried.
   */
  async handOver(ids: readonly string[]): Promise<void> {
    const worker = this.presence.number;
    if (worker === null) return;
    await this.inHand.during(ids, async () => {
      const claimed = await this.claim(ids, worker);
      const alsoDue = claimed.map(({ id }) => id);
      await this.inHand.during(alsoDue, () => this.handOverClaimed(claimed, worker));
    });
  }

  private async handOverClaimed(claimed: readonly Claimed[], worker: number): Promise<void> {
    const groups = new Map<string, string[]>();
    for (const { id, channel, userId } of claimed) {
      const key = channel === 'email' ? `email ${userId}` : id;
      groups.set(key, [...(groups.get(key) ?? []), id]);
    }
    const failures: string[] = [];
    const mailIds: string[] = [];
    // One that cannot be handed over holds up no other; it is given back, and tried again.
    for (const group of groups.values())
      try {
        mailIds.push(...(await this.deliver(group, worker)));
      } catch (error) {
        failures.push((error as Error).message);
        await this.unclaim(group, worker);
      }
    await this.queues.wake(
      'mails',
      mailIds.map((id) => ({ id, jobId: `mail-${id}-0` })),
    );
    if (failures.length > 0) throw new Error(failures.join('; '));
  }

  private claim(ids: readonly string[], worker: number): Promise<Claimed[]> {
    return this.db.query(
      `WITH due AS (
         SELECT id FROM reminders WHERE state = 'planned' AND remind_at <= now() AND id IN (
           SELECT unnest($1::uuid[])
           UNION SELECT o.id FROM reminders r JOIN reminders o ON o.user_id = r.user_id
             AND o.channel = 'email' AND o.state = 'planned' AND o.remind_at <= now()
           WHERE r.id = ANY($1) AND r.channel = 'email')
         ORDER BY id FOR UPDATE SKIP LOCKED
       ), claimed AS (
         UPDATE reminders r SET state = 'claimed', claimed_at = now(), claimed_by = $2 FROM due WHERE r.id = due.id
         RETURNING r.id, r.channel, r.user_id
       ) SELECT id, channel, user_id AS "userId" FROM claimed ORDER BY id`,
      [ids, worker],
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
      const due = await this.dueOf(tx, ids, worker);
      const going: Due[] = [];
      for (const each of due) {
        const refusal = refusalOf(each, due);
        if (refusal) await this.refuse(tx, each, refusal);
        else going.push(each);
      }
      if (going.length === 0) return [];
      if (going[0]?.channel === 'email') return this.mail(tx, going);
      for (const each of going) await (each.robotId ? this.post(tx, each, each.robotId) : this.ring(tx, each));
      return [];
    });
  }

  private dueOf(tx: Transaction, ids: readonly string[], worker: number): Promise<Due[]> {
    return tx.query<Due>(
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

async function tell(tx: Transaction, due: Due, act: 'reminded' | 'reminderDropped', more: object = {}): Promise<void> {
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
  // What is deleted keeps its reminders, should it come back, and reminds nobody until then.
  if (!due.alive) return 'over';
  if (!due.named) return 'not-named';
  if (due.channel === 'email' && !due.email) return 'no-address';
  if (due.moot) return 'too-late';
  const newer = all.some(
    (other) =>
      other.step > due.step &&
      other.ruleId === due.ruleId &&
      other.subjectId === due.subjectId &&
      other.occurrence === due.occurrence,
  );
  if (newer) return 'newer';
  if (due.mode === 'off') return 'switched-off';
  return due.mode === 'digest' && due.channel === 'email' ? 'in-digest' : null;
}
