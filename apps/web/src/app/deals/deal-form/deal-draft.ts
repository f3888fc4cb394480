import { type Deal, dealAmounts, type UpdateDeal } from '@torch/contracts';
import { waivable } from '@torch/domain';
import { changedFields, orNull } from '../../kit/merge';
import { plainAmount } from '../../kit/money';

/** Sections of the form with their fields, in the order of the road. */
export const sections = [
  ['basics', ['title']],
  ['money', ['totalInvestment', 'fixedAssetInvestment', 'contractedForeignCapital']],
  ['needs', ['landMu', 'plantM2']],
  ['agreement', ['agreementKind', 'signedOn', 'agreedAmount']],
  ['registration', ['localCompanyName', 'localRegistrationNumber', 'registeredCapital', 'registeredOn']],
  ['filing', ['filingCertificate', 'filingAmount', 'landContract', 'plantLease', 'environmentalApproval']],
  ['construction', ['startedOn', 'constructionPermit', 'equipmentContract', 'statisticsEntryOn']],
  ['production', ['producedOn', 'capacityOn', 'annualOutput', 'annualTax']],
] as const;
export type DealField = (typeof sections)[number][1][number];

const decimals = ['landMu', 'plantM2'] as const;
const texts = [
  'agreementKind',
  'signedOn',
  'localCompanyName',
  'localRegistrationNumber',
  'registeredOn',
  'filingCertificate',
  'landContract',
  'plantLease',
  'environmentalApproval',
  'startedOn',
  'constructionPermit',
  'equipmentContract',
  'statisticsEntryOn',
  'producedOn',
  'capacityOn',
] as const;

/** The form as typed: empty text instead of null; an amount `x` with its currency `x.currency`, a waiver as `waiver.x`. */
export type DealDraft = Record<string, string>;

export const isAmount = (field: string): field is (typeof dealAmounts)[number] =>
  dealAmounts.some((name) => name === field);
export const isDay = (field: string): boolean => field.endsWith('On');

const withoutZeros = (decimal: string | null | undefined) => decimal?.replace(/\.00$/, '') ?? '';

export function dealDraftOf(deal: Deal | undefined): DealDraft {
  const draft: DealDraft = { title: deal?.title ?? '' };
  for (const name of dealAmounts) {
    draft[name] = withoutZeros(deal?.[name]?.amount);
    draft[`${name}.currency`] = deal?.[name]?.currency ?? deal?.totalInvestment?.currency ?? 'CNY';
  }
  for (const name of decimals) draft[name] = withoutZeros(deal?.[name]);
  for (const name of texts) draft[name] = deal?.[name] ?? '';
  for (const name of waivable) draft[`waiver.${name}`] = deal?.waivers[name] ?? '';
  return draft;
}

/** Fields that mean something only together. */
export const together = dealAmounts.map((name) => [name, `${name}.currency`]);

function factsOf(draft: DealDraft): Record<string, unknown> {
  const at = (name: string) => draft[name] ?? '';
  const waivers = waivable.map((name) => [name, orNull(at(`waiver.${name}`))] as const).filter(([, reason]) => reason);
  return {
    title: at('title').trim(),
    ...Object.fromEntries(
      dealAmounts.map((name) => {
        const amount = plainAmount(at(name));
        return [name, amount ? { amount, currency: at(`${name}.currency`) } : null];
      }),
    ),
    ...Object.fromEntries(decimals.map((name) => [name, orNull(plainAmount(at(name)))])),
    ...Object.fromEntries(texts.map((name) => [name, orNull(at(name))])),
    waivers: Object.fromEntries(waivers),
  };
}

/** What a PATCH carries: the fields that differ from the record. */
export const updateDealOf = (deal: Deal, draft: DealDraft): UpdateDeal => ({
  ...changedFields(factsOf(dealDraftOf(deal)), factsOf(draft)),
  version: deal.version,
});
