import { compare, decimal, nothing } from '../money/decimal';
import { type FundKind, fundKinds } from '../money/fund';

/**
 * What the records themselves tell. A project counts once, on the day on which it first reached signing, construction or
 * production, and a capital increase is none; an amount, that of an increase too, on the day of its signing; confirmed money
 * and held visits on their own days.
 */
export const recordMetrics = [
  ...fundKinds,
  'signed',
  'signedAmount',
  'contractedForeignCapital',
  'started',
  'producing',
  'visits',
] as const;
export type RecordMetric = (typeof recordMetrics)[number];

/** What no record tells, such as the revenue of a cluster: its figure is entered by hand. */
export const targetMetrics = [...recordMetrics, 'byHand'] as const;
export type TargetMetric = (typeof targetMetrics)[number];

const moneyMetrics: readonly TargetMetric[] = [...fundKinds, 'signedAmount', 'contractedForeignCapital'];
/** Whether it is an amount with a currency; else it is a count, or by hand whatever its unit says. */
export const isMoneyMetric = (metric: TargetMetric): boolean => moneyMetrics.includes(metric);
export const isFundMetric = (metric: TargetMetric): metric is FundKind => fundKinds.some((kind) => kind === metric);
/** What deals tell. */
export const dealMetrics = ['signed', 'signedAmount', 'contractedForeignCapital', 'started', 'producing'] as const;
export type DealMetric = (typeof dealMetrics)[number];

/** `total`: so much by the end of the period. `growth`: so many percent more each year than the year before. */
export const targetKinds = ['total', 'growth'] as const;
export type TargetKind = (typeof targetKinds)[number];

/** A yearly target, or one of a five-year plan. */
export const targetSpans = [1, 5] as const;
export type TargetSpan = (typeof targetSpans)[number];

/** A target as it was set. */
export interface TargetFacts {
  metric: TargetMetric;
  kind: TargetKind;
  /** What is to be reached, exact decimal; of growth, percent a year. Null where the plan gives no figure. */
  value: string | null;
  currency: string | null;
  /** Where it starts: of growth, the figure of `baseYear`; by hand, the level before the period. */
  base: string | null;
  baseYear: number | null;
  firstYear: number;
  years: TargetSpan;
  /** By hand: the latest figure, and of which day it is. */
  done: string | null;
  doneOn: string | null;
}

export const lastYearOf = ({ firstYear, years }: Pick<TargetFacts, 'firstYear' | 'years'>): number =>
  firstYear + years - 1;

export interface TargetFlaw {
  path: 'value' | 'currency' | 'base' | 'baseYear' | 'done' | 'doneOn' | 'nameZh' | 'nameEn';
  code:
    | 'required'
    | 'not-money'
    | 'not-whole'
    | 'not-positive'
    | 'by-records'
    | 'base-of-growth'
    | 'not-before'
    | 'same-as-base'
    | 'in-the-future';
}

const isWhole = (text: string) => /^\d+(\.0+)?$/.test(text);

/**
 * What stands against a target as it is entered.
 * @param today where the figures are counted
 */
export function targetFlaws(
  target: TargetFacts & { nameZh: string | null; nameEn: string | null },
  today: string,
): TargetFlaw[] {
  const { metric, kind, value, currency, base, baseYear, firstYear, done, doneOn } = target;
  const flaws: TargetFlaw[] = [];
  const byHand = metric === 'byHand';
  const counted = !byHand && !isMoneyMetric(metric);
  const object = (path: TargetFlaw['path'], code: TargetFlaw['code']) => flaws.push({ path, code });

  // A record metric names itself; a figure by hand has no name but its own.
  if (byHand && !target.nameZh) object('nameZh', 'required');
  if (byHand && !target.nameEn) object('nameEn', 'required');
  if (isMoneyMetric(metric) && !currency) object('currency', 'required');
  if (!isMoneyMetric(metric) && currency) object('currency', 'not-money');

  if (value === null && !byHand) object('value', 'required');
  if (value !== null && compare(decimal(value), nothing) <= 0) object('value', 'not-positive');
  if (value !== null && kind === 'total' && counted && !isWhole(value)) object('value', 'not-whole');

  if (kind === 'growth') {
    if (base !== null && baseYear === null) object('baseYear', 'required');
    if (base === null && baseYear !== null) object('base', 'required');
    if (base !== null && compare(decimal(base), nothing) <= 0) object('base', 'not-positive');
    if (baseYear !== null && baseYear >= firstYear) object('baseYear', 'not-before');
  } else {
    if (baseYear !== null) object('baseYear', 'base-of-growth');
    // What is counted within a period begins at nothing.
    if (base !== null && !byHand) object('base', 'by-records');
    if (base !== null && value !== null && compare(decimal(base), decimal(value)) === 0) object('base', 'same-as-base');
  }

  if (!byHand && (done !== null || doneOn !== null)) object('done', 'by-records');
  else if (done !== null && doneOn === null) object('doneOn', 'required');
  else if (done === null && doneOn !== null) object('done', 'required');
  if (doneOn !== null && doneOn > today) object('doneOn', 'in-the-future');
  return flaws;
}
