import {
  dealMetrics,
  fundKinds,
  progressGaps,
  targetKinds,
  targetMetrics,
  targetSpans,
  targetStandings,
} from '@torch/domain';
import * as z from 'zod';
import {
  Code,
  DateText,
  Id,
  Instant,
  listOf,
  ExactMoney,
  Money,
  Name,
  PageQuery,
  pageOf,
  rowFilters,
  Search,
  StoredDate,
  Text,
  Version,
} from './fields';

/** Exact decimal, at most two places. */
const Figure = z.string().regex(/^\d{1,15}(\.\d{1,2})?$/);
const Year = z.int().min(2000).max(2099);
const Currency = z.string().regex(/^[A-Z]{3}$/);
const Unit = z.string().trim().min(1).max(40);
const DoneOn = z.iso.date();

const target = {
  metric: z.enum(targetMetrics),
  kind: z.enum(targetKinds),
  /** What is to be reached; of a growth, percent a year. Null where the plan gives no figure. */
  value: Figure.nullable(),
  /** Of an amount. */
  currency: Currency.nullable(),
  /** Where it starts from: of a growth, the figure of `baseYear`; by hand, the level before the period. */
  base: Figure.nullable(),
  baseYear: Year.nullable(),
  firstYear: Year,
  years: z.literal(targetSpans),
  /** Of which part of the zone; every part that is named has to be met. */
  cluster: Code.nullable(),
  park: Code.nullable(),
  region: Code.nullable(),
  /** With the departments below it. */
  departmentId: Id.nullable(),
  /** Required by hand; others are named by their metric. */
  nameZh: Name.nullable(),
  nameEn: Name.nullable(),
  unitZh: Unit.nullable(),
  unitEn: Unit.nullable(),
  /** By hand: the latest figure, and of which day. */
  done: Figure.nullable(),
  doneOn: DoneOn.nullable(),
  /** Where it comes from. */
  note: Text.nullable(),
};
export const CreateTarget = z.strictObject({
  ...z.strictObject(target).partial().shape,
  metric: target.metric,
  firstYear: target.firstYear,
});
export type CreateTarget = z.infer<typeof CreateTarget>;
export const UpdateTarget = z.strictObject({ ...z.strictObject(target).partial().shape, version: Version });
export type UpdateTarget = z.infer<typeof UpdateTarget>;

export const Target = z.object({
  ...target,
  id: Id,
  version: Version,
  departmentName: z.string().nullable(),
  departmentNameEn: z.string().nullable(),
  updatedAt: Instant,
});
export type Target = z.infer<typeof Target>;
export const TargetQuery = PageQuery.extend({
  q: Search.optional(),
  metric: listOf(z.enum(targetMetrics)).optional(),
  /** Those whose period holds the year. */
  year: z.coerce.number().int().min(2000).max(2099).optional(),
  sort: z.enum(['firstYear', '-firstYear']).default('-firstYear'),
});
export type TargetQuery = z.infer<typeof TargetQuery>;
export const TargetPage = pageOf(Target);

/** What somebody did to a target. */
export const TargetChange = z.object({
  id: Id,
  at: Instant,
  act: z.enum(['created', 'updated', 'deleted']),
  actorName: z.string().nullable(),
  /** Field by field, the old and the new. */
  changes: z.record(z.string(), z.tuple([z.unknown(), z.unknown()])),
});
export type TargetChange = z.infer<typeof TargetChange>;
/** The latest first. */
export const TargetHistory = z.object({ items: z.array(TargetChange) });
export type TargetHistory = z.infer<typeof TargetHistory>;

// ── Progress ──

export const TargetProgressQuery = z.strictObject({
  /** Left out, the present one where the figures are counted. */
  year: z.coerce.number().int().min(2000).max(2099).optional(),
  /** How far they had come by the end of a day; left out, or in times to come, by now. */
  asOf: DateText.optional(),
});
export type TargetProgressQuery = z.infer<typeof TargetProgressQuery>;

const Exact = z.string().nullable();
export const TargetProgress = z.object({
  target: Target,
  from: StoredDate,
  to: StoredDate,
  /** Up to which day the figures are; by hand, the day that was entered. */
  asOf: StoredDate,
  /** In which currency the figures are told. */
  currency: Currency.nullable(),
  goal: Exact,
  done: Exact,
  /** How many records are behind what is done. */
  count: z.int().min(0).nullable(),
  dueByNow: Exact,
  /** Parts in a hundred of the way from base to goal. */
  donePercent: Exact,
  duePercent: z.string(),
  /** In points; below nothing it is ahead. */
  behind: z.string().nullable(),
  remaining: Exact,
  perMonth: Exact,
  perMonthNeeded: Exact,
  standing: z.enum(targetStandings).nullable(),
  /** Why there is no progress to tell. */
  why: z.enum(progressGaps).nullable(),
  /** What no rate is known for, which is not in `done`. */
  unconverted: z.array(Money),
  missing: z.array(z.object({ currency: Currency, on: StoredDate })),
});
export type TargetProgress = z.infer<typeof TargetProgress>;
export const TargetsProgress = z.object({
  year: z.int(),
  /** Every year that a target holds, and the present one. */
  years: z.array(z.int()),
  /** The day that is looked at: the present one, or that of `asOf`. */
  today: StoredDate,
  countedAt: Instant,
  timeZone: z.string(),
  reportingCurrency: Currency,
  items: z.array(TargetProgress),
});
export type TargetsProgress = z.infer<typeof TargetsProgress>;

/** The records behind what is done in the year asked about. */
export const TargetRecordsQuery = PageQuery.extend({
  year: z.coerce.number().int().min(2000).max(2099).optional(),
  asOf: DateText.optional(),
  sort: z.enum(['on', '-on']).default('-on'),
  ...rowFilters,
});
export type TargetRecordsQuery = z.infer<typeof TargetRecordsQuery>;
export const TargetRecord = z.object({
  id: Id,
  kind: z.enum(['deal', 'fund', 'visit']),
  /** The day on which it counts. */
  on: StoredDate,
  dealId: Id.nullable(),
  leadId: Id.nullable(),
  code: z.string().nullable(),
  title: z.string(),
  companyName: z.string(),
  ownerName: z.string(),
  amount: Money.nullable(),
  /** The same in the reporting currency, with the rate and since when it holds; null where there is no rate. */
  worth: ExactMoney.extend({ rate: z.string(), rateFrom: StoredDate.nullable() }).nullable(),
  /** Of a confidential lead, which the reader is named at. */
  confidential: z.boolean(),
  /** The deal, or the lead where there is none, is given up by now. */
  lost: z.boolean(),
});
export type TargetRecord = z.infer<typeof TargetRecord>;
export const TargetRecordPage = pageOf(TargetRecord);

/** Metrics by the kind of record that tells of them. */
export const recordKindOf = (metric: (typeof targetMetrics)[number]): TargetRecord['kind'] | null => {
  if (fundKinds.some((kind) => kind === metric)) return 'fund';
  if (dealMetrics.some((each) => each === metric)) return 'deal';
  return metric === 'visits' ? 'visit' : null;
};
