import type { Labels } from '@torch/contracts';
import type { ReferenceKind } from '@torch/domain';
import type { LeadWords } from '../leads/leads.zh';

/** Which list a field's code comes from. */
const kinds: Record<string, ReferenceKind> = {
  cluster: 'clusters',
  clusters: 'clusters',
  tiers: 'tiers',
  region: 'regions',
  park: 'parks',
  chainNode: 'chain-nodes',
  anchor: 'anchors',
  channel: 'channels',
  closeReason: 'close-reasons',
  vetoes: 'indicators',
};

export function leadFieldWord(field: string, words: LeadWords): string {
  const known: Record<string, string> = words.field;
  return known[field] ?? field;
}

const isMoney = (value: unknown): value is { amount: string; currency: string } =>
  typeof value === 'object' && value !== null && 'amount' in value && 'currency' in value;

const isWorkers = (value: unknown): value is { skill: string; count: number } =>
  typeof value === 'object' && value !== null && 'skill' in value && 'count' in value;

/** States and kinds go by the same name everywhere, and by other words at each subject. */
const statesOf = (labels: Labels): Record<string, Record<string, string>> => ({
  offer: labels.offerState,
  assignment: labels.assignmentState,
  promise: labels.promiseState,
  problem: labels.problemState,
  conflict: labels.conflictState,
});
const kindsOf = (labels: Labels): Record<string, Record<string, string>> => ({
  offer: labels.offerKind,
  fund: labels.fundKind,
  problem: labels.problemKind,
  attachment: labels.attachmentKind,
  visit: labels.visitKind,
  calendarDay: labels.dayKind,
});

/**
 * A field's value as a person reads it.
 * @param subject what the event is about; left out where the field has one meaning alone
 */
export function leadValue(
  field: string,
  value: unknown,
  words: LeadWords,
  labels: Labels,
  nameOf: (kind: ReferenceKind, code: string) => string,
  subject = 'lead',
): string {
  if (value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0))
    return words.emptyValue;
  if (Array.isArray(value))
    return value.map((one) => leadValue(field, one, words, labels, nameOf, subject)).join(' · ');
  if (value === '[redacted]') return words.redacted;
  if (isWorkers(value)) return `${value.skill} ${value.count}`;
  if (isMoney(value)) return `${value.amount.replace(/\.00$/, '')} ${value.currency}`;
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  const coded: Record<string, Record<string, string>> = {
    status: { ...labels.followUpStatus, ...labels.visitStatus, ...labels.leadStatus },
    chainGap: labels.chainGap,
    basis: labels.conflictBasis,
    ruling: labels.ruling,
    conclusion: labels.screeningConclusion,
    agreementKind: labels.agreementKind,
    constructionKind: labels.constructionKind,
    investorKind: labels.investorKind,
    investorOrigin: labels.investorOrigin,
    centreKind: labels.centreKind,
    leaderLevel: labels.leaderLevel,
    state: statesOf(labels)[subject] ?? {},
    country: labels.calendarCountry,
    plan: labels.fundKind,
    category: labels.promiseCategory,
    kind: kindsOf(labels)[subject] ?? {},
  };
  const kind = kinds[field];
  return kind ? nameOf(kind, text) : (coded[field]?.[text] ?? text);
}
