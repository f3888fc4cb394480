import { type CodedColumn, type FunnelColumns, stepCount, tiersOfSet, unpackDay } from './columns';
import type { FunnelKnowledge, FunnelQuestion } from './question';
import { monthOfDay, nameOfMonth } from './step';

/** The groups into which a question breaks the leads down, by number. */
export interface Grouping {
  keys: readonly (string | null)[];
  /** Whether a lead is in another group at each step. */
  stepwise: boolean;
  /** Whether a lead can be in several groups at once, so that they are more than the whole. */
  overlapping: boolean;
  /** The groups of a row at a step. */
  of: (row: number, step: number) => readonly number[];
}

/** @returns null for a question that breaks nothing down */
export function groupingOf(
  table: FunnelColumns,
  { groupBy, view }: FunnelQuestion,
  { chainOfNode }: FunnelKnowledge,
): Grouping | null {
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
    return {
      keys,
      stepwise: false,
      overlapping: groups.some(({ length }) => length > 1),
      of: (row) => groups[values[row] as number] as number[],
    };
  };
  if (groupBy === null) return null;
  if (groupBy === 'tier') return byValue('tierSet', (set) => (set === null ? [null] : tiersOfSet(set)));
  if (groupBy === 'chain')
    return byValue('chainNode', (node) => [node === null ? null : (chainOfNode.get(node) ?? null)]);
  if (groupBy !== 'month') return byValue(groupBy, (value) => [value]);

  const { created, reached } = table.data;
  const ofDay: (readonly number[])[] = [];
  const ofMonth = (packed: number) => (ofDay[packed] ??= [numberOf(nameOfMonth(monthOfDay(unpackDay(packed))))]);
  return {
    keys,
    stepwise: view === 'entered',
    overlapping: false,
    of: (row, step) => ofMonth((view === 'entered' ? reached[row * stepCount + step] : created[row]) as number),
  };
}
