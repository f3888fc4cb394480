import type { CreateVisit, UpdateVisit, Visit } from '@torch/contracts';
import type { VisitKind, VisitStatus } from '@torch/domain';
import { changedFields, orNull } from '../../kit/merge';

/** The form as typed; instants as the server gives them, empty text instead of null. */
export interface VisitDraft {
  companyId: string;
  companyName: string;
  leadId: string;
  kind: VisitKind;
  status: VisitStatus;
  subject: string;
  startsAt: string;
  endsAt: string;
  location: string;
  participants: string;
  contactIds: string[];
  minutes: string;
  commitments: string;
  nextStep: string;
}

export const blankVisit = (): VisitDraft => ({
  companyId: '',
  companyName: '',
  leadId: '',
  kind: 'inbound',
  status: 'planned',
  subject: '',
  startsAt: '',
  endsAt: '',
  location: '',
  participants: '',
  contactIds: [],
  minutes: '',
  commitments: '',
  nextStep: '',
});

export const visitDraftOf = (visit: Visit): VisitDraft => ({
  companyId: visit.companyId,
  companyName: visit.companyName,
  leadId: visit.leadId ?? '',
  kind: visit.kind,
  status: visit.status,
  subject: visit.subject,
  startsAt: visit.startsAt,
  endsAt: visit.endsAt ?? '',
  location: visit.location ?? '',
  participants: visit.participants ?? '',
  contactIds: [...visit.contactIds].sort(),
  minutes: visit.minutes ?? '',
  commitments: visit.commitments ?? '',
  nextStep: visit.nextStep ?? '',
});

const factsOf = (draft: VisitDraft) => ({
  leadId: orNull(draft.leadId),
  kind: draft.kind,
  status: draft.status,
  subject: draft.subject.trim(),
  startsAt: draft.startsAt,
  endsAt: orNull(draft.endsAt),
  location: orNull(draft.location),
  participants: orNull(draft.participants),
  contactIds: draft.contactIds,
  minutes: orNull(draft.minutes),
  commitments: orNull(draft.commitments),
  nextStep: orNull(draft.nextStep),
});

export const createVisitOf = (draft: VisitDraft): CreateVisit => ({ ...factsOf(draft), companyId: draft.companyId });

/** What a PATCH carries: the fields that differ from the record. */
export function updateVisitOf(visit: Visit, draft: VisitDraft): UpdateVisit {
  return { ...changedFields(factsOf(visitDraftOf(visit)), factsOf(draft)), version: visit.version };
}
