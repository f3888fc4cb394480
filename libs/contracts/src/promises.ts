import { promiseCategories, promiseStates } from '@torch/domain';
import * as z from 'zod';
import { DateText, Id, Instant, listOf, PageQuery, pageOf, Search, Version, StoredDate } from './fields';

const Person = z.string().trim().min(1).max(200);
const What = z.string().trim().min(1).max(1_000);

const facts = {
  what: What,
  category: z.enum(promiseCategories),
  /** To whom: a contact of the company, or a name in words where there is none. */
  contactId: Id.nullable(),
  toName: Person.nullable(),
  /** Who gave it, by name: it may be somebody who works with no account here. */
  promisedBy: Person,
  promisedOn: DateText,
  dueOn: DateText,
};

const toSomebody = { path: ['toName'], error: 'say to whom it was promised' };

export const CreatePromise = z
  .strictObject({
    ...facts,
    contactId: facts.contactId.default(null),
    toName: facts.toName.default(null),
    dealId: Id.nullable().default(null),
    visitId: Id.nullable().default(null),
    /** The approved offer that it keeps to; a promise of a subsidy has one. */
    offerId: Id.nullable().default(null),
    /** Who has to see to it; left out, the owner of the lead. */
    ownerId: Id.optional(),
  })
  .refine(({ contactId, toName }) => contactId ?? toName, toSomebody);
export type CreatePromise = z.infer<typeof CreatePromise>;

export const UpdatePromise = z.strictObject({
  ...z.strictObject(facts).partial().shape,
  dealId: Id.nullable().optional(),
  visitId: Id.nullable().optional(),
  offerId: Id.nullable().optional(),
  ownerId: Id.optional(),
  version: Version,
});
export type UpdatePromise = z.infer<typeof UpdatePromise>;

/** `broken` and `withdrawn` are explained; `open` opens a settled one again. */
export const SettlePromise = z.strictObject({
  version: Version,
  state: z.enum(promiseStates),
  note: z.string().trim().max(1_000).nullable().default(null),
});
export type SettlePromise = z.infer<typeof SettlePromise>;

/** A promise made to an investor; named so that it is not taken for JavaScript's own. */
export const InvestorPromise = z.object({
  ...facts,
  promisedOn: StoredDate,
  dueOn: StoredDate,
  /** Empty once the contact that it was made to has been removed for good. */
  contactName: z.string().nullable(),
  id: Id,
  version: Version,
  state: z.enum(promiseStates),
  /** Open, and its day is over where its owner is. */
  overdue: z.boolean(),
  note: z.string().nullable(),
  settledAt: Instant.nullable(),
  companyId: Id,
  companyName: z.string(),
  leadId: Id,
  leadCode: z.string(),
  dealId: Id.nullable(),
  dealCode: z.string().nullable(),
  visitId: Id.nullable(),
  offerId: Id.nullable(),
  ownerId: Id,
  ownerName: z.string(),
  departmentId: Id,
  /** Whose the lead is: they settle it too. */
  leadOwnerId: Id,
  leadDepartmentId: Id,
  createdAt: Instant,
});
export type InvestorPromise = z.infer<typeof InvestorPromise>;

export const PromiseQuery = PageQuery.extend({
  /** Part of what was promised. */
  q: Search.optional(),
  state: listOf(z.enum(promiseStates)).optional(),
  category: listOf(z.enum(promiseCategories)).optional(),
  overdue: z.stringbool().optional(),
  owner: Id.optional(),
  department: Id.optional(),
  deal: Id.optional(),
  lead: Id.optional(),
  company: Id.optional(),
  visit: Id.optional(),
  dueFrom: DateText.optional(),
  dueTo: DateText.optional(),
  sort: z.enum(['dueOn', '-dueOn']).default('dueOn'),
});
export type PromiseQuery = z.infer<typeof PromiseQuery>;
export const PromisePage = pageOf(InvestorPromise);
