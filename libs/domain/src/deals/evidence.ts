import { outOfOrder } from './order';
import type { DealStage } from './stage';

/** What a stage asks for before it is entered (the bureau's stage table). */
export const evidence = {
  negotiating: ['leadQualified', 'contact', 'cluster', 'totalInvestment'],
  site_visit: ['completedVisit'],
  review: ['totalInvestment', 'fixedAssetInvestment', 'park', 'landOrPlant', 'proposal'],
  signed: ['scorecard', 'agreementKind', 'signedOn', 'agreedAmount', 'agreement', 'fairCompetition'],
  registered: ['localCompanyName', 'registrationNumber', 'registeredCapital', 'registeredOn'],
  filed: ['filing', 'landOrLease', 'environmentalApproval'],
  construction: ['startedOn', 'constructionPermit'],
  production: ['producedOn', 'fundsInPlace'],
  at_capacity: ['capacityOn', 'annualOutput', 'annualTax'],
} as const satisfies Record<DealStage, readonly string[]>;

export type Evidence = (typeof evidence)[DealStage][number];

/** Evidence that may be marked not applicable, with a reason. */
export const waivable = ['filing', 'landOrLease', 'environmentalApproval'] as const satisfies readonly Evidence[];
export type Waivable = (typeof waivable)[number];

export const agreementKinds = ['framework', 'formal'] as const;
export type AgreementKind = (typeof agreementKinds)[number];

/** What a deal has to show. Dates are `YYYY-MM-DD`; of amounts and documents only whether they are there. */
export interface DealFacts {
  leadQualified: boolean;
  hasContact: boolean;
  hasCluster: boolean;
  hasTotalInvestment: boolean;
  hasFixedAssetInvestment: boolean;
  hasPark: boolean;
  /** Land in mu, or a plant in square metres. */
  hasLandOrPlant: boolean;
  hasProposal: boolean;
  completedVisits: number;
  /** Null until somebody other than the owner has filled a scorecard; then whether a single-item veto stands against the deal. */
  vetoed: boolean | null;
  agreementKind: AgreementKind | null;
  signedOn: string | null;
  hasAgreedAmount: boolean;
  hasAgreement: boolean;
  /** Offers whose fair-competition review is not done. */
  unreviewedOffers: number;
  hasLocalCompanyName: boolean;
  hasRegistrationNumber: boolean;
  hasRegisteredCapital: boolean;
  registeredOn: string | null;
  hasFilingCertificate: boolean;
  hasFilingAmount: boolean;
  hasLandContract: boolean;
  hasPlantLease: boolean;
  hasEnvironmentalApproval: boolean;
  startedOn: string | null;
  hasConstructionPermit: boolean;
  hasEquipmentContract: boolean;
  producedOn: string | null;
  fundsInPlaceEntries: number;
  capacityOn: string | null;
  hasAnnualOutput: boolean;
  hasAnnualTax: boolean;
  /** Evidence marked not applicable. */
  waived: readonly Waivable[];
}

const shown: Record<Evidence, (deal: DealFacts) => boolean> = {
  leadQualified: (deal) => deal.leadQualified,
  contact: (deal) => deal.hasContact,
  cluster: (deal) => deal.hasCluster,
  totalInvestment: (deal) => deal.hasTotalInvestment,
  completedVisit: (deal) => deal.completedVisits > 0,
  fixedAssetInvestment: (deal) => deal.hasFixedAssetInvestment,
  park: (deal) => deal.hasPark,
  landOrPlant: (deal) => deal.hasLandOrPlant,
  proposal: (deal) => deal.hasProposal,
  scorecard: (deal) => deal.vetoed === false,
  agreementKind: (deal) => deal.agreementKind !== null,
  signedOn: (deal) => deal.signedOn !== null,
  agreedAmount: (deal) => deal.hasAgreedAmount,
  agreement: (deal) => deal.hasAgreement,
  fairCompetition: (deal) => deal.unreviewedOffers === 0,
  localCompanyName: (deal) => deal.hasLocalCompanyName,
  registrationNumber: (deal) => deal.hasRegistrationNumber,
  registeredCapital: (deal) => deal.hasRegisteredCapital,
  registeredOn: (deal) => deal.registeredOn !== null,
  filing: (deal) => deal.hasFilingCertificate && deal.hasFilingAmount,
  landOrLease: (deal) => deal.hasLandContract || deal.hasPlantLease,
  environmentalApproval: (deal) => deal.hasEnvironmentalApproval,
  startedOn: (deal) => deal.startedOn !== null,
  // A leased plant is not built: the contract for its equipment stands for the permit.
  constructionPermit: (deal) => deal.hasConstructionPermit || (deal.hasPlantLease && deal.hasEquipmentContract),
  producedOn: (deal) => deal.producedOn !== null,
  fundsInPlace: (deal) => deal.fundsInPlaceEntries > 0,
  capacityOn: (deal) => deal.capacityOn !== null,
  annualOutput: (deal) => deal.hasAnnualOutput,
  annualTax: (deal) => deal.hasAnnualTax,
};

/** Amounts that are a part of the total investment. */
export const partsOfTotal = ['fixedAssetInvestment', 'contractedForeignCapital'] as const;
export type PartOfTotal = (typeof partsOfTotal)[number];

/**
 * Whether the fixed assets, or the contracted foreign capital, would be more than the whole investment they are a part
 * of; unknown, and so let be, in different currencies. Amounts are exact decimals with two places.
 */
export function partAboveTotal(
  total: { amount: string; currency: string } | null,
  part: { amount: string; currency: string } | null,
): boolean {
  const cents = ({ amount }: { amount: string }) => {
    const [whole = '0', places = ''] = amount.split('.');
    return BigInt(whole + places.padEnd(2, '0'));
  };
  return total !== null && part !== null && total.currency === part.currency && cents(part) > cents(total);
}

/** The dates of a deal in the order in which they must lie. */
export const dealDates = ['signedOn', 'registeredOn', 'startedOn', 'producedOn', 'capacityOn'] as const;
export type DealDate = (typeof dealDates)[number];

/** Whether the entry into the statistics (入统) would lie before the start that it tells of. */
export const entryBeforeStart = (deal: { statisticsEntryOn: string | null; startedOn: string | null }): boolean =>
  deal.statisticsEntryOn !== null && deal.startedOn !== null && deal.statisticsEntryOn < deal.startedOn;

/** The day on which a stage was really entered, for those that have one. */
const stageDates: Partial<Record<DealStage, DealDate>> = {
  signed: 'signedOn',
  registered: 'registeredOn',
  construction: 'startedOn',
  production: 'producedOn',
  at_capacity: 'capacityOn',
};

/** The days that these stages show as their own, as far as they are known, in the order of the road. */
export const stageDays = (
  deal: Pick<DealFacts, DealDate>,
  stages: readonly DealStage[],
): readonly { date: DealDate; day: string }[] =>
  stages.flatMap((stage) => {
    const date = stageDates[stage];
    const day = date && deal[date];
    return date && day ? [{ date, day }] : [];
  });

/**
 * What a deal has not shown of what these stages ask for, each named once, in the order of the road.
 * @param until the last day, `YYYY-MM-DD`, that has come: a day after it is planned, and shows nothing; left out, any day counts
 */
export function missingEvidence(deal: DealFacts, stages: readonly DealStage[], until?: string): Evidence[] {
  const asked = new Set<Evidence>(stages.flatMap((stage) => evidence[stage]));
  const waived: readonly Evidence[] = deal.waived;
  const ahead: readonly Evidence[] =
    until === undefined ? [] : stageDays(deal, stages).flatMap(({ date, day }) => (day > until ? [date] : []));
  return [...asked].filter((one) => !waived.includes(one) && (!shown[one](deal) || ahead.includes(one)));
}

/** Each date that lies before an earlier step, and the step it lies before; empty when all are in order. */
export const datesOutOfOrder = (deal: Pick<DealFacts, DealDate>): { date: DealDate; before: DealDate }[] =>
  outOfOrder(dealDates, deal);
