import { type FunnelColumns } from './columns';
import { unpackDay } from './pack';
import { allSlots, groupingOf, isIn } from './group';
import type { FunnelFigure, FunnelKnowledge, FunnelPart, FunnelQuestion } from './question';
import { Counted } from './count';
import { hasReached, standsThere } from './deal';
import { Reader } from './reader';
import { select } from './select';
import { dateOfDay, type FunnelStep, funnelSteps, stepCount } from './step';
import type { Tally } from './tally';
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
  return answerOf(question, new Counted(table, question, knowledge, select(table, question, knowledge)));
}

/** What was counted for a question, in figures. */
export function answerOf(question: FunnelQuestion, { grouping, tally }: Counted): FunnelAnswer {
  const figures = (slots: readonly number[]) => figuresOf(question, tally, slots);
  return {
    total: { key: null, steps: figures(allSlots(grouping)) },
    groups: grouping.groups.flatMap(({ key, slots }) => (tally.isEmpty(slots) ? [] : [{ key, steps: figures(slots) }])),
  };
}

function figuresOf({ view }: FunnelQuestion, tally: Tally, slots: readonly number[]): StepFigures[] {
  const steps = funnelSteps.map((_, step) => tally.at(step, slots));
  return steps.map((each, index): StepFigures => {
    const { reached, open, undecided, onHold, lost, movedBack, overdue, timed } = each;
    const { deals, amounts, medianDays, p90Days, lostReasons } = each;
    // Of a cohort, whoever reached a step is one of those that reached the one before.
    const onwards = view === 'snapshot' ? 0 : (steps[index + 1]?.reached ?? 0);
    return {
      step: funnelSteps[index] as FunnelStep,
      counts: {
        reached,
        open,
        undecided,
        late: open - undecided,
        onHold,
        lost,
        // Whoever reached a step stands there, before it, or behind it.
        beyond: view === 'snapshot' ? 0 : reached - open - onHold - lost - movedBack,
        movedBack,
        wentOn: view === 'entered' ? each.wentOn : onwards,
        timed,
        overdue,
      },
      deals,
      amounts,
      medianDays,
      p90Days,
      lostReasons,
      fromPrevious: view === 'entered' && index > 0 ? (steps[index - 1]?.wentOn ?? 0) : reached,
    };
  });
}

/** The leads behind a figure of the same question, in no order. */
export function leadsBehind(
  table: FunnelColumns,
  question: FunnelQuestion,
  knowledge: FunnelKnowledge,
  { step: name, part, group, reason }: FunnelFigure,
): string[] {
  const step = funnelSteps.indexOf(name);
  const reader = new Reader(table, question, knowledge);
  const inGroup = group === undefined ? null : isIn(table, groupingOf(table, question, knowledge), group);
  const { reached } = table.data;
  const ids: string[] = [];
  for (const row of select(table, question, knowledge))
    if (
      // A snapshot apart, a lead counts in no way at a step that it never reached: of most nothing more has to be read.
      (reader.isSnapshot || reached[row * stepCount + step] !== 0) &&
      reader.read(row) &&
      reader.is(row, part, step) &&
      (reason === undefined || table.reasons.values[reader.reason] === reason) &&
      (inGroup?.(row, step) ?? true)
    )
      ids.push(table.ids[row] as string);
  return ids;
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
      if (!reader.isSnapshot) return hasReached(data, first + index, at, reader.limit);
      return reader.step === at && standsThere(data, row, first + index, reader.place, reader.limit);
    }),
  };
}
