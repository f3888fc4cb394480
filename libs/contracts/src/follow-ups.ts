import { followUpStatuses } from '@torch/domain';
import * as z from 'zod';
import { Id, Instant, InstantInput, listOf, Name, PageQuery, pageOf, Search, Text, Version } from './fields';
import { FieldError } from './problem';

/** Minutes before the due instant at which the notice goes out; 0 is the due instant itself. */
const NoticeMinutes = z
  .int()
  .min(0)
  .max(60 * 24 * 60);

export const FollowUpFacts = z.strictObject({
  title: Name,
  dueAt: InstantInput,
  noticeMinutes: NoticeMinutes.default(0),
  note: Text.nullable().default(null),
});

export const CreateFollowUp = FollowUpFacts.extend({
  leadId: Id.nullable().default(null),
  visitId: Id.nullable().default(null),
  companyId: Id.nullable().default(null),
  /** Whose task it is; left out, the creator's. */
  ownerId: Id.optional(),
}).refine((input) => input.leadId ?? input.visitId ?? input.companyId, {
  path: ['leadId'],
  error: 'name the lead, visit or company it is about',
});
export type CreateFollowUp = z.infer<typeof CreateFollowUp>;

/** The same next step for several leads: a task each, for the owner of the lead. One that cannot be planned does not hold up the others. */
export const PlanFollowUps = FollowUpFacts.extend({ leadIds: z.array(Id).min(1).max(100) });
export type PlanFollowUps = z.infer<typeof PlanFollowUps>;
export const PlannedFollowUps = z.object({
  items: z.array(
    z.object({
      leadId: Id,
      ok: z.boolean(),
      /** Why not, for one that was refused. */
      errors: z.array(FieldError),
    }),
  ),
});
export type PlannedFollowUps = z.infer<typeof PlannedFollowUps>;

export const UpdateFollowUp = z.strictObject({
  version: Version,
  title: Name.optional(),
  dueAt: InstantInput.optional(),
  noticeMinutes: NoticeMinutes.optional(),
  note: Text.nullable().optional(),
  ownerId: Id.optional(),
  status: z.enum(followUpStatuses).optional(),
});
export type UpdateFollowUp = z.infer<typeof UpdateFollowUp>;

export const FollowUp = z.object({
  id: Id,
  version: Version,
  title: z.string(),
  note: z.string().nullable(),
  dueAt: Instant,
  noticeMinutes: z.int(),
  status: z.enum(followUpStatuses),
  doneAt: Instant.nullable(),
  leadId: Id.nullable(),
  leadCode: z.string().nullable(),
  visitId: Id.nullable(),
  companyId: Id,
  companyName: z.string(),
  ownerId: Id,
  ownerName: z.string(),
  departmentId: Id,
  createdAt: Instant,
});
export type FollowUp = z.infer<typeof FollowUp>;

export const FollowUpQuery = PageQuery.extend({
  /** Part of the title. */
  q: Search.optional(),
  lead: Id.optional(),
  visit: Id.optional(),
  company: Id.optional(),
  owner: Id.optional(),
  department: Id.optional(),
  status: listOf(z.enum(followUpStatuses)).optional(),
  dueTo: InstantInput.optional(),
  sort: z.enum(['dueAt', '-dueAt']).default('dueAt'),
});
export type FollowUpQuery = z.infer<typeof FollowUpQuery>;
export const FollowUpPage = pageOf(FollowUp);
