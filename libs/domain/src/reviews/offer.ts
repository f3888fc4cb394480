/** What the zone offers an investor (优惠条件). */
export const offerKinds = ['subsidy', 'rent', 'land_price', 'tax', 'other'] as const;
export type OfferKind = (typeof offerKinds)[number];

/** The life of an offer: it may be promised once somebody else has found it fair to other competitors. */
export const offerStates = ['draft', 'in_review', 'approved', 'rejected', 'withdrawn'] as const;
export type OfferState = (typeof offerStates)[number];

export const reviewOutcomes = ['approved', 'rejected'] as const satisfies readonly OfferState[];
export type ReviewOutcome = (typeof reviewOutcomes)[number];

export interface OfferFacts {
  state: OfferState;
  hasLegalBasis: boolean;
  /** Everybody who made or changed it. */
  authors: readonly string[];
}

export type OfferObstacle = 'not-in-review' | 'legal-basis-missing' | 'same-person';

/**
 * What stands between an offer and its fair-competition review (公平竞争审查: since August 2024 subsidies and tax refunds
 * without a legal basis are forbidden; whoever made an offer does not judge it).
 */
export function reviewObstacles(
  { state, hasLegalBasis, authors }: OfferFacts,
  reviewer: string,
  outcome: ReviewOutcome,
): OfferObstacle[] {
  if (state !== 'in_review') return ['not-in-review'];
  if (authors.includes(reviewer)) return ['same-person'];
  return outcome === 'approved' && !hasLegalBasis ? ['legal-basis-missing'] : [];
}

/** Whether an offer still stands against signing: a rejected one too, until it is withdrawn. */
export const isUnreviewed = (state: OfferState): boolean => state !== 'approved' && state !== 'withdrawn';
