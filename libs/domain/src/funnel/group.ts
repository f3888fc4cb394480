import { type CodedColumn, type FunnelColumns, tiersOfSet } from './columns';
import { unpackDay } from './pack';
import type { FunnelKnowledge, FunnelQuestion } from './question';
import { monthOfDay, nameOfMonth, stepCount } from './step';

/** How a question breaks the leads down: each is counted in one slot, and a group is made of the slots that belong to it. */
export interface Grouping {
  /** What the slot of a row hangs on, by row; to be taken anew for each reading, since columns grow. */
  readonly values: Uint16Array;
  /** The slot of each of these values. */
  slotOf: Uint16Array;
  slots: number;
  /** Whether a lead is in another slot at each step: that of the day on which it reached it, which then is the value. */
  stepwise: boolean;
  /** A group may be several slots, and a slot in several groups, as a company with two tiers is in both. */
  groups: readonly { key: string | null; slots: readonly number[] }[];
}

/** Every slot in turn. */
export const allSlots = ({ slots }: Grouping): number[] => Array.from({ length: slots }, (_, slot) => slot);

const unbroken = (table: FunnelColumns): Grouping => ({
  get values() {
    return table.column('region');
  },
  slotOf: new Uint16Array(table.codes.region.values.length),
  slots: 1,
  stepwise: false,
  groups: [],
});

/** @param keysOf the groups of a value; values that are in the same groups share a slot */
function byValue(
  table: FunnelColumns,
  column: CodedColumn,
  keysOf: (value: string | null) => readonly (string | null)[],
): Grouping {
  const slotOfKeys = new Map<string, number>();
  const slotsOf = new Map<string | null, number[]>();
  const slotOf = Uint16Array.from(table.codes[column].values, (value) => {
    const keys = keysOf(value);
    const name = JSON.stringify(keys);
    const known = slotOfKeys.get(name);
    if (known !== undefined) return known;
    const slot = slotOfKeys.size;
    slotOfKeys.set(name, slot);
    for (const key of keys) slotsOf.set(key, [...(slotsOf.get(key) ?? []), slot]);
    return slot;
  });
  return {
    get values() {
      return table.column(column);
    },
    slotOf,
    slots: slotOfKeys.size,
    stepwise: false,
    groups: [...slotsOf].map(([key, slots]) => ({ key, slots })),
  };
}

/** By the month of a day: that of creation, or that of each step. */
function byMonth(table: FunnelColumns, stepwise: boolean): Grouping {
  const { firstDay, lastDay } = table;
  const slotOf = new Uint16Array(lastDay + 1);
  const months: number[] = [];
  for (let day = firstDay; day <= lastDay; day += 1) {
    const month = monthOfDay(unpackDay(day));
    if (months[months.length - 1] !== month) months.push(month);
    slotOf[day] = months.length - 1;
  }
  return {
    get values() {
      return table.data.created;
    },
    slotOf,
    slots: Math.max(1, months.length),
    stepwise,
    groups: months.map((month, slot) => ({ key: nameOfMonth(month), slots: [slot] })),
  };
}

/** @returns one slot and no groups for a question that breaks nothing down */
export function groupingOf(
  table: FunnelColumns,
  { groupBy, view }: FunnelQuestion,
  { chainOfNode }: FunnelKnowledge,
): Grouping {
  switch (groupBy) {
    case null:
      return unbroken(table);
    case 'tier':
      return byValue(table, 'tierSet', (set) => (set === null ? [null] : tiersOfSet(set)));
    case 'chain':
      return byValue(table, 'chainNode', (node) => [node === null ? null : (chainOfNode.get(node) ?? null)]);
    case 'month':
      return byMonth(table, view === 'entered');
    default:
      return byValue(table, groupBy, (value) => [value]);
  }
}

/** Whether a row is in a group at a step. */
export function isIn(
  table: FunnelColumns,
  grouping: Grouping,
  key: string | null,
): (row: number, step: number) => boolean {
  const slots = new Set(grouping.groups.find((group) => group.key === key)?.slots);
  const { values, slotOf, stepwise } = grouping;
  const { reached } = table.data;
  return (row, step) =>
    slots.has(slotOf[(stepwise ? reached[row * stepCount + step] : values[row]) as number] as number);
}
