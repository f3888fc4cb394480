import { type ChangePassword, Problem, type UpdateMe } from '@torch/contracts';
import { type Actor, changesBetween } from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../platform/database/unit-of-work';
import { revokeTokens } from './api-tokens';
import { demandDeputy } from './deputy';
import { demandGoodPassword, demandUnusedPassword, replacePassword } from './passwords';
import { type Visitor, SignInService } from './sign-in.service';
import { UserEntity } from './user.entity';

/** What users change about themselves. */
@Injectable()
export class AccountService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly signIns: SignInService,
  ) {}

  updateOwn(actor: Actor, input: UpdateMe): Promise<void> {
    return this.work.run(actor, 'account.use', async (tx) => {
      const user = await tx.manager.findOneOrFail(UserEntity, {
        where: { id: actor.id },
        lock: { mode: 'for_no_key_update' },
      });
      const before = { ...user };
      Object.assign(user, input);
      const changes = changesBetween(before, user);
      if (Object.keys(changes).length === 0) return;
      if ('deputyId' in changes) await demandDeputy(tx, user.id, user.deputyId);
      user.version += 1;
      await tx.manager.save(user);
      await tx.record('user.updated', { subjectType: 'user', subjectId: user.id, changes });
    });
  }

  /** Changes the password and ends every other session, and every token. */
  async changePassword(
    actor: Actor,
    { currentPassword, newPassword }: ChangePassword,
    sessionId: string | null,
    visitor: Visitor,
  ): Promise<void> {
    await this.signIns.demandOwnPassword(actor.id, currentPassword, visitor);
    return this.work.run(actor, 'account.use', async (tx) => {
      const [user] = await tx.query<{ username: string }>(
        'SELECT username FROM users WHERE id = $1 FOR NO KEY UPDATE',
        [actor.id],
      );
      if (!user) throw new Problem('not-found');
      demandGoodPassword(newPassword, user.username, 'newPassword');
      await demandUnusedPassword(tx, actor.id, newPassword, 'newPassword');
      await replacePassword(tx, actor.id, newPassword, false);
      await tx.query('DELETE FROM sessions WHERE user_id = $1 AND id IS DISTINCT FROM $2', [actor.id, sessionId]);
      await revokeTokens(tx, actor.id);
      await tx.query(`SELECT pg_notify('torch_access', $1)`, [actor.id]);
      await tx.record('user.passwordChanged', { subjectType: 'user', subjectId: actor.id });
    });
  }
}
