import { type MailKind, type ReminderReason, retryDelay, triesAtMost } from '@torch/domain';
import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { createTransport, type Transporter } from 'nodemailer';
import { DataSource } from 'typeorm';
import { Config } from '../config';
import { UnitOfWork } from '../database/unit-of-work';
import { InHand } from '../queue/in-hand';
import { WorkerPresence } from '../queue/presence';
import { Queues } from '../queue/queues';
import { mailHeaders } from './mail-headers';
import { MailRate } from './mail-rate';
import { MailServer } from './mail-server';
import type { MailAttachment } from './queue-mail';
import { askFirst, ServerStanding } from './server-standing';
import { faultOf, type SmtpError, type SmtpFault } from './smtp-fault';
import { Unheard } from './unheard';

interface MailRow {
  id: string;
  recipient: string;
  kind: MailKind;
  subject: string;
  text: string;
  html: string;
  message_id: string;
  attachments: MailAttachment[];
  attempts: number;
}

type End = 'sent' | 'failed' | 'parked' | 'cancelled';
/** The state of the reminders in a mail that ended, and why they did not go. */
const becameOf: Readonly<Record<End, readonly [state: string, reason: ReminderReason | null]>> = {
  sent: ['sent', null],
  failed: ['failed', 'mail-failed'],
  parked: ['failed', null],
  cancelled: ['cancelled', 'user-inactive'],
};

const log = new Logger('mail');

/** SQL: whether a mail is in the hands of this worker's very try. */
const own = (mail: string, worker: string, attempt: string) =>
  `${mail}.claimed_by = ${worker} AND ${mail}.attempts = ${attempt}`;

/** A worker's claim on a mail, in seconds: longer than a conversation whose every answer comes at the last moment. */
const claim = 300;
/** Seconds after which a mail that is due goes out without its alarm: the queue has lost it, or is away itself. */
const patience = 1.5;
/** As many as one look takes up, and as many at once. */
const atOnce = 200;
const side = 5;

/** A calendar's entry goes as one, so that mail programs offer it (RFC 6047); everything else as a file. */
function filesOf(attachments: readonly MailAttachment[]) {
  const entry = attachments.find(({ contentType }) => contentType.startsWith('text/calendar'));
  const method = /method=(\w+)/i.exec(entry?.contentType ?? '')?.[1];
  if (!entry || !method) return { attachments: [...attachments] };
  const { filename, content } = entry;
  return { icalEvent: { method, filename, content }, attachments: attachments.filter((each) => each !== entry) };
}

/** Sends what waits in the outbox through `SMTP_URL`; without it, mails wait there, visibly. */
@Injectable()
export class MailSender implements OnApplicationShutdown {
  private readonly transport: Transporter | null;
  private stopping = false;

  private readonly standing: ServerStanding;
  private readonly unheard: Unheard | null;
  private readonly inHand = new InHand();

  constructor(
    private readonly db: DataSource,
    private readonly work: UnitOfWork,
    private readonly queues: Queues,
    private readonly config: Config,
    private readonly presence: WorkerPresence,
    private readonly rate: MailRate,
    private readonly server: MailServer,
  ) {
    const { SMTP_URL } = config.settings;
    this.transport = SMTP_URL
      ? createTransport({
          url: SMTP_URL,
          pool: true,
          maxConnections: side,
          // One more try at once covers a connection that the server had closed as idle; more would only multiply a mail
          // whose connection breaks after it was taken.
          maxRequeues: 1,
          connectionTimeout: 10_000,
          greetingTimeout: 10_000,
          socketTimeout: 30_000,
        })
      : null;
    this.transport?.on('error', (error) => log.warn(`SMTP: ${error.message}`));
    this.unheard = this.transport && new Unheard(this.transport);
    this.standing = new ServerStanding({
      away: () => this.server.noteAway(),
      back: () => this.wakeWaiting(),
    });
  }

  onApplicationShutdown(): void {
    this.stopping = true;
    this.transport?.close();
  }

  /** Wakes the mails whose next try comes soon. */
  async setAlarms(): Promise<void> {
    if (!this.transport) return;
    const rows: { id: string; attempts: number; wait: number }[] = await this.db.query(
      `SELECT id, attempts, greatest(0, extract(epoch FROM next_try_at - now()))::float8 AS wait FROM mails
       WHERE state = 'queued' AND claimed_by IS NULL AND NOT outdated AND next_try_at <= now() + interval '10 seconds' ORDER BY next_try_at LIMIT 1000`,
    );
    await this.queues.wake(
      'mails',
      rows.map(({ id, attempts, wait }) => ({ id, jobId: `mail-${id}-${attempts}`, delay: Math.ceil(wait * 1000) })),
    );
  }

  /** Sends what no alarm has woken in time, and asks a mail server that failed whether it is back. */
  async sweep(stopping: () => boolean = () => false): Promise<void> {
    if (!this.transport) return;
    const { transport } = this;
    if (await this.server.isAway()) this.standing.hears();
    await this.standing.ask(() => transport.verify());
    const rows: { id: string }[] = await this.db.query(
      `SELECT id FROM mails WHERE state = 'queued' AND claimed_by IS NULL AND NOT outdated AND next_try_at < now() - make_interval(secs => $1)
       ORDER BY next_try_at, id LIMIT $2`,
      [patience, atOnce],
    );
    const waiting = rows.map(({ id }) => id);
    const next = async (): Promise<void> => {
      for (let id = waiting.shift(); id && !this.stopping && !stopping(); id = waiting.shift()) await this.send(id);
    };
    await Promise.all(Array.from({ length: side }, next));
  }

  /** Gives back what workers hold that are gone, and what this one has dropped: nobody can tell whether it went out, so it goes out. */
  async giveBack(gone: readonly number[]): Promise<void> {
    const claimed: { id: string }[] = await this.db.query(
      `SELECT id FROM mails WHERE state = 'queued' AND claimed_by = ANY($1)`,
      [this.presence.numbers],
    );
    const dropped = this.inHand.dropped(claimed);
    if (gone.length === 0 && dropped.length === 0) return;
    await this.db.query(
      `UPDATE mails SET claimed_by = NULL, next_try_at = now(), perhaps_out = true
       WHERE state = 'queued' AND (claimed_by = ANY($1) OR claimed_by = ANY($2) AND id = ANY($3))`,
      [gone, this.presence.numbers, dropped],
    );
  }

  /** The mail server takes mails again: what waited for it is tried now; an address that put its mail off is given its time. */
  private async wakeWaiting(): Promise<void> {
    await this.server.noteBack();
    await this.db.query(
      `UPDATE mails SET next_try_at = now() WHERE state = 'queued' AND claimed_by IS NULL AND awaits_server AND next_try_at > now()`,
    );
  }

  /**
   * Sends one mail: claims it in one short statement, sends outside any transaction, and writes what became of it.
   * Killed between the server's acceptance and that last write, it is sent again under the same Message-ID.
   */
  async send(id: string): Promise<void> {
    const { transport, presence } = this;
    const worker = presence.number;
    if (!transport || worker === null) return;
    await this.inHand.during([id], () => this.claimAndSend(transport, id, worker));
  }

  private async claimAndSend(transport: Transporter, id: string, worker: number): Promise<void> {
    const [claimed] = await this.db.query<[MailRow[]]>(
      `UPDATE mails SET attempts = attempts + 1, next_try_at = now() + make_interval(secs => $2), claimed_by = $3, answer = NULL, awaits_server = false
       WHERE id = $1 AND state = 'queued' AND claimed_by IS NULL AND next_try_at <= now() AND NOT outdated
       RETURNING id, recipient, kind, subject, text, html, attachments, message_id, attempts`,
      [id, claim, worker],
    );
    const mail = claimed[0];
    if (!mail) return;
    await this.rate.wait();
    // Its turn may have been long in coming.
    if (!(await this.stillGoes(mail, worker))) return;
    let accepted: string;
    try {
      const { response } = (await transport.sendMail({
        from: this.config.settings.MAIL_FROM,
        to: mail.recipient,
        subject: mail.subject,
        text: mail.text,
        html: mail.html,
        ...filesOf(mail.attachments),
        messageId: mail.message_id,
        headers: mailHeaders(mail.kind, new URL(this.config.publicUrl).hostname),
      })) as { response: string };
      accepted = response;
    } catch (error) {
      const { message } = error as Error;
      const fault = faultOf(error as object);
      if (this.unheard?.mayBeOut(mail.message_id, error as SmtpError)) await this.notePerhapsOut(mail, worker);
      // A mail that is refused again while others are taken is at fault itself.
      if (fault === 'gone' || (fault === 'mail' && mail.attempts > 1 && this.standing.works))
        return this.settle(mail, worker, 'failed', message);
      await this.standing.failed(fault);
      // A server that is away for a night has not refused a mail.
      if (mail.attempts >= triesAtMost && (await this.standing.answers(() => transport.verify())))
        return this.settle(mail, worker, 'parked', message);
      return this.postpone(mail, worker, message, fault);
    } finally {
      this.unheard?.forget(mail.message_id);
    }
    await this.insist(() => this.settle(mail, worker, 'sent', accepted));
    await this.standing.worked();
  }

  /** Whether a claimed mail is still to go; one whose reader was put out meanwhile ends here. */
  private async stillGoes(mail: MailRow, worker: number): Promise<boolean> {
    const [now]: { outdated: boolean; shutOut: boolean }[] = await this.db.query(
      `SELECT m.outdated, NOT coalesce(u.active, true) AS "shutOut" FROM mails m LEFT JOIN users u ON u.id = m.user_id
       WHERE m.id = $1 AND m.state = 'queued' AND ${own('m', '$2', '$3')}`,
      [mail.id, worker, mail.attempts],
    );
    if (!now) return false;
    if (now.shutOut) await this.settle(mail, worker, 'cancelled', null);
    else if (now.outdated)
      await this.db.query(
        `UPDATE mails m SET claimed_by = NULL, next_try_at = now() WHERE id = $1 AND ${own('m', '$2', '$3')}`,
        [mail.id, worker, mail.attempts],
      );
    return !now.shutOut && !now.outdated;
  }

  /** From here on, whatever becomes of it: what it tells is told under no other Message-ID. */
  private async notePerhapsOut({ id, attempts }: MailRow, worker: number): Promise<void> {
    await this.db.query(`UPDATE mails m SET perhaps_out = true WHERE id = $1 AND ${own('m', '$2', '$3')}`, [
      id,
      worker,
      attempts,
    ]);
  }

  /** The mail is out: a database that is away just now must not have it sent again. As long as this lasts, it is in hand. */
  private async insist(write: () => Promise<void>): Promise<void> {
    for (;;)
      try {
        return await write();
      } catch (error) {
        if (this.stopping) throw error;
        log.warn(`a sent mail is not noted yet: ${(error as Error).message}`);
        await new Promise((resolve) => setTimeout(resolve, 1_000));
      }
  }

  /**
   * Writes what became of a mail, and of the reminders in it, as far as it is still this try's to say: a worker that was
   * taken for gone may come late. What is out is out, though, even if it was given back or withdrawn meanwhile.
   */
  private settle(mail: MailRow, worker: number, state: End, answer: string | null): Promise<void> {
    return this.work.run('system', null, async (tx) => {
      const theirs = own('m', '$4', '$5');
      const settled = await tx.query(
        `WITH settled AS (
           UPDATE mails m SET state = $2, answer = $3, claimed_by = NULL, sent_at = CASE WHEN $2 = 'sent' THEN now() END
           WHERE id = $1 AND CASE WHEN $2 = 'sent' THEN ${theirs} OR state = 'queued' AND claimed_by IS NULL
             ELSE state = 'queued' AND ${theirs} END
           RETURNING id)
         SELECT id FROM settled`,
        [mail.id, state, answer?.slice(0, 1_000) ?? null, worker, mail.attempts],
      );
      if (settled.length === 0) {
        log.warn(`mail ${mail.id}, try ${mail.attempts}, ended late: ${state}`);
        return;
      }
      await tx.query(`UPDATE reminders SET state = $2, reason = $3, ended_at = now() WHERE mail_id = $1`, [
        mail.id,
        ...becameOf[state],
      ]);
      const [about] = await tx.query<{ leadId: string | null; companyId: string | null }>(
        `SELECT lead_id AS "leadId", company_id AS "companyId" FROM events
         WHERE subject_type = 'mail' AND subject_id = $1 AND type = 'mail.queued'`,
        [mail.id],
      );
      await tx.record(`mail.${state}`, {
        subjectType: 'mail',
        subjectId: mail.id,
        ...about,
        data: { attempts: mail.attempts },
      });
    });
  }

  private async postpone(mail: MailRow, worker: number, answer: string, fault: SmtpFault): Promise<void> {
    const delay = retryDelay(mail.attempts);
    log.warn(`mail ${mail.id}, try ${mail.attempts}: ${answer}; next try in ${delay / 1000} s`);
    await this.db.query(
      `UPDATE mails m SET next_try_at = now() + make_interval(secs => $2), answer = $3, awaits_server = $4, claimed_by = NULL
       WHERE id = $1 AND state = 'queued' AND ${own('m', '$5', '$6')}`,
      [mail.id, delay / 1000, answer.slice(0, 1_000), fault !== 'address', worker, mail.attempts],
    );
    // It may be back by now: whoever noted that has woken what waited then, and this one did not wait yet.
    if (fault === 'away' && this.standing.works)
      await this.db.query(
        `UPDATE mails m SET next_try_at = least(next_try_at, now() + make_interval(secs => $2))
         WHERE id = $1 AND state = 'queued' AND claimed_by IS NULL AND awaits_server AND attempts = $3`,
        [mail.id, askFirst / 1000, mail.attempts],
      );
  }
}
