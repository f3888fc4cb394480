import { viewPages } from '@torch/domain';
import * as z from 'zod';
import { Id, Instant, listOf, PageQuery, pageOf, Version } from './fields';

/** What stands in the address bar behind the question mark; the page itself takes no more of it than it knows. */
export const ViewParameters = z
  .record(z.string().regex(/^[A-Za-z][A-Za-z0-9]{0,29}$/), z.string().max(8_000))
  .refine((parameters) => Object.keys(parameters).length <= 40, { error: 'keep no more than 40 parameters' });

const facts = {
  name: z.string().trim().min(1).max(60),
  parameters: ViewParameters,
  /** Read by the department of its owner too; what it shows is within the reach of whoever opens it. */
  shared: z.boolean(),
};

/** A way of looking at a page, kept under a name. */
export const SavedView = z.object({
  ...facts,
  name: z.string(),
  id: Id,
  version: Version,
  page: z.enum(viewPages),
  ownerId: Id,
  ownerName: z.string(),
  createdAt: Instant,
});
export type SavedView = z.infer<typeof SavedView>;

export const CreateSavedView = z.strictObject({
  ...facts,
  page: z.enum(viewPages),
  shared: z.boolean().default(false),
});
export type CreateSavedView = z.infer<typeof CreateSavedView>;
export const UpdateSavedView = z.strictObject({ ...z.strictObject(facts).partial().shape, version: Version });
export type UpdateSavedView = z.infer<typeof UpdateSavedView>;

export const SavedViewQuery = PageQuery.extend({
  page: listOf(z.enum(viewPages)).optional(),
  sort: z.enum(['name', '-createdAt']).default('name'),
});
export type SavedViewQuery = z.infer<typeof SavedViewQuery>;
export const SavedViewPage = pageOf(SavedView);
