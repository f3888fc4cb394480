import { conflictBases, conflictStates, ownershipKinds, rulings, sharesAddUp } from '@torch/domain';
import * as z from 'zod';
import { Code, Id, Instant, listOf, Name, PageQuery, pageOf, Search, Version } from './fields';
import { Lead } from './leads';

const Reason = z.string().trim().min(1).max(2_000);

/** Who holds a company by having reported it first: no more than whom to speak to, and until when. */
export const Holder = z.object({
  ownerName: z.string(),
  departmentName: z.string(),
  /** Null while a deal of it is under way. */
  until: Instant.nullable(),
  basis: z.enum(conflictBases),
  /** Whether it is the reader. */
  own: z.boolean(),
});
export type Holder = z.infer<typeof Holder>;
export const HolderList = z.object({ items: z.array(Holder) });

const Side = z.object({
  /** Null for a lead beyond the reader's reach. */
  leadId: Id.nullable(),
  leadCode: z.string().nullable(),
  companyName: z.string().nullable(),
  /** Null, like the day of the report, for who may neither read the lead nor rule. */
  ownerId: Id.nullable(),
  ownerName: z.string(),
  departmentName: z.string(),
  reportedAt: Instant.nullable(),
  until: Instant.nullable(),
});

const Share = z.strictObject({ userId: Id, percent: z.int().min(1).max(99) });
export const Conflict = z.object({
  id: Id,
  version: Version,
  state: z.enum(conflictStates),
  basis: z.enum(conflictBases),
  held: Side,
  second: Side,
  openedAt: Instant,
  ruling: z.enum(rulings).nullable(),
  reason: z.string().nullable(),
  shares: z.array(Share.extend({ userName: z.string() })),
  settledByName: z.string().nullable(),
  settledAt: Instant.nullable(),
  /** Whether the reader may rule. */
  maySettle: z.boolean(),
});
export type Conflict = z.infer<typeof Conflict>;
export const ConflictQuery = PageQuery.extend({
  state: listOf(z.enum(conflictStates)).optional(),
  lead: Id.optional(),
  sort: z.enum(['openedAt', '-openedAt']).default('-openedAt'),
});
export type ConflictQuery = z.infer<typeof ConflictQuery>;
export const ConflictPage = pageOf(Conflict);

export const SettleConflict = z
  .strictObject({
    version: Version,
    ruling: z.enum(rulings),
    reason: Reason,
    /** For `share`: who counts how much of it, a hundred percent in all. */
    shares: z.array(Share).max(10).default([]),
  })
  .refine(({ ruling, shares }) => ruling !== 'share' || sharesAddUp(shares), {
    path: ['shares'],
    error: 'name at least two people with whole percents that make a hundred',
  });
export type SettleConflict = z.infer<typeof SettleConflict>;

/** How a lead came to its owners, for ever. */
export const OwnershipChange = z.object({
  id: Id,
  kind: z.enum(ownershipKinds),
  at: Instant,
  fromName: z.string().nullable(),
  toName: z.string().nullable(),
  toDepartmentName: z.string().nullable(),
  byName: z.string().nullable(),
  reason: z.string().nullable(),
});
export type OwnershipChange = z.infer<typeof OwnershipChange>;
export const Ownership = z.object({
  /** Null for a lead that nobody holds by protection: closed, or in the pool. */
  until: Instant.nullable(),
  lastContactAt: Instant,
  /** The last contact, or a later start: a claim, a hand-over, a new opening, a time in the recycle bin. */
  countedFrom: Instant,
  /** Whole days since `countedFrom`; since the last contact it may be longer. */
  silentDays: z.int(),
  warning: z.union([z.literal(0), z.literal(1), z.literal(2)]),
  pooledAt: Instant.nullable(),
  changes: z.array(OwnershipChange),
});
export type Ownership = z.infer<typeof Ownership>;

export const ReleaseLead = z.strictObject({ version: Version, reason: Reason });
export type ReleaseLead = z.infer<typeof ReleaseLead>;
export const PoolQuery = PageQuery.extend({
  q: Search.optional(),
  cluster: listOf(Code).optional(),
  region: listOf(Code).optional(),
  sort: z.enum(['pooledAt', '-pooledAt']).default('-pooledAt'),
});
export type PoolQuery = z.infer<typeof PoolQuery>;
/** What an officer must know to choose: nothing that was said, whom it was said by last. */
export const PooledLead = Lead.pick({
  id: true,
  code: true,
  title: true,
  companyId: true,
  companyName: true,
  status: true,
  cluster: true,
  region: true,
  chainNode: true,
  chainGap: true,
  estimatedInvestment: true,
  ownerName: true,
  departmentName: true,
  lastContactAt: true,
}).extend({ pooledAt: Instant });
export type PooledLead = z.infer<typeof PooledLead>;
export const PoolPage = pageOf(PooledLead);

export const MakeTransfer = z.strictObject({ fromUserId: Id, toUserId: Id, reason: Reason });
export type MakeTransfer = z.infer<typeof MakeTransfer>;
const Counts = z.object({
  leads: z.int(),
  deals: z.int(),
  followUps: z.int(),
  promises: z.int(),
  /** Problems that they see to. */
  problems: z.int(),
  /** Landed companies that they were appointed to look after. */
  accounts: z.int(),
  visits: z.int(),
  companies: z.int(),
});
export const TransferPreviewQuery = z.strictObject({ fromUserId: Id });
export type TransferPreviewQuery = z.infer<typeof TransferPreviewQuery>;
export const TransferPreview = Counts;
export const Transfer = z.object({
  id: Id,
  fromName: z.string(),
  toName: z.string(),
  byName: z.string(),
  at: Instant,
  reason: z.string(),
  moved: Counts,
  undoneAt: Instant.nullable(),
  undoneByName: z.string().nullable(),
  /** Of an undone one: what had changed hands meanwhile and was left there. */
  left: z.int(),
  /** The leads among them; confidential ones are only counted. */
  leftLeads: z.array(z.object({ id: Id, code: z.string() })),
});
export type Transfer = z.infer<typeof Transfer>;
export const TransferQuery = PageQuery.extend({ sort: z.enum(['at', '-at']).default('-at'), q: Name.optional() });
export type TransferQuery = z.infer<typeof TransferQuery>;
export const TransferPage = pageOf(Transfer);
