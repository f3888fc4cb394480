import { type FunnelStep, funnelSteps } from '../funnel/step';
import { compare, decimal, type Decimal, fixed, nothing, percent, plus } from '../money/decimal';
import type { Amount } from '../money/rate';
import {
  type FigureCode,
  isOfMoney,
  kindOfFigure,
  type KpiEntry,
  type KpiKind,
  type KpiRecord,
  type KpiSide,
  kpiSides,
  type Worth,
} from './kpi';
import { convertedWorth } from './worth';

/** One side of a figure: how many records, and what they are worth where money is told of them. */
export interface SideFigures {
  count: number;
  /** In the reporting currency, rounded once; null where no money is told. */
  amount: string | null;
  /** What no rate is known for, which is not in `amount`. */
  unconverted: Amount[];
}

/** Leads lost at a step for a reason, with the days that they had taken. */
export interface LossFigures extends SideFigures {
  step: FunnelStep;
  reason: string;
  days: number;
}

export interface KpiFigures {
  code: FigureCode;
  kind: KpiKind;
  /** Exact decimal text: a number, an amount, per cent, days or hours; null where there is nothing to tell. */
  value: string | null;
  /** Days or hours below which nine of ten lie. */
  p90: string | null;
  sides: Record<KpiSide, SideFigures>;
  /** Of the leads lost, the largest first. */
  losses: LossFigures[];
}

/** What many records count for in a side of a figure, added up. */
export interface KpiMany {
  count: number;
  /** How often each value occurred. */
  values?: ReadonlyMap<number, number> | undefined;
  /** The sum of the values of leads lost. */
  days?: number;
  money?: readonly Worth[] | undefined;
  step?: FunnelStep;
  reason?: string;
}

/**
 * Whether it is too early to tell a rate: more than half of what it is of is still undecided, and as a number it would read as
 * failure. Its two sides are told all the same.
 */
export const isTooEarly = ({
  kind,
  undecided,
  denominator,
}: {
  kind: KpiKind;
  undecided: Pick<SideFigures, 'count'>;
  denominator: Pick<SideFigures, 'count'>;
}): boolean => kind === 'rate' && undecided.count * 2 > denominator.count;

/** Adds up one side. */
class SideSum {
  count = 0;
  private money = false;
  private total: Decimal = nothing;
  private readonly rest = new Map<string, Decimal>();
  /** How often each value occurred: as many of them as there are different ones, however many records. */
  readonly values = new Map<number, number>();

  /** The sum of all values. */
  whole = 0;

  add({ count, values, days = 0, money }: KpiMany): void {
    this.count += count;
    this.whole += days;
    for (const [value, times] of values ?? []) this.values.set(value, (this.values.get(value) ?? 0) + times);
    for (const worth of money ?? []) this.addWorth(worth);
    this.money ||= money !== undefined;
  }

  private addWorth(worth: Worth): void {
    const converted = convertedWorth(worth);
    if (converted) this.total = plus(this.total, converted);
    else this.rest.set(worth.currency, plus(this.rest.get(worth.currency) ?? nothing, decimal(worth.amount)));
  }

  get exact(): Decimal {
    return this.total;
  }

  figures(): SideFigures {
    return {
      count: this.count,
      amount: this.money ? fixed(this.total, 2) : null,
      unconverted: [...this.rest]
        .filter(([, sum]) => compare(sum, nothing) !== 0)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([currency, sum]) => ({ amount: fixed(sum, 2), currency })),
    };
  }
}

/** The value at or below which this share of all lies, by the nearest rank: always one that occurred. */
function rankOf(values: ReadonlyMap<number, number>, share: number): number | null {
  const total = [...values.values()].reduce((sum, times) => sum + times, 0);
  let left = Math.max(1, Math.ceil(total * share));
  for (const [value, times] of [...values].sort(([a], [b]) => a - b)) {
    left -= times;
    if (left <= 0) return value;
  }
  return null;
}

/** Minutes as hours with one place. */
const hours = (minutes: number) => fixed({ units: BigInt(Math.round(minutes / 6)), places: 1 }, 1);

/** Adds up what records count for, as they come: it keeps sums, and none of the records. */
export class KpiSums {
  private readonly sums: ReadonlyMap<FigureCode, Record<KpiSide, SideSum>>;
  private readonly losses = new Map<string, { step: FunnelStep; reason: string; sum: SideSum }>();

  constructor(codes: readonly FigureCode[]) {
    this.sums = new Map(
      codes.map((code) => [
        code,
        Object.fromEntries(kpiSides.map((side) => [side, new SideSum()])) as Record<KpiSide, SideSum>,
      ]),
    );
  }

  add(records: Iterable<KpiRecord>): this {
    for (const { entries } of records) for (const entry of entries) this.addEntry(entry);
    return this;
  }

  private addEntry({ figure, side, value, ...rest }: KpiEntry): void {
    this.addMany(figure, side, {
      count: 1,
      ...rest,
      ...(value !== undefined && { values: new Map([[value, 1]]), days: value }),
    });
  }

  /** Adds what many records count for together. */
  addMany(figure: FigureCode, side: KpiSide, many: KpiMany): void {
    const sides = this.sums.get(figure);
    if (!sides || many.count === 0) return;
    sides[side].add(many);
    if (many.step === undefined) return;
    const { step, reason = '' } = many;
    const key = `${step} ${reason}`;
    const loss = this.losses.get(key) ?? { step, reason, sum: new SideSum() };
    loss.sum.add(many);
    this.losses.set(key, loss);
  }

  /** Figure by figure in the order of the codes; each is there, also when it counts nothing. */
  figures(): KpiFigures[] {
    return [...this.sums].map(([code, sides]) => ({
      code,
      kind: kindOfFigure(code),
      ...valuesOf(code, sides),
      sides: Object.fromEntries(kpiSides.map((side) => [side, sides[side].figures()])) as Record<KpiSide, SideFigures>,
      losses: code === 'lostLeads' ? lossesOf([...this.losses.values()]) : [],
    }));
  }
}

const lossesOf = (losses: readonly { step: FunnelStep; reason: string; sum: SideSum }[]): LossFigures[] =>
  losses
    .map(({ step, reason, sum }) => ({
      step,
      reason,
      days: sum.whole,
      ...sum.figures(),
    }))
    .sort(
      (a, b) =>
        b.count - a.count ||
        funnelSteps.indexOf(a.step) - funnelSteps.indexOf(b.step) ||
        (a.reason < b.reason ? -1 : 1),
    );

function valuesOf(
  code: FigureCode,
  { numerator, denominator }: Record<KpiSide, SideSum>,
): Pick<KpiFigures, 'value' | 'p90'> {
  const whole = ({ count }: SideSum) => decimal(String(count));
  switch (kindOfFigure(code)) {
    case 'count':
      return { value: String(numerator.count), p90: null };
    case 'money':
      return { value: fixed(numerator.exact, 2), p90: null };
    case 'rate':
      return {
        value: isOfMoney(code)
          ? percent(numerator.exact, denominator.exact)
          : percent(whole(numerator), whole(denominator)),
        p90: null,
      };
    case 'days': {
      const [median, p90] = [0.5, 0.9].map((share) => rankOf(numerator.values, share));
      return { value: median === null ? null : String(median), p90: p90 === null ? null : String(p90) };
    }
    case 'hours': {
      const [median = null, p90 = null] = [0.5, 0.9].map((share) => rankOf(numerator.values, share));
      return { value: median === null ? null : hours(median), p90: p90 === null ? null : hours(p90) };
    }
  }
}

/** Which records are asked for: those of one side of a figure; of leads lost, at one step or for one reason alone. */
export interface KpiPart {
  figure: FigureCode;
  side: KpiSide;
  step?: FunnelStep | undefined;
  reason?: string | undefined;
}

/** The share of a record in a part of a figure; undefined for one that does not count there. */
export const entryIn = ({ entries }: KpiRecord, { figure, side, step, reason }: KpiPart): KpiEntry | undefined =>
  entries.find(
    (entry) =>
      entry.figure === figure &&
      entry.side === side &&
      (step === undefined || entry.step === step) &&
      (reason === undefined || entry.reason === reason),
  );

/** Those of the records that are behind a part of a figure: of all together as many as the figure says. */
export const recordsBehind = (records: readonly KpiRecord[], part: KpiPart): KpiRecord[] =>
  records.filter((record) => entryIn(record, part) !== undefined);
