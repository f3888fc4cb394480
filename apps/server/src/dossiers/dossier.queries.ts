import type { InvestorPromise, Money, Visit } from '@torch/contracts';
import { type Actor, type AnyDealStage, may, type Owned, reachOf } from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Where } from '../platform/database/list';
import { promiseColumns, promiseJoins, promisesWithin } from '../promises';
import { VisitQueries } from '../visits';

export interface DossierCompany {
  name: string;
  nameEn: string | null;
  nameLocal: string | null;
  country: string;
  registrationNumber: string | null;
  website: string | null;
  address: string | null;
  profile: string | null;
  parentName: string | null;
  tiersZh: string[];
  tiersEn: string[];
}
export interface DossierContact extends Owned {
  id: string;
  name: string;
  title: string | null;
  /** Null where there is none, or where the reader may not see it. */
  phone: string | null;
}
export interface DossierDeal {
  code: string;
  title: string;
  stage: AnyDealStage;
  since: string;
  totalInvestment: Money | null;
}
/** All that stands on the page of a visit, as its reader may see it. */
export interface Dossier {
  visit: Visit;
  /** The codename of a confidential lead: the page goes by it, and leaves out what would tell whose it is. */
  codename: string | null;
  company: DossierCompany | null;
  contacts: DossierContact[];
  deals: DossierDeal[];
  promises: InvestorPromise[];
}

/** As many of each as a page can bear. */
const shown = 12;

@Injectable()
export class DossierQueries {
  constructor(
    private readonly db: DataSource,
    private readonly visits: VisitQueries,
  ) {}

  /** @throws Problem `not-found`, also for a visit that the actor may not see */
  async read(actor: Actor, visitId: string): Promise<Dossier> {
    const visit = await this.visits.visible(actor, visitId);
    const [lead]: { codename: string | null }[] = await this.db.query('SELECT codename FROM leads WHERE id = $1', [
      visit.leadId,
    ]);
    const codename = lead?.codename ?? null;
    const [company, contacts, deals, promises] = await Promise.all([
      codename ? null : this.company(visit.companyId),
      codename ? [] : this.contacts(actor, visit),
      this.deals(actor, visit),
      this.promises(actor, visit),
    ]);
    if (!codename) return { visit, codename, company, contacts, deals, promises };
    return {
      // Whom one meets, and where, tells whose the page is as well as the name would.
      visit: { ...visit, guests: [], city: null, location: null },
      codename,
      company,
      contacts,
      deals,
      promises: promises.map((promise) => ({ ...promise, contactName: null, toName: null })),
    };
  }

  private async company(id: string): Promise<DossierCompany | null> {
    const tiers = (name: string) =>
      `ARRAY(SELECT t.${name} FROM company_tiers x JOIN tiers t ON t.code = x.code WHERE x.company_id = c.id ORDER BY t.position, t.code)`;
    const rows: DossierCompany[] = await this.db.query(
      `SELECT c.name, c.name_en AS "nameEn", c.name_local AS "nameLocal", c.country, c.registration_number AS "registrationNumber",
         c.website, c.address, c.profile, p.name AS "parentName", ${tiers('name_zh')} AS "tiersZh", ${tiers('name_en')} AS "tiersEn"
       FROM companies c LEFT JOIN companies p ON p.id = c.parent_id WHERE c.id = $1`,
      [id],
    );
    return rows[0] ?? null;
  }

  /** Those whom one meets; where none is named, whom one knows at the company. Phones as far as the reader may open contacts. */
  private async contacts(actor: Actor, visit: Visit): Promise<DossierContact[]> {
    if (!reachOf(actor.role, 'contact.list')) return [];
    const rows: DossierContact[] = await this.db.query(
      `SELECT id, name, title, phone, owner_id AS "ownerId", department_id AS "departmentId" FROM contacts
       WHERE deleted_at IS NULL AND (id = ANY($1) OR cardinality($1::uuid[]) = 0 AND company_id = $2) ORDER BY created_at, id LIMIT ${shown}`,
      [visit.contactIds, visit.companyId],
    );
    return rows.map((row) => (may(actor, 'contact.read', row) ? row : { ...row, phone: null }));
  }

  private async deals(actor: Actor, visit: Visit): Promise<DossierDeal[]> {
    if (!reachOf(actor.role, 'deal.read')) return [];
    const where = this.about(new Where().within(actor, 'deal.read', 'd', 'd.lead_id'), 'd', visit);
    return this.db.query(
      `SELECT d.code, coalesce(l.codename, d.title) AS title, d.stage, d.stage_since::text AS since,
         CASE WHEN d.total_investment_amount IS NOT NULL THEN
           jsonb_build_object('amount', d.total_investment_amount::text, 'currency', d.total_investment_currency) END AS "totalInvestment"
       FROM deals d JOIN leads l ON l.id = d.lead_id WHERE d.deleted_at IS NULL AND ${where.sql} ORDER BY d.created_at LIMIT ${shown}`,
      where.values,
    );
  }

  private async promises(actor: Actor, visit: Visit): Promise<InvestorPromise[]> {
    if (!reachOf(actor.role, 'promise.read')) return [];
    const where = this.about(promisesWithin(actor).add(`p.state = 'open'`), 'p', visit);
    return this.db.query(
      `SELECT ${promiseColumns} FROM promises p ${promiseJoins} WHERE ${where.sql} ORDER BY p.due_on, p.id LIMIT ${shown}`,
      where.values,
    );
  }

  /**
   * What concerns the investor. Of a confidential matter nothing but its own stands on its page, and it stands on no
   * other's: paper goes further than its reader.
   */
  private about(where: Where, alias: string, { companyId, leadId }: Visit): Where {
    return where
      .add(`${alias}.company_id = ?`, companyId)
      .add(
        `${alias}.lead_id = ? OR l.codename IS NULL AND NOT EXISTS (SELECT FROM leads v WHERE v.id = ? AND v.codename IS NOT NULL)`,
        leadId,
        leadId,
      );
  }
}
