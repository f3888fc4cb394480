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
};

export function leadFieldWord(field: string, words: LeadWords): string {
  const known: Record<string, string> = words.field;
  return known[field] ?? field;
}

const isMoney = (value: unknown): value is { amount: string; currency: string } =>
  typeof value === 'object' && value !== null && 'amount' in value && 'currency' in value;

const isWorkers = (value: unknown): value is { skill: string; count: number } =>
  typeof value === 'object' && value !== null && 'skill' in value && 'count' in value;

/** A field's value as a person reads it. */
export function leadValue(
  field: string,
  value: unknown,
  words: LeadWords,
  labels: Labels,
  nameOf: (kind: ReferenceKind, code: string) => string,
): string {
  if (value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0))
    return words.emptyValue;
  if (Array.isArray(value)) return value.map((one) => leadValue(field, one, words, labels, nameOf)).join(' · ');
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
    state: { ...labels.promiseState, ...labels.problemState, ...labels.assignmentState, ...labels.offerState },
    plan: labels.fundKind,
    category: labels.promiseCategory,
    kind: {
      ...labels.fundKind,
      ...labels.problemKind,
      ...labels.offerKind,
      ...labels.attachmentKind,
      ...labels.visitKind,
    },
  };
  const kind = kinds[field];
  return kind ? nameOf(kind, text) : (coded[field]?.[text] ?? text);
}
