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
  let rows = among ? found(table, among) : everything(table);
  const keep = (fits: (row: number) => boolean) => {
    let kept = 0;
    for (const row of rows) {
      rows[kept] = row;
      kept += Number(fits(row));
    }
    rows = rows.subarray(0, kept);
  };
  for (const [column, fits] of conditionsOf(question, knowledge)) {
    const [passes, values] = [fitting(table.codes[column], fits), table.column(column)];
    keep((row) => passes[values[row] as number] === 1);
  }
  const within = withinReach(table, question);
  if (within) keep(within);
  return rows;
}

function everything({ size, data: { alive } }: FunnelColumns): Uint32Array {
  const rows = new Uint32Array(size);
  let kept = 0;
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

/** As lists are scoped: by owner and department; what is confidential is its named people's alone. Null for all there is. */
function withinReach(table: FunnelColumns, { actor }: FunnelSelection): ((row: number) => boolean) | null {
  const { named } = table;
  const reads = (ownerId: string | null, departmentId: string | null) =>
    may(actor, 'lead.read', { ownerId, departmentId });
  const { pooled } = table.data;
  if (reads(null, null)) return named.size === 0 ? null : (row) => named.get(row)?.has(actor.id) ?? true;
  const [owners, departments] = [table.column('owner'), table.column('department')];
  const departmental = fitting(table.codes.department, (departmentId) => reads(null, departmentId));
  const mine = reads(actor.id, null) ? table.codes.owner.find(actor.id) : 0;
  return (row) =>
    // What lies in the pool is nobody's, but its department's.
    named.get(row)?.has(actor.id) ??
    (departmental[departments[row] as number] === 1 || (mine !== 0 && owners[row] === mine && pooled[row] === 0));
}
