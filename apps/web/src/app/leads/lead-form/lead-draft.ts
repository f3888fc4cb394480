import type { CreateLead, Lead, UpdateLead } from '@torch/contracts';
import type { ChainGap } from '@torch/domain';
import { changedFields, orNull } from '../../kit/merge';

/** The form as typed: empty text instead of null, the amount beside its currency. */
export interface LeadDraft {
  companyId: string;
  companyName: string;
  title: string;
  cluster: string;
  /** Empty means the company's. */
  region: string;
  park: string;
  chainNode: string;
  chainGap: ChainGap | '';
  anchor: string;
  channel: string;
  channelNote: string;
  amount: string;
  currency: string;
  summary: string;
}

export const blankLead = (): LeadDraft => ({
  companyId: '',
  companyName: '',
  title: '',
  cluster: '',
  region: '',
  park: '',
  chainNode: '',
  chainGap: '',
  anchor: '',
  channel: '',
  channelNote: '',
  amount: '',
  currency: 'CNY',
  summary: '',
});

export const leadDraftOf = (lead: Lead): LeadDraft => ({
  companyId: lead.companyId,
  companyName: lead.companyName,
  title: lead.title,
  cluster: lead.cluster ?? '',
  region: lead.region,
  park: lead.park ?? '',
  chainNode: lead.chainNode ?? '',
  chainGap: lead.chainGap ?? '',
  anchor: lead.anchor ?? '',
  channel: lead.channel,
  channelNote: lead.channelNote ?? '',
  amount: lead.estimatedInvestment?.amount.replace(/\.00$/, '') ?? '',
  currency: lead.estimatedInvestment?.currency ?? 'CNY',
  summary: lead.summary ?? '',
});

/**
 * Without the separators that people type: 1,200,000 or 1 200 000. A comma that does not part thousands may be a
 * decimal one; it stays, and is refused, before an amount becomes a hundred times itself.
 */
function plainAmount(amount: string): string {
  const plain = amount.normalize('NFKC').replace(/[\s']/g, '');
  return /^\d{1,3}(,\d{3})+(\.\d*)?$/.test(plain) ? plain.replace(/,/g, '') : plain;
}

function leadFactsOf(draft: LeadDraft): Omit<CreateLead, 'companyId' | 'ownerId'> {
  const amount = plainAmount(draft.amount);
  return {
    title: draft.title.trim(),
    cluster: draft.cluster || null,
    ...(draft.region && { region: draft.region }),
    park: draft.park || null,
    chainNode: draft.chainNode || null,
    chainGap: draft.chainGap || null,
    anchor: draft.anchor || null,
    channel: draft.channel,
    channelNote: orNull(draft.channelNote),
    estimatedInvestment: amount ? { amount, currency: draft.currency } : null,
    summary: orNull(draft.summary),
  };
}

export const createLeadOf = (draft: LeadDraft): CreateLead => ({ ...leadFactsOf(draft), companyId: draft.companyId });

/** What a PATCH carries: the fields that differ from the record. */
export function updateLeadOf(lead: Lead, draft: LeadDraft): UpdateLead {
  return { ...changedFields(leadFactsOf(leadDraftOf(lead)), leadFactsOf(draft)), version: lead.version };
}

export const currencies = ['CNY', 'USD', 'EUR', 'KRW', 'JPY', 'HKD', 'GBP', 'SGD'] as const;

/** The amount in units of ten thousand, as ledgers write it; nothing below that. */
export function inTenThousands(amount: string, locale: string): string {
  const number = Number(plainAmount(amount));
  return number >= 10_000 ? (number / 10_000).toLocaleString(locale, { maximumFractionDigits: 2 }) : '';
}
