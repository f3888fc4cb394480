import { type Mail, Problem, type RetriedMails } from '@torch/contracts';
import type { Actor, ReminderSubject } from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { type Transaction, UnitOfWork } from '../database/unit-of-work';
import { MailQueries } from './mail.queries';

/** SQL: whether what mail `m` reminds of is over, or not for its reader's eyes. */
const moot = `EXISTS (SELECT FROM reminders r JOIN reminded s ON s.id = r.subject_id JOIN users u ON u.id = r.user_id
    LEFT JOIN leads l ON l.id = s.lead_id
  WHERE r.mail_id = m.id AND NOT (s.alive AND u.active AND (l.confidential_to IS NULL OR u.id = ANY (l.confidential_to))))`;
/**
 * SQL: whether mail `m` comes too late to be of use: the time of all that it reminds of has passed, or a digest's day has,
 * whatever else that tells.
 */
const late = `coalesce((SELECT bool_and(coalesce(r.moot_at <= now(), false)) OR bool_or(r.subject_type = 'user' AND r.moot_at <= now())
  FROM reminders r WHERE r.mail_id = m.id), false)`;
/** As many stuck mails as one go takes up. */
const atOnce = 500;

/** Gives mails that failed, are parked or wait another chance at once. */
@Injectable()
export class MailRetry {
  constructor(
    private readonly work: UnitOfWork,
    private readonly queries: MailQueries,
  ) {}

  /** @throws Problem `not-found`, or `rule-broken` for what went, goes just now, or is over */
  one(actor: Actor, id: string): Promise<Mail> {
    return this.work.run(actor, 'mail.retry', async (tx) => {
      const [mail] = await tx.query<{ state: string; underway: boolean; moot: boolean }>(
        `SELECT m.state, m.claimed_by IS NOT NULL AS underway, ${moot} OR ${late} AS moot FROM mails m WHERE m.id = $1 FOR UPDATE OF m`,
        [id],
      );
      if (!mail) throw new Problem('not-found');
      if (mail.state !== 'queued' && mail.state !== 'failed' && mail.state !== 'parked')
        throw new Problem('rule-broken', { detail: 'only a waiting, failed or parked mail can be tried again' });
      if (mail.underway) throw new Problem('rule-broken', { detail: 'the mail is being sent just now' });
      if (mail.moot)
        throw new Problem('rule-broken', { detail: 'what the mail reminds of is over, or its reader is gone' });
      await again(tx, id, mail.state);
      return this.queries.one(id, tx.manager);
    });
  }

  /**
   * All that failed or are parked, as far as they still remind of something, and reminders that never became a mail since
   * they could not be put into words; the oldest first. What comes too late by now is given up for good.
   */
  all(actor: Actor): Promise<RetriedMails> {
    return this.work.run(actor, 'mail.retry', async (tx) => {
      await giveUpLate(tx);
      const mails = await tx.query<{ id: string; state: string }>(
        `SELECT m.id, m.state FROM mails m WHERE m.state IN ('failed', 'parked') AND NOT ${moot} AND NOT ${late}
         ORDER BY m.created_at, m.id LIMIT ${atOnce} FOR UPDATE OF m SKIP LOCKED`,
      );
      for (const { id, state } of mails) await again(tx, id, state);
      const untold = await tellAgain(tx);
      const [left] = await tx.query<{ count: number }>(
        `SELECT count(*)::int AS count FROM mails WHERE state IN ('failed', 'parked')`,
      );
      return { retried: mails.length + untold, left: left?.count ?? 0 };
    });
  }
}

/** Nothing is left to be said by these mails. What a digest told along with its day waits for the next one. */
async function giveUpLate(tx: Transaction): Promise<void> {
  const mails = await tx.query<{ id: string }>(
    `WITH late AS (
       SELECT m.id FROM mails m WHERE m.state IN ('failed', 'parked') AND ${late}
       ORDER BY m.created_at, m.id LIMIT ${atOnce} FOR UPDATE OF m SKIP LOCKED
     ), dropped AS (UPDATE mails m SET state = 'cancelled' FROM late WHERE m.id = late.id RETURNING m.id)
     SELECT id FROM dropped`,
  );
  await tx.query(
    `UPDATE reminders r SET state = 'superseded', ended_at = now(), reason = CASE WHEN w.waits THEN 'in-digest' ELSE 'too-late' END,
       mail_id = CASE WHEN w.waits THEN NULL ELSE r.mail_id END
     FROM (SELECT k.id, m.kind = 'digest' AND k.subject_type <> 'user' AND coalesce(k.moot_at > now(), true) AS waits
       FROM reminders k JOIN mails m ON m.id = k.mail_id WHERE m.id = ANY($1)) w
     WHERE r.id = w.id`,
    [mails.map(({ id }) => id)],
  );
  for (const { id } of mails)
    await tx.record('mail.cancelled', { subjectType: 'mail', subjectId: id, data: { reason: 'too-late' } });
}

/** Hand-over looks anew whether they still remind of something. @returns how many there were */
async function tellAgain(tx: Transaction): Promise<number> {
  const reminders = await tx.query<{
    id: string;
    subjectType: ReminderSubject;
    subjectId: string;
    leadId: string | null;
    companyId: string | null;
  }>(
    `WITH again AS (
       UPDATE reminders SET state = 'planned', reason = NULL, ended_at = NULL, tries = 0, wait_until = NULL WHERE id IN (
         SELECT id FROM reminders WHERE state = 'failed' AND reason = 'untold' ORDER BY ended_at, id LIMIT ${atOnce} FOR UPDATE SKIP LOCKED)
       RETURNING id, subject_type, subject_id
     ) SELECT a.id, a.subject_type AS "subjectType", a.subject_id AS "subjectId", s.lead_id AS "leadId", s.company_id AS "companyId"
       FROM again a LEFT JOIN reminded s ON s.id = a.subject_id`,
  );
  for (const { id, subjectType, ...about } of reminders)
    if (subjectType !== 'user')
      await tx.record(`${subjectType}.reminderRetried`, { subjectType, ...about, data: { reminderId: id } });
  return reminders.length;
}

async function again(tx: Transaction, id: string, state: string): Promise<void> {
  // The tries begin anew: somebody has seen to it.
  await tx.query(`UPDATE mails SET state = 'queued', next_try_at = now(), attempts = 0 WHERE id = $1`, [id]);
  await tx.query(
    `UPDATE reminders SET state = 'handed_over', ended_at = NULL, reason = NULL WHERE mail_id = $1 AND state = 'failed'`,
    [id],
  );
  await tx.record('mail.retried', { subjectType: 'mail', subjectId: id, changes: { state: [state, 'queued'] } });
}
