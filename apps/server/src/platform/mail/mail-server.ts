import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Config } from '../config';

/**
 * SQL: since when the mail server is known to be out of reach; null while it is there. A worker that knows says so every few
 * seconds: what nobody has said again for a minute is forgotten.
 */
export const mailServerAwaySince = `(SELECT away_since FROM mail_server WHERE told_at > now() - interval '1 minute')`;

/**
 * What all processes know of the mail server. As long as mails cannot go, reminders are not made into mails: they stay
 * planned, so that what is over, changed hands or was overtaken meanwhile is found out when they go.
 */
@Injectable()
export class MailServer {
  constructor(
    private readonly db: DataSource,
    private readonly config: Config,
  ) {}

  get isConfigured(): boolean {
    return this.config.settings.SMTP_URL !== undefined;
  }

  /** SQL: whether a reminder is by mail while no mail can go. */
  held(reminder: string): string {
    return this.isConfigured
      ? `(${reminder}.channel = 'email' AND ${mailServerAwaySince} IS NOT NULL)`
      : `${reminder}.channel = 'email'`;
  }

  async isAway(): Promise<boolean> {
    const [row]: { away: boolean }[] = await this.db.query(`SELECT ${mailServerAwaySince} IS NOT NULL AS away`);
    return row?.away === true;
  }

  /** Why no mail can go; null when they can. */
  async waitsFor(): Promise<'no_server' | 'server_away' | null> {
    if (!this.isConfigured) return 'no_server';
    return (await this.isAway()) ? 'server_away' : null;
  }

  /** Notes for all that the server is out of reach. */
  async noteAway(): Promise<void> {
    await this.db.query(`UPDATE mail_server SET away_since = coalesce(${mailServerAwaySince}, now()), told_at = now()`);
  }

  /** Notes for all that the server takes mails again. */
  async noteBack(): Promise<void> {
    await this.db.query('UPDATE mail_server SET away_since = NULL WHERE away_since IS NOT NULL');
  }
}
