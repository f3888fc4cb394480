import { Problem, type Visit, type VisitQuery } from '@torch/contracts';
import { type Actor, may, type Owned, reachOf } from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { listPage, Where } from '../platform/database/list';

export const visitColumns = `v.id, v.version, v.kind, v.status, v.subject, v.company_id AS "companyId",
  coalesce(l.codename, c.name) AS "companyName",
  v.lead_id AS "leadId", l.code AS "leadCode", v.starts_at AS "startsAt", v.ends_at AS "endsAt", v.location, v.participants,
  ARRAY(SELECT contact_id FROM visit_contacts WHERE visit_id = v.id) AS "contactIds",
  v.minutes, v.results, v.commitments, v.next_step AS "nextStep", v.next_steps AS "nextSteps", v.purpose, v.itinerary, v.hosts, v.guests,
  v.talking_points AS "talkingPoints", v.vehicles, v.materials, v.city, v.tour_id AS "tourId", t.title AS "tourTitle", v.owner_id AS "ownerId", o.display_name AS "ownerName",
  v.department_id AS "departmentId", v.created_at AS "createdAt", v.updated_at AS "updatedAt"`;
export const visitJoins =
  'JOIN companies c ON c.id = v.company_id JOIN users o ON o.id = v.owner_id LEFT JOIN leads l ON l.id = v.lead_id LEFT JOIN tours t ON t.id = v.tour_id';

/**
 * SQL: whether tour `t` may be known to a reader (`?`, the id). One whose visits are all secret to them would tell of these
 * by its title and cities; without any it tells of nobody.
 */
export const tourShown = `NOT EXISTS (SELECT FROM visits s WHERE s.tour_id = t.id)
  OR EXISTS (SELECT FROM visits s LEFT JOIN leads l ON l.id = s.lead_id
    WHERE s.tour_id = t.id AND (l.confidential_to IS NULL OR ?::uuid = ANY (l.confidential_to)))`;

/** One's own visits, and those of the leads within reach: whoever takes a lead over must know what was said. */
export function visitsWithin(where: Where, actor: Actor): Where {
  // Looked up for the visits at hand: a list of all the leads within reach can be long.
  const ofLeads = (whose: string) =>
    `EXISTS (SELECT FROM leads r WHERE r.id = v.lead_id AND r.${whose} AND r.deleted_at IS NULL)`;
  const reach = reachOf(actor.role, 'visit.read');
  if (!reach) throw new Problem('not-allowed');
  const [whose, reached] =
    reach === 'own' ? ['owner_id = ?', actor.id] : ['department_id = ANY(?)', actor.departmentIds];
  if (reach !== 'all') where.orNamed(actor, 'v.lead_id', `v.${whose} OR ${ofLeads(whose)}`, reached, reached);
  return where.shown(actor, 'v.lead_id');
}

/** The visits of a list with all its filters. */
export function visitListWhere(
  actor: Actor,
  query: Omit<VisitQuery, 'limit' | 'sort' | 'cursor'>,
  timeZone: string,
): Where {
  const where = visitsWithin(new Where().add('v.deleted_at IS NULL'), actor)
    .when(query.q, 'strpos(lower(v.subject), lower(?)) > 0')
    .when(query.company, 'v.company_id = ?')
    .when(query.lead, 'v.lead_id = ?')
    .when(query.owner, 'v.owner_id = ?')
    .when(query.tour, 'v.tour_id = ?')
    .when(query.department, 'v.department_id = ?')
    .when(query.kind, 'v.kind = ANY(?)')
    .when(query.status, 'v.status = ANY(?)');
  if (query.from) where.add('v.starts_at >= ?::date::timestamp AT TIME ZONE ?', query.from, timeZone);
  if (query.to) where.add('v.starts_at < (?::date + 1)::timestamp AT TIME ZONE ?', query.to, timeZone);
  return where;
}

@Injectable()
export class VisitQueries {
  constructor(private readonly db: DataSource) {}

  page(actor: Actor, query: VisitQuery, timeZone: string) {
    const where = visitListWhere(actor, query, timeZone);
    return listPage<Visit>(this.db, {
      select: visitColumns,
      from: 'visits v',
      join: visitJoins,
      where,
      sort: { column: 'v.starts_at', type: 'timestamptz', descending: query.sort.startsWith('-') },
      alias: 'v',
      limit: query.limit,
      cursor: query.cursor,
    });
  }

  /** @throws Problem `not-found`, also for a visit that the actor may not see */
  async visible(actor: Actor, id: string): Promise<Visit> {
    const visit: Visit & { confidentialTo?: string[] | null } = await this.one(id);
    if (may(actor, 'visit.read', visit)) return visit;
    const ofLead = await this.db.query(
      `SELECT owner_id AS "ownerId", department_id AS "departmentId", confidential_to AS "confidentialTo"
       FROM leads WHERE id = $1 AND deleted_at IS NULL`,
      [visit.leadId],
    );
    const [lead]: Owned[] = ofLead as Owned[];
    if (!lead || !may(actor, 'lead.read', lead)) throw new Problem('not-found');
    return visit;
  }

  async one(id: string, manager: EntityManager = this.db.manager): Promise<Visit> {
    const rows: Visit[] = await manager.query(
      `SELECT ${visitColumns}, c.name AS "companyName", l.confidential_to AS "confidentialTo" FROM visits v ${visitJoins} WHERE v.id = $1 AND v.deleted_at IS NULL`,
      [id],
    );
    if (!rows[0]) throw new Problem('not-found');
    return rows[0];
  }
}
