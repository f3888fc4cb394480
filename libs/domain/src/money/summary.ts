import { decimal, fixed, percent } from './decimal';
import { type FundKind, fundKinds } from './fund';
import { type Amount, converted, type DatedAmount, type MissingRate, type Rate, type Sum, sumOf } from './rate';

export interface FundEntry extends DatedAmount {
  kind: FundKind;
  confirmed: boolean;
}
export interface YearPlan extends Amount {
  kind: FundKind;
  year: number;
}

/** What was planned and what came in one year. */
export interface YearOfMoney {
  year: number;
  planned: Sum;
  actual: Sum;
  /** Of the actual, what the statistician has confirmed. */
  confirmed: Sum;
  /** Actual in a hundred of planned; null where there is no plan, or where a rate is missing on either side. */
  done: string | null;
}
export interface KindOfMoney extends Omit<YearOfMoney, 'year'> {
  kind: FundKind;
  years: YearOfMoney[];
}

/**
 * The day at whose rate a year's plan converts: the last of that year, or today while that has not come. A plan has no
 * day of its own, and nobody knows the rates to come.
 */
export const planDay = (year: number, today: string): string => (`${year}-12-31` < today ? `${year}-12-31` : today);

/** Planned against actual, each kind by itself: kinds are never added together. */
export function moneyByKind(
  funds: readonly FundEntry[],
  plans: readonly YearPlan[],
  rates: readonly Rate[],
  { reporting, today }: { reporting: string; today: string },
): KindOfMoney[] {
  const sums = (entries: readonly FundEntry[], planned: readonly YearPlan[]) => {
    const plan = sumOf(
      planned.map(({ amount, currency, year }) => ({ amount, currency, on: planDay(year, today) })),
      rates,
      reporting,
    );
    const actual = sumOf(entries, rates, reporting);
    const confirmed = sumOf(
      entries.filter((entry) => entry.confirmed),
      rates,
      reporting,
    );
    return { planned: plan, actual, confirmed, done: shareOf(actual, plan) };
  };
  return fundKinds.map((kind) => {
    const [its, planned] = [funds.filter((each) => each.kind === kind), plans.filter((each) => each.kind === kind)];
    const years = [...new Set([...its.map(({ on }) => Number(on.slice(0, 4))), ...planned.map(({ year }) => year)])];
    return {
      kind,
      ...sums(its, planned),
      years: years
        .sort((a, b) => a - b)
        .map((year) => ({
          year,
          ...sums(
            its.filter(({ on }) => Number(on.slice(0, 4)) === year),
            planned.filter((each) => each.year === year),
          ),
        })),
    };
  });
}

/** One sum in a hundred of another: by the currency that both are in alone, else converted, and never with a part missing. */
function shareOf(part: Sum, whole: Sum): string | null {
  const [only, other] = [whole.original[0], part.original[0]];
  const alike = whole.original.length === 1 && part.original.length <= 1;
  if (only && alike && (!other || other.currency === only.currency))
    return percent(decimal(other?.amount ?? '0'), decimal(only.amount));
  if (part.missing.length > 0 || whole.missing.length > 0) return null;
  return percent(decimal(part.converted), decimal(whole.converted));
}

/** 资金到位率: funds in place ÷ contracted investment, with both sides, since the bases differ by place. */
export interface InPlace {
  numerator: Amount | null;
  denominator: Amount | null;
  percent: string | null;
  /** Why there is no ratio. */
  why: 'no-agreed-amount' | 'rate-missing' | null;
  missing: MissingRate[];
}

/**
 * Funds in place ÷ the agreed amount: in the currency of the agreement where all entries are in it, else in the reporting
 * currency at each entry's rate, the agreement at that of its signing.
 */
export function inPlaceRatio(
  funds: readonly DatedAmount[],
  agreed: DatedAmount | null,
  rates: readonly Rate[],
  reporting: string,
): InPlace {
  const sum = sumOf(funds, rates, reporting);
  if (!agreed) return { numerator: null, denominator: null, percent: null, why: 'no-agreed-amount', missing: [] };
  if (funds.every(({ currency }) => currency === agreed.currency)) {
    const numerator = sum.original[0] ?? { amount: '0.00', currency: agreed.currency };
    const denominator = { amount: agreed.amount, currency: agreed.currency };
    return {
      numerator,
      denominator,
      percent: percent(decimal(numerator.amount), decimal(denominator.amount)),
      why: null,
      missing: [],
    };
  }
  const worth = converted(agreed, rates, reporting);
  const missing = worth ? sum.missing : [...sum.missing, { currency: agreed.currency, on: agreed.on }];
  if (!worth || missing.length > 0)
    return { numerator: null, denominator: null, percent: null, why: 'rate-missing', missing };
  return {
    numerator: { amount: sum.converted, currency: reporting },
    denominator: { amount: fixed(worth, 2), currency: reporting },
    percent: percent(decimal(sum.converted), worth),
    why: null,
    missing: [],
  };
}
