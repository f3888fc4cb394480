import { may } from '../access/permissions';
import { type CodedColumn, type Codes, type FunnelColumns, tiersOfSet } from './columns';
import type { FunnelKnowledge, FunnelSelection } from './question';

/** For each value by its number, whether it fits. */
export const fitting = ({ values }: Codes, fits: (value: string | null) => boolean): Uint8Array =>
  Uint8Array.from(values, (value) => Number(fits(value)));

/**
 * The rows that a question is about: within the actor's reach, narrowed by the filters, found by the search. Column after
 * column, each over what the one before has left.
 */
export function select(table: FunnelColumns, question: FunnelSelection, knowledge: FunnelKnowledge): Uint32Array {
  const { among } = question;
  const conditions = conditionsOf(question, knowledge).map(
    ([column, fits]) => [table.column(column), fitting(table.codes[column], fits)] as const,
  );
  const [first, ...others] = conditions;
  let rows = among ? found(table, among) : everything(table, first);
  for (const [values, passes] of among ? conditions : others) rows = narrow(rows, values, passes);
  return withinReach(table, question, rows);
}

/** The rows whose value passes, in the place of all that were there. */
function narrow(rows: Uint32Array, values: Uint16Array, passes: Uint8Array): Uint32Array {
  let kept = 0;
  for (const row of rows) {
    rows[kept] = row;
    kept += passes[values[row] as number] as number;
  }
  return rows.subarray(0, kept);
}

function everything(
  { size, data: { alive } }: FunnelColumns,
  first: readonly [Uint16Array, Uint8Array] | undefined,
): Uint32Array {
  const rows = new Uint32Array(size);
  let kept = 0;
  if (first) {
    const [values, passes] = first;
    for (let row = 0; row < size; row += 1) {
      rows[kept] = row;
      kept += (alive[row] as number) & (passes[values[row] as number] as number);
    }
  } else
    for (let row = 0; row < size; row += 1) {
      rows[kept] = row;
      kept += alive[row] as number;
    }
  return rows.subarray(0, kept);
}

function found(table: FunnelColumns, ids: readonly string[]): Uint32Array {
  const rows = ids.flatMap((id) => table.rowOf(id) ?? []).filter((row) => table.data.alive[row] === 1);
  return Uint32Array.from(new Set(rows));
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

/** As lists are scoped: by owner and department; what is confidential is its named people's alone. */
function withinReach(table: FunnelColumns, { actor }: FunnelSelection, rows: Uint32Array): Uint32Array {
  const { named } = table;
  const { confidential } = table.data;
  const reads = (ownerId: string | null, departmentId: string | null) =>
    Number(may(actor, 'lead.read', { ownerId, departmentId }));
  const [owners, departments] = [table.column('owner'), table.column('department')];
  const departmental = fitting(table.codes.department, (departmentId) => reads(null, departmentId) === 1);
  const mine = reads(actor.id, null) === 1 ? table.codes.owner.find(actor.id) : 0;
  const all = reads(null, null);
  let kept = 0;
  for (const row of rows) {
    rows[kept] = row;
    if (confidential[row] === 1) kept += Number(named.get(row)?.has(actor.id) ?? false);
    else
      kept += all | (departmental[departments[row] as number] as number) | Number(mine !== 0 && owners[row] === mine);
  }
  return rows.subarray(0, kept);
}
