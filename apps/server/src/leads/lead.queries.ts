import { type Lead, type LeadQuery, Problem, type tagFilters } from '@torch/contracts';
import { type Actor, may, openLeadStatuses } from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { whereTitle } from '../companies';
import { listPage, Where } from '../platform/database/list';

/** SQL: until when lead `l` is its owner's by its channel `h`, unless there is contact before; null for one that nobody holds. */
export const protectedUntil = `CASE WHEN l.pooled_at IS NULL AND l.status IN (${openLeadStatuses.map((status) => `'${status}'`).join(', ')}) THEN
  greatest(l.last_contact_at, l.protected_from) + make_interval(days => least(h.protection_days, coalesce(h.release_days, h.protection_days))) END`;

/** In lists a confidential lead goes by its codename, also before the eyes of those who know it. */
const columnsOf = (
  title: string,
  company: string,
) => `l.id, l.version, l.code, ${title} AS title, l.company_id AS "companyId",
  ${company} AS "companyName", l.codename IS NOT NULL AS confidential, l.status,
  l.cluster, l.region, l.park, l.chain_node AS "chainNode", l.chain_gap AS "chainGap", l.anchor, l.channel,
  l.channel_note AS "channelNote",
  CASE WHEN l.investment_amount IS NOT NULL THEN
    jsonb_build_object('amount', l.investment_amount::text, 'currency', l.investment_currency) END AS "estimatedInvestment",
  l.summary, l.owner_id AS "ownerId", o.display_name AS "ownerName", l.department_id AS "departmentId",
  d.name AS "departmentName", l.wake_on::text AS "wakeOn", l.close_reason AS "closeReason",
  l.last_contact_at AS "lastContactAt", (SELECT min(f.due_at) FROM follow_ups f WHERE f.lead_id = l.id AND f.status = 'open' AND f.deleted_at IS NULL) AS "nextFollowUpAt",
  l.pooled_at AS "pooledAt", ${protectedUntil} AS "protectedUntil", l.created_at AS "createdAt", l.updated_at AS "updatedAt"`;
export const leadColumns = columnsOf('coalesce(l.codename, l.title)', 'coalesce(l.codename, c.name)');
const openColumns = `${columnsOf('l.title', 'c.name')}, l.confidential_to AS "confidentialTo"`;
export const leadJoins =
  'JOIN companies c ON c.id = l.company_id JOIN users o ON o.id = l.owner_id JOIN departments d ON d.id = l.department_id JOIN channels h ON h.code = l.channel';

const sorts = {
  createdAt: { column: 'l.created_at', type: 'timestamptz' },
  updatedAt: { column: 'l.updated_at', type: 'timestamptz' },
  lastContactAt: { column: 'l.last_contact_at', type: 'timestamptz' },
  code: { column: 'l.code', type: 'text' },
} as const;

/** Open leads without contact for so many days. */
export const quietFor = (where: Where, days: number): Where =>
  where
    // Written out, so that the partial index on open leads can serve.
    .add(`l.status IN (${openLeadStatuses.map((status) => `'${status}'`).join(', ')})`)
    .add('l.pooled_at IS NULL')
    .add('l.last_contact_at < now() - make_interval(days => ?)', days);

type LeadFilters = Omit<LeadQuery, 'limit' | 'sort' | 'cursor'>;
type CommonFilters = Pick<LeadFilters, keyof typeof tagFilters | 'q' | 'owner' | 'department' | 'company'>;

/** The leads within reach. What lies in the pool is nobody's; it has a list of its own. */
const leadsWithin = (actor: Actor): Where =>
  new Where()
    .add('l.deleted_at IS NULL')
    .add('l.pooled_at IS NULL')
    .within(actor, 'lead.read', 'l', 'l.id', { ownersLead: true });

/** Narrows leads by what they and their deals have in common. */
function narrowBoth(where: Where, query: CommonFilters): Where {
  where
    .when(query.cluster, 'l.cluster = ANY(?)')
    .when(query.region, 'l.region = ANY(?)')
    .when(query.park, 'l.park = ANY(?)')
    .when(query.chainNode, 'l.chain_node = ANY(?)')
    .when(query.chainGap, 'l.chain_gap = ANY(?)')
    .when(query.channel, 'l.channel = ANY(?)')
    .when(query.tier, 'EXISTS (SELECT FROM company_tiers t WHERE t.company_id = l.company_id AND t.code = ANY(?))')
    .when(query.owner, 'l.owner_id = ?')
    .when(query.department, 'l.department_id = ?')
    .when(query.company, 'l.company_id = ?');
  if (query.q) whereText(where, query.q);
  return where;
}

/** The leads within reach, narrowed by what leads and their deals have in common. */
export const leadsWhere = (actor: Actor, query: CommonFilters): Where => narrowBoth(leadsWithin(actor), query);

/** Narrows leads by all filters of their list. */
export function narrowLeads(where: Where, query: LeadFilters, timeZone: string): Where {
  narrowBoth(where, query).when(query.status, 'l.status = ANY(?)');
  if (query.createdFrom) where.add('l.created_at >= ?::date::timestamp AT TIME ZONE ?', query.createdFrom, timeZone);
  if (query.createdTo) where.add('l.created_at < (?::date + 1)::timestamp AT TIME ZONE ?', query.createdTo, timeZone);
  if (query.staleDays) quietFor(where, query.staleDays);
  return where;
}

/** The leads of a list with all its filters. */
export const leadListWhere = (actor: Actor, query: LeadFilters, timeZone: string): Where =>
  narrowLeads(leadsWithin(actor), query, timeZone);

@Injectable()
export class LeadQueries {
  constructor(private readonly db: DataSource) {}

  page(actor: Actor, query: LeadQuery, timeZone: string) {
    const where = leadListWhere(actor, query, timeZone);
    const key = query.sort.replace('-', '') as keyof typeof sorts;
    return listPage<Lead>(this.db, {
      select: leadColumns,
      from: 'leads l',
      join: leadJoins,
      where,
      sort: { ...sorts[key], descending: query.sort.startsWith('-') },
      alias: 'l',
      limit: query.limit,
      cursor: query.cursor,
    });
  }

  /** @throws Problem `not-found`, also for a lead that the actor may not see */
  async visible(actor: Actor, id: string): Promise<Lead> {
    const lead = await this.one(id);
    if (!may(actor, 'lead.read', lead)) throw new Problem('not-found');
    return lead;
  }

  /** @throws Problem `not-found` */
  async one(id: string, manager: EntityManager = this.db.manager): Promise<Lead> {
    const rows: Lead[] = await manager.query(
      `SELECT ${openColumns} FROM leads l ${leadJoins} WHERE l.id = $1 AND l.deleted_at IS NULL`,
      [id],
    );
    if (!rows[0]) throw new Problem('not-found');
    return rows[0];
  }
}

/**
 * A word of the lead's title or its company's name, in any script or pinyin, or its own code. A confidential lead is found
 * by its codename alone: nothing else of it is kept for searching.
 */
export function whereText(where: Where, q: string): void {
  const code = q.trim().toUpperCase();
  if (/^L-[\d-]+$/.test(code)) {
    where.add('l.code LIKE ?', `${code}%`);
    return;
  }
  whereTitle(where, 'l', q);
}
