import { figureCodes, funnelSteps, kpiCodes, kpiKinds, kpiSides, recordKinds } from '@torch/domain';
import * as z from 'zod';
import { Code, DateText, ExactMoney, Id, Instant, Money, PageQuery, pageOf } from './fields';
import { funnelFilters } from './funnel';

/** Days are those of the reporting time zone, whoever asks and wherever. */
export const KpiQuery = z.strictObject({
  /** First and last day of the period; left out, the first and the present day of this year. */
  from: DateText.optional(),
  to: DateText.optional(),
  /** Up to which day is looked; left out, today. */
  asOf: DateText.optional(),
  ...funnelFilters,
});
export type KpiQuery = z.infer<typeof KpiQuery>;

const Count = z.int().min(0);
const Side = z.object({
  /** Records behind it. */
  count: Count,
  /** What they are worth in the reporting currency, where money is told of them. */
  amount: Money.nullable(),
  /** What no rate is known for, which is not in `amount`. */
  unconverted: z.array(Money),
});
export type KpiSideFigures = z.infer<typeof Side>;

export const KpiFigure = z.object({
  code: z.enum(figureCodes),
  kind: z.enum(kpiKinds),
  /** Exact decimal: a number, an amount in the reporting currency, per cent, or the median of days or hours of work; null where there is nothing to tell. */
  value: z.string().nullable(),
  /** Days or hours below which nine of ten lie. */
  p90: z.string().nullable(),
  numerator: Side,
  denominator: Side,
  /** Of the denominator, neither success nor failure yet. */
  undecided: Side,
  /** Left out of both sides, since a rate is missing. */
  apart: Side,
  /** Of the leads lost: at which step, for which reason, after how many days in all. */
  losses: z.array(Side.extend({ step: z.enum(funnelSteps), reason: z.string(), days: Count })),
});
export type KpiFigure = z.infer<typeof KpiFigure>;

export const Kpis = z.object({
  from: DateText,
  to: DateText,
  /** The last day that is looked at. */
  asOf: DateText,
  /** The instant at which it was counted. */
  countedAt: Instant,
  timeZone: z.string(),
  reportingCurrency: z.string(),
  items: z.array(KpiFigure),
});
export type Kpis = z.infer<typeof Kpis>;

/** A part of a figure: what its records are asked by. */
export const kpiPart = {
  side: z.enum(kpiSides).default('numerator'),
  /** Of the leads lost, those lost at this step. */
  step: z.enum(funnelSteps).optional(),
  /** Of the leads lost, those lost for this reason; empty for those of which nobody said. */
  reason: Code.or(z.literal('')).optional(),
};
export const KpiRecordsQuery = PageQuery.extend({ ...KpiQuery.shape, kpi: z.enum(kpiCodes), ...kpiPart });
export type KpiRecordsQuery = z.infer<typeof KpiRecordsQuery>;

/** An amount as it counts: at the rate of its day, or, without one, apart. */
export const KpiWorth = z.object({
  amount: z.string(),
  currency: z.string(),
  on: DateText,
  rate: z.string().nullable(),
  /** What it adds to the figure, in the reporting currency; null without a rate. */
  worth: ExactMoney.nullable(),
});

/** What a record counts for in a figure. */
export const KpiShare = z.object({
  /** Days, or minutes of work. */
  value: z.int().nullable(),
  money: z.array(KpiWorth),
  step: z.enum(funnelSteps).nullable(),
  reason: z.string().nullable(),
});
export type KpiShare = z.infer<typeof KpiShare>;

/** A record behind a figure, as it is called and whose it is. */
export const kpiRecord = {
  kind: z.enum(recordKinds),
  id: Id.nullable(),
  /** Of a deal, the lead from which it came. */
  leadId: Id.nullable(),
  /** Null for what has become confidential since. */
  code: z.string().nullable(),
  title: z.string().nullable(),
  companyId: Id.nullable(),
  companyName: z.string().nullable(),
  ownerName: z.string().nullable(),
  departmentName: z.string().nullable(),
  confidential: z.boolean(),
  /** Whether the record can be opened. */
  open: z.boolean(),
  /** Whether it is given up by now. */
  lost: z.boolean(),
};
export const KpiRecordItem = z.object({ ...kpiRecord, share: KpiShare });
export type KpiRecordItem = z.infer<typeof KpiRecordItem>;
export const KpiRecordPage = pageOf(KpiRecordItem);
