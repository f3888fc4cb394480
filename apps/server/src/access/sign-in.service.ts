import { Injectable } from '@nestjs/common';
import { Problem, type SignIn } from '@torch/contracts';
import pg from 'pg';
import { RateLimiterPostgres, type RateLimiterRes } from 'rate-limiter-flexible';
import { DataSource } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { Config } from '../platform/config';
import { UnitOfWork } from '../platform/database/unit-of-work';
import { decoyHash, newToken, passwordMatches, tokenHash } from './secrets';

interface Account {
  id: string;
  active: boolean;
  password_hash: string;
  locked: boolean;
}

export interface Visitor {
  address: string;
  userAgent: string | null;
}

/** Failures in a row after which an account rests. */
const lockoutAfter = 5;

/** Signing in and out: argon2id, lockout per account, a limit per address, the same answer for every failure. */
@Injectable()
export class SignInService {
  private readonly perAddress: RateLimiterPostgres;

  constructor(
    private readonly db: DataSource,
    private readonly work: UnitOfWork,
    private readonly config: Config,
  ) {
    this.perAddress = new RateLimiterPostgres({
      storeClient: (db.driver as unknown as { master: pg.Pool }).master,
      storeType: 'pool',
      tableName: 'rate_limits',
      tableCreated: true,
      clearExpiredByTimeout: false,
      keyPrefix: 'sign-in',
      points: config.settings.SIGN_IN_FAILURES_PER_MINUTE,
      duration: 60,
    });
  }

  /**
   * @returns the session's token, for the cookie
   * @throws Problem `too-many-requests` for the address, else `wrong-credentials` whatever was wrong
   */
  async signIn({ username, password }: SignIn, visitor: Visitor): Promise<string> {
    await this.demandPatience(visitor);
    const account = await this.account(username);
    // Verified even for nobody, so that the time of the answer tells nothing.
    const matches = await passwordMatches(account?.password_hash ?? (await decoyHash()), password);
    if (!account || account.locked || !account.active || !matches) {
      await this.refuse(account, visitor, matches);
      throw new Problem('wrong-credentials');
    }
    return this.open(account.id, visitor);
  }

  signOut(actorId: string, sessionId: string | null): Promise<void> {
    return this.end(actorId, sessionId ? [sessionId] : []);
  }

  /** Ends the sessions named, or every session of the user. */
  async end(actorId: string, sessionIds: string[] | 'all'): Promise<void> {
    await this.work.run('system', null, async (tx) => {
      const ended = await tx.query<{ id: string }>(
        `WITH ended AS (DELETE FROM sessions WHERE user_id = $1 AND ($2::uuid[] IS NULL OR id = ANY($2)) RETURNING id)
         SELECT id FROM ended`,
        [actorId, sessionIds === 'all' ? null : sessionIds],
      );
      for (const { id } of ended)
        await tx.record('session.ended', { subjectType: 'session', subjectId: id, data: { userId: actorId } });
      await tx.query(`SELECT pg_notify('torch_access', $1)`, [actorId]);
    });
  }

  private async demandPatience({ address }: Visitor): Promise<void> {
    const spent: RateLimiterRes | null = await this.perAddress.get(address);
    if (spent && spent.consumedPoints >= this.config.settings.SIGN_IN_FAILURES_PER_MINUTE)
      throw new Problem('too-many-requests', { retryAfter: Math.ceil(spent.msBeforeNext / 1000) });
  }

  private async account(username: string): Promise<Account | undefined> {
    const rows: Account[] = await this.db.query(
      `SELECT u.id, u.active, u.password_hash, coalesce(f.locked_until > now(), false) AS locked
       FROM users u LEFT JOIN sign_in_failures f ON f.user_id = u.id WHERE u.username = lower($1)`,
      [username],
    );
    return rows[0];
  }

  private async refuse(account: Account | undefined, { address }: Visitor, matched: boolean): Promise<void> {
    await this.perAddress.penalty(address, 1);
    const reason = !account
      ? 'unknown-user'
      : account.locked
        ? 'locked'
        : account.active || !matched
          ? 'password'
          : 'inactive';
    await this.work.run('system', null, async (tx) => {
      if (account && reason === 'password')
        await tx.query(
          `INSERT INTO sign_in_failures AS f (user_id, failures) VALUES ($1, 1)
           ON CONFLICT (user_id) DO UPDATE SET
             failures = CASE WHEN f.failures + 1 >= $2 THEN 0 ELSE f.failures + 1 END,
             locked_until = CASE WHEN f.failures + 1 >= $2 THEN now() + make_interval(secs => $3) ELSE f.locked_until END`,
          [account.id, lockoutAfter, this.config.settings.LOCKOUT_SECONDS],
        );
      await tx.record('session.refused', {
        subjectType: 'user',
        subjectId: account?.id ?? null,
        data: { reason, address },
      });
    });
  }

  private open(userId: string, { address, userAgent }: Visitor): Promise<string> {
    return this.work.run('system', null, async (tx) => {
      const id = uuid();
      const token = newToken();
      await tx.query('DELETE FROM sign_in_failures WHERE user_id = $1', [userId]);
      await tx.query('DELETE FROM sessions WHERE user_id = $1 AND expires_at < now()', [userId]);
      await tx.query(
        `INSERT INTO sessions (id, token_hash, user_id, expires_at, address, user_agent)
         VALUES ($1, $2, $3, now() + make_interval(secs => $4), $5, $6)`,
        [id, tokenHash(token), userId, this.config.settings.SESSION_ABSOLUTE_SECONDS, address, userAgent],
      );
      await tx.record('session.opened', {
        subjectType: 'session',
        subjectId: id,
        actorId: userId,
        data: { userId, address },
      });
      return token;
    });
  }
}
