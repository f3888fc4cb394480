import type { CreateLead, Lead, UpdateLead } from '@torch/contracts';
import type { ChainGap } from '@torch/domain';
import { changedFields, orNull } from '../../kit/merge';
import { plainAmount } from '../../kit/money';

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
