import * as z from 'zod';
import { DateText, Id, Instant, PageQuery, pageOf } from './fields';

/** One recorded act: who, when, in which request, what; old → new per field, personal data blanked. */
export const AuditEvent = z.object({
  id: Id,
  at: Instant,
  type: z.string(),
  actorId: Id.nullable(),
  actorName: z.string().nullable(),
  requestId: z.string().nullable(),
  subjectType: z.string(),
  subjectId: Id.nullable(),
  changes: z.record(z.string(), z.tuple([z.unknown(), z.unknown()])),
  data: z.record(z.string(), z.unknown()),
  /** True when the values are business data that the reader may not see: the fields are named, the values blanked. */
  valuesWithheld: z.boolean(),
});
export type AuditEvent = z.infer<typeof AuditEvent>;
export const AuditQuery = PageQuery.extend({
  actor: Id.optional(),
  type: z
    .string()
    .regex(/^[a-zA-Z]+(\.[a-zA-Z]+)?$/)
    .optional(),
  subjectType: z
    .string()
    .regex(/^[a-zA-Z]+$/)
    .optional(),
  subjectId: Id.optional(),
  from: DateText.optional(),
  to: DateText.optional(),
});
export type AuditQuery = z.infer<typeof AuditQuery>;
export const AuditPage = pageOf(AuditEvent);

/** The history of one record, newest first: its own events and those of its visits, follow-ups and mails. */
export const TimelineQuery = PageQuery;
export type TimelineQuery = z.infer<typeof TimelineQuery>;
