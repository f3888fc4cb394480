import type {
  Coverage,
  CoverageCell,
  CoverageQuery,
  CoverageRecord,
  CoverageRecordsQuery,
  CoverageRow,
} from '@torch/contracts';
import {
  type Actor,
  type CoverageKind,
  dealStages,
  type FunnelTable,
  isUncovered,
  landedStages,
  openLeadStatuses,
  rankOf,
} from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { narrowRows } from '../deals';
import { FunnelDesk } from '../funnel';
import { listPage, Where } from '../platform/database/list';

const oneOf = (list: readonly string[]) => list.map((each) => `'${each}'`).join(', ');

/** SQL: which of the leads `l`, or of the deals `d`, count as which kind; as a company counts whichever has a lead; as `CoverageCount` of the domain. */
const counts: Readonly<Record<CoverageKind, string>> = {
  companies: 'TRUE',
  leads: `l.status IN (${oneOf(openLeadStatuses)})`,
  deals: `d.stage IN (${oneOf(dealStages.slice(0, rankOf('registered')))})`,
  landed: `(d.stage IN (${oneOf(landedStages)}) OR d.stage = 'on_hold' AND d.stage_left IN (${oneOf(landedStages)}))`,
};

type Row = Pick<CoverageRow, 'node' | 'nameZh' | 'nameEn' | 'chain' | 'gap'>;
type Region = Omit<Coverage['regions'][number], 'all'>;

/** The gaps of the chains by regions: who is known, worked on and has come, as far as the reader sees it. */
@Injectable()
export class CoverageQueries {
  constructor(
    private readonly db: DataSource,
    private readonly desk: FunnelDesk,
  ) {}

  /** The numbers come from memory; two statements tell of the gaps and the regions. */
  async matrix(actor: Actor, query: CoverageQuery): Promise<Coverage> {
    const where = nodesWhere(query);
    const [table, rows, regions] = (await Promise.all([
      this.desk.table(),
      this.db.query(
        `SELECT n.code AS node, n.name_zh AS "nameZh", n.name_en AS "nameEn", n.chain_code AS chain, n.gap
         FROM chain_nodes n JOIN chains h ON h.code = n.chain_code WHERE ${where.sql} ORDER BY h.position, h.code, n.position, n.code`,
        where.values,
      ),
      this.db.query(
        `SELECT code, name_zh AS "nameZh", name_en AS "nameEn", strategy FROM regions WHERE NOT retired ORDER BY position, code`,
      ),
    ])) as [FunnelTable, Row[], Region[]];
    const countedAt = new Date().toISOString();
    const counts = table.coverageOf({
      nodes: rows.map(({ node }) => node),
      regions: regions.map(({ code }) => code),
      actor,
    });
    const lines = rows.map((row): CoverageRow => ({
      ...row,
      cells: regions.map(({ code, strategy }): CoverageCell => {
        const cell = counts.at(row.node, code);
        // What others work on is no gap, though it is not the reader's to see.
        const uncovered = isUncovered(cell, strategy) && !counts.isBusy(row.node, code);
        return { region: code, ...cell, uncovered };
      }),
      all: counts.at(row.node),
    }));
    return {
      countedAt,
      timeZone: this.desk.timeZone,
      regions: regions.map((region) => ({ ...region, all: counts.at(undefined, region.code) })),
      rows: lines,
      all: counts.at(),
      uncovered: lines.reduce((sum, line) => sum + line.cells.filter((cell) => cell.uncovered).length, 0),
    };
  }

  /** The records behind one number of the matrix. */
  records(actor: Actor, query: CoverageRecordsQuery) {
    const { kind, node, region, limit, cursor } = query;
    const page = { limit, cursor };
    if (kind === 'leads' || kind === 'companies') {
      const where = tagged(actor, 'l', query).add(counts[kind]);
      where.when(node, 'l.chain_node = ?').when(region, 'l.region = ?');
      if (kind === 'companies') return this.companies(where, query);
      narrowRows(where, query, { lead: 'l.id', ...placesOf('l') });
      return listPage<CoverageRecord>(this.db, {
        select: `l.id, 'leads' AS kind, l.code, coalesce(l.codename, l.title) AS title, l.company_id AS "companyId", l.id AS "leadId",
          coalesce(l.codename, c.name) AS "companyName", l.status, NULL AS stage, o.display_name AS "ownerName", l.region,
          l.chain_node AS node, l.confidential_to IS NOT NULL AS confidential`,
        from: 'leads l',
        join: 'JOIN companies c ON c.id = l.company_id JOIN users o ON o.id = l.owner_id',
        where,
        sort: { column: 'l.created_at', type: 'timestamptz', descending: true },
        alias: 'l',
        ...page,
      });
    }
    const where = tagged(actor, 'd', query).add(counts[kind]);
    narrowRows(where, query, { deal: 'd.id', ...placesOf('d') });
    return listPage<CoverageRecord>(this.db, {
      select: `d.id, '${kind}' AS kind, d.code, coalesce(l.codename, d.title) AS title, d.company_id AS "companyId", d.lead_id AS "leadId",
        coalesce(l.codename, c.name) AS "companyName", NULL AS status, d.stage, o.display_name AS "ownerName", d.region,
        d.chain_node AS node, l.confidential_to IS NOT NULL AS confidential`,
      from: 'deals d',
      join: 'JOIN leads l ON l.id = d.lead_id JOIN companies c ON c.id = d.company_id JOIN users o ON o.id = d.owner_id',
      where: where.when(node, 'd.chain_node = ?').when(region, 'd.region = ?'),
      sort: { column: 'd.created_at', type: 'timestamptz', descending: true },
      alias: 'd',
      ...page,
    });
  }

  /** Each company once, however many leads it has there; confidential where it is there by confidential ones alone. */
  private companies(leads: Where, { limit, cursor, ...filters }: CoverageRecordsQuery) {
    const where = leads.inside((condition) => `c.id IN (SELECT l.company_id FROM leads l WHERE ${condition})`);
    narrowRows(where, filters, {
      company: 'c.id',
      clusters: 'ARRAY(SELECT x.code FROM company_clusters x WHERE x.company_id = c.id)',
      region: 'c.region',
      owner: 'c.owner_id',
      department: 'c.department_id',
    });
    return listPage<CoverageRecord>(this.db, {
      select: `c.id, 'companies' AS kind, NULL AS code, c.name AS title, c.id AS "companyId", NULL AS "leadId", c.name AS "companyName",
        NULL AS status, NULL AS stage, o.display_name AS "ownerName", c.region, NULL AS node,
        NOT EXISTS (SELECT FROM leads l WHERE l.company_id = c.id AND l.confidential_to IS NULL AND ${leads.sql}) AS confidential`,
      from: 'companies c',
      join: 'LEFT JOIN users o ON o.id = c.owner_id',
      where,
      sort: { column: 'c.name', type: 'text', descending: false },
      alias: 'c',
      limit,
      cursor,
    });
  }
}

const placesOf = (alias: 'l' | 'd') => ({
  cluster: `${alias}.cluster`,
  region: `${alias}.region`,
  owner: `${alias}.owner_id`,
  department: `${alias}.department_id`,
});

/** The nodes `n` with a gap, narrowed. */
const nodesWhere = ({ chain, cluster, gap }: CoverageQuery): Where =>
  new Where()
    .add('n.gap IS NOT NULL AND NOT n.retired')
    .when(chain, 'n.chain_code = ANY (?)')
    .when(cluster, 'EXISTS (SELECT FROM chains x WHERE x.code = n.chain_code AND x.cluster_code = ANY (?))')
    .when(gap, 'n.gap = ANY (?)');

/** What lies at those nodes and in a region of the matrix. */
const placed = (alias: string, query: CoverageQuery): Where =>
  nodesWhere(query)
    .inside((condition) => `${alias}.chain_node IN (SELECT n.code FROM chain_nodes n WHERE ${condition})`)
    .add(`${alias}.deleted_at IS NULL`)
    .add(`${alias}.region IN (SELECT code FROM regions WHERE NOT retired)`);

/** Leads `l` or deals `d` of those nodes within the reader's reach; nobody's in the pool are nobody's here. */
function tagged(actor: Actor, alias: 'l' | 'd', query: CoverageQuery): Where {
  const where = placed(alias, query);
  if (alias === 'd') return where.within(actor, 'deal.read', 'd', 'd.lead_id', { ownersLead: true });
  return where.add('l.pooled_at IS NULL').within(actor, 'lead.read', 'l', 'l.id', { ownersLead: true });
}
