import { type Locale, labels } from '@torch/contracts';
import { Injectable } from '@nestjs/common';
import { FollowUpService } from '../follow-ups';
import type { Transaction } from '../platform/database/unit-of-work';
import type { HeldOffer } from './offer.queries';

/** The nearest heads above the deal who did not write the offer; where there is none, the leaders. Of a confidential deal, the named alone. */
const judges = `
  WITH RECURSIVE above AS (
    SELECT d.id, d.parent_id, 0 AS step FROM departments d WHERE d.id = $1
    UNION ALL SELECT d.id, d.parent_id, a.step + 1 FROM departments d JOIN above a ON d.id = a.parent_id
  ), able AS (
    SELECT u.*, coalesce(a.step, 1000) AS step FROM users u LEFT JOIN above a ON a.id = u.department_id
    WHERE u.active AND u.id <> ALL ($2) AND ($3::uuid[] IS NULL OR u.id = ANY ($3))
      AND (u.role = 'head' AND a.id IS NOT NULL OR u.role = 'leader')
  ), nearest AS (
    SELECT *, rank() OVER (ORDER BY role = 'leader', CASE WHEN role = 'head' THEN step END) AS place FROM able
  )
  SELECT id, department_id AS "departmentId", locale FROM nearest WHERE place = 1 ORDER BY id`;

const titlesOf = (code: string) =>
  Object.values(labels).map(({ planned }) => planned.offerReview.replace('{code}', code));

/** Tells those who can judge an offer that one waits for them, and takes it off their list once none does. */
@Injectable()
export class OfferJudges {
  constructor(private readonly followUps: FollowUpService) {}

  async ask(tx: Transaction, { leadId, companyId, departmentId, dealCode, authors, confidentialTo }: HeldOffer) {
    // One task for the deal, however many of its offers wait.
    await this.followUps.cancelPlanned(tx, leadId, titlesOf(dealCode));
    const people = await tx.query<{ id: string; departmentId: string; locale: Locale }>(judges, [
      departmentId,
      authors,
      confidentialTo,
    ]);
    for (const { id, departmentId: theirs, locale } of people) {
      const title = labels[locale].planned.offerReview.replace('{code}', dealCode);
      await this.followUps.tell(tx, { ownerId: id, departmentId: theirs }, { leadId, companyId }, title);
    }
  }

  async settled(tx: Transaction, { leadId, dealId, dealCode }: HeldOffer): Promise<void> {
    const waiting = await tx.query(`SELECT FROM offers WHERE deal_id = $1 AND state = 'in_review' LIMIT 1`, [dealId]);
    if (waiting.length === 0) await this.followUps.cancelPlanned(tx, leadId, titlesOf(dealCode));
  }
}
