import { type Fund, type FundQuery, Problem } from '@torch/contracts';
import { type Actor, may, type Owned } from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { listPage, Where } from '../platform/database/list';

/** An entry is whose its deal is. */
const from = `(SELECT t.*, d.code AS deal_code, coalesce(l.codename, d.title) AS deal_title,
    coalesce(l.codename, c.name) AS company_name, d.lead_id, d.company_id, d.owner_id, d.department_id, l.confidential_to
  FROM funds t JOIN deals d ON d.id = t.deal_id JOIN leads l ON l.id = d.lead_id JOIN companies c ON c.id = d.company_id
  WHERE d.deleted_at IS NULL) f`;
const join = `JOIN users a ON a.id = f.author_id LEFT JOIN users s ON s.id = f.confirmed_by
  LEFT JOIN attachments v ON v.id = f.voucher_file_id`;
const columns = (reader: string) => `f.id, f.version, f.deal_id AS "dealId", f.deal_code AS "dealCode",
  f.deal_title AS "dealTitle", f.company_name AS "companyName", f.kind,
  jsonb_build_object('amount', f.amount::text, 'currency', f.currency) AS amount, f.on_date::text AS "on", f.source, f.voucher,
  f.voucher_file_id AS "voucherFileId", v.file_name AS "voucherFileName", f.note, a.display_name AS "authorName",
  ${reader}::uuid = ANY(f.authors) AS own, f.confirmed_at AS "confirmedAt", s.display_name AS "confirmedByName",
  f.created_at AS "createdAt"`;

const sorts = {
  on: { column: 'f.on_date', type: 'date' },
  createdAt: { column: 'f.created_at', type: 'timestamptz' },
} as const;

export type HeldFund = Fund & Owned & { leadId: string; companyId: string; authors: string[] };

@Injectable()
export class FundQueries {
  constructor(private readonly db: DataSource) {}

  page(actor: Actor, { q, deal, kind, currency, confirmed, from: first, to, sort, limit, cursor }: FundQuery) {
    const where = new Where()
      .within(actor, 'fund.read', 'f', 'f.lead_id')
      .when(deal, 'f.deal_id = ?')
      .when(kind, 'f.kind = ANY(?)')
      .when(currency, 'f.currency = ANY(?)')
      .when(first, 'f.on_date >= ?')
      .when(to, 'f.on_date <= ?');
    if (confirmed !== undefined) where.add(`f.confirmed_at IS ${confirmed ? 'NOT ' : ''}NULL`);
    // A confidential deal goes by its codename, and is found by that alone.
    if (q)
      where.add(
        `strpos(lower(concat_ws(' ', f.deal_code, f.deal_title, f.company_name, f.source, f.voucher)), lower(?)) > 0`,
        q,
      );
    return listPage<Fund>(this.db, {
      select: columns(`'${actor.id}'`),
      from,
      join,
      where,
      sort: { ...sorts[sort.replace('-', '') as keyof typeof sorts], descending: sort.startsWith('-') },
      alias: 'f',
      limit,
      cursor,
    });
  }

  /** @throws Problem `not-found`, also for an entry that the actor may not see */
  async visible(actor: Actor, id: string): Promise<HeldFund> {
    const fund = await this.one(actor, id);
    if (!may(actor, 'fund.read', fund)) throw new Problem('not-found');
    return fund;
  }

  /** @throws Problem `not-found` */
  async one(reader: Actor, id: string, manager: EntityManager = this.db.manager): Promise<HeldFund> {
    const rows: HeldFund[] = await manager.query(
      `SELECT ${columns('$2')}, f.owner_id AS "ownerId", f.department_id AS "departmentId",
         f.confidential_to AS "confidentialTo", f.lead_id AS "leadId", f.company_id AS "companyId", f.authors
       FROM ${from} ${join} WHERE f.id = $1`,
      [id, reader.id],
    );
    if (!rows[0]) throw new Problem('not-found');
    return rows[0];
  }
}
