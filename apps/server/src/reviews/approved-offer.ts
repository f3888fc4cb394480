import { Problem } from '@torch/contracts';
import type { OfferState } from '@torch/domain';
import type { Transaction } from '../platform/database/unit-of-work';

/**
 * Holds an offer until the commit and demands that its fair-competition review is passed: nothing else may be promised.
 * @param leadId the lead of one of whose deals it must be
 * @throws Problem `rule-broken` at `offerId`: `unknown`, or `offer-unapproved`
 */
export async function demandApprovedOffer(tx: Transaction, offerId: string, leadId: string): Promise<void> {
  const [offer] = await tx.query<{ state: OfferState }>(
    `SELECT o.state FROM offers o JOIN deals d ON d.id = o.deal_id
     WHERE o.id = $1 AND d.lead_id = $2 AND d.deleted_at IS NULL FOR SHARE OF o`,
    [offerId, leadId],
  );
  if (!offer) throw Problem.field('rule-broken', 'offerId', 'unknown', 'the lead has no such offer');
  if (offer.state !== 'approved')
    throw Problem.field(
      'rule-broken',
      'offerId',
      'offer-unapproved',
      'an offer can be promised once its fair-competition review is passed',
    );
}
