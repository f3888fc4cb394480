import { type Conflict, type ConflictQuery, Problem } from '@torch/contracts';
import { type Actor, may, reachOf } from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { protectedUntil } from '../leads';
import { listPage, Where } from '../platform/database/list';

/** Of a settled conflict a side is who it was when the conflict was opened, since the lead may be the other one's by now. */
const side = (lead: string, party: 'held' | 'second') =>
  `jsonb_build_object('partyId', t.${party}_by, 'partyDepartmentId', t.${party}_in,
     'partyName', (SELECT u.display_name FROM users u WHERE u.id = t.${party}_by),
     'partyDepartmentName', (SELECT d.name FROM departments d WHERE d.id = t.${party}_in), 'leadId', ${lead}.id, 'leadCode', ${lead}.code, 'companyName', ${lead}.company_name, 'ownerId', ${lead}.owner_id,
     'ownerName', ${lead}.owner_name, 'departmentId', ${lead}.department_id, 'departmentName', ${lead}.department_name,
     'reportedAt', ${lead}.created_at, 'until', ${lead}.until, 'confidentialTo', ${lead}.confidential_to)`;
const leads = `(SELECT l.id, l.code, l.owner_id, l.department_id, l.created_at, l.confidential_to, o.display_name AS owner_name,
    d.name AS department_name, c.name AS company_name, ${protectedUntil} AS until
  FROM leads l JOIN users o ON o.id = l.owner_id JOIN departments d ON d.id = l.department_id
    JOIN companies c ON c.id = l.company_id JOIN channels h ON h.code = l.channel)`;
const from = `(SELECT t.*, ${side('a', 'held')} AS held, ${side('b', 'second')} AS second, a.owner_id AS held_owner, b.owner_id AS second_owner,
    a.department_id AS held_department, b.department_id AS second_department
  FROM conflicts t JOIN ${leads} a ON a.id = t.held_lead_id JOIN ${leads} b ON b.id = t.second_lead_id) k`;
const columns = `k.id, k.version, k.state, k.basis, k.opened_at AS "openedAt", k.ruling, k.reason, k.held, k.second,
  s.display_name AS "settledByName", k.settled_at AS "settledAt",
  coalesce((SELECT jsonb_agg(share || jsonb_build_object('userName', u.display_name) ORDER BY u.display_name)
    FROM jsonb_array_elements(k.shares) share JOIN users u ON u.id = (share ->> 'userId')::uuid), '[]') AS shares`;
const join = 'LEFT JOIN users s ON s.id = k.settled_by';

type Side = Conflict['held'];
interface SideRow extends Side {
  leadId: string;
  leadCode: string;
  companyName: string;
  ownerId: string;
  departmentId: string;
  reportedAt: string;
  /** Whose it was when the conflict was opened; null where nobody knows any more. */
  partyId: string | null;
  partyName: string | null;
  partyDepartmentId: string | null;
  partyDepartmentName: string | null;
  confidentialTo: string[] | null;
}
export type HeldConflict = Omit<Conflict, 'held' | 'second'> & { held: SideRow; second: SideRow };

@Injectable()
export class ConflictQueries {
  constructor(private readonly db: DataSource) {}

  async page(actor: Actor, { state, lead, sort, limit, cursor }: ConflictQuery) {
    const where = within(actor).when(state, 'k.state = ANY(?)');
    if (lead) where.add('k.held_lead_id = ? OR k.second_lead_id = ?', lead, lead);
    const page = await listPage<HeldConflict>(this.db, {
      select: columns,
      from,
      join,
      where,
      sort: { column: 'k.opened_at', type: 'timestamptz', descending: sort.startsWith('-') },
      alias: 'k',
      limit,
      cursor,
    });
    return { ...page, items: page.items.map((conflict) => shownTo(actor, conflict)) };
  }

  /** @throws Problem `not-found`, also for a conflict that the actor has no part in */
  async visible(actor: Actor, id: string): Promise<Conflict> {
    const where = within(actor).add('k.id = ?', id);
    const rows: HeldConflict[] = await this.db.query(
      `SELECT ${columns} FROM ${from} ${join} WHERE ${where.sql}`,
      where.values,
    );
    if (!rows[0]) throw new Problem('not-found');
    return shownTo(actor, rows[0]);
  }

  /** @throws Problem `not-found` */
  async one(id: string, manager: EntityManager): Promise<HeldConflict> {
    const rows: HeldConflict[] = await manager.query(`SELECT ${columns} FROM ${from} ${join} WHERE k.id = $1`, [id]);
    if (!rows[0]) throw new Problem('not-found');
    return rows[0];
  }
}

/** A conflict is both sides': their owners', their heads', also when the lead has gone to the other side. What is confidential on either side hides the whole. */
function within(actor: Actor): Where {
  const where = new Where().shown(actor, 'k.held_lead_id').shown(actor, 'k.second_lead_id');
  switch (reachOf(actor.role, 'conflict.read')) {
    case 'all':
      return where;
    case 'department':
      return where.add(
        `k.held_department = ANY(?) OR k.second_department = ANY(?) OR k.held_in = ANY(?) OR k.second_in = ANY(?)`,
        ...Array.from({ length: 4 }, () => actor.departmentIds),
      );
    case 'own':
      return where.add(
        'k.held_owner = ? OR k.second_owner = ? OR k.held_by = ? OR k.second_by = ?',
        ...Array.from({ length: 4 }, () => actor.id),
      );
    case null:
      throw new Problem('not-allowed');
  }
}

/** Whether the conflict is the actor's business: a side of it is theirs, or was when it was opened. */
export const isParty = (actor: Actor, { held, second }: HeldConflict): boolean =>
  [held, second].some(
    (lead) =>
      may(actor, 'conflict.read', lead) ||
      may(actor, 'conflict.read', { ...lead, ownerId: lead.partyId, departmentId: lead.partyDepartmentId }),
  );

/** Whether a head may rule: one of the two departments is theirs, and nothing of it is kept from them. */
export const maySettle = (actor: Actor, { state, held, second }: HeldConflict): boolean =>
  state === 'open' &&
  [held, second].every(({ confidentialTo }) => !confidentialTo || confidentialTo.includes(actor.id)) &&
  [held, second].some((lead) => may(actor, 'conflict.settle', lead));

/** Of the other side's lead a reader sees whose it is and until when; more only within reach, or where it must be ruled. */
export function shownTo(actor: Actor, conflict: HeldConflict): Conflict {
  const rules = maySettle(actor, conflict);
  const only = (lead: SideRow): Side => {
    const { partyName, partyDepartmentName } = lead;
    const names =
      conflict.state === 'settled' && partyName && partyDepartmentName
        ? { ownerName: partyName, departmentName: partyDepartmentName }
        : { ownerName: lead.ownerName, departmentName: lead.departmentName };
    const { until } = lead;
    if (may(actor, 'lead.read', lead)) return { ...lead, ...names };
    const beyond = { leadId: null, leadCode: null, companyName: null };
    const whose = rules ? { ownerId: lead.ownerId, reportedAt: lead.reportedAt } : { ownerId: null, reportedAt: null };
    return { ...beyond, ...whose, ...names, until };
  };
  return { ...conflict, held: only(conflict.held), second: only(conflict.second), maySettle: rules };
}
