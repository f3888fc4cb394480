import { NotificationPreferences, SetNotificationPreferences } from '@torch/contracts';
import { type Actor, alwaysOnKinds, changesBetween, type Preference, preferenceMatrix } from '@torch/domain';
import { Body, Controller, Get, Put } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { getsMorningDigest } from '../platform/database/morning-digest';
import { UnitOfWork } from '../platform/database/unit-of-work';
import { CurrentActor, Requires, Returns } from '../platform/http/decorators';

/** How one's own reminders come. The engine asks when it hands over, so that a choice holds for what is planned already. */
@Controller('me/notification-preferences')
export class PreferenceController {
  constructor(
    private readonly db: DataSource,
    private readonly work: UnitOfWork,
  ) {}

  @Get()
  @Requires('account.use')
  @Returns(NotificationPreferences)
  async read(@CurrentActor() actor: Actor): Promise<NotificationPreferences> {
    return answerTo(this.db.manager, actor.id);
  }

  /** Takes the whole choice at once: what is left out is on. */
  @Put()
  @Requires('account.use')
  @Returns(NotificationPreferences)
  set(
    @CurrentActor() actor: Actor,
    @Body({ schema: SetNotificationPreferences }) { items }: SetNotificationPreferences,
  ): Promise<NotificationPreferences> {
    return this.work.run(actor, 'account.use', async (tx) => {
      // Of two at once, the second sees what the first chose.
      await tx.query('SELECT FROM users WHERE id = $1 FOR NO KEY UPDATE', [actor.id]);
      const before = preferenceMatrix(await saidBy(tx.manager, actor.id));
      const after = preferenceMatrix(items);
      const changes = changesBetween(modesByName(before), modesByName(after));
      if (Object.keys(changes).length === 0) return answerTo(tx.manager, actor.id);
      const said = after.filter(({ mode }) => mode !== 'on');
      await tx.query('DELETE FROM notification_preferences WHERE user_id = $1', [actor.id]);
      await tx.query(
        `INSERT INTO notification_preferences (user_id, kind, channel, mode)
         SELECT $1, kind, channel, mode FROM unnest($2::text[], $3::text[], $4::text[]) AS n (kind, channel, mode)`,
        [actor.id, said.map(({ kind }) => kind), said.map(({ channel }) => channel), said.map(({ mode }) => mode)],
      );
      await tx.record('notificationPreference.updated', {
        subjectType: 'notificationPreference',
        subjectId: actor.id,
        changes,
      });
      return answerTo(tx.manager, actor.id);
    });
  }
}

const saidBy = (manager: EntityManager, userId: string): Promise<Preference[]> =>
  manager.query('SELECT kind, channel, mode FROM notification_preferences WHERE user_id = $1', [userId]);

async function answerTo(manager: EntityManager, userId: string): Promise<NotificationPreferences> {
  const items = preferenceMatrix(await saidBy(manager, userId));
  const [user]: { getsDigest: boolean }[] = await manager.query(
    `SELECT ${getsMorningDigest} AS "getsDigest" FROM users u WHERE u.id = $1`,
    [userId],
  );
  return { items, alwaysOn: [...alwaysOnKinds], getsDigest: user?.getsDigest ?? false };
}

const modesByName = (items: readonly Preference[]) =>
  Object.fromEntries(items.map(({ kind, channel, mode }) => [`${kind}.${channel}`, mode]));
