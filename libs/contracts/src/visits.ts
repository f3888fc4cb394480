import { visitKinds, visitStatuses } from '@torch/domain';
import * as z from 'zod';
import {
  DateText,
  Id,
  Instant,
  InstantInput,
  listOf,
  Name,
  PageQuery,
  pageOf,
  Text,
  Version,
  Search,
  StoredDate,
} from './fields';

const Line = (length: number) => z.string().trim().max(length);

/** One stop of the day's programme; the time is told as it is printed, `9:30` or `after lunch`. */
export const ItineraryStop = z.strictObject({ time: Line(40), place: Line(200).default(''), what: Line(500).min(1) });
export type ItineraryStop = z.infer<typeof ItineraryStop>;
/** Somebody of either side, by name and post. */
export const Attendee = z.strictObject({ name: Line(200).min(1), title: Line(200).default('') });
export type Attendee = z.infer<typeof Attendee>;

const step = { what: Name, dueOn: DateText, ownerId: Id.nullable() };
/** What was agreed to be done next; `id` names one that is there already, and keeps the follow-up it has become. */
export const NextStepInput = z.strictObject({ ...step, ownerId: step.ownerId.default(null), id: Id.optional() });
export type NextStepInput = z.infer<typeof NextStepInput>;
export const NextStep = z.object({ ...step, dueOn: StoredDate, id: Id, followUpId: Id.nullable() });
export type NextStep = z.infer<typeof NextStep>;
export const NextStepParams = z.strictObject({ id: Id, stepId: Id });
export type NextStepParams = z.infer<typeof NextStepParams>;

const preparation = {
  purpose: z.string().trim().max(1_000).nullable(),
  itinerary: z.array(ItineraryStop).max(40),
  hosts: z.array(Attendee).max(40),
  guests: z.array(Attendee).max(40),
  talkingPoints: z.string().trim().max(4_000).nullable(),
  /** Cars and drivers 车辆安排. */
  vehicles: z.string().trim().max(1_000).nullable(),
  /** What is laid out or handed over 材料准备. */
  materials: z.string().trim().max(1_000).nullable(),
  city: Line(100).nullable(),
  tourId: Id.nullable(),
};

const facts = {
  kind: z.enum(visitKinds),
  status: z.enum(visitStatuses),
  subject: Name,
  startsAt: InstantInput,
  endsAt: InstantInput.nullable(),
  location: z.string().trim().max(300).nullable(),
  /** Who was there, from both sides, as text. */
  participants: z.string().trim().max(2_000).nullable(),
  contactIds: z.array(Id).max(50),
  minutes: Text.nullable(),
  /** What came of it 成果. */
  results: z.string().trim().max(2_000).nullable(),
  commitments: Text.nullable(),
  nextStep: z.string().trim().max(500).nullable(),
  nextSteps: z.array(NextStepInput).max(30),
  ...preparation,
};

export const CreateVisit = z.strictObject({
  ...z.strictObject(facts).partial().shape,
  companyId: Id,
  leadId: Id.nullable().default(null),
  kind: z.enum(visitKinds),
  status: z.enum(visitStatuses),
  subject: Name,
  startsAt: InstantInput,
});
export type CreateVisit = z.infer<typeof CreateVisit>;
export const UpdateVisit = z.strictObject({
  ...z.strictObject(facts).partial().shape,
  leadId: Id.nullable().optional(),
  version: Version,
});
export type UpdateVisit = z.infer<typeof UpdateVisit>;

export const Visit = z.object({
  id: Id,
  version: Version,
  kind: z.enum(visitKinds),
  status: z.enum(visitStatuses),
  subject: z.string(),
  companyId: Id,
  companyName: z.string(),
  leadId: Id.nullable(),
  leadCode: z.string().nullable(),
  startsAt: Instant,
  endsAt: Instant.nullable(),
  location: z.string().nullable(),
  participants: z.string().nullable(),
  contactIds: z.array(Id),
  minutes: z.string().nullable(),
  results: z.string().nullable(),
  commitments: z.string().nullable(),
  nextStep: z.string().nullable(),
  nextSteps: z.array(NextStep),
  ...preparation,
  tourTitle: z.string().nullable(),
  ownerId: Id,
  ownerName: z.string(),
  departmentId: Id,
  createdAt: Instant,
  updatedAt: Instant,
});
export type Visit = z.infer<typeof Visit>;

export const VisitQuery = PageQuery.extend({
  /** Part of the subject. */
  q: Search.optional(),
  company: Id.optional(),
  lead: Id.optional(),
  owner: Id.optional(),
  department: Id.optional(),
  tour: Id.optional(),
  kind: listOf(z.enum(visitKinds)).optional(),
  status: listOf(z.enum(visitStatuses)).optional(),
  /** Days in the reader's time zone, both included. */
  from: DateText.optional(),
  to: DateText.optional(),
  sort: z.enum(['startsAt', '-startsAt']).default('-startsAt'),
});
export type VisitQuery = z.infer<typeof VisitQuery>;
export const VisitPage = pageOf(Visit);

export const DossierQuery = z.strictObject({ language: z.enum(['zh', 'en']).default('zh') });
export type DossierQuery = z.infer<typeof DossierQuery>;
