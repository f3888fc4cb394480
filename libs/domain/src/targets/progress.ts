import { dayNumber } from '../funnel/step';
import { alike, decimal, type Decimal, fixed, minus, nothing, plus, quotient, times } from '../money/decimal';
import { type Amount, converted, type DatedAmount, type MissingRate, type Rate, sumOf } from '../money/rate';
import { planDay } from '../money/summary';
import { isMoneyMetric, lastYearOf, type TargetFacts } from './target';

/**
 * How a target stands against what is due by now (时序进度). Behind by 10 to 30 points of the whole is yellow, by more than
 * 30 red (PRACTICE: progress behind schedule); below that it keeps pace.
 */
export const targetStandings = ['notBegun', 'reached', 'ahead', 'onPace', 'yellow', 'red', 'missed'] as const;
export type TargetStanding = (typeof targetStandings)[number];

/** Why there is no progress to tell. */
export const progressGaps = ['no-value', 'no-base', 'no-figure', 'rate-missing', 'out-of-reach', 'in-part'] as const;
export type ProgressGap = (typeof progressGaps)[number];

/** What the records tell of a target's period: how many, and for a target in money their dated amounts. */
export interface Achieved {
  count: number;
  amounts: readonly DatedAmount[];
}

/** Points of the whole by which it may be behind before it is yellow, and before it is red. */
export const behindPoints = { yellow: 10, red: 30 } as const;

export interface Progress {
  /** First and last day of the period that is measured; of growth, the year that is asked about. */
  from: string;
  to: string;
  /** Up to which day the figures are. */
  asOf: string;
  /** In which currency `goal`, `done` and what follows from them are told; null for what is no money. */
  currency: string | null;
  goal: string | null;
  done: string | null;
  /** How many records are behind `done`; null by hand. */
  count: number | null;
  /** What should be done by `asOf` if every day did its part. */
  dueByNow: string | null;
  /** Parts in a hundred of the way from the base to the goal: done, and due by now. */
  donePercent: string | null;
  duePercent: string;
  /** `duePercent` less `donePercent`, in points; below nothing it is ahead. */
  behind: string | null;
  /** What is left to do, never below nothing. */
  remaining: string | null;
  /** A month: what it took so far, and what the rest of the period asks for. */
  perMonth: string | null;
  perMonthNeeded: string | null;
  standing: TargetStanding | null;
  why: ProgressGap | null;
  /** Of the records, what has no rate and is not in `done`. */
  unconverted: Amount[];
  missing: MissingRate[];
}

interface At {
  /** Which year is asked about; it lies within the target's period. */
  year: number;
  today: string;
  reporting: string;
  rates: readonly Rate[];
  /** The reader sees a part of the records alone: what is done can be told, but not how the target stands. */
  inPart?: boolean;
}

/** The days that a target is measured over: its whole period, or of a growth the year alone. */
export function periodOf(target: Pick<TargetFacts, 'kind' | 'firstYear' | 'years'>, year: number): [string, string] {
  const [first, last] = target.kind === 'growth' ? [year, year] : [target.firstYear, lastYearOf(target)];
  return [`${first}-01-01`, `${last}-12-31`];
}

/**
 * What is to be reached in the period. A growth is compounded from its base: base × (1 + rate)^(years since).
 * @returns null where the plan gives no figure, or a growth no base
 */
export function goalOf(target: TargetFacts, year: number): Decimal | null {
  if (target.value === null) return null;
  if (target.kind === 'total') return decimal(target.value);
  if (target.base === null || target.baseYear === null) return null;
  const factor = times(plus(decimal('100'), decimal(target.value)), { units: 1n, places: 2 });
  let goal = decimal(target.base);
  for (let passed = target.baseYear; passed < year; passed += 1) goal = times(goal, factor);
  return decimal(fixed(goal, 2));
}

/**
 * Progress of a target in the year asked about, exact in every step and rounded once, where it is told.
 * @param achieved null where the reader may not see the records, and for a figure by hand
 */
export function progressOf(target: TargetFacts, achieved: Achieved | null, at: At): Progress {
  const [from, to] = periodOf(target, at.year);
  const byHand = target.metric === 'byHand';
  const figureOn = byHand && target.doneOn !== null && target.doneOn < at.today ? target.doneOn : at.today;
  const asOf = figureOn < to ? figureOn : to;
  const days = dayNumber(to) - dayNumber(from) + 1;
  const passed = clamp(dayNumber(asOf) - dayNumber(from) + 1, days);
  const goal = goalOf(target, at.year);
  const told: Progress = {
    from,
    to,
    asOf,
    currency: target.currency,
    goal: goal && fixed(goal, placesOf(target)),
    done: null,
    count: achieved?.count ?? null,
    dueByNow: null,
    donePercent: null,
    duePercent: quotient(BigInt(passed) * 100n, BigInt(days), 1),
    behind: null,
    remaining: null,
    perMonth: null,
    perMonthNeeded: null,
    standing: null,
    why: null,
    unconverted: [],
    missing: [],
  };
  if (!byHand && !achieved) return { ...told, why: 'out-of-reach' };
  if (byHand && (target.done === null || !isOfThen(target, from, at)))
    return { ...told, why: goal ? 'no-figure' : gapOf(target) };
  const sides = sidesOf(target, goal, achieved, at);
  const measured = { ...told, ...sides.told, done: fixed(sides.done, placesOf(target)) };
  if (!goal) return { ...measured, why: gapOf(target) };
  if (!sides.goal) return { ...measured, goal: null, why: 'rate-missing' };
  if (at.inPart) return { ...measured, goal: fixed(sides.goal, placesOf(target)), why: 'in-part' };
  // Counted from the day of the figure: what came after a figure by hand is not known, and so is still to come.
  const left = at.today > to ? 0 : clamp(dayNumber(to) - Math.max(dayNumber(asOf), dayNumber(from) - 1), days);
  return {
    ...measured,
    goal: fixed(sides.goal, placesOf(target)),
    ...paces(
      target,
      { ...sides, goal: sides.goal },
      { days, passed, left, begun: at.today >= from, isOver: at.today > to },
    ),
  };
}

/** Whether a figure by hand tells of the period as it is looked at: a later one was not known then, and of a growth each year has its own. */
const isOfThen = ({ kind, doneOn }: TargetFacts, from: string, { year, today }: At) =>
  doneOn !== null && doneOn >= from && doneOn <= today && (kind !== 'growth' || Number(doneOn.slice(0, 4)) === year);

const gapOf = ({ value }: TargetFacts): ProgressGap => (value === null ? 'no-value' : 'no-base');

const clamp = (days: number, most: number) => Math.min(Math.max(days, 0), most);

/** Counts are whole; everything else has two places. */
const placesOf = ({ metric, kind }: TargetFacts) =>
  kind === 'total' && metric !== 'byHand' && !isMoneyMetric(metric) ? 0 : 2;

/**
 * What is done and what is to be done, in one unit: the target's own currency where every amount is in it, else both in the
 * reporting currency, each amount at the rate of its day and the goal at that of its period's last day or of today.
 */
function sidesOf(target: TargetFacts, goal: Decimal | null, achieved: Achieved | null, at: At) {
  const nowhere = { unconverted: [], missing: [] };
  if (!achieved) return { done: decimal(target.done ?? '0'), goal, told: { ...nowhere, currency: target.currency } };
  if (!isMoneyMetric(target.metric))
    return { done: decimal(String(achieved.count)), goal, told: { ...nowhere, currency: null } };
  const { currency } = target;
  const sum = sumOf(achieved.amounts, at.rates, at.reporting);
  if (currency && achieved.amounts.every((each) => each.currency === currency))
    return { done: decimal(sum.original[0]?.amount ?? '0'), goal, told: { ...nowhere, currency } };
  const on = planDay(Number(periodOf(target, at.year)[1].slice(0, 4)), at.today);
  const worth =
    goal && converted({ amount: fixed(goal, 2), currency: currency ?? at.reporting, on }, at.rates, at.reporting);
  const missing = goal && !worth ? [...sum.missing, { currency: currency ?? at.reporting, on }] : sum.missing;
  return {
    done: decimal(sum.converted),
    goal: worth,
    told: { unconverted: sum.unconverted, missing, currency: at.reporting },
  };
}

interface Days {
  days: number;
  passed: number;
  /** Days of the period behind that of the figure; none when it is over. */
  left: number;
  begun: boolean;
  /** Its last day has passed; on that day itself it can still be reached. */
  isOver: boolean;
}

function paces(
  target: TargetFacts,
  sides: { done: Decimal; goal: Decimal },
  { days, passed, left, begun, isOver }: Days,
) {
  const base = target.kind === 'total' && target.base !== null ? decimal(target.base) : nothing;
  const whole = minus(sides.goal, base);
  const way = minus(sides.done, base);
  // A target may lie below its base, as a ratio that is to fall: then the way leads down.
  const [far, gone] = alike(whole, way);
  const down = far < 0n;
  const [distance, walked] = down ? [-far, -gone] : [far, gone];
  const isReached = walked >= distance;
  const places = placesOf(target);
  const unit = 10n ** BigInt(Math.max(whole.places, way.places));
  const perDay = { n: BigInt(days), months: BigInt(12 * (target.kind === 'growth' ? 1 : target.years)) };
  // Behind as a fraction of the whole: due less done.
  const behind = { n: BigInt(passed) * distance - walked * BigInt(days), d: BigInt(days) * distance };
  const dueUnits = quotient(distance * BigInt(passed), BigInt(days) * unit, Math.max(places, 1));
  const due = plus(base, down ? minus(nothing, decimal(dueUnits)) : decimal(dueUnits));
  const restUnits = isReached ? 0n : distance - walked;
  return {
    dueByNow: fixed(due, Math.max(places, 1)),
    donePercent: percentOf(walked, distance),
    behind: quotient(behind.n * 100n, behind.d, 1),
    remaining: quotient(restUnits, unit, places),
    perMonth:
      passed > 0 ? quotient(walked * perDay.n, BigInt(passed) * perDay.months * unit, Math.max(places, 1)) : null,
    perMonthNeeded:
      left > 0 ? quotient(restUnits * perDay.n, BigInt(left) * perDay.months * unit, Math.max(places, 1)) : null,
    standing: standingOf(behind, { isReached, begun, isOver }),
  };
}

/** Nothing short of the goal is told as the whole of it. */
function percentOf(walked: bigint, distance: bigint): string {
  const percent = quotient(walked * 100n, distance, 1);
  return walked < distance && percent === '100.0' ? '99.9' : percent;
}

function standingOf(
  { n, d }: { n: bigint; d: bigint },
  { isReached, begun, isOver }: { isReached: boolean; begun: boolean; isOver: boolean },
): TargetStanding {
  if (isReached) return 'reached';
  if (!begun) return 'notBegun';
  if (isOver) return 'missed';
  if (n < 0n) return 'ahead';
  if (n * 100n > BigInt(behindPoints.red) * d) return 'red';
  return n * 100n >= BigInt(behindPoints.yellow) * d ? 'yellow' : 'onPace';
}
