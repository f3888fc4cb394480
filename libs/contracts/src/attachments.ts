import { attachmentKinds, attachmentScans, attachmentSubjects } from '@torch/domain';
import * as z from 'zod';
import { Id, Instant, listOf, PageQuery, pageOf, Search, Version } from './fields';

const Note = z.string().trim().max(500);

/** The fields of a multipart upload; they come before the part named `file`. */
export const AttachmentFields = z.strictObject({
  subjectType: z.enum(attachmentSubjects),
  subjectId: Id,
  kind: z.enum(attachmentKinds),
  note: Note.nullable().default(null),
});
export type AttachmentFields = z.infer<typeof AttachmentFields>;

export const UpdateAttachment = z.strictObject({
  version: Version,
  kind: z.enum(attachmentKinds).optional(),
  note: Note.nullable().optional(),
});
export type UpdateAttachment = z.infer<typeof UpdateAttachment>;

export const Attachment = z.object({
  id: Id,
  version: Version,
  subjectType: z.enum(attachmentSubjects),
  subjectId: Id,
  leadId: Id.nullable(),
  companyId: Id,
  kind: z.enum(attachmentKinds),
  fileName: z.string(),
  /** By the file's first bytes, not by its name. */
  contentType: z.string(),
  /** In bytes. */
  size: z.int(),
  sha256: z.string(),
  scan: z.enum(attachmentScans),
  note: z.string().nullable(),
  createdById: Id,
  createdByName: z.string(),
  createdAt: Instant,
});
export type Attachment = z.infer<typeof Attachment>;

export const AttachmentQuery = PageQuery.extend({
  q: Search.optional(),
  subjectType: z.enum(attachmentSubjects).optional(),
  subjectId: Id.optional(),
  kind: listOf(z.enum(attachmentKinds)).optional(),
  sort: z.enum(['createdAt', '-createdAt']).default('-createdAt'),
});
export type AttachmentQuery = z.infer<typeof AttachmentQuery>;
export const AttachmentPage = pageOf(Attachment);

/** `inline=true` shows a picture or a PDF in the window instead of giving it out as a file. */
export const AttachmentContentQuery = z.strictObject({ inline: z.stringbool().default(false) });
export type AttachmentContentQuery = z.infer<typeof AttachmentContentQuery>;
