import { Problem } from '@torch/contracts';
import type { OfferState } from '@torch/domain';
import type { Transaction } from '../platform/database/unit-of-work';

/**
 * Holds an offer until the commit and demands that its fair-competition review is passed: nothing else may be promised.
 * @param dealId the deal of which it must be
 * @throws Problem `rule-broken` at `offerId`: `unknown`, or `offer-not-approved`
 */
export async function demandApprovedOffer(tx: Transaction, offerId: string, dealId: string): Promise<void> {
  const [offer] = await tx.query<{ state: OfferState }>(
    'SELECT state FROM offers WHERE id = $1 AND deal_id = $2 FOR SHARE',
    [offerId, dealId],
  );
  if (!offer) throw Problem.field('rule-broken', 'offerId', 'unknown', 'the deal has no such offer');
  if (offer.state !== 'approved')
    throw Problem.field(
      'rule-broken',
      'offerId',
      'offer-not-approved',
      'an offer can be promised once its fair-competition review is passed',
    );
}
