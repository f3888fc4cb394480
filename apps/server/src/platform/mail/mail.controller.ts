import { IdParams, type Mail, Mail as MailSchema, MailPage, MailQuery, Problem } from '@torch/contracts';
import type { Actor } from '@torch/domain';
import { Controller, Get, Param, Post, Query } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Config } from '../config';
import { listPage, Where } from '../database/list';
import { UnitOfWork } from '../database/unit-of-work';
import { CurrentActor, Requires, Returns } from '../http/decorators';

const columns = `m.id, m.recipient, u.display_name AS "recipientName", m.kind, m.state, m.message_id AS "messageId", m.attempts,
  m.answer, m.created_at AS "createdAt", CASE WHEN m.state = 'queued' THEN m.next_try_at END AS "nextTryAt", m.sent_at AS "sentAt"`;

/** The outbox, for the administrator: what went, what waits and why. */
@Controller('mails')
export class MailController {
  constructor(
    private readonly db: DataSource,
    private readonly work: UnitOfWork,
    private readonly config: Config,
  ) {}

  @Get()
  @Requires('mail.read')
  @Returns(MailPage)
  async page(@Query({ schema: MailQuery }) { state, sort, limit, cursor }: MailQuery) {
    const page = await listPage<Mail>(this.db, {
      select: columns,
      from: 'mails m',
      join: 'LEFT JOIN users u ON u.id = m.user_id',
      where: new Where().when(state, 'm.state = ANY(?)'),
      sort: { column: 'm.created_at', type: 'timestamptz', descending: sort === '-createdAt' },
      alias: 'm',
      limit,
      cursor,
    });
    return { ...page, items: page.items.map((mail) => this.explain(mail)), serverConfigured: this.serverConfigured };
  }

  /** Lets a failed or waiting mail be tried at once. */
  @Post(':id/retry')
  @Requires('mail.retry')
  @Returns(MailSchema)
  retry(@CurrentActor() actor: Actor, @Param({ schema: IdParams }) { id }: IdParams): Promise<Mail> {
    return this.work.run(actor, 'mail.retry', async (tx) => {
      const [mail] = await tx.query<{ state: string; underway: boolean; moot: boolean }>(
        `SELECT m.state, m.claimed_by IS NOT NULL AS underway,
           EXISTS (SELECT FROM reminders r JOIN reminded s ON s.id = r.subject_id JOIN users u ON u.id = r.user_id
                     LEFT JOIN leads l ON l.id = s.lead_id
                   WHERE r.mail_id = m.id AND NOT (s.alive AND u.active
                     AND (l.confidential_to IS NULL OR u.id = ANY (l.confidential_to)))) AS moot
         FROM mails m WHERE m.id = $1 FOR UPDATE OF m`,
        [id],
      );
      if (!mail) throw new Problem('not-found');
      if (mail.state !== 'queued' && mail.state !== 'failed' && mail.state !== 'parked')
        throw new Problem('rule-broken', { detail: 'only a waiting, failed or parked mail can be tried again' });
      if (mail.underway) throw new Problem('rule-broken', { detail: 'the mail is being sent just now' });
      if (mail.moot)
        throw new Problem('rule-broken', { detail: 'what the mail reminds of is over, or its reader is gone' });
      // The tries begin anew: somebody has seen to it.
      await tx.query(`UPDATE mails SET state = 'queued', next_try_at = now(), attempts = 0 WHERE id = $1`, [id]);
      await tx.query(
        `UPDATE reminders SET state = 'handed_over', ended_at = NULL, reason = NULL WHERE mail_id = $1 AND state = 'failed'`,
        [id],
      );
      await tx.record('mail.retried', {
        subjectType: 'mail',
        subjectId: id,
        changes: { state: [mail.state, 'queued'] },
      });
      const [after] = await tx.query<Mail>(
        `SELECT ${columns} FROM mails m LEFT JOIN users u ON u.id = m.user_id WHERE m.id = $1`,
        [id],
      );
      return this.explain(after as Mail);
    });
  }

  private get serverConfigured(): boolean {
    return this.config.settings.SMTP_URL !== undefined;
  }

  private explain(mail: Mail): Mail {
    const waitingFor =
      mail.state !== 'queued' ? null : !this.serverConfigured ? 'no_server' : mail.attempts > 0 ? 'retry' : null;
    return { ...mail, waitingFor };
  }
}
