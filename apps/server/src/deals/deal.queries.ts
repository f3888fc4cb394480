import {
  type Board,
  type BoardQuery,
  type ConcealedDeals,
  type Deal,
  type DealQuery,
  type DealSummary,
  Problem,
  type StageChange,
} from '@torch/contracts';
import {
  type Actor,
  allDealStages,
  type AnyDealStage,
  batches,
  dealStages,
  may,
  openLeadStatuses,
  type Owned,
} from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { whereTitle } from '../companies';
import { leadsWhere } from '../leads';
import { cursorOf, listPage, Where } from '../platform/database/list';
import { DealEntity } from './deal.entity';
import { factsOf, missingOf } from './deal.facts';
import { amountColumns } from './deal-money';

const summaryOf = (
  title: string,
  company: string,
) => `d.id, d.version, d.code, ${title} AS title, d.lead_id AS "leadId",
  l.code AS "leadCode", d.company_id AS "companyId", ${company} AS "companyName", l.codename IS NOT NULL AS confidential, d.stage, d.stage_left AS "stageLeft", d.stage_since::text AS "stageSince", d.flagged,
  l.cluster, l.region, l.park, l.chain_node AS "chainNode", l.chain_gap AS "chainGap", l.channel,
  ${amountColumns('d', ['totalInvestment'])}, d.close_reason AS "closeReason", d.owner_id AS "ownerId",
  o.display_name AS "ownerName", d.department_id AS "departmentId", p.name AS "departmentName",
  d.created_at AS "createdAt", d.updated_at AS "updatedAt"`;
/** In lists a confidential deal goes by its codename, also before the eyes of those who know it. */
const summary = summaryOf('coalesce(l.codename, d.title)', 'coalesce(l.codename, c.name)');
const whole = `${summaryOf('d.title', 'c.name')}, l.codename, l.confidential_to AS "confidentialTo",
  coalesce((SELECT jsonb_agg(jsonb_build_object('id', k.id, 'name', k.display_name) ORDER BY k.display_name)
    FROM users k WHERE k.id = ANY(l.confidential_to)), '[]') AS "namedPeople", ${amountColumns('d')},
  d.construction_kind AS "constructionKind", d.investor_kind AS "investorKind", d.investor_origin AS "investorOrigin",
  d.leader_in_charge AS "leaderInCharge", d.leader_level AS "leaderLevel", d.centre_kind AS "centreKind",
  d.industry_code AS "industryCode", d.fund_participation AS "fundParticipation", d.land_mu::text AS "landMu", d.plant_m2::text AS "plantM2",
  d.power_kva::text AS "powerKva", d.water_tonnes::text AS "waterTonnes", d.gas_m3::text AS "gasM3",
  d.environmental_capacity AS "environmentalCapacity", d.workers, d.promised_registered_on::text AS "promisedRegisteredOn",
  d.promised_started_on::text AS "promisedStartedOn", d.promised_produced_on::text AS "promisedProducedOn",
  d.promised_capacity_on::text AS "promisedCapacityOn",
  d.agreement_kind AS "agreementKind", d.signed_on::text AS "signedOn", d.local_company_name AS "localCompanyName",
  d.local_registration_number AS "localRegistrationNumber", d.registered_on::text AS "registeredOn",
  d.filing_certificate AS "filingCertificate", d.land_contract AS "landContract", d.plant_lease AS "plantLease",
  d.environmental_approval AS "environmentalApproval", d.started_on::text AS "startedOn",
  d.construction_permit AS "constructionPermit", d.equipment_contract AS "equipmentContract",
  d.statistics_entry_on::text AS "statisticsEntryOn", d.produced_on::text AS "producedOn",
  d.capacity_on::text AS "capacityOn", d.waivers, d.split_reason AS "splitReason"`;
/** A deal's tags are its lead's: they are told once. */
const joins = `JOIN companies c ON c.id = d.company_id JOIN users o ON o.id = d.owner_id
  JOIN departments p ON p.id = d.department_id`;

const sorts = {
  createdAt: { column: 'd.created_at', type: 'timestamptz' },
  updatedAt: { column: 'd.updated_at', type: 'timestamptz' },
  stageSince: { column: 'd.stage_since', type: 'date' },
  code: { column: 'd.code', type: 'text' },
} as const;

/** Written out, so that the partial indexes on open leads can serve. */
const openLeads = `l.status IN (${openLeadStatuses.map((status) => `'${status}'`).join(', ')})`;

/** Beyond this a column of the board says only that there are more. */
const boardCount = 1_000;

/** Hits of a search that the board counts; beyond them every column says only that there are more. */
const searchCount = 3_000;

@Injectable()
export class DealQueries {
  constructor(private readonly db: DataSource) {}

  page(actor: Actor, query: DealQuery, timeZone: string) {
    const where = dealListWhere(actor, query, timeZone);
    return listPage<DealSummary>(this.db, {
      select: summary,
      from: 'deals d',
      join: `JOIN leads l ON l.id = d.lead_id ${joins}`,
      where,
      sort: { ...sorts[query.sort.replace('-', '') as keyof typeof sorts], descending: query.sort.startsWith('-') },
      alias: 'd',
      limit: query.limit,
      cursor: query.cursor,
    });
  }

  /**
   * Columns of the board, each with the deals that have stood there longest. Two queries, whatever the number of columns
   * and rows; a third counts the leads of the batch that begins with them.
   */
  async board(actor: Actor, query: BoardQuery, timeZone: string): Promise<Board> {
    const narrowed = whereOf(actor, query, timeZone);
    const where = whereOf(actor, query, timeZone).add('d.stage = s.stage');
    const stages = query.by === 'batch' || !query.aside ? [...dealStages, 'on_hold'] : allDealStages;
    const at = `$${where.values.length + 1}`;
    const values = [...where.values, stages];
    const [rows, counts, leads] = await Promise.all([
      this.db.query(
        `WITH page AS (
           SELECT p.* FROM unnest(${at}::text[]) s (stage) CROSS JOIN LATERAL (
             SELECT d.* FROM deals d WHERE ${where.sql} ORDER BY d.stage_since, d.id LIMIT ${query.limit + 1}
           ) p
         ) SELECT ${summary} FROM page d JOIN leads l ON l.id = d.lead_id ${joins} ORDER BY d.stage_since, d.id`,
        values,
      ) as Promise<DealSummary[]>,
      this.db.query(
        // What is searched for lies in no index of stages: it is looked for once, and then counted by stage.
        query.q
          ? `WITH hits AS MATERIALIZED (
               SELECT d.stage FROM deals d WHERE ${narrowed.sql} AND d.stage = ANY(${at}) LIMIT ${searchCount + 1}
             ) SELECT s.stage, (SELECT count(*)::int FROM hits h WHERE h.stage = s.stage) AS count,
                 (SELECT count(*) > ${searchCount} FROM hits) AS more
               FROM unnest(${at}::text[]) s (stage)`
          : `SELECT s.stage, (SELECT count(*)::int FROM (SELECT 1 FROM deals d WHERE ${where.sql} LIMIT ${boardCount + 1}) c) AS count,
               false AS more
             FROM unnest(${at}::text[]) s (stage)`,
        values,
      ) as Promise<{ stage: AnyDealStage; count: number; more: boolean }[]>,
      query.by === 'batch' ? this.openLeads(actor, query) : null,
    ]);
    const column = (key: string, its: readonly AnyDealStage[]) => {
      const items = rows.filter(({ stage }) => its.includes(stage));
      const shown = items.slice(0, query.limit);
      const last = shown.at(-1);
      const counted = counts.filter(({ stage }) => its.includes(stage));
      return {
        key,
        stages: [...its],
        items: shown,
        total: counted.reduce((sum, { count }) => sum + Math.min(count, boardCount), 0),
        totalIsExact: counted.every(({ count, more }) => !more && count <= boardCount),
        nextCursor: items.length > shown.length && last ? cursorOf(last.stageSince, last.id) : null,
      };
    };
    const columns =
      query.by === 'batch'
        ? Object.entries(batches).map(([batch, its]) => column(batch, its))
        : stages.map((stage) => column(stage, [stage as AnyDealStage]));
    return { columns, openLeads: leads && Math.min(leads, boardCount), openLeadsAreExact: (leads ?? 0) <= boardCount };
  }

  /** Leads that are no deals yet, narrowed like the board; beyond the board's limit of counting one more. */
  private async openLeads(actor: Actor, query: BoardQuery): Promise<number> {
    const where = leadsWhere(actor, query).add(openLeads).when(query.lead, 'l.id = ?');
    const [row]: { count: number }[] = await this.db.query(
      `SELECT count(*)::int AS count FROM (SELECT 1 FROM leads l WHERE ${where.sql} LIMIT ${boardCount + 1}) c`,
      where.values,
    );
    return row?.count ?? 0;
  }

  /** How many confidential deals lie within the department of a head, or anywhere for a leader, that they are not named at. */
  async concealed(actor: Actor): Promise<ConcealedDeals> {
    const where = new Where()
      .add(`d.deleted_at IS NULL AND d.stage <> 'lost' AND l.confidential_to IS NOT NULL`)
      .add('? <> ALL (l.confidential_to)', actor.id)
      .within(actor, 'deal.countConcealed', 'd');
    const [row]: ConcealedDeals[] = await this.db.query(
      `WITH hidden AS (SELECT d.* FROM deals d JOIN leads l ON l.id = d.lead_id WHERE ${where.sql})
       SELECT (SELECT count(*)::int FROM hidden) AS count,
         coalesce((SELECT jsonb_agg(jsonb_build_object('amount', sum::text, 'currency', currency) ORDER BY currency)
           FROM (SELECT total_investment_currency AS currency, sum(total_investment_amount) FROM hidden
                 WHERE total_investment_currency IS NOT NULL GROUP BY 1) sums), '[]') AS "totalInvestment"`,
      where.values,
    );
    return row ?? { count: 0, totalInvestment: [] };
  }

  /** @throws Problem `not-found`, also for a deal that the actor may not see */
  async visible(actor: Actor, id: string): Promise<Deal> {
    const deal = await this.one(id);
    if (!may(actor, 'deal.read', deal)) throw new Problem('not-found');
    return deal;
  }

  /** @throws Problem `not-found` */
  async one(id: string, manager: EntityManager = this.db.manager): Promise<Deal> {
    const rows: (Omit<Deal, 'missing'> & Owned)[] = await manager.query(
      `SELECT ${whole} FROM deals d JOIN leads l ON l.id = d.lead_id ${joins} WHERE d.id = $1 AND d.deleted_at IS NULL`,
      [id],
    );
    const [row, entity] = [rows[0], await manager.findOneBy(DealEntity, { id })];
    if (!row || !entity) throw new Problem('not-found');
    return { ...row, missing: missingOf(await factsOf(manager, entity)) };
  }

  /** The first deal of a lead, which its conversion made. */
  async ofLead(leadId: string, manager: EntityManager): Promise<Deal> {
    const rows: { id: string }[] = await manager.query(
      'SELECT id FROM deals WHERE lead_id = $1 AND split_reason IS NULL',
      [leadId],
    );
    if (!rows[0]) throw new Problem('not-found');
    return this.one(rows[0].id, manager);
  }

  /** Every move of a deal, the first one first. */
  async stageChanges(id: string): Promise<{ items: StageChange[] }> {
    const items: StageChange[] = await this.db.query(
      `SELECT s.id, s.from_stage AS "from", s.to_stage AS "to", s.from_name AS "fromName", s.to_name AS "toName", s.evidence,
              s.effective_on::text AS "on", s.at,
              u.display_name AS "byName", s.reason, s.close_reason AS "closeReason", s.overridden
       FROM stage_changes s LEFT JOIN users u ON u.id = s.actor_id WHERE s.deal_id = $1 ORDER BY s.at, s.id`,
      [id],
    );
    return { items };
  }
}

/** The deals of a list with all its filters. */
export const dealListWhere = (
  actor: Actor,
  query: Omit<DealQuery, 'limit' | 'sort' | 'cursor'>,
  timeZone: string,
): Where =>
  whereOf(actor, query, timeZone)
    .oneOf(query.stage, 'd.stage')
    .when(query.batch && batches[query.batch], 'd.stage = ANY(?)');

/** What list and board are narrowed by alike: everything but the stage. */
function whereOf(actor: Actor, query: Omit<DealQuery, 'limit' | 'sort'>, timeZone: string): Where {
  const where = new Where()
    .add('d.deleted_at IS NULL')
    .within(actor, 'deal.read', 'd', 'd.lead_id', { ownersLead: true })
    .oneOf(query.cluster, 'd.cluster')
    .oneOf(query.region, 'd.region')
    .oneOf(query.park, 'd.park')
    .oneOf(query.chainNode, 'd.chain_node')
    .oneOf(query.chainGap, 'd.chain_gap')
    .oneOf(query.channel, 'd.channel')
    .when(query.tier, 'EXISTS (SELECT FROM company_tiers t WHERE t.company_id = d.company_id AND t.code = ANY(?))')
    .when(query.owner, 'd.owner_id = ?')
    .when(query.department, 'd.department_id = ?')
    .when(query.company, 'd.company_id = ?')
    .when(query.lead, 'd.lead_id = ?');
  if (query.createdFrom) where.add('d.created_at >= ?::date::timestamp AT TIME ZONE ?', query.createdFrom, timeZone);
  if (query.createdTo) where.add('d.created_at < (?::date + 1)::timestamp AT TIME ZONE ?', query.createdTo, timeZone);
  if (query.staleDays)
    where
      .add('d.stage = ANY(?)', dealStages)
      .add('d.stage_since <= (now() AT TIME ZONE ?)::date - ?::int', timeZone, query.staleDays);
  if (query.flagged !== undefined) where.add(query.flagged ? `d.flagged <> '{}'` : `d.flagged = '{}'`);
  if (query.q) whereDealText(where, query.q);
  return where;
}

/**
 * A word of the deal's title or its company's name, in any script or pinyin, or its own code. A confidential deal is found
 * by its codename alone: nothing else of it is kept for searching.
 */
export function whereDealText(where: Where, q: string): void {
  const code = q.trim().toUpperCase();
  if (/^D-[\d-]+$/.test(code)) {
    where.add('d.code LIKE ?', `${code}%`);
    return;
  }
  whereTitle(where, 'd', q);
}
