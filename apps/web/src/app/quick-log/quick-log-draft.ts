import type { QuickLog } from '@torch/contracts';
import type { ChainGap, VisitKind } from '@torch/domain';
import { nameFields } from '../companies/company-names';
import { orNull } from '../kit/merge';

/** What stands on the screen, as typed. It is kept on the device with each keystroke. */
export interface QuickLogDraft {
  companyId: string;
  companyName: string;
  /** A company nobody has entered yet: its name as typed, where it is from, where it belongs. */
  newCompany: boolean;
  country: string;
  companyRegion: string;
  registrationNumber: string;
  /** Similar companies that were looked at and are others. */
  distinctFrom: string[];
  /** `''` nobody in particular, `new` a person described below, else a known contact. */
  contactId: string;
  contactName: string;
  contactTitle: string;
  contactPhone: string;
  kind: VisitKind;
  /** Empty means now, at the moment of saving. */
  metAt: string;
  said: string;
  commitments: string;
  next: string;
  dueAt: string;
  noticeMinutes: number;
  /** `''` no lead, `new` a lead described below, else a known lead. */
  leadId: string;
  leadTitle: string;
  channel: string;
  cluster: string;
  region: string;
  chainGap: ChainGap | '';
}

export const blankQuickLog = (): QuickLogDraft => ({
  companyId: '',
  companyName: '',
  newCompany: false,
  country: 'CN',
  companyRegion: '',
  registrationNumber: '',
  distinctFrom: [],
  contactId: '',
  contactName: '',
  contactTitle: '',
  contactPhone: '',
  kind: 'outbound',
  metAt: '',
  said: '',
  commitments: '',
  next: '',
  dueAt: '',
  noticeMinutes: 30,
  leadId: '',
  leadTitle: '',
  channel: '',
  cluster: '',
  region: '',
  chainGap: '',
});

const blank = JSON.stringify(blankQuickLog());
export const isBlank = (draft: QuickLogDraft): boolean => JSON.stringify(draft) === blank;

export type Gap = 'company' | 'companyRegion' | 'contactName' | 'said' | 'next' | 'dueAt' | 'leadTitle' | 'channel';

/** What is still missing before the log can be saved. */
export function gapsOf(draft: QuickLogDraft): Gap[] {
  const gaps: Gap[] = [];
  if (draft.newCompany ? !draft.companyName.trim() : !draft.companyId) gaps.push('company');
  if (draft.newCompany && !draft.companyRegion) gaps.push('companyRegion');
  if (draft.contactId === 'new' && !draft.contactName.trim()) gaps.push('contactName');
  if (!draft.said.trim()) gaps.push('said');
  if (draft.dueAt && !draft.next.trim()) gaps.push('next');
  if (draft.next.trim() && !draft.dueAt) gaps.push('dueAt');
  if (draft.leadId === 'new' && !draft.leadTitle.trim()) gaps.push('leadTitle');
  if (draft.leadId === 'new' && !draft.channel) gaps.push('channel');
  return gaps;
}

/** The request that the draft stands for. It is made once, so that a retry is the same request. */
export function quickLogOf(draft: QuickLogDraft, now: Date): QuickLog {
  const title = draft.next.trim();
  return {
    ...(draft.newCompany ? { company: newCompany(draft) } : { companyId: draft.companyId }),
    ...(draft.leadId === 'new' && { lead: newLead(draft) }),
    ...(draft.leadId && draft.leadId !== 'new' && { leadId: draft.leadId }),
    ...(draft.contactId === 'new' && {
      contact: { name: draft.contactName.trim(), title: orNull(draft.contactTitle), phone: orNull(draft.contactPhone) },
    }),
    ...(draft.contactId && draft.contactId !== 'new' && { contactId: draft.contactId }),
    visit: {
      kind: draft.kind,
      status: 'completed',
      subject: subjectOf(draft),
      startsAt: draft.metAt || now.toISOString(),
      minutes: draft.said.trim(),
      commitments: orNull(draft.commitments),
      nextStep: title.slice(0, 500) || null,
    },
    ...(title &&
      draft.dueAt && { followUp: { title, dueAt: draft.dueAt, noticeMinutes: draft.noticeMinutes, note: null } }),
  };
}

/** The first line of what was said, short enough for a list. */
function subjectOf({ said }: QuickLogDraft): string {
  const line = [...(said.trim().split('\n')[0] ?? '')];
  return line.length > 60 ? `${line.slice(0, 59).join('')}…` : line.join('');
}

const newCompany = (draft: QuickLogDraft): NonNullable<QuickLog['company']> => ({
  ...nameFields(draft.companyName),
  country: draft.country,
  region: draft.companyRegion,
  ...(draft.registrationNumber.trim() && { registrationNumber: draft.registrationNumber.trim() }),
  distinctFrom: draft.distinctFrom,
});

const newLead = (draft: QuickLogDraft): NonNullable<QuickLog['lead']> => ({
  title: draft.leadTitle.trim(),
  channel: draft.channel,
  cluster: draft.cluster || null,
  ...(draft.region && { region: draft.region }),
  chainGap: draft.chainGap || null,
});
