import { DataSource } from 'typeorm';
import type { FastifyRequest } from 'fastify';
import { Injectable } from '@nestjs/common';
import { Config } from '../platform/config';
import { Authenticator, type SignedIn } from '../platform/http/signed-in';
import { actorColumns, actorOf, type ActorRow } from './actors';
import { tokenHash } from './secrets';

export const sessionCookie = 'torch_session';

interface Row extends ActorRow {
  session_id: string | null;
  token_id: string | null;
  scope: string;
  time_zone: string;
  must_change_password: boolean;
  password_age_days: number;
}

const person = `${actorColumns}, u.time_zone, u.must_change_password,
  extract(epoch FROM now() - u.password_changed_at)::float8 / 86400 AS password_age_days`;

/** Every request asks the database, so that a sign-out or a deactivation holds from the next request on. */
@Injectable()
export class Sessions implements Authenticator {
  constructor(
    private readonly db: DataSource,
    private readonly config: Config,
  ) {}

  async authenticate(request: FastifyRequest, idle = false): Promise<SignedIn | null> {
    const bearer = /^Bearer ([\w-]{20,100})$/.exec(request.headers.authorization ?? '')?.[1];
    if (bearer) return this.byToken(bearer);
    const cookie = request.cookies[sessionCookie];
    return cookie ? this.bySession(cookie, idle) : null;
  }

  private async bySession(token: string, idle: boolean): Promise<SignedIn | null> {
    const { SESSION_IDLE_SECONDS } = this.config.settings;
    const rows: (Row & { idle: number })[] = await this.db.query(
      `SELECT s.id AS session_id, extract(epoch FROM now() - s.last_seen_at)::float8 AS idle, ${person}
       FROM sessions s JOIN users u ON u.id = s.user_id
       WHERE s.token_hash = $1 AND u.active AND s.expires_at > now()
         AND s.last_seen_at > now() - make_interval(secs => $2)`,
      [tokenHash(token), SESSION_IDLE_SECONDS],
    );
    const row = rows[0];
    if (!row) return null;
    // Once a minute is exact enough for an idle limit of hours, and spares a write on every request.
    if (!idle && row.idle > Math.min(60, SESSION_IDLE_SECONDS / 4))
      await this.db.query('UPDATE sessions SET last_seen_at = now() WHERE id = $1', [row.session_id]);
    return this.signedIn(row, false);
  }

  private async byToken(token: string): Promise<SignedIn | null> {
    const rows: Row[] = await this.db.query(
      `SELECT t.id AS token_id, t.scope, ${person}
       FROM api_tokens t JOIN users u ON u.id = t.user_id
       WHERE t.token_hash = $1 AND u.active AND t.revoked_at IS NULL AND t.expires_at > now()`,
      [tokenHash(token)],
    );
    const row = rows[0];
    if (!row) return null;
    await this.db.query(
      `INSERT INTO api_token_uses VALUES ($1, now())
       ON CONFLICT (token_id) DO UPDATE SET last_used_at = now() WHERE api_token_uses.last_used_at < now() - interval '1 minute'`,
      [row.token_id],
    );
    return this.signedIn(row, row.scope === 'read');
  }

  private signedIn(row: Row, readOnly: boolean): SignedIn {
    return {
      actor: actorOf(row),
      sessionId: row.session_id ?? null,
      timeZone: row.time_zone,
      mustChangePassword:
        row.must_change_password || row.password_age_days > this.config.settings.PASSWORD_MAX_AGE_DAYS,
      readOnly,
    };
  }
}
