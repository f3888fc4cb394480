import { may, type Permission } from '../access/permissions';
import { type CodedColumn, type Codes, confidential, type FunnelColumns, there, tiersOfSet } from './columns';
import type { FunnelKnowledge, FunnelSelection } from './question';

/** For each value by its number, whether it fits. */
export const fitting = ({ values }: Codes, fits: (value: string | null) => boolean): Uint8Array =>
  Uint8Array.from(values, (value) => Number(fits(value)));

/** A column, and which of its values pass. */
type Test = readonly [values: Uint8Array | Uint16Array, passes: Uint8Array];

/** For what leads are read, and whose they are as far as the reach goes by that. */
export interface Reach {
  permission: Permission;
  owners: Uint16Array;
  people: Codes;
}
const readAsLeads = (table: FunnelColumns): Reach => ({
  permission: 'lead.read',
  owners: table.column('owner'),
  people: table.codes.owner,
});

/**
 * The rows that a question is about: within the actor's reach, narrowed by the filters, found by the search. Column after
 * column, each over what the one before has left; what is confidential comes last.
 * @returns a list that holds until the next question, and is not to be written to
 */
export function select(
  table: FunnelColumns,
  question: FunnelSelection,
  knowledge: FunnelKnowledge,
  reach = readAsLeads(table),
): Uint32Array {
  const tests = conditionsOf(question, knowledge).map(([column, fits]): Test => [
    table.column(column),
    fitting(table.codes[column], fits),
  ]);
  const found = question.among && rowsOf(table, question.among);
  const open = found ? found.filter((row) => table.data.there[row] === there) : table.open;
  const room = table.list('selected');
  const readable = withinReach(table, question, narrow(open, tests, room), reach, room);
  const namedIn = namedTo(table, question, found);
  const named = narrow(namedIn, tests, namedIn);
  if (named.length === 0) return readable;
  const all = new Uint32Array(readable.length + named.length);
  all.set(readable);
  all.set(named, readable.length);
  return all;
}

/** The rows that pass all tests, put into a room that may be that of the rows themselves. */
function narrow(all: Uint32Array, tests: readonly Test[], room: Uint32Array): Uint32Array {
  return tests.reduce((rows, [values, passes]) => {
    let kept = 0;
    for (const row of rows) {
      room[kept] = row;
      kept += passes[values[row] as number] as number;
    }
    return room.subarray(0, kept);
  }, all);
}

const rowsOf = (table: FunnelColumns, ids: readonly string[]): Uint32Array =>
  Uint32Array.from(new Set(ids.flatMap((id) => table.rowOf(id) ?? [])));

/** The confidential rows at which the actor is named: all of them, or those among what was found. */
function namedTo(table: FunnelColumns, { actor }: FunnelSelection, found: Uint32Array | null): Uint32Array {
  const state = table.data.there;
  const rows: number[] = [];
  for (const row of found ?? table.named.keys())
    if (state[row] === confidential && table.named.get(row)?.has(actor.id)) rows.push(row);
  return Uint32Array.from(rows);
}

type Condition = readonly [column: CodedColumn, fits: (value: string | null) => boolean];

function conditionsOf({ filters }: FunnelSelection, { chainOfNode }: FunnelKnowledge): Condition[] {
  const conditions: Condition[] = [];
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
    if (wanted) conditions.push([name, (value) => value !== null && wanted.includes(value)]);
  }
  const { chain, tier } = filters;
  if (chain) conditions.push(['chainNode', (node) => node !== null && chain.includes(chainOfNode.get(node) ?? '')]);
  if (tier) conditions.push(['tierSet', (set) => tiersOfSet(set).some((each) => tier.includes(each))]);
  return conditions;
}

/** As lists are scoped: by owner and department. */
function withinReach(
  table: FunnelColumns,
  { actor }: FunnelSelection,
  rows: Uint32Array,
  { permission, owners, people }: Reach,
  room: Uint32Array,
): Uint32Array {
  const reads = (ownerId: string | null, departmentId: string | null) =>
    Number(may(actor, permission, { ownerId, departmentId }));
  if (reads(null, null)) return rows;
  const departments = table.column('department');
  const departmental = fitting(table.codes.department, (departmentId) => reads(null, departmentId) === 1);
  const mine = fitting(people, (ownerId) => ownerId === actor.id && reads(ownerId, null) === 1);
  let kept = 0;
  for (const row of rows) {
    room[kept] = row;
    kept += (departmental[departments[row] as number] as number) | (mine[owners[row] as number] as number);
  }
  return room.subarray(0, kept);
}
