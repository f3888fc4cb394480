import { footings, funnelDimensions, funnelParts, funnelSteps, funnelViews } from '@torch/domain';
import * as z from 'zod';
import { Code, DateText, ExactMoney, Id, Instant, listOf, Money, PageQuery, pageOf, Search } from './fields';
import { Lead, tagFilters } from './leads';

/** What narrows a funnel: the tags, whose it is, and a word. Owners and tags are those of today. */
export const funnelFilters = {
  ...tagFilters,
  chain: listOf(Code).optional(),
  anchor: listOf(Code).optional(),
  owner: listOf(Id).optional(),
  department: listOf(Id).optional(),
  q: Search.optional(),
};

/** Days are those of the reporting time zone, whoever asks and wherever. */
export const FunnelPeriodQuery = z.strictObject({
  /** First and last day of the period; left out, the first and the present day of this year. A snapshot is of the end of `to`. */
  from: DateText.optional(),
  to: DateText.optional(),
  /** Up to which day is looked; left out, today. */
  asOf: DateText.optional(),
  ...funnelFilters,
});
export type FunnelPeriodQuery = z.infer<typeof FunnelPeriodQuery>;

export const FunnelQuery = FunnelPeriodQuery.extend({
  view: z.enum(funnelViews).default('cohort'),
  /** Days from its creation within which a lead of a cohort must have reached a step. */
  within: z.coerce.number().int().min(0).max(3_650).optional(),
  groupBy: z.enum(funnelDimensions).optional(),
});

export type FunnelQuery = z.infer<typeof FunnelQuery>;

const Count = z.int().min(0);
export const FunnelStepFigures = z.object({
  step: z.enum(funnelSteps),
  /** Leads that reached the step; in a snapshot, that stand there. */
  count: Count,
  /** Where the leads of the step stand by the last day that is looked at. */
  open: Count,
  /** Of the open ones, those whose time has not run out: neither success nor failure yet. */
  undecided: Count,
  /** Of the open ones, those whose time has run out. */
  late: Count,
  onHold: Count,
  lost: Count,
  /** That stand behind the step now, worked on or not. */
  beyond: Count,
  /** That stand before it now. */
  movedBack: Count,
  /** That reached the next step too by the last day that is looked at; in a snapshot none. */
  wentOn: Count,
  /** Whose days are counted: they took the step before as well. In a snapshot all. */
  timed: Count,
  /** Of the open ones, longer at the step than its norm. */
  overdue: Count,
  lostReasons: z.array(z.object({ reason: z.string(), count: Count })),
  /** Deals that came of these leads. */
  deals: Count,
  /** In the reporting currency, at the rates of the last day that is looked at; before a deal begins, as estimated. */
  amount: Money,
  /** What no rate is known for, which is not in `amount`. */
  unconverted: z.array(Money),
  /** Of the leads of the step before, those that reached this one; with `fromPreviousOf` the two sides of the conversion. */
  fromPrevious: Count.nullable(),
  fromPreviousOf: Count.nullable(),
  /** Of the leads of the first step. */
  fromStartOf: Count.nullable(),
  /** Days from the step before, of those that took both; in a snapshot, days at the step. */
  medianDays: z.int().nullable(),
  p90Days: z.int().nullable(),
});
export type FunnelStepFigures = z.infer<typeof FunnelStepFigures>;

export const FunnelGroup = z.object({
  /** Value of the dimension; null for leads without one. */
  key: z.string().nullable(),
  /** Of a person or a department. */
  name: z.string().nullable(),
  steps: z.array(FunnelStepFigures),
});
export type FunnelGroup = z.infer<typeof FunnelGroup>;
export const Funnel = z.object({
  view: z.enum(funnelViews),
  from: DateText,
  to: DateText,
  /** The last day that is looked at. */
  asOf: DateText,
  /** The instant at which it was counted. */
  countedAt: Instant,
  timeZone: z.string(),
  /** Days after which a deal stands too long at a step. */
  norms: z.partialRecord(z.enum(funnelSteps), z.int()),
  steps: z.array(FunnelStepFigures),
  groups: z.array(FunnelGroup),
});
export type Funnel = z.infer<typeof Funnel>;

/** The leads behind one figure of the same question. */
export const FunnelRecordsQuery = PageQuery.extend({
  ...FunnelQuery.shape,
  step: z.enum(funnelSteps),
  part: z.enum(funnelParts).default('reached'),
  /** Key of a group; empty for the leads without a value. */
  group: z.string().max(100).optional(),
  /** Of what was lost, for this reason; empty for no reason given. */
  reason: z.union([z.literal(''), Code]).optional(),
});
export type FunnelRecordsQuery = z.infer<typeof FunnelRecordsQuery>;

const FunnelDeal = z.object({ id: Id, code: z.string(), totalInvestment: Money.nullable() });
/** A lead behind a figure. */
export const FunnelLeadRecord = Lead.extend({
  /** Where it stands by the last day that is looked at, and for how many days. */
  step: z.enum(funnelSteps),
  footing: z.enum(footings),
  days: Count,
  deals: z.array(FunnelDeal),
});
export type FunnelLeadRecord = z.infer<typeof FunnelLeadRecord>;

export const FunnelRecord = FunnelLeadRecord.extend({
  /** When it first reached the step that was asked about. */
  reachedOn: DateText.nullable(),
  /** `counted`: reached that step itself, in a snapshot stands there and is worked on; it is one of the step's deals. */
  deals: z.array(
    FunnelDeal.extend({
      counted: z.boolean(),
      /** The total investment as the amount of a step adds it up; null without one, or without a rate. */
      worth: ExactMoney.nullable(),
    }),
  ),
});
export type FunnelRecord = z.infer<typeof FunnelRecord>;
export const FunnelRecordPage = pageOf(FunnelRecord);
