import { retryDelay } from '@torch/domain';
import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { createTransport, type Transporter } from 'nodemailer';
import { DataSource } from 'typeorm';
import { Config } from '../config';
import { UnitOfWork } from '../database/unit-of-work';
import { Queues } from '../queue/queues';

interface MailRow {
  id: string;
  recipient: string;
  subject: string;
  text: string;
  html: string;
  message_id: string;
  attempts: number;
}

const log = new Logger('mail');

/** A worker's claim on a mail, in seconds: longer than a conversation whose every answer comes at the last moment. */
const claim = 300;

/** The address or the mail itself is refused (RFC 5321: 5yz); trying again would change nothing. */
const isPermanent = (error: { responseCode?: number; code?: string }) =>
  (error.code === 'EENVELOPE' || error.code === 'EMESSAGE') &&
  error.responseCode !== undefined &&
  error.responseCode >= 500 &&
  error.responseCode < 600;

/** Sends what waits in the outbox through `SMTP_URL`; without it, mails wait there, visibly. */
@Injectable()
export class MailSender implements OnApplicationShutdown {
  private readonly transport: Transporter | null;
  private stopping = false;

  constructor(
    private readonly db: DataSource,
    private readonly work: UnitOfWork,
    private readonly queues: Queues,
    private readonly config: Config,
  ) {
    const { SMTP_URL } = config.settings;
    this.transport = SMTP_URL
      ? createTransport({
          url: SMTP_URL,
          pool: true,
          maxConnections: 5,
          connectionTimeout: 10_000,
          greetingTimeout: 10_000,
          socketTimeout: 30_000,
        })
      : null;
    this.transport?.on('error', (error) => log.warn(`SMTP: ${error.message}`));
  }

  onApplicationShutdown(): void {
    this.stopping = true;
    this.transport?.close();
  }

  /** Wakes the mails whose next try has come. */
  async setAlarms(): Promise<void> {
    if (!this.transport) return;
    const rows: { id: string; attempts: number }[] = await this.db.query(
      `SELECT id, attempts FROM mails WHERE state = 'queued' AND next_try_at <= now() ORDER BY next_try_at LIMIT 1000`,
    );
    await this.queues.wake(
      'mails',
      rows.map(({ id, attempts }) => ({ id, jobId: `mail-${id}-${attempts}` })),
    );
  }

  /**
   * Sends one mail: claims it in one short statement, sends outside any transaction, and writes what became of it.
   * Killed between the server's acceptance and that last write, it is sent again under the same Message-ID.
   */
  async send(id: string): Promise<void> {
    if (!this.transport) return;
    const [claimed] = await this.db.query<[MailRow[]]>(
      `UPDATE mails SET attempts = attempts + 1, next_try_at = now() + make_interval(secs => $2), answer = NULL
       WHERE id = $1 AND state = 'queued' AND next_try_at <= now()
       RETURNING id, recipient, subject, text, html, message_id, attempts`,
      [id, claim],
    );
    const mail = claimed[0];
    if (!mail) return;
    let accepted: string;
    try {
      const { response } = (await this.transport.sendMail({
        from: this.config.settings.MAIL_FROM,
        to: mail.recipient,
        subject: mail.subject,
        text: mail.text,
        html: mail.html,
        messageId: mail.message_id,
      })) as { response: string };
      accepted = response;
    } catch (error) {
      const { message } = error as Error;
      if (isPermanent(error as object)) return this.settle(mail, 'failed', message);
      return this.postpone(mail, message);
    }
    await this.insist(() => this.settle(mail, 'sent', accepted));
  }

  /** The mail is out: a database that is away just now must not have it sent again. Tried for as long as the claim holds. */
  private async insist(write: () => Promise<void>): Promise<void> {
    const end = Date.now() + (claim - 10) * 1000;
    for (;;)
      try {
        return await write();
      } catch (error) {
        if (Date.now() > end || this.stopping) throw error;
        log.warn(`a sent mail is not noted yet: ${(error as Error).message}`);
        await new Promise((resolve) => setTimeout(resolve, 1_000));
      }
  }

  private settle(mail: MailRow, state: 'sent' | 'failed', answer: string): Promise<void> {
    return this.work.run('system', null, async (tx) => {
      await tx.query(
        `UPDATE mails SET state = $2, answer = $3, sent_at = CASE WHEN $2 = 'sent' THEN now() END WHERE id = $1`,
        [mail.id, state, answer.slice(0, 1_000)],
      );
      const [about] = await tx.query<{ leadId: string | null; companyId: string }>(
        `SELECT s.lead_id AS "leadId", s.company_id AS "companyId"
         FROM mails m JOIN reminders r ON r.id = m.reminder_id JOIN reminded s ON s.id = coalesce(r.follow_up_id, r.promise_id) WHERE m.id = $1`,
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

  private async postpone(mail: MailRow, answer: string): Promise<void> {
    const delay = retryDelay(mail.attempts);
    log.warn(`mail ${mail.id}, try ${mail.attempts}: ${answer}; next try in ${delay / 1000} s`);
    await this.db.query(
      `UPDATE mails SET next_try_at = now() + make_interval(secs => $2), answer = $3 WHERE id = $1 AND state = 'queued'`,
      [mail.id, delay / 1000, answer.slice(0, 1_000)],
    );
  }
}
