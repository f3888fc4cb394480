import { type InvestorPromise, Problem, type PromiseQuery } from '@torch/contracts';
import { type Actor, may, type Permission, reachOf } from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { listPage, Where } from '../platform/database/list';

/** Open, and the day is over where the owner is. */
export const promiseOverdue = `(p.state = 'open' AND p.due_on < (now() AT TIME ZONE o.time_zone)::date)`;
export const promiseFrom = 'promises p JOIN users o ON o.id = p.owner_id JOIN leads l ON l.id = p.lead_id';
export const promiseJoins = `JOIN users o ON o.id = p.owner_id JOIN leads l ON l.id = p.lead_id JOIN companies c ON c.id = p.company_id
  LEFT JOIN deals d ON d.id = p.deal_id LEFT JOIN contacts k ON k.id = p.contact_id`;
export const promiseColumns = `p.id, p.version, p.what, p.category, p.contact_id AS "contactId", k.name AS "contactName",
  p.to_name AS "toName", p.promised_by AS "promisedBy", p.promised_on::text AS "promisedOn", p.due_on::text AS "dueOn", p.state,
  ${promiseOverdue} AS overdue, p.note, p.settled_at AS "settledAt", p.company_id AS "companyId",
  coalesce(l.codename, c.name) AS "companyName", p.lead_id AS "leadId", l.code AS "leadCode", p.deal_id AS "dealId",
  d.code AS "dealCode", p.visit_id AS "visitId", p.offer_id AS "offerId", p.owner_id AS "ownerId", o.display_name AS "ownerName",
  p.department_id AS "departmentId", l.owner_id AS "leadOwnerId", l.department_id AS "leadDepartmentId", p.created_at AS "createdAt"`;

export interface HeldPromise extends InvestorPromise {
  confidentialTo: string[] | null;
}

/** One's own promises, and those of the leads within reach, but for what is confidential. */
export function promisesWithin(actor: Actor): Where {
  const reach = reachOf(actor.role, 'promise.read');
  if (!reach) throw new Problem('not-allowed');
  const where = new Where().add('l.deleted_at IS NULL');
  if (reach === 'own') where.orNamed(actor, 'p.lead_id', 'p.owner_id = ? OR l.owner_id = ?', actor.id, actor.id);
  if (reach === 'department') {
    const within = 'p.department_id = ANY(?) OR l.department_id = ANY(?)';
    where.orNamed(actor, 'p.lead_id', within, actor.departmentIds, actor.departmentIds);
  }
  return where.shown(actor, 'p.lead_id');
}

/** Whether the permission reaches the promise: by its owner, or by the lead's. */
export const reachesPromise = (actor: Actor, permission: Permission, promise: HeldPromise): boolean =>
  may(actor, permission, promise) ||
  may(actor, permission, {
    ownerId: promise.leadOwnerId,
    departmentId: promise.leadDepartmentId,
    confidentialTo: promise.confidentialTo,
  });

@Injectable()
export class PromiseQueries {
  constructor(private readonly db: DataSource) {}

  page(actor: Actor, query: PromiseQuery) {
    const where = promisesWithin(actor)
      .when(query.q, 'strpos(lower(p.what), lower(?)) > 0')
      .when(query.state, 'p.state = ANY(?)')
      .when(query.category, 'p.category = ANY(?)')
      .when(query.overdue, `${promiseOverdue} = ?`)
      .when(query.owner, 'p.owner_id = ?')
      .when(query.department, 'p.department_id = ?')
      .when(query.deal, 'p.deal_id = ?')
      .when(query.lead, 'p.lead_id = ?')
      .when(query.company, 'p.company_id = ?')
      .when(query.visit, 'p.visit_id = ?')
      .when(query.dueFrom, 'p.due_on >= ?')
      .when(query.dueTo, 'p.due_on <= ?');
    return listPage<InvestorPromise>(this.db, {
      select: promiseColumns,
      from: promiseFrom,
      join: promiseJoins,
      where,
      sort: { column: 'p.due_on', type: 'date', descending: query.sort.startsWith('-') },
      alias: 'p',
      limit: query.limit,
      cursor: query.cursor,
    });
  }

  /** @throws Problem `not-found`, also for a promise that the actor may not see */
  async visible(actor: Actor, id: string): Promise<HeldPromise> {
    const promise = await this.one(id);
    if (!reachesPromise(actor, 'promise.read', promise)) throw new Problem('not-found');
    return promise;
  }

  /** @throws Problem `not-found` */
  async one(id: string, manager: EntityManager = this.db.manager): Promise<HeldPromise> {
    const rows: HeldPromise[] = await manager.query(
      `SELECT ${promiseColumns}, l.confidential_to AS "confidentialTo" FROM promises p ${promiseJoins} WHERE p.id = $1 AND l.deleted_at IS NULL`,
      [id],
    );
    if (!rows[0]) throw new Problem('not-found');
    return rows[0];
  }
}
