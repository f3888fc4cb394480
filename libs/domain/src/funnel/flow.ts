import { eachChange, nowhere } from './changes';
import { type FunnelColumns, footingOf, stepOf } from './columns';
import type { Counts, Sign } from './kept';
import { packDay, unpackDay } from './pack';
import type { FunnelKnowledge, PeriodQuestion } from './question';
import { onHold, open } from './reader';
import { select } from './select';
import { dateOfDay, funnelSteps } from './step';

/** Where a move begins: outside, where a lead is new; at a step; or beside the road, where it is taken up again. */
export const flowSources = ['outside', ...funnelSteps, 'onHold', 'lost'] as const;
export type FlowSource = (typeof flowSources)[number];
/** Where a move leads: to a step; from a step back to an earlier one; or beside the road. */
export const flowTargets = [...funnelSteps, 'back', 'onHold', 'lost'] as const;
export type FlowTarget = (typeof flowTargets)[number];

export interface FlowMove {
  from: FlowSource;
  to: FlowTarget;
}
export interface FlowLink extends FlowMove {
  /** Leads that made this move in the period, however often. */
  count: number;
}

const targets = flowTargets.length;
const [toBack, toHold, toLost] = (['back', 'onHold', 'lost'] as const).map((each) => flowTargets.indexOf(each)) as [
  number,
  number,
  number,
];
const [fromHold, fromLost] = (['onHold', 'lost'] as const).map((each) => flowSources.indexOf(each)) as [number, number];
const codeOf = ({ from, to }: FlowMove) => flowSources.indexOf(from) * targets + flowTargets.indexOf(to);

/** Whoever rests, or is lost, at one step and then at another has not moved. */
function moveBetween(before: number, after: number): number {
  const [footing, step] = [footingOf(after), stepOf(after)];
  const source = sourceOf(before);
  if (footing !== open) {
    const target = footing === onHold ? toHold : toLost;
    return source === (footing === onHold ? fromHold : fromLost) ? nowhere : source * targets + target;
  }
  if (before === nowhere || footingOf(before) !== open) return source * targets + step;
  if (stepOf(before) === step) return nowhere;
  return source * targets + (stepOf(before) < step ? step : toBack);
}
function sourceOf(place: number): number {
  if (place === nowhere) return 0;
  const footing = footingOf(place);
  if (footing === open) return 1 + stepOf(place);
  return footing === onHold ? fromHold : fromLost;
}

/** Goes through the moves of some rows in a period. */
function eachMove(
  table: FunnelColumns,
  question: PeriodQuestion,
  rows: Uint32Array,
  tell: (row: number, move: number, on: number) => void,
): void {
  const { data } = table;
  const [from, to] = [packDay(question.from), packDay(Math.min(question.to, question.asOf))];
  let row = 0;
  const change = (before: number, after: number, on: number) => {
    const move = moveBetween(before, after);
    if (move !== nowhere) tell(row, move, on);
  };
  for (row of rows)
    // Else nothing has happened to it since.
    if ((data.lastDay[row] as number) >= from) eachChange(data, row, from, to, change);
}

/**
 * How leads moved between the steps of the funnel in a period, and beside the road and back. A lead counts once for each
 * move, however often it made it.
 */
export const leadFlow = (table: FunnelColumns, question: PeriodQuestion, knowledge: FunnelKnowledge): FlowLink[] =>
  new FlowCounts(table, question, select(table, question, knowledge)).links();

/** How many leads made each move in a period. */
export class FlowCounts implements Counts {
  private readonly counts = new Float64Array(flowSources.length * targets);
  readonly bytes = this.counts.byteLength;

  constructor(
    private readonly table: FunnelColumns,
    private readonly question: PeriodQuestion,
    rows: Uint32Array,
  ) {
    this.count(rows, 1);
  }

  count(rows: Uint32Array, sign: Sign): void {
    const { counts } = this;
    const last = new Int32Array(counts.length).fill(nowhere);
    eachMove(this.table, this.question, rows, (row, move) => {
      if (last[move] === row) return;
      last[move] = row;
      (counts[move] as number) += sign;
    });
  }

  links(): FlowLink[] {
    return flowSources.flatMap((from) =>
      flowTargets.flatMap((to) => {
        const count = this.counts[codeOf({ from, to })] as number;
        return count > 0 ? [{ from, to, count }] : [];
      }),
    );
  }
}

/** The leads that made a move in the period, in no order, and on which day they last did. */
export function leadsMoved(
  table: FunnelColumns,
  question: PeriodQuestion,
  knowledge: FunnelKnowledge,
  move: FlowMove,
): { id: string; on: string }[] {
  const wanted = codeOf(move);
  const days = new Map<number, number>();
  eachMove(table, question, select(table, question, knowledge), (row, made, on) => {
    if (made === wanted) days.set(row, on);
  });
  return [...days].map(([row, on]) => ({ id: table.ids[row] as string, on: dateOfDay(unpackDay(on)) }));
}
