import { type Mail, type MailQuery, Problem } from '@torch/contracts';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Config } from '../config';
import { listPage, Where } from '../database/list';

const columns = `m.id, m.recipient, u.display_name AS "recipientName", m.kind, m.state, m.message_id AS "messageId", m.attempts,
  m.answer, m.created_at AS "createdAt", CASE WHEN m.state = 'queued' THEN m.next_try_at END AS "nextTryAt", m.sent_at AS "sentAt"`;
const join = 'LEFT JOIN users u ON u.id = m.user_id';

@Injectable()
export class MailQueries {
  constructor(
    private readonly db: DataSource,
    private readonly config: Config,
  ) {}

  async page({ state, sort, limit, cursor }: MailQuery) {
    const page = await listPage<Mail>(this.db, {
      select: columns,
      from: 'mails m',
      join,
      where: new Where().when(state, 'm.state = ANY(?)'),
      sort: { column: 'm.created_at', type: 'timestamptz', descending: sort === '-createdAt' },
      alias: 'm',
      limit,
      cursor,
    });
    return { ...page, items: page.items.map((mail) => this.explain(mail)), serverConfigured: this.serverConfigured };
  }

  /** @throws Problem `not-found` */
  async one(id: string, manager: EntityManager = this.db.manager): Promise<Mail> {
    const [mail]: Mail[] = await manager.query(`SELECT ${columns} FROM mails m ${join} WHERE m.id = $1`, [id]);
    if (!mail) throw new Problem('not-found');
    return this.explain(mail);
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
