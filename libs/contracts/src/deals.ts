import {
  agreementKinds,
  allDealStages,
  batches,
  centreKinds,
  chainGaps,
  constructionKinds,
  dealStages,
  evidence,
  industryCode,
  investorKinds,
  investorOrigins,
  leaderLevels,
  type PromisedDate,
  promisedDates,
  waivable,
} from '@torch/domain';
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
  StoredDate,
  Version,
} from './fields';
import { LeadFacts, tagFilters } from './leads';
import { FieldError } from './problem';

/** An area or the like: exact decimal, two places. */
const Decimal = z.string().regex(/^\d{1,12}(\.\d{1,2})?$/);
/** Number or name of a document. */
const Reference = z.string().trim().min(1).max(200);
const Reason = z.string().trim().min(1).max(2_000);
const Evidence = z.enum([...new Set(Object.values(evidence).flat())] as [string, ...string[]]);

/** Amounts of a deal, each with its own currency. */
export const dealAmounts = [
  'totalInvestment',
  'fixedAssetInvestment',
  'contractedForeignCapital',
  'agreedAmount',
  'registeredCapital',
  'filingAmount',
  'annualOutput',
  'annualTax',
  'outputPerMu',
  'taxPerMu',
] as const;
export type DealAmount = (typeof dealAmounts)[number];
const amounts = Object.fromEntries(dealAmounts.map((name) => [name, Money.nullable()])) as Record<
  DealAmount,
  z.ZodNullable<typeof Money>
>;

/** Quantities that a project needs; exact decimals. */
export const dealQuantities = ['landMu', 'plantM2', 'powerKva', 'waterTonnes', 'gasM3'] as const;

const facts = {
  title: Name,
  constructionKind: z.enum(constructionKinds).nullable(),
  investorKind: z.enum(investorKinds).nullable(),
  investorOrigin: z.enum(investorOrigins).nullable(),
  /** The leader who answers for the deal 包保领导, by name and post. */
  leaderInCharge: Name.nullable(),
  leaderLevel: z.enum(leaderLevels).nullable(),
  centreKind: z.enum(centreKinds).nullable(),
  /** By GB/T 4754: a section as a letter, then two to four digits; `C3921`. */
  industryCode: z.string().trim().toUpperCase().regex(industryCode).nullable(),
  /** Whether and how a fund takes part 基金参与. */
  fundParticipation: z.string().trim().min(1).max(200).nullable(),
  ...amounts,
  /** Land needed, in mu (亩). */
  landMu: Decimal.nullable(),
  /** Plant needed, in square metres. */
  plantM2: Decimal.nullable(),
  /** Electric power needed, in kVA. */
  powerKva: Decimal.nullable(),
  /** Water needed, in tonnes a day. */
  waterTonnes: Decimal.nullable(),
  /** Gas needed, in cubic metres a day. */
  gasM3: Decimal.nullable(),
  /** What the project emits, and how much of it the park has to bear. */
  environmentalCapacity: z.string().trim().min(1).max(1_000).nullable(),
  /** Workers needed, by skill. */
  workers: z
    .array(z.strictObject({ skill: z.string().trim().min(1).max(60), count: z.int().min(1).max(1_000_000) }))
    .max(30),
  /** Dates that the investor has promised. */
  ...(Object.fromEntries(promisedDates.map((name) => [name, DateText.nullable()])) as Record<
    PromisedDate,
    z.ZodNullable<typeof DateText>
  >),
  agreementKind: z.enum(agreementKinds).nullable(),
  signedOn: DateText.nullable(),
  localCompanyName: Name.nullable(),
  localRegistrationNumber: z.string().trim().min(1).max(40).nullable(),
  registeredOn: DateText.nullable(),
  filingCertificate: Reference.nullable(),
  landContract: Reference.nullable(),
  plantLease: Reference.nullable(),
  environmentalApproval: Reference.nullable(),
  startedOn: DateText.nullable(),
  constructionPermit: Reference.nullable(),
  equipmentContract: Reference.nullable(),
  /** Entry into the statistics 入统, a milestone inside construction. */
  statisticsEntryOn: DateText.nullable(),
  producedOn: DateText.nullable(),
  capacityOn: DateText.nullable(),
  /** Evidence that does not apply to this deal, each with the reason. */
  waivers: z.partialRecord(z.enum(waivable), Reason),
};

export const UpdateDeal = z.strictObject({ ...z.strictObject(facts).partial().shape, version: Version });
export type UpdateDeal = z.infer<typeof UpdateDeal>;

/** Makes a qualified lead a deal; what the lead has not said yet is said here. */
export const ConvertLead = z.strictObject({
  version: Version,
  /** Left out, the lead's. */
  title: Name.optional(),
  /** Left out, the lead's estimate. */
  totalInvestment: Money.optional(),
  /** Day on which the negotiation began; it may lie in the past. Left out, today. */
  on: DateText.optional(),
});
export type ConvertLead = z.infer<typeof ConvertLead>;

/** One more deal out of a lead that is one already; why is kept. */
export const SplitLead = ConvertLead.extend({ title: Name, reason: Reason });
export type SplitLead = z.infer<typeof SplitLead>;

/** A deal entered directly: its lead is made with it, so that everything begins at the same place. */
export const CreateDeal = LeadFacts.extend({ companyId: Id, totalInvestment: Money, on: DateText.optional() });
export type CreateDeal = z.infer<typeof CreateDeal>;

export const MoveDeal = z.strictObject({
  version: Version,
  stage: z.enum(allDealStages),
  /** Day on which it took effect; it may lie in the past. Left out, the mover's today. */
  on: DateText.optional(),
  /** Why: for a move back or aside, a reopening, an override. */
  reason: Reason.nullable().optional(),
  /** Code of a close reason, for `lost`. */
  closeReason: Code.nullable().optional(),
  /** Facts that the way asks for, entered with the move: both are kept, or neither. */
  evidence: z.strictObject(facts).partial().optional(),
  /** The head takes missing evidence upon themselves. */
  override: z.boolean().default(false),
});
export type MoveDeal = z.infer<typeof MoveDeal>;

/** Makes a deal, and its lead with all that hangs on it, known to named people alone; without a codename it is open again. */
export const ConcealDeal = z.strictObject({
  version: Version,
  codename: Name.max(60).nullable(),
  /** The owner is always among them. */
  people: z.array(Id).max(50).default([]),
});
export type ConcealDeal = z.infer<typeof ConcealDeal>;

/** All that anybody learns of confidential deals at which they are not named: how many, and how much in each currency. */
export const ConcealedDeals = z.object({ count: z.int(), totalInvestment: z.array(Money) });
export type ConcealedDeals = z.infer<typeof ConcealedDeals>;

export const DealSummary = z.object({
  id: Id,
  version: Version,
  /** Short code for people and mails: D-2026-00042. */
  code: z.string(),
  title: z.string(),
  leadId: Id,
  leadCode: z.string(),
  companyId: Id,
  companyName: z.string(),
  /** Known to the people named there alone; in lists it goes by its codename. */
  confidential: z.boolean(),
  stage: z.enum(allDealStages),
  /** Where it stood before it was put on hold or lost. */
  stageLeft: z.enum(dealStages).nullable(),
  /** Effective date of the last move. */
  stageSince: StoredDate,
  /** Evidence that a head took upon themselves and that is still open. */
  flagged: z.array(Evidence),
  cluster: z.string().nullable(),
  region: z.string(),
  park: z.string().nullable(),
  chainNode: z.string().nullable(),
  chainGap: z.enum(chainGaps).nullable(),
  channel: z.string(),
  totalInvestment: Money.nullable(),
  closeReason: z.string().nullable(),
  ownerId: Id,
  ownerName: z.string(),
  departmentId: Id,
  departmentName: z.string(),
  createdAt: Instant,
  updatedAt: Instant,
});
export type DealSummary = z.infer<typeof DealSummary>;

const dates = [
  ...promisedDates,
  'signedOn',
  'registeredOn',
  'startedOn',
  'statisticsEntryOn',
  'producedOn',
  'capacityOn',
] as const;
const storedDates = Object.fromEntries(dates.map((name) => [name, StoredDate.nullable()])) as Record<
  (typeof dates)[number],
  z.ZodNullable<typeof StoredDate>
>;

export const Deal = DealSummary.extend({
  ...facts,
  ...storedDates,
  splitReason: z.string().nullable(),
  codename: z.string().nullable(),
  /** Who knows of a confidential deal, its owner among them. */
  namedPeople: z.array(z.object({ id: Id, name: z.string() })),
  /** What of the whole road's evidence is not there yet. */
  missing: z.array(Evidence),
});
export type Deal = z.infer<typeof Deal>;

export const dealSorts = [
  'createdAt',
  '-createdAt',
  'updatedAt',
  '-updatedAt',
  'stageSince',
  '-stageSince',
  'code',
  '-code',
] as const;
export const DealQuery = PageQuery.extend({
  q: Search.optional(),
  ...tagFilters,
  stage: listOf(z.enum(allDealStages)).optional(),
  batch: z.enum(Object.keys(batches) as [keyof typeof batches, ...(keyof typeof batches)[]]).optional(),
  owner: Id.optional(),
  department: Id.optional(),
  company: Id.optional(),
  lead: Id.optional(),
  createdFrom: DateText.optional(),
  createdTo: DateText.optional(),
  /** Deals on the road that have stood at their stage for at least so many days. */
  staleDays: z.coerce.number().int().min(1).max(3_650).optional(),
  /** Only deals with evidence that a head took upon themselves. */
  flagged: z.stringbool().optional(),
  sort: z.enum(dealSorts).default('-createdAt'),
});
export type DealQuery = z.infer<typeof DealQuery>;
export const DealPage = pageOf(DealSummary);

/** One recorded move, as it was when it was made. */
export const StageChange = z.object({
  id: Id,
  from: z.enum(allDealStages).nullable(),
  to: z.enum(allDealStages),
  /** What the stages were called then, by language. */
  fromName: z.record(z.string(), z.string()).nullable(),
  toName: z.record(z.string(), z.string()),
  /** What the deal had to show then; empty for a past that was told afterwards. */
  evidence: z.record(z.string(), z.unknown()),
  /** Effective date. */
  on: StoredDate,
  at: Instant,
  byName: z.string().nullable(),
  reason: z.string().nullable(),
  closeReason: z.string().nullable(),
  /** Evidence taken upon themselves. */
  overridden: z.array(Evidence),
});
export type StageChange = z.infer<typeof StageChange>;
export const StageChangeList = z.object({ items: z.array(StageChange) });

/** The board is narrowed like the list; its columns are stages, or the four batches. */
export const BoardQuery = DealQuery.omit({ stage: true, batch: true, sort: true, cursor: true }).extend({
  limit: z.coerce.number().int().min(1).max(50).default(20),
  by: z.enum(['stage', 'batch']).default('stage'),
  /** With the column of what was lost. */
  aside: z.stringbool().default(false),
});
export type BoardQuery = z.infer<typeof BoardQuery>;
export const Board = z.object({
  columns: z.array(
    z.object({
      /** A stage, or a batch. */
      key: z.string(),
      stages: z.array(z.enum(allDealStages)),
      /** What has stood there longest comes first; more by `GET /deals` with the same filters and `sort=stageSince`. */
      items: z.array(DealSummary),
      total: z.int(),
      totalIsExact: z.boolean(),
      nextCursor: z.string().nullable(),
    }),
  ),
  /** Of the first batch: leads that are no deals yet, narrowed by the same tags, owner, department, company and words. */
  openLeads: z.int().nullable(),
  /** False where there are more of them than are counted. */
  openLeadsAreExact: z.boolean(),
});
export type Board = z.infer<typeof Board>;

/** Moves several deals, each by itself through the one door: one that is refused does not hold up the others. */
export const MoveDeals = MoveDeal.omit({ version: true, evidence: true }).extend({
  items: z
    .array(z.strictObject({ id: Id, version: Version }))
    .min(1)
    .max(100),
});
export type MoveDeals = z.infer<typeof MoveDeals>;
export const MovedDeals = z.object({
  items: z.array(
    z.object({
      id: Id,
      ok: z.boolean(),
      /** Why not, for one that was refused. */
      errors: z.array(FieldError),
      problem: z.string().nullable(),
    }),
  ),
});
export type MovedDeals = z.infer<typeof MovedDeals>;
