import { type ChangeRole, type CreateUser, Problem, type UpdateUser } from '@torch/contracts';
import { type Actor, changesBetween, countryOfZone, firstRoles, usualMorning } from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import { type Transaction, UnitOfWork } from '../platform/database/unit-of-work';
import { demandVersion } from '../platform/database/version';
import { revokeTokens } from './api-tokens';
import { revokeCalendarAddress } from './calendar-addresses';
import { demandDeputy } from './deputy';
import { demandGoodPassword, demandUnusedPassword, replacePassword } from './passwords';
import { hashPassword } from './secrets';
import { UserEntity } from './user.entity';
import { UserQueries } from './user.queries';

/** Accounts, kept by the system administrator; roles of existing accounts by the security administrator. */
@Injectable()
export class UserService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly queries: UserQueries,
  ) {}

  async create(actor: Actor, input: CreateUser) {
    demandGoodPassword(input.password, input.username, 'password');
    if (!firstRoles.some((role) => role === input.role))
      throw Problem.field('rule-broken', 'role', 'security-admin', 'this role is given by the security administrator');
    return this.work.run(actor, 'user.manage', async (tx) => {
      const id = await insertUser(tx, { ...input, mustChangePassword: true });
      return this.queries.one(id, tx.manager);
    });
  }

  update(actor: Actor, id: string, { version, password, ...input }: UpdateUser) {
    return this.work.run(actor, 'user.manage', async (tx) => {
      const user = await this.locked(tx, id, version);
      if (id === actor.id && input.active === false)
        throw Problem.field('rule-broken', 'active', 'oneself', 'nobody can deactivate themselves');
      if (password !== undefined) {
        demandGoodPassword(password, user.username, 'password');
        await demandUnusedPassword(tx, id, password, 'password');
      }
      await this.save(tx, user, input);
      // After the other changes, which would write the old password's age back.
      if (password !== undefined) {
        await replacePassword(tx, id, password, true);
        await this.endSessions(tx, id);
        await tx.record('user.passwordReset', { subjectType: 'user', subjectId: id });
      }
      if (input.active === false) await this.shutOut(tx, id);
      return this.queries.one(id, tx.manager);
    });
  }

  changeRole(actor: Actor, id: string, { version, role }: ChangeRole) {
    return this.work.run(actor, 'user.changeRole', async (tx) => {
      const user = await this.locked(tx, id, version);
      if (id === actor.id) throw Problem.field('rule-broken', 'role', 'oneself', 'nobody can change their own role');
      await this.save(tx, user, { role });
      await this.endSessions(tx, id);
      return this.queries.one(id, tx.manager);
    });
  }

  private async locked(tx: Transaction, id: string, version: number): Promise<UserEntity> {
    const user = await tx.manager.findOne(UserEntity, { where: { id }, lock: { mode: 'for_no_key_update' } });
    if (!user) throw new Problem('not-found');
    await demandVersion(user, version, () => this.queries.one(id, tx.manager));
    return user;
  }

  private async save(tx: Transaction, user: UserEntity, input: Partial<UserEntity>): Promise<void> {
    const before = { ...user };
    Object.assign(user, input);
    const changes = changesBetween(before, user);
    if (Object.keys(changes).length === 0) return;
    if ('deputyId' in changes) await demandDeputy(tx, user.id, user.deputyId);
    user.version += 1;
    await tx.manager.save(user);
    await tx.record('role' in changes ? 'user.roleChanged' : 'user.updated', {
      subjectType: 'user',
      subjectId: user.id,
      changes,
    });
  }

  /** Out for good: nothing more reaches the account, no mail that still waits either. */
  private async shutOut(tx: Transaction, id: string): Promise<void> {
    await this.endSessions(tx, id);
    const mails = await tx.query<{ id: string }>(
      `WITH dropped AS (UPDATE mails SET state = 'cancelled' WHERE user_id = $1 AND state IN ('queued', 'parked') RETURNING id)
       SELECT id FROM dropped`,
      [id],
    );
    await tx.query(
      `UPDATE reminders SET state = 'cancelled', reason = 'user-inactive', ended_at = now() WHERE mail_id = ANY($1)`,
      [mails.map(({ id: mailId }) => mailId)],
    );
    for (const mail of mails)
      await tx.record('mail.cancelled', { subjectType: 'mail', subjectId: mail.id, data: { reason: 'user-inactive' } });
  }

  /** Out at once: sessions, tokens and the calendar address end here, event streams hear the notice. */
  private async endSessions(tx: Transaction, id: string): Promise<void> {
    await revokeTokens(tx, id);
    await revokeCalendarAddress(tx, id);
    await tx.query('DELETE FROM sessions WHERE user_id = $1', [id]);
    await tx.query(`SELECT pg_notify('torch_access', $1)`, [id]);
  }
}

/** Creates an account with its event, its holidays by the time zone where no country is given; for the administrator, the set-up and the sample zone alike. */
export async function insertUser(
  tx: Transaction,
  input: CreateUser & { mustChangePassword: boolean },
): Promise<string> {
  const { password, ...given } = input;
  const facts = {
    ...given,
    country: given.country ?? countryOfZone(given.timeZone),
    deputyId: given.deputyId ?? null,
    morningAt: given.morningAt ?? usualMorning,
    quietFrom: given.quietFrom ?? null,
    quietTo: given.quietTo ?? null,
  };
  const id = uuid();
  await demandDeputy(tx, id, facts.deputyId);
  const user = tx.manager.create(UserEntity, {
    ...facts,
    id,
    version: 1,
    active: true,
    passwordHash: await hashPassword(password),
    passwordChangedAt: tx.now,
    createdAt: tx.now,
  });
  await tx.manager.insert(UserEntity, user);
  await tx.record('user.created', { subjectType: 'user', subjectId: user.id, changes: changesBetween(null, facts) });
  return user.id;
}
