import { type Deal, dealAmounts, dealQuantities, type UpdateDeal } from '@torch/contracts';
import {
  agreementKinds,
  centreKinds,
  constructionKinds,
  investorKinds,
  investorOrigins,
  leaderLevels,
  promisedDates,
  waivable,
} from '@torch/domain';
import { changedFields, orNull } from '../../kit/merge';
import { plainAmount } from '../../kit/money';

/** What a deal is, for the bureau's sheets. */
export const profile = [
  'industryCode',
  'constructionKind',
  'investorKind',
  'investorOrigin',
  'centreKind',
  'leaderLevel',
  'leaderInCharge',
] as const;

/** Sections of the form with their fields, in the order of the road. */
export const sections = [
  ['basics', ['title', ...profile]],
  ['money', ['totalInvestment', 'fixedAssetInvestment', 'contractedForeignCapital', 'fundParticipation']],
  [
    'needs',
    [
      'landMu',
      'plantM2',
      'outputPerMu',
      'taxPerMu',
      'powerKva',
      'waterTonnes',
      'gasM3',
      'environmentalCapacity',
      'workers',
    ],
  ],
  ['promised', promisedDates],
  ['agreement', ['agreementKind', 'signedOn', 'agreedAmount']],
  ['registration', ['localCompanyName', 'localRegistrationNumber', 'registeredCapital', 'registeredOn']],
  ['filing', ['filingCertificate', 'filingAmount', 'landContract', 'plantLease', 'environmentalApproval']],
  ['construction', ['startedOn', 'constructionPermit', 'equipmentContract', 'statisticsEntryOn']],
  ['production', ['producedOn', 'capacityOn', 'annualOutput', 'annualTax']],
] as const;
export type DealField = (typeof sections)[number][1][number];

const texts = [
  ...profile,
  'fundParticipation',
  'environmentalCapacity',
  ...promisedDates,
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

/** Fields that take one code of a few, with these; what they are called stands under the same name in the labels. */
export const choices = {
  constructionKind: constructionKinds,
  investorKind: investorKinds,
  investorOrigin: investorOrigins,
  centreKind: centreKinds,
  leaderLevel: leaderLevels,
  agreementKind: agreementKinds,
} as const;
export const isChoice = (field: string): field is keyof typeof choices => field in choices;

/** The form as typed: empty text instead of null; an amount `x` with its currency `x.currency`, a waiver as `waiver.x`. */
export type DealDraft = Record<string, string>;

export const isAmount = (field: string): field is (typeof dealAmounts)[number] =>
  dealAmounts.some((name) => name === field);
export const isQuantity = (field: string): boolean => dealQuantities.some((name) => name === field);
export const isDay = (field: string): boolean => field.endsWith('On');
/** Whether it takes several lines. */
export const isLong = (field: string): boolean => field === 'workers' || field === 'environmentalCapacity';

const withoutZeros = (decimal: string | null | undefined) => decimal?.replace(/\.00$/, '') ?? '';

export function dealDraftOf(deal: Deal | undefined): DealDraft {
  const draft: DealDraft = { title: deal?.title ?? '' };
  for (const name of dealAmounts) {
    draft[name] = withoutZeros(deal?.[name]?.amount);
    draft[`${name}.currency`] = deal?.[name]?.currency ?? deal?.totalInvestment?.currency ?? 'CNY';
  }
  for (const name of dealQuantities) draft[name] = withoutZeros(deal?.[name]);
  for (const name of texts) draft[name] = deal?.[name] ?? '';
  draft['workers'] = (deal?.workers ?? []).map(({ skill, count }) => `${skill} ${count}`).join('\n');
  for (const name of waivable) draft[`waiver.${name}`] = deal?.waivers[name] ?? '';
  return draft;
}

/** Fields that mean something only together. */
export const together = dealAmounts.map((name) => [name, `${name}.currency`]);

/** Workers as typed, a skill with its number in each line; a line without a number is sent as it stands, to be refused at its field. */
const workersOf = (text: string) =>
  text
    .split('\n')
    .filter((line) => line.trim())
    .map((line) => {
      const [, skill = line, count = ''] = /^(.*?)[\s::,,]*(\d+)\s*\D?$/.exec(line.trim()) ?? [];
      return { skill: skill.trim(), count: Number(count) };
    });

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
    ...Object.fromEntries(dealQuantities.map((name) => [name, orNull(plainAmount(at(name)))])),
    ...Object.fromEntries(texts.map((name) => [name, orNull(at(name))])),
    workers: workersOf(at('workers')),
    waivers: Object.fromEntries(waivers),
  };
}

/** What a PATCH carries: the fields that differ from the record. */
export const updateDealOf = (deal: Deal, draft: DealDraft): UpdateDeal => ({
  ...changedFields(factsOf(dealDraftOf(deal)), factsOf(draft)),
  version: deal.version,
});
