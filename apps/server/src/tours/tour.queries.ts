import { Problem, type Tour, type TourQuery } from '@torch/contracts';
import type { Actor } from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { listPage, Where } from '../platform/database/list';
import { tourShown } from '../visits';

const columns = `t.id, t.version, t.title, t.from_on::text AS "fromOn", t.to_on::text AS "toOn", t.lead_person AS "leadPerson",
  t.members, t.cities, t.owner_id AS "ownerId", o.display_name AS "ownerName", t.department_id AS "departmentId", t.created_at AS "createdAt"`;
const join = 'JOIN users o ON o.id = t.owner_id';

@Injectable()
export class TourQueries {
  constructor(private readonly db: DataSource) {}

  page(actor: Actor, { q, owner, sort, limit, cursor }: TourQuery) {
    const where = new Where().within(actor, 'visit.read', 't').add(tourShown, actor.id).when(owner, 't.owner_id = ?');
    if (q) where.add(`strpos(lower(t.title || ' ' || array_to_string(t.cities, ' ')), lower(?)) > 0`, q);
    return listPage<Tour>(this.db, {
      select: columns,
      from: 'tours t',
      join,
      where,
      sort: { column: 't.from_on', type: 'date', descending: sort.startsWith('-') },
      alias: 't',
      limit,
      cursor,
    });
  }

  /** @throws Problem `not-found`, also for a tour that the actor may not see */
  async visible(actor: Actor, id: string, manager: EntityManager = this.db.manager): Promise<Tour> {
    const where = new Where().within(actor, 'visit.read', 't').add('t.id = ?', id).add(tourShown, actor.id);
    const rows: Tour[] = await manager.query(`SELECT ${columns} FROM tours t ${join} WHERE ${where.sql}`, where.values);
    if (!rows[0]) throw new Problem('not-found');
    return rows[0];
  }

  /** @throws Problem `not-found` */
  async one(id: string, manager: EntityManager = this.db.manager): Promise<Tour> {
    const rows: Tour[] = await manager.query(`SELECT ${columns} FROM tours t ${join} WHERE t.id = $1`, [id]);
    if (!rows[0]) throw new Problem('not-found');
    return rows[0];
  }
}
