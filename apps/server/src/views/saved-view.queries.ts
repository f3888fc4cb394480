import { Problem, type SavedView, type SavedViewQuery } from '@torch/contracts';
import { type Actor, may } from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { listPage, Where } from '../platform/database/list';

/** A view is its owner's, and lies where they work now. */
const from = `(SELECT t.*, u.department_id, u.display_name AS owner_name
  FROM saved_views t JOIN users u ON u.id = t.owner_id) v`;
const columns = `v.id, v.version, v.page, v.name, v.parameters, v.shared, v.owner_id AS "ownerId",
  v.owner_name AS "ownerName", v.created_at AS "createdAt"`;

const sorts = {
  name: { column: 'v.name', type: 'text', descending: false },
  '-createdAt': { column: 'v.created_at', type: 'timestamptz', descending: true },
} as const;

export interface HeldView extends SavedView {
  departmentId: string;
}

/** One's own, and what colleagues of the same department share. */
export const readsView = (actor: Actor, view: HeldView): boolean =>
  may(actor, 'view.read', view) || (view.shared && view.departmentId === actor.departmentId);

@Injectable()
export class SavedViewQueries {
  constructor(private readonly db: DataSource) {}

  page(actor: Actor, query: SavedViewQuery) {
    const where = new Where()
      .add('v.owner_id = ? OR (v.shared AND v.department_id = ?)', actor.id, actor.departmentId)
      .oneOf(query.page, 'v.page');
    return listPage<SavedView>(this.db, {
      select: columns,
      from,
      where,
      sort: sorts[query.sort],
      alias: 'v',
      limit: query.limit,
      cursor: query.cursor,
    });
  }

  /** @throws Problem `not-found`, also for a view that the actor may not see */
  async visible(actor: Actor, id: string): Promise<SavedView> {
    const view = await this.one(id);
    if (!readsView(actor, view)) throw new Problem('not-found');
    return view;
  }

  /** @throws Problem `not-found` */
  async one(id: string, manager: EntityManager = this.db.manager): Promise<HeldView> {
    const rows: HeldView[] = await manager.query(
      `SELECT ${columns}, v.department_id AS "departmentId" FROM ${from} WHERE v.id = $1`,
      [id],
    );
    if (!rows[0]) throw new Problem('not-found');
    return rows[0];
  }
}
