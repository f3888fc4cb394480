import { type Offer, type OfferQuery, Problem } from '@torch/contracts';
import { type Actor, may, type Owned } from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { listPage, Where } from '../platform/database/list';

/** An offer is whose its deal is. */
const from = `(SELECT t.*, d.code AS deal_code, coalesce(l.codename, d.title) AS deal_title, d.lead_id, d.company_id,
    d.owner_id, d.department_id, l.confidential_to
  FROM offers t JOIN deals d ON d.id = t.deal_id JOIN leads l ON l.id = d.lead_id WHERE d.deleted_at IS NULL) o`;
const join = 'JOIN users a ON a.id = o.author_id LEFT JOIN users r ON r.id = o.reviewer_id';
const columns = (
  reader: string,
) => `o.id, o.version, o.deal_id AS "dealId", o.deal_code AS "dealCode", o.deal_title AS "dealTitle",
  o.kind, o.what, o.legal_basis AS "legalBasis", o.tied_to_tax AS "tiedToTax", o.for_one_company AS "forOneCompany", o.state,
  CASE WHEN o.amount IS NOT NULL THEN jsonb_build_object('amount', o.amount::text, 'currency', o.currency) END AS amount,
  o.author_id AS "authorId", a.display_name AS "authorName", r.display_name AS "reviewerName", o.reviewed_at AS "reviewedAt",
  o.review_note AS "reviewNote", ${reader}::uuid = ANY(o.authors) AS own, o.created_at AS "createdAt"`;

export type HeldOffer = Offer & Owned & { leadId: string; companyId: string; authors: string[] };

@Injectable()
export class OfferQueries {
  constructor(private readonly db: DataSource) {}

  page(actor: Actor, { q, deal, lead, state, kind, sort, limit, cursor }: OfferQuery) {
    return listPage<Offer>(this.db, {
      select: columns(`'${actor.id}'`),
      from,
      join,
      where: new Where()
        .within(actor, 'offer.read', 'o', 'o.lead_id')
        .when(q, 'strpos(lower(o.what), lower(?)) > 0')
        .when(deal, 'o.deal_id = ?')
        .when(lead, 'o.lead_id = ?')
        .when(state, 'o.state = ANY(?)')
        .when(kind, 'o.kind = ANY(?)'),
      sort: { column: 'o.created_at', type: 'timestamptz', descending: sort.startsWith('-') },
      alias: 'o',
      limit,
      cursor,
    });
  }

  /** @throws Problem `not-found`, also for an offer that the actor may not see */
  async visible(actor: Actor, id: string): Promise<HeldOffer> {
    const offer = await this.one(actor, id);
    if (!may(actor, 'offer.read', offer)) throw new Problem('not-found');
    return offer;
  }

  /** @throws Problem `not-found` */
  async one(reader: Actor, id: string, manager: EntityManager = this.db.manager): Promise<HeldOffer> {
    const rows: HeldOffer[] = await manager.query(
      `SELECT ${columns('$2')}, o.owner_id AS "ownerId", o.department_id AS "departmentId", o.confidential_to AS "confidentialTo",
         o.lead_id AS "leadId", o.company_id AS "companyId", o.authors FROM ${from} ${join} WHERE o.id = $1`,
      [id, reader.id],
    );
    if (!rows[0]) throw new Problem('not-found');
    return rows[0];
  }
}
