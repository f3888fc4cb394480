import { type Absence, type CreateAbsence, Problem, type UpdateAbsence } from '@torch/contracts';
import { type Actor, changesBetween, type Owned } from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import { demandDeputy } from '../access';
import { type Transaction, UnitOfWork } from '../platform/database/unit-of-work';
import { demandVersion } from '../platform/database/version';
import { AbsenceQueries, type HeldAbsence, readsAbsence } from './absence.queries';

type Period = Pick<Absence, 'deputyId' | 'fromOn' | 'toOn'>;
const factsOf = ({ deputyId, fromOn, toOn }: Period): Period => ({ deputyId, fromOn, toOn });

/** Who is away when, and who stands in: told by oneself, or by the head for somebody who cannot. */
@Injectable()
export class AbsenceService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly queries: AbsenceQueries,
  ) {}

  create(actor: Actor, { userId = actor.id, ...period }: CreateAbsence): Promise<Absence> {
    return this.work.run(actor, 'absence.edit', async (tx) => {
      await this.demandReach(tx, userId);
      const id = uuid();
      await demandPeriod(tx, { id, userId, ...period });
      await tx.query('INSERT INTO absences (id, user_id, deputy_id, from_on, to_on) VALUES ($1, $2, $3, $4, $5)', [
        id,
        userId,
        period.deputyId,
        period.fromOn,
        period.toOn,
      ]);
      const changes = changesBetween(null, { userId, ...period });
      await tx.record('absence.created', { subjectType: 'absence', subjectId: id, changes, data: { userId } });
      return this.queries.one(id, tx.manager);
    });
  }

  update(actor: Actor, id: string, { version, ...input }: UpdateAbsence): Promise<Absence> {
    return this.work.run(actor, 'absence.edit', async (tx) => {
      const absence = await this.lock(tx, actor, id);
      await demandVersion(absence, version, () => Promise.resolve(absence));
      const before = factsOf(absence);
      const after = {
        deputyId: input.deputyId ?? before.deputyId,
        fromOn: input.fromOn ?? before.fromOn,
        toOn: input.toOn ?? before.toOn,
      };
      const changes = changesBetween(before, after);
      if (Object.keys(changes).length === 0) return absence;
      const { userId } = absence;
      await demandPeriod(tx, { id, userId, ...after });
      await tx.query(
        `UPDATE absences SET deputy_id = $2, from_on = $3, to_on = $4, version = version + 1, updated_at = now() WHERE id = $1`,
        [id, after.deputyId, after.fromOn, after.toOn],
      );
      await tx.record('absence.updated', { subjectType: 'absence', subjectId: id, changes, data: { userId } });
      return this.queries.one(id, tx.manager);
    });
  }

  remove(actor: Actor, id: string): Promise<void> {
    return this.work.run(actor, 'absence.edit', async (tx) => {
      const { userId, deputyId, fromOn, toOn } = await this.lock(tx, actor, id);
      await tx.query('DELETE FROM absences WHERE id = $1', [id]);
      const changes = {
        userId: [userId, null],
        deputyId: [deputyId, null],
        fromOn: [fromOn, null],
        toOn: [toOn, null],
      } as const;
      await tx.record('absence.deleted', { subjectType: 'absence', subjectId: id, changes, data: { userId } });
    });
  }

  /** @throws Problem `rule-broken` at `userId` for somebody who is not the writer's to speak for */
  private async demandReach(tx: Transaction, userId: string): Promise<void> {
    const [user] = await tx.query<Owned>(
      'SELECT id AS "ownerId", department_id AS "departmentId" FROM users WHERE id = $1 AND active',
      [userId],
    );
    if (!user || !tx.reaches(user))
      throw Problem.field('rule-broken', 'userId', 'out-of-reach', 'choose yourself, or somebody of your department');
  }

  private async lock(tx: Transaction, actor: Actor, id: string): Promise<HeldAbsence> {
    await tx.query('SELECT FROM absences WHERE id = $1 FOR UPDATE', [id]);
    const absence = await this.queries.one(id, tx.manager);
    if (!tx.reaches(absence)) throw new Problem(readsAbsence(actor, absence) ? 'not-allowed' : 'not-found');
    return absence;
  }
}

/** @throws Problem `rule-broken` for days out of order, a period within another one, a deputy who cannot stand in, or one who stands in for another meanwhile */
async function demandPeriod(
  tx: Transaction,
  { id, userId, deputyId, fromOn, toOn }: Period & { id: string; userId: string },
): Promise<void> {
  if (toOn < fromOn)
    throw Problem.field('rule-broken', 'toOn', 'before-start', 'the last day cannot be before the first');
  await demandDeputy(tx, userId, deputyId);
  // Both are held, in one order: of two who are away at once and stand in for each other, the second is refused.
  await tx.query('SELECT FROM users WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE', [[userId, deputyId]]);
  const others = await tx.query<{ userId: string }>(
    `SELECT user_id AS "userId" FROM absences
     WHERE user_id = ANY($1) AND id <> $2 AND from_on <= $4 AND to_on >= $3`,
    [[userId, deputyId], id, fromOn, toOn],
  );
  if (others.some((other) => other.userId === userId))
    throw Problem.field('rule-broken', 'fromOn', 'overlaps', 'an absence of these days is entered already');
  const [stoodInFor] = await tx.query(
    'SELECT id FROM absences WHERE deputy_id = $1 AND id <> $2 AND from_on <= $4 AND to_on >= $3 LIMIT 1',
    [userId, id, fromOn, toOn],
  );
  if (stoodInFor)
    throw Problem.field('rule-broken', 'fromOn', 'stands-in', 'in these days you stand in for somebody who is away');
  if (others.some((other) => other.userId === deputyId))
    throw Problem.field('rule-broken', 'deputyId', 'absent', 'the deputy is away in these days too');
}
