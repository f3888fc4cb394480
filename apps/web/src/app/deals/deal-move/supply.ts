import type { Deal } from '@torch/contracts';
import type { Evidence } from '@torch/domain';
import type { DealField } from '../deal-form/deal-draft';

/** Evidence that is a fact of the deal itself: the fields in which it is entered. */
const fields: Partial<Record<Evidence, readonly DealField[]>> = {
  totalInvestment: ['totalInvestment'],
  fixedAssetInvestment: ['fixedAssetInvestment'],
  landOrPlant: ['landMu', 'plantM2'],
  agreementKind: ['agreementKind'],
  signedOn: ['signedOn'],
  agreedAmount: ['agreedAmount'],
  localCompanyName: ['localCompanyName'],
  registrationNumber: ['localRegistrationNumber'],
  registeredCapital: ['registeredCapital'],
  registeredOn: ['registeredOn'],
  filing: ['filingCertificate', 'filingAmount'],
  landOrLease: ['landContract', 'plantLease'],
  environmentalApproval: ['environmentalApproval'],
  startedOn: ['startedOn'],
  constructionPermit: ['constructionPermit', 'equipmentContract'],
  producedOn: ['producedOn'],
  capacityOn: ['capacityOn'],
  annualOutput: ['annualOutput'],
  annualTax: ['annualTax'],
};

/** The fields that missing evidence can be entered in, each once, in the order asked. */
export const fieldsFor = (missing: readonly Evidence[]): DealField[] => [
  ...new Set(missing.flatMap((one) => fields[one] ?? [])),
];

export interface Elsewhere {
  evidence: Evidence;
  path: readonly string[];
  query: Readonly<Record<string, string>>;
}

/** Evidence that hangs on something else, and the page where it is supplied. */
export function elsewhere(missing: readonly Evidence[], deal: Deal): Elsewhere[] {
  const [page, lead] = [
    ['/deals', deal.id],
    ['/leads', deal.leadId, 'edit'],
  ];
  const visit = { company: deal.companyId, companyName: deal.companyName, lead: deal.leadId };
  const places: Partial<Record<Evidence, [path: readonly string[], query: Readonly<Record<string, string>>]>> = {
    leadQualified: [['/leads', deal.leadId], {}],
    contact: [['/companies', deal.companyId], {}],
    cluster: [lead, {}],
    park: [lead, {}],
    completedVisit: [['/visits', 'new'], visit],
    proposal: [page, { part: 'files' }],
    agreement: [page, { part: 'files' }],
    scorecard: [page, { part: 'review' }],
    fairCompetition: [page, { part: 'review' }],
    fundsInPlace: [page, { part: 'money' }],
  };
  return missing.flatMap((evidence) => {
    const place = places[evidence];
    return place ? [{ evidence, path: place[0], query: place[1] }] : [];
  });
}
