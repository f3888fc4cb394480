import { afterAll, beforeAll, expect, it } from 'vitest';
import { startWorld, type World } from '../../test/support';

let world: World;
beforeAll(async () => (world = await startWorld()));
afterAll(() => world.close());

interface Plan {
  'Node Type': string;
  Plans?: Plan[];
}
const nodes = (plan: Plan): string[] => [plan['Node Type'], ...(plan.Plans ?? []).flatMap(nodes)];

it('looks up by its id what a reminder is about, whatever it is, without reading the others of its kind', async () => {
  await world.owner.query('BEGIN');
  try {
    // Whatever it costs on tables that are empty here.
    await world.owner.query('SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off');
    const { rows } = await world.owner.query(
      'EXPLAIN (FORMAT JSON) SELECT r.id, s.* FROM reminders r LEFT JOIN reminded s ON s.id = r.subject_id WHERE r.id = gen_random_uuid()',
    );
    const plan = rows[0]['QUERY PLAN'][0].Plan as Plan;
    expect(nodes(plan)).toContain('Append');
    expect(nodes(plan).filter((node) => /Subquery Scan|Seq Scan|Hash/.test(node))).toEqual([]);
  } finally {
    await world.owner.query('ROLLBACK');
  }
});
