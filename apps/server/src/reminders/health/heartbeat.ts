import type { Locale } from '@torch/contracts';
import { dateIn, timeIn } from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { composeHeartbeat, composeTest } from '../../mails';
import { Config } from '../../platform/config';
import { type Transaction, UnitOfWork } from '../../platform/database/unit-of-work';
import { queueMail } from '../../platform/mail';
import { DeliveryHealth } from './delivery-health';

/** From when on the day's heartbeat goes, in its reader's own time. */
const from = '08:00';

export interface Watcher {
  id: string;
  name: string;
  email: string;
  locale: Locale;
  timeZone: string;
}
const watcherColumns = 'u.id, u.display_name AS name, u.email, u.locale, u.time_zone AS "timeZone"';

/** Tells an administrator daily that mails go out: when it stays away, something is wrong. */
@Injectable()
export class Heartbeat {
  constructor(
    private readonly work: UnitOfWork,
    private readonly health: DeliveryHealth,
    private readonly config: Config,
  ) {}

  /** Makes the day's heartbeat if it is time and nobody has; the row keeps several workers from making several. */
  beat(): Promise<void> {
    return this.work.run('system', null, async (tx) => {
      const [watcher] = await tx.query<Watcher>(
        `SELECT ${watcherColumns} FROM reminder_settings s JOIN users u ON u.id = s.heartbeat_to WHERE u.active AND u.email IS NOT NULL`,
      );
      if (!watcher || timeIn(tx.now, watcher.timeZone) < from) return;
      const day = dateIn(tx.now, watcher.timeZone);
      const made = await tx.query(
        'INSERT INTO heartbeats (user_id, day) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING day',
        [watcher.id, day],
      );
      if (made.length > 0) await this.send(tx, watcher, day);
    });
  }

  private async send(tx: Transaction, watcher: Watcher, day: string): Promise<void> {
    const told = await this.health.numbers((sql) => tx.query(sql));
    const [{ since, sent, failed }] = (await tx.query(
      `SELECT since, (SELECT count(*)::int FROM mails WHERE sent_at > since) AS sent,
         (SELECT count(*)::int FROM mails WHERE state IN ('failed', 'parked') AND state = 'failed'
           -- When it failed counts: it may have been tried for a day before.
           AND EXISTS (SELECT FROM events e WHERE e.subject_type = 'mail' AND e.subject_id = mails.id AND e.type = 'mail.failed' AND e.at > since)) AS failed
       FROM (SELECT coalesce(max(made_at), now() - interval '1 day') AS since FROM heartbeats WHERE user_id = $1 AND day < $2) s`,
      [watcher.id, day],
    )) as [{ since: Date; sent: number; failed: number }];
    const { publicUrl } = this.config;
    const mail = composeHeartbeat({
      reader: { ...watcher, mode: 'minimal', settingsLink: `${publicUrl}/account/notifications` },
      now: tx.now,
      since,
      sent,
      failed,
      parked: told.mails.parked,
      backlog: told.channels.reduce((sum, { due }) => sum + due, 0),
      oldestDue: told.oldestDueAt === null ? null : new Date(told.oldestDueAt),
      workers: told.workers,
      channels: told.channels.map(({ channel, lastSuccessAt }) => ({
        channel,
        lastSuccess: lastSuccessAt === null ? null : new Date(lastSuccessAt),
      })),
      link: `${publicUrl}/delivery`,
    });
    await this.queue(tx, watcher, 'heartbeat', mail);
  }

  /**
   * Puts a test mail for somebody in the outbox.
   * @returns the mail; null for somebody without an address
   */
  async test(tx: Transaction, userId: string): Promise<string | null> {
    const [watcher] = await tx.query<Watcher>(
      `SELECT ${watcherColumns} FROM users u WHERE u.id = $1 AND u.email IS NOT NULL`,
      [userId],
    );
    if (!watcher) return null;
    const { publicUrl } = this.config;
    const reader = {
      locale: watcher.locale,
      timeZone: watcher.timeZone,
      settingsLink: `${publicUrl}/account/notifications`,
    };
    const mail = composeTest({ reader, at: tx.now, byName: watcher.name, link: `${publicUrl}/delivery` });
    return this.queue(tx, watcher, 'test', mail);
  }

  private queue(
    tx: Transaction,
    { id, email }: Watcher,
    kind: 'heartbeat' | 'test',
    mail: { subject: string; text: string; html: string },
  ): Promise<string> {
    const host = new URL(this.config.publicUrl).hostname;
    return queueMail(tx, { ...mail, userId: id, recipient: email, kind, host });
  }
}
