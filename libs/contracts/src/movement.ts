import { flowSources, flowTargets, funnelSteps, stayBuckets, stayKinds, trendUnits } from '@torch/domain';
import * as z from 'zod';
import { DateText, Instant, PageQuery, pageOf } from './fields';
import { FunnelLeadRecord, FunnelPeriodQuery } from './funnel';

const Count = z.int().min(0);
const Answer = z.object({
  from: DateText,
  to: DateText,
  /** The last day that is looked at. */
  asOf: DateText,
  /** The instant at which it was counted. */
  countedAt: Instant,
  timeZone: z.string(),
});

/** How leads moved between the steps of the funnel, each counted once for each move. */
export const FunnelFlow = Answer.extend({
  links: z.array(z.object({ from: z.enum(flowSources), to: z.enum(flowTargets), count: Count })),
});
export type FunnelFlow = z.infer<typeof FunnelFlow>;

export const FlowRecordsQuery = PageQuery.extend({
  ...FunnelPeriodQuery.shape,
  source: z.enum(flowSources),
  target: z.enum(flowTargets),
});
export type FlowRecordsQuery = z.infer<typeof FlowRecordsQuery>;
/** A lead that made a move, and on which day of the period it last did. */
export const FlowRecord = FunnelLeadRecord.extend({ movedOn: DateText });
export type FlowRecord = z.infer<typeof FlowRecord>;
export const FlowRecordPage = pageOf(FlowRecord);

export const TrendQuery = FunnelPeriodQuery.extend({ unit: z.enum(trendUnits).default('month') });
export type TrendQuery = z.infer<typeof TrendQuery>;
/**
 * First arrivals at each step, month by month or week by week. Each number is that of the funnel of what was `entered` from
 * the first to the last day of its point, looked at as of the same day, and opens as that does.
 */
export const FunnelTrend = Answer.extend({
  unit: z.enum(trendUnits),
  points: z.array(z.object({ from: DateText, to: DateText, counts: z.record(z.enum(funnelSteps), Count) })),
});
export type FunnelTrend = z.infer<typeof FunnelTrend>;

export const StayQuery = FunnelPeriodQuery.extend({ kind: z.enum(stayKinds).default('standing') });
export type StayQuery = z.infer<typeof StayQuery>;
/** How long leads stand at each step, or stood there, against its norm. */
export const FunnelStays = Answer.extend({
  kind: z.enum(stayKinds),
  steps: z.array(
    z.object({
      step: z.enum(funnelSteps),
      /** Days after which it is too long; null where there is no norm. */
      norm: z.int().nullable(),
      count: Count,
      /** `over`: up to half as long again as the norm; `farOver`: beyond that. */
      buckets: z.record(z.enum(stayBuckets), Count),
      medianDays: z.int().nullable(),
      p90Days: z.int().nullable(),
    }),
  ),
});
export type FunnelStays = z.infer<typeof FunnelStays>;

export const StayRecordsQuery = PageQuery.extend({
  ...StayQuery.shape,
  step: z.enum(funnelSteps),
  /** Left out, all of the step. */
  bucket: z.enum(stayBuckets).optional(),
});
export type StayRecordsQuery = z.infer<typeof StayRecordsQuery>;
/** A lead that stands at a step, or left it, and for how many days it stood there. */
export const StayRecord = FunnelLeadRecord.extend({ stayed: Count });
export type StayRecord = z.infer<typeof StayRecord>;
export const StayRecordPage = pageOf(StayRecord);
