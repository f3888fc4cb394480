import { type CreateSavedView, Problem, type SavedView, type UpdateSavedView } from '@torch/contracts';
import { type Actor, changesBetween, mostViews } from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import { type Transaction, UnitOfWork } from '../platform/database/unit-of-work';
import { demandVersion } from '../platform/database/version';
import { type HeldView, readsView, SavedViewQueries } from './saved-view.queries';

type Facts = Pick<SavedView, 'name' | 'parameters' | 'shared'>;
const factsOf = ({ name, parameters, shared }: Facts): Facts => ({ name, parameters, shared });

/** Keeps ways of looking at a page; whoever kept one changes it, shares it and takes it away. */
@Injectable()
export class SavedViewService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly queries: SavedViewQueries,
  ) {}

  create(actor: Actor, input: CreateSavedView): Promise<SavedView> {
    return this.work.run(actor, 'view.edit', async (tx) => {
      const id = uuid();
      await demandRoom(tx, { id, ownerId: actor.id, page: input.page, name: input.name });
      await tx.query(
        'INSERT INTO saved_views (id, owner_id, page, name, parameters, shared) VALUES ($1, $2, $3, $4, $5, $6)',
        [id, actor.id, input.page, input.name, JSON.stringify(input.parameters), input.shared],
      );
      const changes = changesBetween(null, { page: input.page, ...factsOf(input) });
      await tx.record('savedView.created', { subjectType: 'savedView', subjectId: id, changes });
      return this.queries.one(id, tx.manager);
    });
  }

  update(actor: Actor, id: string, { version, ...input }: UpdateSavedView): Promise<SavedView> {
    return this.work.run(actor, 'view.edit', async (tx) => {
      const view = await this.lock(tx, actor, id);
      await demandVersion(view, version, () => Promise.resolve(view));
      const after = {
        name: input.name ?? view.name,
        parameters: input.parameters ?? view.parameters,
        shared: input.shared ?? view.shared,
      };
      const changes = changesBetween(factsOf(view), after);
      if (Object.keys(changes).length === 0) return view;
      await demandRoom(tx, { ...view, name: after.name });
      await tx.query(
        `UPDATE saved_views SET name = $2, parameters = $3, shared = $4, version = version + 1, updated_at = now() WHERE id = $1`,
        [id, after.name, JSON.stringify(after.parameters), after.shared],
      );
      await tx.record('savedView.updated', { subjectType: 'savedView', subjectId: id, changes });
      return this.queries.one(id, tx.manager);
    });
  }

  remove(actor: Actor, id: string): Promise<void> {
    return this.work.run(actor, 'view.edit', async (tx) => {
      const view = await this.lock(tx, actor, id);
      await tx.query('DELETE FROM saved_views WHERE id = $1', [id]);
      const changes = {
        page: [view.page, null],
        name: [view.name, null],
        parameters: [view.parameters, null],
        shared: [view.shared, null],
      } as const;
      await tx.record('savedView.deleted', { subjectType: 'savedView', subjectId: id, changes });
    });
  }

  private async lock(tx: Transaction, actor: Actor, id: string): Promise<HeldView> {
    await tx.query('SELECT FROM saved_views WHERE id = $1 FOR UPDATE', [id]);
    const view = await this.queries.one(id, tx.manager);
    if (!tx.reaches(view)) throw new Problem(readsView(actor, view) ? 'not-allowed' : 'not-found');
    return view;
  }
}

/** @throws Problem `already-exists` at `name` for one that the owner has on this page, `rule-broken` when there are too many */
async function demandRoom(
  tx: Transaction,
  { id, ownerId, page, name }: Pick<SavedView, 'id' | 'ownerId' | 'page' | 'name'>,
): Promise<void> {
  // One at a time of each owner: of two with one name, the second is refused.
  await tx.query('SELECT FROM users WHERE id = $1 FOR NO KEY UPDATE', [ownerId]);
  const [others] = await tx.query<{ count: number; same: boolean | null }>(
    `SELECT count(*)::int AS count, bool_or(page = $3 AND lower(name) = lower($4)) AS same
     FROM saved_views WHERE owner_id = $1 AND id <> $2`,
    [ownerId, id, page, name],
  );
  if (others?.same) throw Problem.field('already-exists', 'name', 'taken', 'you have a view of this name here already');
  if ((others?.count ?? 0) >= mostViews)
    throw Problem.field('rule-broken', 'name', 'too-many', `keep no more than ${mostViews} views`);
}
