import {
  type AttachmentKind,
  type DealFacts,
  type DealStage,
  dealStages,
  type Evidence,
  isUnreviewed,
  missingEvidence,
  offerStates,
  type Waivable,
} from '@torch/domain';
import type { Transaction } from '../platform/database/unit-of-work';
import { dateIn, foremost } from '../platform/time';
import type { DealEntity } from './deal.entity';

interface Around {
  leadStatus: string;
  cluster: string | null;
  park: string | null;
  contacts: number;
  visits: number;
  proposal: boolean;
  agreement: boolean;
  vetoed: boolean | null;
  unreviewed: number;
  fundsInPlace: number;
}

/** A document of the kind on the deal itself, or on its lead, where it may have come first. */
const document = (kind: AttachmentKind) =>
  `EXISTS (SELECT FROM attachments a WHERE a.lead_id = l.id AND a.kind = '${kind}' AND a.deleted_at IS NULL
     AND (a.subject_id = $2 OR a.subject_id = l.id))`;

/** More than 0, of an exact decimal: an amount of nothing shows nothing. */
const isSome = (decimal: string | null) => decimal !== null && /[1-9]/.test(decimal);

/** What a deal has to show, of itself and of what hangs on it. */
export async function factsOf(tx: Pick<Transaction, 'query'>, deal: DealEntity): Promise<DealFacts> {
  const [around] = await tx.query<Around>(
    `SELECT l.status AS "leadStatus", l.cluster, l.park,
       (SELECT count(*)::int FROM contacts k WHERE k.company_id = l.company_id AND k.deleted_at IS NULL) AS contacts,
       (SELECT count(*)::int FROM visits v WHERE v.lead_id = l.id AND v.status = 'completed' AND v.deleted_at IS NULL
          AND v.starts_at <= now() + interval '1 day') AS visits,
       ${document('proposal')} AS proposal, ${document('agreement')} AS agreement,
       -- Nobody judges alone what is their own; a veto stops the deal, whoever casts it.
       (SELECT CASE WHEN bool_or(s.vetoed) THEN true WHEN bool_or(s.reviewer_id <> $4) THEN false END
          FROM scorecards s WHERE s.deal_id = $2 AND NOT s.superseded) AS vetoed,
       (SELECT count(*)::int FROM offers o WHERE o.deal_id = $2 AND o.state = ANY($3)) AS unreviewed,
       (SELECT count(*)::int FROM funds f WHERE f.deal_id = $2 AND f.kind = 'fundsInPlace') AS "fundsInPlace"
     FROM leads l WHERE l.id = $1`,
    [deal.leadId, deal.id, offerStates.filter(isUnreviewed), deal.ownerId],
  );
  return {
    leadQualified: around?.leadStatus === 'qualified' || around?.leadStatus === 'converted',
    hasContact: (around?.contacts ?? 0) > 0,
    hasCluster: Boolean(around?.cluster),
    hasTotalInvestment: isSome(deal.totalInvestmentAmount),
    hasFixedAssetInvestment: isSome(deal.fixedAssetInvestmentAmount),
    hasPark: Boolean(around?.park),
    hasLandOrPlant: isSome(deal.landMu) || isSome(deal.plantM2),
    hasProposal: around?.proposal ?? false,
    completedVisits: around?.visits ?? 0,
    vetoed: around?.vetoed ?? null,
    agreementKind: deal.agreementKind,
    signedOn: deal.signedOn,
    hasAgreedAmount: isSome(deal.agreedAmountAmount),
    hasAgreement: around?.agreement ?? false,
    unreviewedOffers: around?.unreviewed ?? 0,
    hasLocalCompanyName: deal.localCompanyName !== null,
    hasRegistrationNumber: deal.localRegistrationNumber !== null,
    hasRegisteredCapital: isSome(deal.registeredCapitalAmount),
    registeredOn: deal.registeredOn,
    hasFilingCertificate: deal.filingCertificate !== null,
    hasFilingAmount: isSome(deal.filingAmountAmount),
    hasLandContract: deal.landContract !== null,
    hasPlantLease: deal.plantLease !== null,
    hasEnvironmentalApproval: deal.environmentalApproval !== null,
    startedOn: deal.startedOn,
    hasConstructionPermit: deal.constructionPermit !== null,
    hasEquipmentContract: deal.equipmentContract !== null,
    producedOn: deal.producedOn,
    fundsInPlaceEntries: around?.fundsInPlace ?? 0,
    capacityOn: deal.capacityOn,
    // What is produced and taxed in a year may be nothing yet.
    hasAnnualOutput: deal.annualOutputAmount !== null,
    hasAnnualTax: deal.annualTaxAmount !== null,
    waived: Object.keys(deal.waivers) as Waivable[],
  };
}

/** What of these stages' evidence is not there; a day that has come for nobody yet is planned, and shows nothing. */
export const missingNow = (facts: DealFacts, stages: readonly DealStage[]): Evidence[] =>
  missingEvidence(facts, stages, dateIn(foremost));

/** What of the whole road's evidence is not there yet. */
export const missingOf = (facts: DealFacts): Evidence[] => missingNow(facts, dealStages);
