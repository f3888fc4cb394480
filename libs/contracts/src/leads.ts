import { chainGaps, leadStatuses } from '@torch/domain';
import * as z from 'zod';
import {
  Code,
  DateText,
  Id,
  Instant,
  listOf,
  Money,
  Name,
  PageQuery,
  pageOf,
  Search,
  Text,
  Version,
  StoredDate,
} from './fields';

const facts = {
  title: Name,
  cluster: Code.nullable(),
  /** Left out, the company's region is taken. */
  region: Code,
  park: Code.nullable(),
  chainNode: Code.nullable(),
  chainGap: z.enum(chainGaps).nullable(),
  anchor: Code.nullable(),
  channel: Code,
  channelNote: z.string().trim().max(500).nullable(),
  estimatedInvestment: Money.nullable(),
  summary: Text.nullable(),
};

export const LeadFacts = z.strictObject({ ...z.strictObject(facts).partial().shape, title: Name, channel: Code });
export const CreateLead = LeadFacts.extend({
  companyId: Id,
  /** Whom the lead belongs to; left out, the creator. A head may name somebody of the department. */
  ownerId: Id.optional(),
});
export type CreateLead = z.infer<typeof CreateLead>;

export const UpdateLead = z.strictObject({ ...z.strictObject(facts).partial().shape, version: Version });
export type UpdateLead = z.infer<typeof UpdateLead>;

export const MoveLead = z.strictObject({
  version: Version,
  status: z.enum(leadStatuses),
  /** A dormant lead wakes on this day. */
  wakeOn: DateText.nullable().optional(),
  /** Code of a close reason, for `disqualified`. */
  reason: Code.nullable().optional(),
  note: z.string().trim().max(2_000).nullable().optional(),
});
export type MoveLead = z.infer<typeof MoveLead>;

export const AssignLead = z.strictObject({
  version: Version,
  ownerId: Id,
  reason: z.string().trim().max(2_000).optional(),
});
export type AssignLead = z.infer<typeof AssignLead>;

export const Lead = z.object({
  id: Id,
  version: Version,
  /** Short code for people and mails: L-2026-00042. */
  code: z.string(),
  title: z.string(),
  companyId: Id,
  companyName: z.string(),
  /** Known to the people named there alone; in lists it goes by its codename. */
  confidential: z.boolean(),
  status: z.enum(leadStatuses),
  cluster: z.string().nullable(),
  region: z.string(),
  park: z.string().nullable(),
  chainNode: z.string().nullable(),
  chainGap: z.enum(chainGaps).nullable(),
  anchor: z.string().nullable(),
  channel: z.string(),
  channelNote: z.string().nullable(),
  estimatedInvestment: Money.nullable(),
  summary: z.string().nullable(),
  ownerId: Id,
  ownerName: z.string(),
  departmentId: Id,
  departmentName: z.string(),
  wakeOn: StoredDate.nullable(),
  closeReason: z.string().nullable(),
  /** The last visit or other contact; creation counts as the first. */
  lastContactAt: Instant,
  nextFollowUpAt: Instant.nullable(),
  /** Since when it lies in the pool. */
  pooledAt: Instant.nullable(),
  /** Until when it is its owner's unless there is contact before. */
  protectedUntil: Instant.nullable(),
  createdAt: Instant,
  updatedAt: Instant,
});
export type Lead = z.infer<typeof Lead>;

export const leadSorts = [
  'createdAt',
  '-createdAt',
  'updatedAt',
  '-updatedAt',
  'lastContactAt',
  '-lastContactAt',
  'code',
  '-code',
] as const;
/** By how a target is tagged; for leads, and for the deals that are made of them. */
export const tagFilters = {
  cluster: listOf(Code).optional(),
  region: listOf(Code).optional(),
  park: listOf(Code).optional(),
  chainNode: listOf(Code).optional(),
  chainGap: listOf(z.enum(chainGaps)).optional(),
  channel: listOf(Code).optional(),
  tier: listOf(Code).optional(),
};

export const LeadQuery = PageQuery.extend({
  q: Search.optional(),
  ...tagFilters,
  status: listOf(z.enum(leadStatuses)).optional(),
  owner: Id.optional(),
  department: Id.optional(),
  company: Id.optional(),
  createdFrom: DateText.optional(),
  createdTo: DateText.optional(),
  /** Open leads without contact for at least so many days. */
  staleDays: z.coerce.number().int().min(1).max(3_650).optional(),
  sort: z.enum(leadSorts).default('-createdAt'),
});
export type LeadQuery = z.infer<typeof LeadQuery>;
export const LeadPage = pageOf(Lead);
