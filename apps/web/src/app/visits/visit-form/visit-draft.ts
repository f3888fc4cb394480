import type { CreateVisit, UpdateVisit, Visit } from '@torch/contracts';
import type { VisitKind, VisitStatus } from '@torch/domain';
import { changedFields, orNull } from '../../kit/merge';
import type { EditedRow } from '../../kit/rows-editor';

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
  results: string;
  commitments: string;
  nextStep: string;
  nextSteps: EditedRow[];
  purpose: string;
  city: string;
  tourId: string;
  /** Of the tour, so that one that its reader does not see can be named. */
  tourTitle: string;
  itinerary: EditedRow[];
  hosts: EditedRow[];
  guests: EditedRow[];
  talkingPoints: string;
  vehicles: string;
  materials: string;
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
  results: '',
  commitments: '',
  nextStep: '',
  nextSteps: [],
  purpose: '',
  city: '',
  tourId: '',
  tourTitle: '',
  itinerary: [],
  hosts: [],
  guests: [],
  talkingPoints: '',
  vehicles: '',
  materials: '',
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
  results: visit.results ?? '',
  commitments: visit.commitments ?? '',
  nextStep: visit.nextStep ?? '',
  nextSteps: visit.nextSteps.map(({ id, what, dueOn, ownerId }) => ({ id, what, dueOn, ownerId: ownerId ?? '' })),
  purpose: visit.purpose ?? '',
  city: visit.city ?? '',
  tourId: visit.tourId ?? '',
  tourTitle: visit.tourTitle ?? '',
  itinerary: visit.itinerary,
  hosts: visit.hosts,
  guests: visit.guests,
  talkingPoints: visit.talkingPoints ?? '',
  vehicles: visit.vehicles ?? '',
  materials: visit.materials ?? '',
});

/** Rows in which anything was typed, as text without edges. */
const typed = <K extends string>(rows: readonly EditedRow[], names: readonly K[]) =>
  rows
    .map((row) => Object.fromEntries(names.map((name) => [name, row[name]?.trim() ?? ''])) as Record<K, string>)
    .filter((row) => names.some((name) => row[name]));

const stepsOf = (rows: readonly EditedRow[]) =>
  rows
    .filter(({ what, dueOn }) => what?.trim() || dueOn)
    .map(({ id, what = '', dueOn = '', ownerId }) => ({
      what: what.trim(),
      dueOn,
      ownerId: ownerId || null,
      ...(id && { id }),
    }));

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
  results: orNull(draft.results),
  commitments: orNull(draft.commitments),
  nextStep: orNull(draft.nextStep),
  nextSteps: stepsOf(draft.nextSteps),
  purpose: orNull(draft.purpose),
  city: orNull(draft.city),
  tourId: orNull(draft.tourId),
  itinerary: typed(draft.itinerary, ['time', 'place', 'what']),
  hosts: typed(draft.hosts, ['name', 'title']),
  guests: typed(draft.guests, ['name', 'title']),
  talkingPoints: orNull(draft.talkingPoints),
  vehicles: orNull(draft.vehicles),
  materials: orNull(draft.materials),
});

export const createVisitOf = (draft: VisitDraft): CreateVisit => ({ ...factsOf(draft), companyId: draft.companyId });

/** What a PATCH carries: the fields that differ from the record. */
export function updateVisitOf(visit: Visit, draft: VisitDraft): UpdateVisit {
  return { ...changedFields(factsOf(visitDraftOf(visit)), factsOf(draft)), version: visit.version };
}
