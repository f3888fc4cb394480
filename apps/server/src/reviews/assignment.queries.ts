import { type Assignment, type AssignmentQuery, Problem } from '@torch/contracts';
import { type Actor, may, mayDirect, type Owned, type Role } from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { listPage, Where } from '../platform/database/list';

/** `target_id` is the department that it was given to; owner and department are the deal's. */
const from = `(SELECT t.id, t.version, t.title, t.what, t.due_on, t.state, t.answer, t.note, t.created_at, t.deal_id, t.giver_id,
    t.answered_by, t.department_id AS target_id, d.code AS deal_code, d.lead_id, d.company_id, d.owner_id, d.department_id,
    l.confidential_to, (SELECT u.role FROM users u WHERE u.id = t.giver_id) AS giver_role
  FROM assignments t JOIN deals d ON d.id = t.deal_id JOIN leads l ON l.id = d.lead_id WHERE d.deleted_at IS NULL) s`;
const join = `JOIN departments p ON p.id = s.target_id JOIN users g ON g.id = s.giver_id
  JOIN departments gp ON gp.id = g.department_id LEFT JOIN users a ON a.id = s.answered_by`;
const columns = `s.id, s.version, s.title, s.what, s.due_on::text AS "dueOn", s.target_id AS "departmentId",
  p.name AS "departmentName", s.state, g.display_name AS "giverName", gp.name AS "giverDepartmentName", s.answer, s.note,
  a.display_name AS "answeredByName", s.created_at AS "createdAt", s.deal_id AS "dealId", s.deal_code AS "dealCode", s.giver_role AS "giverRole"`;

type Row = Omit<Assignment, 'mayDirect'> & { giverRole: Role };

export interface HeldAssignment extends Assignment {
  ownerId: string | null;
  confidentialTo: string[] | null;
  dealDepartmentId: string | null;
  leadId: string;
  companyId: string;
}

const isGivenTo = (actor: Actor) => actor.role === 'collaborator';

/** Of the deal, a collaborating department learns nothing but what was written for it. */
const shownTo = <T extends Row>(actor: Actor, row: T) =>
  isGivenTo(actor)
    ? { ...row, dealId: null, dealCode: null, mayDirect: false }
    : { ...row, mayDirect: mayDirect(actor.role, row.giverRole) };

@Injectable()
export class AssignmentQueries {
  constructor(private readonly db: DataSource) {}

  /** For whom it was given, an assignment is their department's; for all others it is whose its deal is. */
  async page(actor: Actor, { q, deal, state, department, dueTo, sort, limit, cursor }: AssignmentQuery) {
    const where = new Where();
    if (isGivenTo(actor)) where.add('s.target_id = ANY(?)', actor.departmentIds);
    else where.within(actor, 'assignment.read', 's', 's.lead_id');
    const page = await listPage<Row>(this.db, {
      select: columns,
      from,
      join,
      where: where
        .when(q, 'strpos(lower(s.title), lower(?)) > 0')
        .when(deal, 's.deal_id = ?')
        .when(state, 's.state = ANY(?)')
        .when(department, 's.target_id = ?')
        .when(dueTo, 's.due_on <= ?'),
      sort: { column: 's.due_on', type: 'date', descending: sort.startsWith('-') },
      alias: 's',
      limit,
      cursor,
    });
    return { ...page, items: page.items.map((item) => shownTo(actor, item)) };
  }

  /** @throws Problem `not-found`, also for an assignment that the actor may not see */
  async visible(actor: Actor, id: string): Promise<HeldAssignment> {
    const held = await this.one(actor, id);
    if (!may(actor, 'assignment.read', ownerOf(actor, held))) throw new Problem('not-found');
    return held;
  }

  /** As the actor may see it. @throws Problem `not-found` */
  async one(actor: Actor, id: string, manager: EntityManager = this.db.manager): Promise<HeldAssignment> {
    const rows: (Omit<HeldAssignment, 'mayDirect'> & Row)[] = await manager.query(
      `SELECT ${columns}, s.owner_id AS "ownerId", s.department_id AS "dealDepartmentId", s.confidential_to AS "confidentialTo",
         s.lead_id AS "leadId", s.company_id AS "companyId" FROM ${from} ${join} WHERE s.id = $1`,
      [id],
    );
    if (!rows[0]) throw new Problem('not-found');
    return shownTo(actor, rows[0]);
  }
}

/** Whose an assignment is, from where the actor stands. */
export const ownerOf = (
  actor: Actor,
  { departmentId, ownerId, dealDepartmentId, confidentialTo }: HeldAssignment,
): Owned =>
  isGivenTo(actor) ? { ownerId: null, departmentId } : { ownerId, departmentId: dealDepartmentId, confidentialTo };
