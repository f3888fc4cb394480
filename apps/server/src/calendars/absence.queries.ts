import { type Absence, type AbsenceQuery, Problem } from '@torch/contracts';
import { type Actor, may, reachOf } from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { listPage, Where } from '../platform/database/list';

/** An absence is whose it is, and lies where they work now. */
const from = `(SELECT t.*, t.user_id AS owner_id, u.department_id, u.display_name AS user_name
  FROM absences t JOIN users u ON u.id = t.user_id) a`;
const join = 'JOIN users p ON p.id = a.deputy_id';
const columns = `a.id, a.version, a.user_id AS "userId", a.user_name AS "userName", a.deputy_id AS "deputyId",
  p.display_name AS "deputyName", a.from_on::text AS "fromOn", a.to_on::text AS "toOn", a.created_at AS "createdAt"`;

export interface HeldAbsence extends Absence {
  ownerId: string;
  departmentId: string;
}

/** Whoever stands in has to know of it, however short their reach. */
export const readsAbsence = (actor: Actor, absence: HeldAbsence): boolean =>
  may(actor, 'absence.read', absence) || absence.deputyId === actor.id;

/** The same for a list. */
function absencesWithin(actor: Actor): Where {
  const reach = reachOf(actor.role, 'absence.read');
  if (!reach) throw new Problem('not-allowed');
  const where = new Where();
  if (reach === 'own') where.add('a.user_id = ? OR a.deputy_id = ?', actor.id, actor.id);
  if (reach === 'department') where.add('a.department_id = ANY(?) OR a.deputy_id = ?', actor.departmentIds, actor.id);
  return where;
}

@Injectable()
export class AbsenceQueries {
  constructor(private readonly db: DataSource) {}

  page(actor: Actor, query: AbsenceQuery) {
    const where = absencesWithin(actor)
      .when(query.user, 'a.user_id = ?')
      .when(query.from, 'a.to_on >= ?')
      .when(query.to, 'a.from_on <= ?');
    if (query.q) where.add('strpos(lower(a.user_name), lower(?)) > 0', query.q);
    return listPage<Absence>(this.db, {
      select: columns,
      from,
      join,
      where,
      sort: { column: 'a.from_on', type: 'date', descending: query.sort.startsWith('-') },
      alias: 'a',
      limit: query.limit,
      cursor: query.cursor,
    });
  }

  /** @throws Problem `not-found`, also for an absence that the actor may not see */
  async visible(actor: Actor, id: string): Promise<HeldAbsence> {
    const absence = await this.one(id);
    if (!readsAbsence(actor, absence)) throw new Problem('not-found');
    return absence;
  }

  /** @throws Problem `not-found` */
  async one(id: string, manager: EntityManager = this.db.manager): Promise<HeldAbsence> {
    const rows: HeldAbsence[] = await manager.query(
      `SELECT ${columns}, a.owner_id AS "ownerId", a.department_id AS "departmentId" FROM ${from} ${join} WHERE a.id = $1`,
      [id],
    );
    if (!rows[0]) throw new Problem('not-found');
    return rows[0];
  }
}
