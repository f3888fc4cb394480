import { Problem, type ReminderSettings, type UpdateReminderSettings } from '@torch/contracts';
import { type Actor, changesBetween, reachOf, type Role } from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { type Transaction, UnitOfWork } from '../platform/database/unit-of-work';
import { demandVersion } from '../platform/database/version';

type Held = ReminderSettings & { id: string };
type Facts = Pick<ReminderSettings, 'mailContent' | 'foldFrom' | 'heartbeatTo'>;

/** How much mails say, from when on a burst is folded, and who hears daily that all is well. */
@Injectable()
export class SettingsService {
  constructor(
    private readonly db: DataSource,
    private readonly work: UnitOfWork,
  ) {}

  async read(manager: EntityManager = this.db.manager): Promise<Held> {
    const rows: Held[] = await manager.query(
      `SELECT s.id, s.version, s.mail_content AS "mailContent", s.fold_from AS "foldFrom", s.heartbeat_to AS "heartbeatTo",
         u.display_name AS "heartbeatToName" FROM reminder_settings s LEFT JOIN users u ON u.id = s.heartbeat_to`,
    );
    return rows[0] as Held;
  }

  update(actor: Actor, { version, ...input }: UpdateReminderSettings): Promise<ReminderSettings> {
    return this.work.run(actor, 'reminderRule.edit', async (tx) => {
      await tx.query('SELECT FROM reminder_settings FOR UPDATE');
      const held = await this.read(tx.manager);
      await demandVersion(held, version, () => Promise.resolve(held));
      const { mailContent, foldFrom, heartbeatTo } = held;
      const before: Facts = { mailContent, foldFrom, heartbeatTo };
      const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
      const after: Facts = { ...before, ...given };
      const changes = changesBetween(before, after);
      if (Object.keys(changes).length === 0) return held;
      if (after.heartbeatTo && after.heartbeatTo !== before.heartbeatTo) await demandWatcher(tx, after.heartbeatTo);
      await tx.query(
        `UPDATE reminder_settings SET mail_content = $1, fold_from = $2, heartbeat_to = $3, version = version + 1`,
        [after.mailContent, after.foldFrom, after.heartbeatTo],
      );
      await tx.record('reminderSettings.updated', { subjectType: 'reminderSettings', subjectId: held.id, changes });
      return this.read(tx.manager);
    });
  }
}

/** @throws Problem `rule-broken` for somebody who may not look at the outbox, or has no address */
async function demandWatcher(tx: Transaction, userId: string): Promise<void> {
  const [user] = await tx.query<{ role: Role; email: string | null }>(
    'SELECT role, email FROM users WHERE id = $1 AND active',
    [userId],
  );
  if (!user || !reachOf(user.role, 'mail.read'))
    throw Problem.field('rule-broken', 'heartbeatTo', 'not-allowed', 'choose an administrator');
  if (!user.email) throw Problem.field('rule-broken', 'heartbeatTo', 'no-address', 'this account has no mail address');
}
