import type { Deal } from '@torch/contracts';
import { type Evidence, type Waivable, waivable } from '@torch/domain';
import type { DealDraft, DealField } from '../deal-form/deal-draft';

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

/** Evidence that one of its fields shows alone. */
const eitherOf: readonly Evidence[] = ['landOrPlant', 'landOrLease'];

/** The field in which it is said why a piece of evidence does not apply; empty for one that always does. */
export const waiverOf = (one: Evidence): `waiver.${Waivable}` | '' => {
  const name = waivable.find((each) => each === one);
  return name ? `waiver.${name}` : '';
};

/** Missing evidence that is asked for in the window itself, with the fields that no piece before it has asked for. */
export function asked(missing: readonly Evidence[]): { one: Evidence; fields: DealField[]; waiver: string }[] {
  const seen = new Set<DealField>();
  return missing.flatMap((one) => {
    const own = fieldsFor([one]);
    const fresh = own.filter((field) => !seen.has(field));
    for (const field of fresh) seen.add(field);
    return own.length > 0 ? [{ one, fields: fresh, waiver: waiverOf(one) }] : [];
  });
}

/** The fields to look at when a piece of evidence is missing: the empty ones, or all where none is empty. */
export function fieldsAtFault(one: Evidence, draft: DealDraft): DealField[] {
  const own = fieldsFor([one]);
  const empty = own.filter((field) => !draft[field]?.trim());
  return empty.length > 0 ? empty : own;
}

/** What the window asks for and what was typed does not show yet; the server has the last word. */
export const unanswered = (missing: readonly Evidence[], draft: DealDraft): Evidence[] =>
  missing.filter((one) => {
    const own = fieldsFor([one]);
    const filled = (field: string) => Boolean(draft[field]?.trim());
    const waiver = waiverOf(one);
    if (own.length === 0 || (waiver && filled(waiver))) return false;
    // For a leased plant the contract for its equipment stands for the permit.
    if (one === 'constructionPermit')
      return !filled('constructionPermit') && !(filled('plantLease') && filled('equipmentContract'));
    return eitherOf.includes(one) ? !own.some(filled) : !own.every(filled);
  });

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
