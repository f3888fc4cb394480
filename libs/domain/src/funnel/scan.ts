import { type FunnelColumns, stepCount, unpackDay, unpackSum } from './columns';
import { groupingOf } from './group';
import { quantiles } from './quantile';
import type { FunnelFigure, FunnelKnowledge, FunnelPart, FunnelQuestion } from './question';
import { lost, onHold, open, Reader } from './reader';
import { select } from './select';
import { dateOfDay, firstDealStep, type FunnelStep, funnelSteps } from './step';
import { Sums } from './sums';
import { type Footing, footings } from './track';

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

/** Answers a question by one pass over the leads that it is about. */
export function answer(table: FunnelColumns, question: FunnelQuestion, knowledge: FunnelKnowledge): FunnelAnswer {
  const { data } = table;
  const rows = select(table, question, knowledge);
  const grouping = groupingOf(table, question, knowledge);
  const reader = new Reader(table, question, knowledge);
  const newSums = () => new Sums(table.currencies.values.length);
  const all = newSums();
  const groups: (Sums | undefined)[] = [];
  const groupOf = (number: number) => (groups[number] ??= newSums());
  // Where no lead is in two groups, the whole is their sum and need not be counted by itself.
  const whole = !grouping || grouping.overlapping;
  for (const row of rows) {
    if (!reader.read(row)) continue;
    const { reached, step } = reader;
    const stands = reader.countsWhereItStands;
    if (whole) {
      all.reach(data, reader, row, reached);
      if (stands) all.stand(reader);
    }
    if (!grouping) continue;
    if (grouping.stepwise)
      for (let rest = reached; rest !== 0; rest &= rest - 1) {
        const bit = rest & -rest;
        for (const number of grouping.of(row, 31 - Math.clz32(bit))) groupOf(number).reach(data, reader, row, bit);
      }
    else for (const number of grouping.of(row, step)) groupOf(number).reach(data, reader, row, reached);
    if (stands) for (const number of grouping.of(row, step)) groupOf(number).stand(reader);
  }
  if (!whole) for (const sums of groups) if (sums) all.add(sums);
  const figures = (sums: Sums) => figuresOf(table, question, sums);
  return {
    total: { key: null, steps: figures(all) },
    groups: (grouping?.keys ?? []).flatMap((key, number) => {
      const sums = groups[number];
      return sums ? [{ key, steps: figures(sums) }] : [];
    }),
  };
}

function figuresOf(table: FunnelColumns, { view }: FunnelQuestion, sums: Sums): StepFigures[] {
  return funnelSteps.map((step, index) => {
    const [medianDays = null, p90Days = null] = quantiles(sums.daysAt(index), [0.5, 0.9]);
    const reached = sums.reached(index);
    const stand = (footing: number) => sums.standing(index, footing);
    const [isOpen, isOnHold, isLost] = [stand(open), stand(onHold), stand(lost)];
    const [undecided, movedBack] = [sums.undecided[index] ?? 0, sums.movedBack[index] ?? 0];
    const entered = view === 'entered';
    // Of a cohort, whoever reached a step is one of those that reached the one before.
    const onwards = index === stepCount - 1 || view === 'snapshot' ? 0 : sums.reached(index + 1);
    return {
      step,
      counts: {
        reached,
        open: isOpen,
        undecided,
        late: isOpen - undecided,
        onHold: isOnHold,
        lost: isLost,
        // Whoever reached a step stands there, before it, or behind it.
        beyond: view === 'snapshot' ? 0 : reached - isOpen - isOnHold - isLost - movedBack,
        movedBack,
        wentOn: entered ? (sums.wentOn[index] ?? 0) : onwards,
        timed: sums.daysAt(index).reduce((sum, { length }) => sum + length, 0),
        overdue: sums.overdue[index] ?? 0,
      },
      deals: sums.deals[index] ?? 0,
      amounts: new Map(
        table.currencies.values.flatMap((currency, number) => {
          const sum = unpackSum(...sums.money(index, number));
          return currency === null || sum === 0n ? [] : [[currency, sum] as const];
        }),
      ),
      fromPrevious: entered && index > 0 ? (sums.wentOn[index - 1] ?? 0) : reached,
      medianDays,
      p90Days,
      lostReasons: new Map(sums.lostAt(index).map(([reason, count]) => [table.reasons.values[reason] ?? '', count])),
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
  const grouping = groupingOf(table, question, knowledge);
  const reader = new Reader(table, question, knowledge);
  const inGroup = (row: number) =>
    group === undefined || grouping?.of(row, step).some((number) => grouping.keys[number] === group);
  const ids: string[] = [];
  for (const row of select(table, question, knowledge))
    if (
      reader.read(row) &&
      reader.is(row, part, step) &&
      (reason === undefined || table.reasons.values[reader.reason] === reason) &&
      inGroup(row)
    )
      ids.push(table.ids[row] as string);
  return ids.sort((a, b) => (a < b ? 1 : -1));
}

/**
 * Where one lead of a question stands by the last day that is looked at; its id must be one that the question reaches.
 * `deals` tells of each of its deals, in their order, whether it counts at the step.
 */
export function placeOfLead(
  table: FunnelColumns,
  id: string,
  question: FunnelQuestion,
  step: FunnelStep,
): { step: FunnelStep; footing: Footing; days: number; reachedOn: string | null; deals: boolean[] } {
  const row = table.rowOf(id) ?? 0;
  const [{ data }, at] = [table, funnelSteps.indexOf(step)];
  const reader = new Reader(table, question, { chainOfNode: new Map(), norms: {} });
  reader.read(row);
  const on = data.reached[row * stepCount + at] ?? 0;
  const first = data.dealStart[row] ?? 0;
  return {
    step: funnelSteps[reader.step] ?? 'created',
    footing: footings[reader.footing] ?? 'open',
    days: reader.stands,
    reachedOn: on === 0 ? null : dateOfDay(unpackDay(on)),
    deals: Array.from({ length: data.dealCount[row] ?? 0 }, (_, index) => {
      const dealOn = data.dealReached[(first + index) * stepCount + at] ?? 0;
      return at >= firstDealStep && dealOn !== 0 && dealOn <= reader.limit;
    }),
  };
}
