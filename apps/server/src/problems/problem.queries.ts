import { Problem, type ProblemQuery, type ProjectProblem } from '@torch/contracts';
import { type Actor, may, type Permission, reachOf } from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { listPage, Where } from '../platform/database/list';

/** Owner and department are those of the deal, else of the landed company; a problem reaches them and who sees to it. */
const from = `(SELECT t.*, d.lead_id, d.code AS deal_code, d.title AS deal_title, l.codename, l.confidential_to, c.name AS company_name,
    h.display_name AS handler_name, h.department_id AS handler_department_id,
    coalesce(d.owner_id, a.owner_id, c.owner_id) AS owner_id,
    coalesce(d.department_id, m.department_id, c.department_id) AS department_id
  FROM problems t JOIN companies c ON c.id = t.company_id JOIN users h ON h.id = t.handler_id
    LEFT JOIN deals d ON d.id = t.deal_id LEFT JOIN leads l ON l.id = d.lead_id
    LEFT JOIN aftercare a ON a.company_id = t.company_id LEFT JOIN users m ON m.id = a.owner_id
  WHERE c.deleted_at IS NULL AND d.deleted_at IS NULL) s`;
const join = 'JOIN users r ON r.id = s.reporter_id';
/** In lists a confidential deal goes by its codename, and so does its company. */
const columns = `s.id, s.version, s.kind, s.what, s.core, s.handler_id AS "handlerId", s.due_on::text AS "dueOn", s.state, s.note,
  s.solved_on::text AS "solvedOn", s.company_id AS "companyId", coalesce(s.codename, s.company_name) AS "companyName",
  s.deal_id AS "dealId", s.deal_code AS "dealCode", coalesce(s.codename, s.deal_title) AS "dealTitle",
  s.handler_name AS "handlerName", s.handler_department_id AS "handlerDepartmentId", r.display_name AS "reporterName",
  s.owner_id AS "ownerId", s.department_id AS "departmentId", s.created_at AS "createdAt"`;

/** A problem with what decides whom it reaches. */
export interface HeldProblem extends ProjectProblem {
  leadId: string | null;
  confidentialTo: string[] | null;
}

/** Whether the actor may, as whoever's deal or company it is, or as whoever sees to it. */
export function reaches(actor: Actor, permission: Permission, held: HeldProblem): boolean {
  const { ownerId, departmentId, handlerId, handlerDepartmentId, confidentialTo } = held;
  return (
    may(actor, permission, { ownerId, departmentId, confidentialTo }) ||
    may(actor, permission, { ownerId: handlerId, departmentId: handlerDepartmentId, confidentialTo })
  );
}

/** The same for a list; the alias is that of the problems with their two sides. */
function within(where: Where, actor: Actor): Where {
  const reach = reachOf(actor.role, 'problem.read');
  if (!reach) throw new Problem('not-allowed');
  const lead = 's.lead_id';
  if (reach === 'own') where.orNamed(actor, lead, '(s.owner_id = ? OR s.handler_id = ?)', actor.id, actor.id);
  if (reach === 'department')
    where.orNamed(
      actor,
      lead,
      '(s.department_id = ANY(?) OR s.handler_department_id = ANY(?))',
      actor.departmentIds,
      actor.departmentIds,
    );
  return where.shown(actor, lead);
}

@Injectable()
export class ProblemQueries {
  constructor(private readonly db: DataSource) {}

  page(actor: Actor, query: ProblemQuery) {
    return listPage<ProjectProblem>(this.db, {
      select: columns,
      from,
      join,
      where: within(new Where(), actor)
        .when(query.q, `strpos(lower(s.what || ' ' || coalesce(s.codename, s.company_name)), lower(?)) > 0`)
        .when(query.state, 's.state = ANY(?)')
        .when(query.kind, 's.kind = ANY(?)')
        .when(query.core, 's.core = ?')
        .when(query.deal, 's.deal_id = ?')
        .when(query.company, 's.company_id = ?')
        .when(query.handler, 's.handler_id = ?')
        .when(query.dueTo, 's.due_on <= ?'),
      sort: { column: 's.due_on', type: 'date', descending: query.sort.startsWith('-') },
      alias: 's',
      limit: query.limit,
      cursor: query.cursor,
    });
  }

  /** @throws Problem `not-found`, also for one that the actor may not see */
  async visible(actor: Actor, id: string): Promise<HeldProblem> {
    const held = await this.one(id);
    if (!reaches(actor, 'problem.read', held)) throw new Problem('not-found');
    return held;
  }

  /** @throws Problem `not-found` */
  async one(id: string, manager: EntityManager = this.db.manager): Promise<HeldProblem> {
    const rows: HeldProblem[] = await manager.query(
      `SELECT ${columns}, s.lead_id AS "leadId", s.confidential_to AS "confidentialTo" FROM ${from} ${join} WHERE s.id = $1`,
      [id],
    );
    if (!rows[0]) throw new Problem('not-found');
    return rows[0];
  }
}
