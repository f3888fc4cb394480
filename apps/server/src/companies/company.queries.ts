import { type Company, type CompanyQuery, Problem, type SimilarCompany } from '@torch/contracts';
import { type Actor, bigrams, similarFrom, similarity } from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { listPage, Where } from '../platform/database/list';
import { coreOf, nameQuery, type Names } from './company-names';

const columns = `c.id, c.version, c.name, c.name_zh AS "nameZh", c.name_en AS "nameEn", c.name_local AS "nameLocal",
  c.registration_number AS "registrationNumber", c.country, c.region,
  ARRAY(SELECT code FROM company_clusters WHERE company_id = c.id ORDER BY code) AS clusters,
  ARRAY(SELECT code FROM company_tiers WHERE company_id = c.id ORDER BY code) AS tiers,
  c.parent_id AS "parentId", p.name AS "parentName", c.website, c.address, c.profile, c.confirmed,
  c.owner_id AS "ownerId", o.display_name AS "ownerName", c.department_id AS "departmentId",
  CASE WHEN a.company_id IS NOT NULL THEN jsonb_build_object('landedOn', a.landed_on::text, 'managerId', a.owner_id,
    'managerName', m.display_name, 'managerDepartmentId', m.department_id, 'appointed', c.account_manager_id IS NOT NULL,
    'lastContactAt', to_char(a.last_contact_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    'openProblems', (SELECT count(*)::int FROM problems b WHERE b.company_id = c.id AND b.deal_id IS NULL AND b.state = 'open')
  ) END AS aftercare, c.created_at AS "createdAt", c.updated_at AS "updatedAt"`;
const joins = `LEFT JOIN companies p ON p.id = c.parent_id LEFT JOIN users o ON o.id = c.owner_id
  LEFT JOIN aftercare a ON a.company_id = c.id LEFT JOIN users m ON m.id = a.owner_id`;

/** Adds a search over company names in any script or pinyin; the alias is that of `companies`. */
export function whereName(where: Where, alias: string, q: string): Where {
  const { text, grams } = nameQuery(q);
  if (text === '') return where.add('FALSE');
  where.add(`${alias}.search_grams @> ?`, grams);
  // The bigrams may stand apart in the name; only longer queries need the second look.
  return [...text].length > 2 ? where.add(`strpos(${alias}.search_text, ?) > 0`, text) : where;
}

@Injectable()
export class CompanyQueries {
  constructor(private readonly db: DataSource) {}

  page(actor: Actor, query: CompanyQuery) {
    const { q, cluster, region, tier, owner, landed, manager, staleDays, sort, limit, cursor } = query;
    const where = new Where()
      .add('c.deleted_at IS NULL')
      .within(actor, 'company.read', 'c')
      .when(region, 'c.region = ANY(?)')
      .when(owner, 'c.owner_id = ?')
      .when(cluster, 'EXISTS (SELECT FROM company_clusters x WHERE x.company_id = c.id AND x.code = ANY(?))')
      .when(tier, 'EXISTS (SELECT FROM company_tiers x WHERE x.company_id = c.id AND x.code = ANY(?))');
    if (landed !== undefined)
      where.add(`${landed ? '' : 'NOT '}EXISTS (SELECT FROM aftercare a WHERE a.company_id = c.id)`);
    where
      .when(manager, 'EXISTS (SELECT FROM aftercare a WHERE a.company_id = c.id AND a.owner_id = ?)')
      .when(
        staleDays,
        'EXISTS (SELECT FROM aftercare a WHERE a.company_id = c.id AND a.last_contact_at < now() - make_interval(days => ?))',
      );
    if (q) whereName(where, 'c', q);
    const byName = sort.endsWith('name');
    return listPage<Company>(this.db, {
      select: columns,
      from: 'companies c',
      join: joins,
      where,
      sort: {
        column: byName ? 'c.name' : 'c.created_at',
        type: byName ? 'text' : 'timestamptz',
        descending: sort.startsWith('-'),
      },
      alias: 'c',
      limit,
      cursor,
    });
  }

  /** @throws Problem `not-found` */
  async one(id: string, manager: EntityManager = this.db.manager): Promise<Company> {
    const rows: Company[] = await manager.query(
      `SELECT ${columns} FROM companies c ${joins} WHERE c.id = $1 AND c.deleted_at IS NULL`,
      [id],
    );
    if (!rows[0]) throw new Problem('not-found');
    return rows[0];
  }

  /** Companies that may be the same as one with these names, the most alike first. */
  async similar(
    names: Names,
    except: string | null,
    manager: EntityManager = this.db.manager,
  ): Promise<SimilarCompany[]> {
    const cores = [
      ...new Set([names.nameZh, names.nameLocal, names.nameEn].filter(Boolean).map((name) => coreOf(name as string))),
    ];
    const grams = [...new Set(cores.flatMap(bigrams))];
    if (grams.length === 0) return [];
    const candidates: (SimilarCompany & { cores: string[] })[] = await manager.query(
      `SELECT c.id, c.name, c.country, c.region, c.registration_number AS "registrationNumber", c.cores
       FROM companies c
       WHERE c.deleted_at IS NULL AND c.core_grams && $1 AND c.id IS DISTINCT FROM $2
       ORDER BY cardinality(ARRAY(SELECT unnest(c.core_grams) INTERSECT SELECT unnest($1::text[])))::float8
                / greatest(cardinality(c.core_grams), $3) DESC
       LIMIT 30`,
      [grams, except, grams.length],
    );
    return candidates
      .map(({ cores: others, ...company }) => ({
        ...company,
        similarity: Math.max(...cores.flatMap((core) => others.map((other) => similarity(core, other)))),
      }))
      .filter((company) => company.similarity >= similarFrom)
      .sort((a, b) => b.similarity - a.similarity)
      .slice(0, 10);
  }
}
