import {
  assignmentStates,
  offerKinds,
  offerStates,
  reviewOutcomes,
  screeningAspects,
  screeningConclusions,
  screeningVerdicts,
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
  Version,
  StoredDate,
} from './fields';

const Remark = z.string().trim().max(2_000);
const Wording = z.string().trim().min(1).max(2_000);

// ── Screening opinions on a lead ──

export const CreateScreening = z.strictObject({
  aspects: z.record(
    z.enum(screeningAspects),
    z.strictObject({ verdict: z.enum(screeningVerdicts), remark: Remark.default('') }),
  ),
  conclusion: z.enum(screeningConclusions),
  remark: Remark.nullable().default(null),
});
export type CreateScreening = z.infer<typeof CreateScreening>;
export const Screening = CreateScreening.extend({ id: Id, authorName: z.string(), createdAt: Instant });
export type Screening = z.infer<typeof Screening>;
/** The newest first; earlier ones stay readable. */
export const ScreeningList = z.object({ items: z.array(Screening) });

// ── Scorecards of a deal's review ──

const Score = z.strictObject({
  points: z.int().min(0).max(100),
  veto: z.boolean().default(false),
  remark: Remark.default(''),
});
export const SubmitScorecard = z.strictObject({
  scores: z.record(Code, Score),
  conclusion: Remark.nullable().default(null),
  /** Why a card of the same reviewer is filled anew; asked for then. */
  reason: Wording.nullable().default(null),
});
export type SubmitScorecard = z.infer<typeof SubmitScorecard>;

export const Scorecard = z.object({
  id: Id,
  reviewerId: Id,
  reviewerName: z.string(),
  /** How often this reviewer has judged; only the last card counts. */
  round: z.int(),
  reason: z.string().nullable(),
  submittedAt: Instant,
  /** The indicators with the weights that held then. */
  indicators: z.array(
    z.object({ code: z.string(), nameZh: z.string(), nameEn: z.string(), weight: z.int(), vetoable: z.boolean() }),
  ),
  /** Null for a reviewer who has not filled their own yet: judgements are to be made apart. */
  scores: z.record(z.string(), Score).nullable(),
  /** Points of a hundred. */
  total: z.number().nullable(),
  conclusion: z.string().nullable(),
});
export type Scorecard = z.infer<typeof Scorecard>;
export const Review = z.object({
  score: z.number().nullable(),
  passFrom: z.number(),
  vetoes: z.array(z.string()),
  passed: z.boolean(),
  cards: z.array(Scorecard),
});
export type Review = z.infer<typeof Review>;

// ── Offers to the investor ──

const offer = {
  kind: z.enum(offerKinds),
  what: Wording,
  amount: Money.nullable(),
  /** The rule on which it rests; none can be approved without. */
  legalBasis: Remark.nullable(),
  /** Flagged before signing: incentives tied to tax, or made for one company alone. */
  tiedToTax: z.boolean(),
  forOneCompany: z.boolean(),
};
export const CreateOffer = z.strictObject({
  ...z.strictObject(offer).partial().shape,
  kind: offer.kind,
  what: offer.what,
});
export type CreateOffer = z.infer<typeof CreateOffer>;
export const UpdateOffer = z.strictObject({ ...z.strictObject(offer).partial().shape, version: Version });
export type UpdateOffer = z.infer<typeof UpdateOffer>;
/** `in_review` asks somebody else to judge it; `withdrawn` takes it off the table. */
export const MoveOffer = z.strictObject({ version: Version, state: z.enum(['in_review', 'withdrawn']) });
export type MoveOffer = z.infer<typeof MoveOffer>;
export const ReviewOffer = z.strictObject({ version: Version, outcome: z.enum(reviewOutcomes), note: Wording });
export type ReviewOffer = z.infer<typeof ReviewOffer>;

export const Offer = z.object({
  ...offer,
  id: Id,
  version: Version,
  dealId: Id,
  dealCode: z.string(),
  dealTitle: z.string(),
  state: z.enum(offerStates),
  authorId: Id,
  authorName: z.string(),
  reviewerName: z.string().nullable(),
  reviewedAt: Instant.nullable(),
  reviewNote: z.string().nullable(),
  /** Whether the reader made or changed it, and so may not judge it. */
  own: z.boolean(),
  createdAt: Instant,
});
export type Offer = z.infer<typeof Offer>;
export const OfferQuery = PageQuery.extend({
  q: Search.optional(),
  deal: Id.optional(),
  /** Of all deals of a lead. */
  lead: Id.optional(),
  state: listOf(z.enum(offerStates)).optional(),
  kind: listOf(z.enum(offerKinds)).optional(),
  sort: z.enum(['createdAt', '-createdAt']).default('-createdAt'),
});
export type OfferQuery = z.infer<typeof OfferQuery>;
export const OfferPage = pageOf(Offer);

// ── Assignments to collaborating departments ──

const assignment = { title: Name, what: Wording, dueOn: DateText };
export const CreateAssignment = z.strictObject({ ...assignment, departmentId: Id });
export type CreateAssignment = z.infer<typeof CreateAssignment>;
export const UpdateAssignment = z.strictObject({ ...z.strictObject(assignment).partial().shape, version: Version });
export type UpdateAssignment = z.infer<typeof UpdateAssignment>;
/** By the department that it was given to; an answer has its words. */
export const AnswerAssignment = z
  .strictObject({
    version: Version,
    state: z.enum(['accepted', 'answered', 'done']),
    answer: Wording.optional(),
  })
  .refine(({ state, answer }) => state !== 'answered' || answer, { path: ['answer'], error: 'write the answer' });
export type AnswerAssignment = z.infer<typeof AnswerAssignment>;
/** By the side that gave it: `accepted` sends an answer back. */
export const SettleAssignment = z.strictObject({
  version: Version,
  state: z.enum(['accepted', 'done', 'cancelled']),
  note: Remark.optional(),
});
export type SettleAssignment = z.infer<typeof SettleAssignment>;

/** All that a collaborating department sees of a deal. */
export const Assignment = z.object({
  ...assignment,
  dueOn: StoredDate,
  id: Id,
  version: Version,
  /** Null for readers who may not see the deal. */
  dealId: Id.nullable(),
  dealCode: z.string().nullable(),
  departmentId: Id,
  departmentName: z.string(),
  state: z.enum(assignmentStates),
  giverName: z.string(),
  giverDepartmentName: z.string(),
  answer: z.string().nullable(),
  note: z.string().nullable(),
  answeredByName: z.string().nullable(),
  /** Whether the reader stands high enough on the giving side to change, settle or call it off. */
  mayDirect: z.boolean(),
  createdAt: Instant,
});
export type Assignment = z.infer<typeof Assignment>;
export const AssignmentQuery = PageQuery.extend({
  q: Search.optional(),
  deal: Id.optional(),
  state: listOf(z.enum(assignmentStates)).optional(),
  department: Id.optional(),
  dueTo: DateText.optional(),
  sort: z.enum(['dueOn', '-dueOn']).default('dueOn'),
});
export type AssignmentQuery = z.infer<typeof AssignmentQuery>;
export const AssignmentPage = pageOf(Assignment);
