import { Injectable } from '@nestjs/common';
import { Problem, type SignIn } from '@torch/contracts';
import type { FastifyRequest } from 'fastify';
import pg from 'pg';
import { RateLimiterPostgres, type RateLimiterRes } from 'rate-limiter-flexible';
import { DataSource } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { Config } from '../platform/config';
import { type Transaction, UnitOfWork } from '../platform/database/unit-of-work';
import { decoyHash, newToken, passwordMatches, tokenHash } from './secrets';

interface Account {
  id: string;
  active: boolean;
  password_hash: string;
}

export interface Visitor {
  address: string;
  userAgent: string | null;
}

/** Forgets the failures of an account whose password was right. */
const forgive = (tx: Transaction, userId: string) =>
  tx.query('DELETE FROM sign_in_failures WHERE user_id = $1', [userId]);

export const visitorOf = ({ ip, headers }: Pick<FastifyRequest, 'ip' | 'headers'>): Visitor => ({
  address: ip,
  userAgent: headers['user-agent']?.slice(0, 300) ?? null,
});

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
    await this.spend(visitor);
    const account = await this.account(username);
    const verdict = await this.judge(account, password, visitor);
    if (!account || verdict !== 'right') throw new Problem('wrong-credentials');
    const token = await this.open(account.id, visitor);
    await this.perAddress.reward(visitor.address, 1);
    return token;
  }

  /**
   * Asks a signed-in user for the present password; a wrong one counts like one at the door.
   * @throws Problem `too-many-requests`, `rule-broken`
   */
  async demandOwnPassword(userId: string, password: string, visitor: Visitor): Promise<void> {
    await this.spend(visitor);
    const [user]: { username: string }[] = await this.db.query('SELECT username FROM users WHERE id = $1', [userId]);
    const account = await this.account(user?.username ?? '');
    if ((await this.judge(account, password, visitor)) !== 'right')
      throw Problem.field('rule-broken', 'currentPassword', 'wrong', 'the present password is not right');
    await this.work.run('system', null, (tx) => forgive(tx, userId));
    await this.perAddress.reward(visitor.address, 1);
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
        await tx.record('session.ended', { subjectType: 'session', subjectId: id, actorId, data: { userId: actorId } });
      await tx.query(`SELECT pg_notify('torch_access', $1)`, [actorId]);
    });
  }

  /** Takes one try of the address before anything is looked at: of many at once, no more than the limit get further. */
  private async spend({ address }: Visitor): Promise<void> {
    try {
      await this.perAddress.consume(address, 1);
    } catch (error) {
      if (error instanceof Error) throw error;
      throw new Problem('too-many-requests', {
        retryAfter: Math.ceil((error as RateLimiterRes).msBeforeNext / 1000),
      });
    }
  }

  /** Counts a failure before the password is looked at, and takes it back when it was right: guesses at once cannot outrun the lock. */
  private async judge(account: Account | undefined, password: string, visitor: Visitor): Promise<'right' | 'wrong'> {
    const locked = account?.active ? await this.count(account.id) : true;
    // Verified even for nobody, so that the time of the answer tells nothing.
    const matches = await passwordMatches(account?.password_hash ?? (await decoyHash()), password);
    if (account?.active && !locked && matches) return 'right';
    const reason = !account ? 'unknown-user' : !account.active ? 'inactive' : locked ? 'locked' : 'password';
    await this.work.run('system', null, (tx) =>
      tx.record('session.refused', {
        subjectType: 'user',
        subjectId: account?.id ?? null,
        data: { reason, address: visitor.address },
      }),
    );
    return 'wrong';
  }

  /** One more try of an account; the last one allowed locks it. @returns whether it was locked already */
  private async count(userId: string): Promise<boolean> {
    const [row]: { locked: boolean }[] = await this.db.query(
      `INSERT INTO sign_in_failures AS f (user_id, failures) VALUES ($1, 1)
       ON CONFLICT (user_id) DO UPDATE SET
         failures = CASE WHEN f.locked_until <= now() THEN 1 ELSE f.failures + 1 END,
         locked_until = CASE WHEN f.locked_until > now() THEN f.locked_until
           WHEN f.locked_until IS NULL AND f.failures + 1 >= $2 THEN now() + make_interval(secs => $3) END
       RETURNING failures > $2 AS locked`,
      [userId, lockoutAfter, this.config.settings.LOCKOUT_SECONDS],
    );
    return row?.locked ?? false;
  }

  private async account(username: string): Promise<Account | undefined> {
    const rows: Account[] = await this.db.query(
      'SELECT id, active, password_hash FROM users WHERE username = lower($1)',
      [username],
    );
    return rows[0];
  }

  private open(userId: string, { address, userAgent }: Visitor): Promise<string> {
    return this.work.run('system', null, async (tx) => {
      const id = uuid();
      const token = newToken();
      await forgive(tx, userId);
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
