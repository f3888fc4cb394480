import { Injectable, Logger } from '@nestjs/common';
import type { Locale } from '@torch/contracts';
import { DataSource } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { Config } from '../platform/config';
import { type Transaction, UnitOfWork } from '../platform/database/unit-of-work';
import { type Alarm, Queues } from '../platform/queue/queues';
import { composeReminder } from './reminder-mail';

interface Due {
  id: string;
  channel: 'email' | 'in_app';
  user_id: string;
  subject_id: string;
  kind: 'followUp' | 'promise';
  title: string;
  due_at: Date;
  /** The day alone, for what is due on a day. */
  due_on: string | null;
  /** Whether there is still anything to be reminded of. */
  alive: boolean;
  lead_id: string | null;
  lead_code: string | null;
  company_id: string;
  active: boolean;
  /** Whether its reader may know of the lead. */
  named: boolean;
  email: string | null;
  locale: Locale;
  time_zone: string;
}

const log = new Logger('reminders');

/** How far ahead alarms are set; what is due later is found by a later look. */
const horizon = 60_000;

/** The row decides, the queue only wakes: every step may be repeated, and a lost queue is made good from the rows. */
@Injectable()
export class ReminderEngine {
  constructor(
    private readonly db: DataSource,
    private readonly work: UnitOfWork,
    private readonly queues: Queues,
    private readonly config: Config,
  ) {}

  /** Sets alarms for the planned reminders that come due soon: of some follow-ups or promises, or of all. */
  async setAlarms(subjectIds: readonly string[] | 'all', now = Date.now()): Promise<void> {
    const rows: { id: string; remind_at: Date }[] = await this.db.query(
      `SELECT id, remind_at FROM reminders
       WHERE state = 'planned' AND remind_at < now() + make_interval(secs => $1) AND ($2::uuid[] IS NULL OR coalesce(follow_up_id, promise_id) = ANY($2))
       ORDER BY remind_at LIMIT 5000`,
      [horizon / 1000, subjectIds === 'all' ? null : subjectIds],
    );
    const alarms: Alarm[] = rows.map(({ id, remind_at }) => ({
      id,
      jobId: `reminder-${id}`,
      delay: Math.max(0, remind_at.getTime() - now),
    }));
    await this.queues.wake('reminders', alarms);
  }

  /**
   * Hands a due reminder to its channel: a notice behind the bell, or a mail in the outbox.
   * The reminder and what it becomes are one commit, so it happens once however often it is tried.
   */
  async handOver(id: string): Promise<void> {
    const mailId = await this.work.run('system', null, async (tx) => {
      const [due] = await tx.query<Due>(
        `SELECT r.id, r.channel, r.user_id, s.id AS subject_id, s.kind, coalesce(l.codename, s.title) AS title, s.due_at, s.due_on::text, s.alive,
                s.lead_id, l.code AS lead_code, s.company_id, u.active,
                l.confidential_to IS NULL OR u.id = ANY (l.confidential_to) AS named, u.email, u.locale, u.time_zone
         FROM reminders r
         JOIN reminded s ON s.id = coalesce(r.follow_up_id, r.promise_id)
         JOIN users u ON u.id = r.user_id
         LEFT JOIN leads l ON l.id = s.lead_id
         WHERE r.id = $1 AND r.state = 'planned' AND r.remind_at <= now()
         FOR UPDATE OF r SKIP LOCKED`,
        [id],
      );
      return due ? this.deliver(tx, due) : null;
    });
    if (mailId) await this.queues.wake('mails', [{ id: mailId, jobId: `mail-${mailId}-0` }]);
  }

  private async deliver(tx: Transaction, due: Due): Promise<string | null> {
    const refusal = refusalOf(due);
    await tx.query(
      `UPDATE reminders SET state = $2, handed_over_at = CASE WHEN $2 = 'handed_over' THEN now() END WHERE id = $1`,
      [due.id, refusal ? 'cancelled' : 'handed_over'],
    );
    const about = { leadId: due.lead_id, companyId: due.company_id };
    const data = { reminderId: due.id, channel: due.channel, ...(refusal && { reason: refusal }) };
    await tx.record(`${due.kind}.${refusal ? 'reminderDropped' : 'reminded'}`, {
      subjectType: due.kind,
      subjectId: due.subject_id,
      ...about,
      data,
    });
    if (refusal) {
      log.warn(`reminder ${due.id} dropped: ${refusal}`);
      return null;
    }
    if (due.channel === 'in_app') {
      await tx.query('INSERT INTO notifications (id, reminder_id, user_id) VALUES ($1, $2, $3)', [
        uuid(),
        due.id,
        due.user_id,
      ]);
      await tx.query(`SELECT pg_notify('torch_notifications', $1)`, [due.user_id]);
      return null;
    }
    return this.queueMail(tx, due, about);
  }

  private async queueMail(
    tx: Transaction,
    due: Due,
    about: { leadId: string | null; companyId: string },
  ): Promise<string> {
    const mailId = uuid();
    // Whoever sees to a promise need not see the lead that it is of.
    const page = due.kind === 'promise' ? '/promises?lead=' : '/leads/';
    const path = due.lead_id ? `${page}${due.lead_id}` : `/companies/${due.company_id}`;
    const mail = composeReminder({
      locale: due.locale,
      timeZone: due.time_zone,
      code: due.lead_code,
      kind: due.kind,
      title: due.title,
      due: due.due_on ?? due.due_at,
      link: `${this.config.publicUrl}${path}`,
    });
    // Stable for the reminder: should a mail go out twice, mail programs show one.
    const messageId = `<reminder-${due.id}@${new URL(this.config.publicUrl).hostname}>`;
    await tx.query(
      `INSERT INTO mails (id, reminder_id, user_id, recipient, kind, subject, text, html, message_id)
       VALUES ($1, $2, $3, $4, 'reminder', $5, $6, $7, $8)`,
      [mailId, due.id, due.user_id, due.email, mail.subject, mail.text, mail.html, messageId],
    );
    await tx.record('mail.queued', {
      subjectType: 'mail',
      subjectId: mailId,
      ...about,
      data: { kind: 'reminder', messageId },
    });
    return mailId;
  }
}

/** A promise of a deleted lead keeps its reminders, should the lead come back, and reminds nobody until then. */
const refusalOf = ({ active, alive, named, channel, email }: Due) =>
  !active
    ? 'user-inactive'
    : !alive
      ? 'over'
      : !named
        ? 'not-named'
        : channel === 'email' && !email
          ? 'no-address'
          : null;
