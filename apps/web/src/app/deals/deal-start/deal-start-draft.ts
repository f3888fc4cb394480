import { CreateDeal } from '@torch/contracts';
import { blankLead, createLeadOf, type LeadDraft } from '../../leads/lead-form/lead-draft';
import type { DealWords } from '../deals.zh';

/** A deal entered directly, as typed: its lead's facts, and since when it is negotiated. */
export interface DealStartDraft extends LeadDraft {
  /** Empty means today. */
  on: string;
}

export const blankDealStart = (): DealStartDraft => ({ ...blankLead(), on: '' });

/** What is entered directly stands at the first stage at once, and that asks for a cluster. */
export const DealStart = CreateDeal.extend({ cluster: CreateDeal.shape.cluster.unwrap().unwrap() });

/** What is sent; what was left empty stays empty, to be refused at its field. */
export function createDealOf({ on, ...draft }: DealStartDraft): Record<keyof CreateDeal & string, unknown> {
  const { estimatedInvestment, ...facts } = createLeadOf(draft);
  return { ...facts, totalInvestment: estimatedInvestment, ...(on && { on }) } as ReturnType<typeof createDealOf>;
}

/** Objections by field of the form, in words. */
export function dealStartFlaws(
  flaws: readonly { path: string; code: string }[],
  words: DealWords,
): Record<string, string> {
  const known: Record<string, string> = { ...words.startError, ...words.error };
  return Object.fromEntries(
    flaws.map((flaw) => {
      const field = fieldOf(flaw.path.replace(/^evidence\./, ''));
      const missing = flaw.code === 'too_small' || flaw.code === 'invalid_type' || flaw.code === 'evidence-missing';
      return [
        field,
        (missing ? known[field] : known[flaw.code]) ?? (field === 'amount' ? words.error.money : words.error.other),
      ];
    }),
  );
}

const fieldOf = (path: string): string =>
  path.startsWith('totalInvestment') || path.startsWith('estimatedInvestment')
    ? 'amount'
    : path === 'companyId'
      ? 'company'
      : path;
