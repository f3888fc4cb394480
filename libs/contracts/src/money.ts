import { fundKinds, rateText } from '@torch/domain';
import * as z from 'zod';
import { DateText, Id, Instant, listOf, Money, PageQuery, pageOf, Search, Version, StoredDate } from './fields';

const Note = z.string().trim().max(2_000);
const Line = z.string().trim().max(200);
const Currency = z.string().regex(/^[A-Z]{3}$/);
const Reason = z.string().trim().min(1).max(2_000);

// ── Dated entries of a deal's money ──

const fund = {
  kind: z.enum(fundKinds),
  /** Above nothing, in the currency in which it came. */
  amount: Money,
  /** Day on which it came or was spent; never in the future. */
  on: DateText,
  /** Where it came from, or what it was spent on. */
  source: Line.nullable(),
  /** Number of the voucher 凭证号. Funds in place need it, or the voucher's file. */
  voucher: Line.nullable(),
  /** A document of the deal or of its lead. */
  voucherFileId: Id.nullable(),
  note: Note.nullable(),
};
export const CreateFund = z.strictObject({
  ...z.strictObject(fund).partial().shape,
  kind: fund.kind,
  amount: fund.amount,
  on: fund.on,
});
export type CreateFund = z.infer<typeof CreateFund>;
export const UpdateFund = z.strictObject({ ...z.strictObject(fund).partial().shape, version: Version });
export type UpdateFund = z.infer<typeof UpdateFund>;
/** By the statistician; from then on the entry stands as it is. */
export const ConfirmFund = z.strictObject({ version: Version });
export type ConfirmFund = z.infer<typeof ConfirmFund>;
/** Takes a confirmation back, so that the entry can be corrected. */
export const ReopenFund = z.strictObject({ version: Version, reason: Reason });
export type ReopenFund = z.infer<typeof ReopenFund>;

export const Fund = z.object({
  ...fund,
  on: StoredDate,
  id: Id,
  version: Version,
  dealId: Id,
  dealCode: z.string(),
  dealTitle: z.string(),
  companyName: z.string(),
  voucherFileName: z.string().nullable(),
  authorName: z.string(),
  /** Whether the reader entered or changed it, and so may not confirm it. */
  own: z.boolean(),
  confirmedAt: Instant.nullable(),
  confirmedByName: z.string().nullable(),
  createdAt: Instant,
});
export type Fund = z.infer<typeof Fund>;
export const FundQuery = PageQuery.extend({
  q: Search.optional(),
  deal: Id.optional(),
  kind: listOf(z.enum(fundKinds)).optional(),
  currency: listOf(Currency).optional(),
  confirmed: z.stringbool().optional(),
  from: DateText.optional(),
  to: DateText.optional(),
  sort: z.enum(['on', '-on', 'createdAt', '-createdAt']).default('-on'),
});
export type FundQuery = z.infer<typeof FundQuery>;
export const FundPage = pageOf(Fund);

// ── What was planned for each year, and the whole against it ──

/** Sets what is planned of a kind in a year; `planned: null` takes it back. `version` is the plan's, null for a new one. */
export const SetPlan = z.strictObject({
  kind: z.enum(fundKinds),
  year: z.int().min(2000).max(2099),
  planned: Money.nullable(),
  version: Version.nullable(),
});
export type SetPlan = z.infer<typeof SetPlan>;
/** A plan as it stands, for who started from another version; null for one that is gone. */
export const StandingPlan = z.object({ version: Version, amount: z.string(), currency: Currency }).nullable();

const MissingRate = z.object({ currency: Currency, on: StoredDate });
/** In every currency as entered, and converted; what has no rate is in `unconverted`, never in `converted`. */
export const MoneySum = z.object({
  original: z.array(Money),
  /** In the reporting currency. */
  converted: z.string(),
  unconverted: z.array(Money),
  missing: z.array(MissingRate),
});
export type MoneySum = z.infer<typeof MoneySum>;
const against = {
  planned: MoneySum,
  actual: MoneySum,
  /** Of the actual, what the statistician has confirmed. */
  confirmed: MoneySum,
  /** Actual in a hundred of planned, one place; null without a plan, or where a rate is missing. */
  done: z.string().nullable(),
};
const InPlace = z.object({
  numerator: Money.nullable(),
  denominator: Money.nullable(),
  percent: z.string().nullable(),
  why: z.enum(['no-agreed-amount', 'rate-missing']).nullable(),
  missing: z.array(MissingRate),
});
/** Kinds stand beside each other and are never added together. */
export const DealMoney = z.object({
  reportingCurrency: Currency,
  /** At whose rate the plans of this and later years convert; earlier ones at that of their year's last day. */
  today: StoredDate,
  amounts: z.array(
    z.object({
      name: z.enum(['totalInvestment', 'fixedAssetInvestment', 'contractedForeignCapital', 'agreedAmount']),
      amount: Money,
      /** Day of the rate: that of the signing, before it today. */
      on: StoredDate,
      /** Null without a rate. */
      converted: z.string().nullable(),
    }),
  ),
  kinds: z.array(
    z.object({
      kind: z.enum(fundKinds),
      ...against,
      years: z.array(
        z.object({
          year: z.int(),
          /** Null for a year without a plan. */
          plan: z.object({ amount: Money, version: Version }).nullable(),
          ...against,
        }),
      ),
    }),
  ),
  /** Funds-in-place rate 资金到位率: of confirmed entries alone, and of all that are entered. */
  inPlace: z.object({ confirmed: InPlace, entered: InPlace }),
  /** Every rate that would be needed and is not there. */
  missingRates: z.array(MissingRate),
});
export type DealMoney = z.infer<typeof DealMoney>;

// ── Rates ──

/** What one unit is worth in the reporting currency: plain decimal above nothing, at most ten places. */
const ExactRate = z
  .string()
  .trim()
  .refine((text) => rateText(text) !== null, { error: 'write a number above 0 with at most ten places' })
  .transform((text) => rateText(text) ?? text);
const rate = { currency: Currency, validFrom: DateText, rate: ExactRate };
export const CreateRate = z.strictObject(rate);
export type CreateRate = z.infer<typeof CreateRate>;
export const UpdateRate = z.strictObject({ ...z.strictObject(rate).partial().shape, version: Version });
export type UpdateRate = z.infer<typeof UpdateRate>;
export const ExchangeRate = z.object({
  id: Id,
  version: Version,
  currency: Currency,
  validFrom: StoredDate,
  rate: z.string(),
  reportingCurrency: Currency,
  updatedAt: Instant,
});
export type ExchangeRate = z.infer<typeof ExchangeRate>;
export const RateQuery = PageQuery.extend({
  q: Search.optional(),
  currency: listOf(Currency).optional(),
  sort: z.enum(['validFrom', '-validFrom']).default('-validFrom'),
});
export type RateQuery = z.infer<typeof RateQuery>;
export const RatePage = pageOf(ExchangeRate).extend({ reportingCurrency: Currency });
/** Nothing but the file. */
export const ImportRates = z.strictObject({});
export const ImportedRates = z.object({ created: z.int(), updated: z.int(), unchanged: z.int() });
export type ImportedRates = z.infer<typeof ImportedRates>;
