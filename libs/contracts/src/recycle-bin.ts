import * as z from 'zod';
import { Id, Instant, PageQuery, pageOf } from './fields';

/** Deleted records rest here for 90 days and can be brought back. */
export const recyclable = ['company', 'contact', 'lead', 'deal', 'visit', 'followUp'] as const;
export const DeletedRecord = z.object({
  id: Id,
  type: z.enum(recyclable),
  name: z.string(),
  deletedAt: Instant,
  deletedByName: z.string().nullable(),
  /** After this instant the record is gone for good. */
  purgeAt: Instant,
});
export type DeletedRecord = z.infer<typeof DeletedRecord>;
export const RecycleBinQuery = PageQuery.extend({ type: z.enum(recyclable).optional() });
export type RecycleBinQuery = z.infer<typeof RecycleBinQuery>;
export const RecycleBinPage = pageOf(DeletedRecord);
export const RestoreParams = z.strictObject({ type: z.enum(recyclable), id: Id });
export type RestoreParams = z.infer<typeof RestoreParams>;
