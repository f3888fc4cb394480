import fc from 'fast-check';
import type { Actor } from '../access/permissions';
import { FunnelColumns, type FunnelLead } from './columns';
import { people } from './histories';
import type { FunnelFilters, FunnelKnowledge, FunnelQuestion } from './question';
import { funnelDimensions, funnelViews } from './step';

/** Random questions for the tests. */
export const knowledge: FunnelKnowledge = {
  chainOfNode: new Map([
    ['N1', 'C1'],
    ['N2', 'C2'],
  ]),
  norms: { created: 3, contacted: 14, site_visit: 30, signed: 10 },
};

const actor: fc.Arbitrary<Actor> = fc
  .record({
    id: fc.constantFrom(...people),
    role: fc.constantFrom('officer', 'head', 'leader', 'leader', 'statistician'),
    departmentId: fc.constantFrom('north', 'south'),
  })
  .map((each) => ({ ...each, departmentIds: [each.departmentId] }));
const some = (...values: string[]) => fc.option(fc.subarray(values, { minLength: 1 }), { nil: undefined, freq: 1 });
const filters: fc.Arbitrary<FunnelFilters> = fc
  .record({
    cluster: some('MED', 'XXX'),
    park: some('P1'),
    region: some('KR', 'JP'),
    chainGap: some('fill'),
    chain: some('C1', 'C2'),
    chainNode: some('N1', 'N3'),
    channel: some('fair'),
    tier: some('500', 'gazelle'),
    anchor: some('HP'),
    department: some('north'),
    owner: some('ann', 'bob'),
  })
  .chain((all) =>
    fc
      .subarray(Object.keys(all) as (keyof typeof all)[], { maxLength: 2 })
      .map((kept) => kept.reduce<FunnelFilters>((few, name) => (all[name] ? { ...few, [name]: all[name] } : few), {})),
  );
const day = fc.integer({ min: 19_960, max: 20_700 });
export const question: fc.Arbitrary<FunnelQuestion> = fc.record({
  view: fc.constantFrom(...funnelViews),
  from: day,
  to: day,
  asOf: day,
  within: fc.option(fc.integer({ min: 0, max: 200 }), { nil: null }),
  filters,
  among: fc.option(fc.subarray(Array.from({ length: 30 }, (_, n) => `lead-${String(n).padStart(3, '0')}`)), {
    nil: null,
    freq: 5,
  }),
  groupBy: fc.constantFrom(null, ...funnelDimensions),
  actor,
});

export function tableOf(all: readonly FunnelLead[]): FunnelColumns {
  const table = new FunnelColumns();
  for (const each of all) table.put(each);
  return table;
}
