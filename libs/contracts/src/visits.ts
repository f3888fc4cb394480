import { visitKinds, visitStatuses } from '@torch/domain';
import * as z from 'zod';
import { DateText, Id, Instant, InstantInput, listOf, Name, PageQuery, pageOf, Text, Version, Search } from './fields';

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
  commitments: Text.nullable(),
  nextStep: z.string().trim().max(500).nullable(),
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
  commitments: z.string().nullable(),
  nextStep: z.string().nullable(),
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
  kind: listOf(z.enum(visitKinds)).optional(),
  status: listOf(z.enum(visitStatuses)).optional(),
  /** Days in the reader's time zone, both included. */
  from: DateText.optional(),
  to: DateText.optional(),
  sort: z.enum(['startsAt', '-startsAt']).default('-startsAt'),
});
export type VisitQuery = z.infer<typeof VisitQuery>;
export const VisitPage = pageOf(Visit);
