import { may } from '../access/permissions';
import {
  type CodedColumn,
  type FunnelColumns,
  footingOf,
  packDay,
  stepCount,
  stepOf,
  tiersOfSet,
  unpackDay,
  unpackSum,
} from './columns';
import { quantiles } from './quantile';
import type { FunnelFigure, FunnelKnowledge, FunnelPart, FunnelQuestion } from './question';
import { firstDealStep, type FunnelStep, funnelSteps, monthOfDay, nameOfMonth } from './step';

/** The figures of one step. Money is in hundredths, by currency. */
export interface StepFigures {
  step: FunnelStep;
  /** Leads, by what they are counted as. */
  counts: Record<FunnelPart, number>;
  /** Deals that came of the leads that reached it; none before the step at which deals begin. */
  deals: number;
  amounts: ReadonlyMap<string, bigint>;
  /** Of the leads that reached the step before, how many reached this one; for the first step its own. */
  fromPrevious: number;
  /** Days from the step before, of those that took both steps; in a snapshot, days at the step. Null for none. */
  medianDays: number | null;
  p90Days: number | null;
  lostReasons: ReadonlyMap<string, number>;
}
export interface GroupFigures {
  /** Value of the dimension; null for leads without one. */
  key: string | null;
  steps: StepFigures[];
}
export interface FunnelAnswer {
  total: GroupFigures;
  groups: GroupFigures[];
}

type Test = (row: number) => boolean;

/** Whether a value's number is among those asked for. */
function allowed(codes: { values: readonly (string | null)[] }, fits: (value: string | null) => boolean): Uint8Array {
  return Uint8Array.from(codes.values, (value) => Number(fits(value)));
}

/** What a row must pass: within reach, in the period's filters, found by the search. */
function testsOf(table: FunnelColumns, question: FunnelQuestion, { chainOfNode }: FunnelKnowledge): Test[] {
  const { filters, among, actor } = question;
  const tests: Test[] = [];
  const { alive, pooled } = table.data;
  tests.push((row) => alive[row] === 1);
  const coded = (column: CodedColumn, fits: (value: string | null) => boolean) => {
    const passes = allowed(table.codes[column], fits);
    const values = table.column(column);
    tests.push((row) => passes[values[row] as number] === 1);
  };
  for (const name of [
    'cluster',
    'park',
    'region',
    'chainGap',
    'chainNode',
    'channel',
    'anchor',
    'department',
    'owner',
  ] as const) {
    const wanted = filters[name];
    if (wanted) coded(name, (value) => value !== null && wanted.includes(value));
  }
  const { chain, tier } = filters;
  if (chain) coded('chainNode', (value) => value !== null && chain.includes(chainOfNode.get(value) ?? ''));
  if (tier) coded('tierSet', (value) => tiersOfSet(value).some((each) => tier.includes(each)));
  if (among) {
    const rows = new Set(among.map((id) => table.rowOf(id)));
    tests.push((row) => rows.has(row));
  }
  tests.push(reachTest(table, actor, pooled));
  return tests;
}

/** As lists are scoped: by owner and department; what is confidential is its named people's alone. */
function reachTest(table: FunnelColumns, actor: FunnelQuestion['actor'], pooled: Uint8Array): Test {
  const [owners, departments] = [table.column('owner'), table.column('department')];
  const everything = may(actor, 'lead.read', { ownerId: null, departmentId: null });
  const departmental = allowed(table.codes.department, (departmentId) =>
    may(actor, 'lead.read', { ownerId: null, departmentId }),
  );
  const mine = table.codes.owner.find(
    may(actor, 'lead.read', { ownerId: actor.id, departmentId: null }) ? actor.id : '',
  );
  return (row) => {
    const named = table.named.get(row);
    if (named) return named.has(actor.id);
    if (everything || departmental[departments[row] as number] === 1) return true;
    // What lies in the pool is nobody's.
    return mine !== 0 && owners[row] === mine && pooled[row] === 0;
  };
}

/** The groups of a row, by number; of one with several tiers, several. */
interface Grouping {
  keys: (string | null)[];
  of: (row: number, step: number) => readonly number[];
}

function groupingOf(
  table: FunnelColumns,
  { groupBy, view }: FunnelQuestion,
  { chainOfNode }: FunnelKnowledge,
): Grouping {
  const keys: (string | null)[] = [];
  const numbers = new Map<string | null, number>();
  const numberOf = (key: string | null) => {
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, keys.length);
    return keys.push(key) - 1;
  };
  const byValue = (column: CodedColumn, keysOf: (value: string | null) => readonly (string | null)[]): Grouping => {
    const values = table.column(column);
    const groups = table.codes[column].values.map((value) => keysOf(value).map(numberOf));
    return { keys, of: (row) => groups[values[row] as number] as number[] };
  };
  if (groupBy === null) return { keys, of: () => [] };
  if (groupBy === 'month') {
    const { created, reached } = table.data;
    const ofMonth = new Map<number, readonly number[]>();
    const group = (packed: number) => {
      const known = ofMonth.get(packed);
      if (known) return known;
      const made = [numberOf(nameOfMonth(monthOfDay(unpackDay(packed))))];
      ofMonth.set(packed, made);
      return made;
    };
    return {
      keys,
      of: (row, step) => group((view === 'entered' ? reached[row * stepCount + step] : created[row]) as number),
    };
  }
  if (groupBy === 'tier') return byValue('tierSet', (set) => (set === null ? [null] : tiersOfSet(set)));
  if (groupBy === 'chain')
    return byValue('chainNode', (node) => [node === null ? null : (chainOfNode.get(node) ?? null)]);
  return byValue(groupBy, (value) => [value]);
}

/** Where leads stand, as packed in the columns. */
const [open, onHold, lost] = [0, 1, 2] as const;

/**
 * Reads one row at a time, the same way for sums and for lists. What it found stands in its fields until the next, so that
 * a million rows make no million objects.
 */
class Reader {
  /** Steps that the row counts as having reached, a bit for each. */
  reached = 0;
  /** Where it stands at the end of the last day that is looked at, and for how many days. */
  step = 0;
  footing = 0;
  reason = 0;
  stands = 0;
  /** Its time has not run out. */
  undecided = false;
  overdue = false;
  /** The last day that is looked at. */
  limit = 0;

  private readonly data;
  private readonly from: number;
  private readonly to: number;
  private readonly asOf: number;
  private readonly norms: Float64Array;

  constructor(
    table: FunnelColumns,
    private readonly question: FunnelQuestion,
    { norms }: FunnelKnowledge,
  ) {
    this.data = table.data;
    this.from = packDay(question.from);
    this.to = packDay(question.to);
    this.asOf = packDay(question.view === 'snapshot' ? Math.min(question.to, question.asOf) : question.asOf);
    this.norms = Float64Array.from(funnelSteps, (step) => norms[step] ?? Infinity);
  }

  /** @returns whether the row has anything to do with the question */
  read(row: number): boolean {
    this.limit = this.asOf;
    this.undecided = true;
    switch (this.question.view) {
      case 'cohort':
        return this.isOfCohort(row) && this.stand(row) && this.take(row, 0, this.limit);
      case 'entered':
        return this.take(row, this.from, Math.min(this.to, this.limit)) && this.stand(row);
      case 'snapshot':
        if (!this.stand(row)) return false;
        this.reached = this.footing === open ? 1 << this.step : 0;
        return true;
    }
  }

  private isOfCohort(row: number): boolean {
    const { within } = this.question;
    const createdOn = this.data.created[row] as number;
    if (createdOn < this.from || createdOn > this.to || createdOn > this.asOf) return false;
    if (within !== null) {
      this.undecided = createdOn + within > this.asOf;
      this.limit = Math.min(this.asOf, createdOn + within);
    }
    return true;
  }

  /** Takes the steps that were first reached between two days. */
  private take(row: number, from: number, to: number): boolean {
    const { reached } = this.data;
    let mask = 0;
    for (let step = 0; step < stepCount; step += 1) {
      const on = reached[row * stepCount + step] as number;
      // Behind a step that was never reached lies none that was.
      if (on === 0) break;
      if (on >= from && on <= to) mask |= 1 << step;
    }
    this.reached = mask;
    return mask !== 0;
  }

  private stand(row: number): boolean {
    const { pathStart, pathLength, pathDay, pathPlace, pathReason } = this.data;
    const start = pathStart[row] as number;
    let at = start + (pathLength[row] as number) - 1;
    while (at >= start && (pathDay[at] as number) > this.limit) at -= 1;
    if (at < start) return false;
    const packed = pathPlace[at] as number;
    this.step = stepOf(packed);
    this.footing = footingOf(packed);
    this.reason = pathReason[at] as number;
    this.stands = this.limit - (pathDay[at] as number);
    this.overdue = this.footing === open && this.stands > (this.norms[this.step] as number);
    return true;
  }

  /** Days from the step before; -1 where either was skipped, and for the first. In a snapshot, days at the step. */
  daysTo(row: number, step: number): number {
    if (this.question.view === 'snapshot') return this.stands;
    const { entered, reached } = this.data;
    const both = 3 << (step - 1);
    if (step === 0 || ((entered[row] as number) & both) !== both) return -1;
    return Math.max(0, (reached[row * stepCount + step] as number) - (reached[row * stepCount + step - 1] as number));
  }

  /** Whether it went on to the step after this one by the last day that is looked at. */
  wentOn(row: number, step: number): boolean {
    if (step === stepCount - 1) return false;
    const on = this.data.reached[row * stepCount + step + 1] as number;
    return on !== 0 && on <= this.limit;
  }

  /** Who is beside the road in a snapshot is told at the step that was left; else only who reached a step is. */
  get countsWhereItStands(): boolean {
    return this.question.view === 'snapshot' || ((this.reached >> this.step) & 1) === 1;
  }

  /** Whether the row counts as this part of a step. */
  is(part: FunnelPart, step: number): boolean {
    const reached = (this.reached >> step) & 1;
    if (part === 'reached') return reached === 1;
    if (part === 'movedBack') return reached === 1 && this.step < step;
    if (this.step !== step || !this.countsWhereItStands) return false;
    switch (part) {
      case 'open':
        return this.footing === open;
      case 'undecided':
        return this.footing === open && this.undecided;
      case 'overdue':
        return this.overdue;
      case 'onHold':
        return this.footing === onHold;
      case 'lost':
        return this.footing === lost;
    }
  }
}

const parts = {
  reached: 0,
  open: 1,
  undecided: 2,
  onHold: 3,
  lost: 4,
  movedBack: 5,
  overdue: 6,
} as const satisfies Record<FunnelPart, number>;
const partCount = Object.keys(parts).length;

/** Days that are collected for a quantile. */
class Days {
  private data = new Uint16Array(64);
  private length = 0;

  add(days: number): void {
    if (this.length === this.data.length) {
      const larger = new Uint16Array(this.length * 2);
      larger.set(this.data);
      this.data = larger;
    }
    this.data[this.length] = days;
    this.length += 1;
  }

  get values(): Uint16Array {
    return this.data.subarray(0, this.length);
  }
}

/** The sums of one group. */
class Sums {
  readonly counts = new Float64Array(stepCount * partCount);
  readonly wentOn = new Float64Array(stepCount);
  readonly deals = new Float64Array(stepCount);
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly days: (Days | undefined)[] = [];
  readonly lost = new Map<number, number>();

  constructor(private readonly currencies: number) {
    this.high = new Float64Array(stepCount * currencies);
    this.low = new Float64Array(stepCount * currencies);
  }

  count(step: number, part: FunnelPart): void {
    (this.counts[step * partCount + parts[part]] as number) += 1;
  }

  countDays(step: number, days: number): void {
    (this.days[step] ??= new Days()).add(days);
  }

  add(step: number, currency: number, high: number, low: number): void {
    const at = step * this.currencies + currency;
    (this.high[at] as number) += high;
    (this.low[at] as number) += low;
  }

  countLost(step: number, reason: number): void {
    const key = reason * stepCount + step;
    this.lost.set(key, (this.lost.get(key) ?? 0) + 1);
  }
}

/** Answers a question by one pass over all leads. */
export function answer(table: FunnelColumns, question: FunnelQuestion, knowledge: FunnelKnowledge): FunnelAnswer {
  const tests = testsOf(table, question, knowledge);
  const grouping = groupingOf(table, question, knowledge);
  const reader = new Reader(table, question, knowledge);
  const currencies = table.currencies.values.length;
  const total = new Sums(currencies);
  const groups: (Sums | undefined)[] = [];
  const groupOf = (number: number) => (groups[number] ??= new Sums(currencies));
  rows: for (let row = 0; row < table.size; row += 1) {
    for (const test of tests) if (!test(row)) continue rows;
    if (!reader.read(row)) continue;
    for (let mask = reader.reached; mask !== 0; mask &= mask - 1) {
      const step = 31 - Math.clz32(mask & -mask);
      reach(total, table, reader, row, step);
      for (const number of grouping.of(row, step)) reach(groupOf(number), table, reader, row, step);
    }
    const { step } = reader;
    if (!reader.countsWhereItStands) continue;
    stand(total, reader, step);
    for (const number of grouping.of(row, step)) stand(groupOf(number), reader, step);
  }
  const figures = (sums: Sums) => figuresOf(table, question, sums);
  return {
    total: { key: null, steps: figures(total) },
    groups: grouping.keys.flatMap((key, number) => {
      const sums = groups[number];
      return sums ? [{ key, steps: figures(sums) }] : [];
    }),
  };
}

/** Counts a row at a step that it reached. */
function reach(sums: Sums, { data }: FunnelColumns, reader: Reader, row: number, step: number): void {
  sums.count(step, 'reached');
  if (reader.step < step) sums.count(step, 'movedBack');
  if (reader.wentOn(row, step)) (sums.wentOn[step] as number) += 1;
  const days = reader.daysTo(row, step);
  if (days >= 0) sums.countDays(step, days);
  if (step < firstDealStep)
    return sums.add(
      step,
      data.estimateCurrency[row] as number,
      data.estimateHigh[row] as number,
      data.estimateLow[row] as number,
    );
  const first = data.dealStart[row] as number;
  for (let deal = first; deal < first + (data.dealCount[row] as number); deal += 1) {
    const on = data.dealReached[deal * stepCount + step] as number;
    if (on === 0 || on > reader.limit) continue;
    (sums.deals[step] as number) += 1;
    sums.add(step, data.dealCurrency[deal] as number, data.dealHigh[deal] as number, data.dealLow[deal] as number);
  }
}

/** Counts a row where it stands. */
function stand(sums: Sums, reader: Reader, step: number): void {
  for (const part of ['open', 'undecided', 'onHold', 'lost', 'overdue'] as const)
    if (reader.is(part, step)) sums.count(step, part);
  if (reader.is('lost', step)) sums.countLost(step, reader.reason);
}

function figuresOf(table: FunnelColumns, { view }: FunnelQuestion, sums: Sums): StepFigures[] {
  const currencies = table.currencies.values;
  return funnelSteps.map((step, index) => {
    const [medianDays = null, p90Days = null] = quantiles(sums.days[index]?.values ?? new Uint16Array(), [0.5, 0.9]);
    const counts = Object.fromEntries(
      Object.entries(parts).map(([part, number]) => [part, sums.counts[index * partCount + number] ?? 0]),
    ) as Record<FunnelPart, number>;
    return {
      step,
      counts,
      deals: sums.deals[index] ?? 0,
      amounts: new Map(
        currencies.flatMap((currency, number) => {
          const at = index * currencies.length + number;
          const sum = unpackSum(sums.high[at] ?? 0, sums.low[at] ?? 0);
          return currency === null || sum === 0n ? [] : [[currency, sum] as const];
        }),
      ),
      fromPrevious: view === 'snapshot' || index === 0 ? counts.reached : (sums.wentOn[index - 1] ?? 0),
      medianDays,
      p90Days,
      lostReasons: new Map(
        [...sums.lost].flatMap(([key, count]) =>
          key % stepCount === index ? [[table.reasons.values[Math.floor(key / stepCount)] ?? '', count] as const] : [],
        ),
      ),
    };
  });
}

/** The leads behind a figure of the same question, newest first. */
export function leadsBehind(
  table: FunnelColumns,
  question: FunnelQuestion,
  knowledge: FunnelKnowledge,
  { step: name, part, group, reason }: FunnelFigure,
): string[] {
  const step = funnelSteps.indexOf(name);
  const tests = testsOf(table, question, knowledge);
  const grouping = groupingOf(table, question, knowledge);
  const reader = new Reader(table, question, knowledge);
  const ids: string[] = [];
  rows: for (let row = 0; row < table.size; row += 1) {
    for (const test of tests) if (!test(row)) continue rows;
    if (!reader.read(row) || !reader.is(part, step)) continue;
    if (reason !== undefined && table.reasons.values[reader.reason] !== reason) continue;
    if (group !== undefined && !grouping.of(row, step).some((number) => grouping.keys[number] === group)) continue;
    ids.push(table.ids[row] as string);
  }
  return ids.sort((a, b) => (a < b ? 1 : -1));
}
