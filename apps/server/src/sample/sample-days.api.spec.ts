import { afterAll, beforeAll, expect, it } from 'vitest';
import { startWorld, type World } from '../../test/support';
import { Transaction } from '../platform/database/unit-of-work';
import { loadSample } from './load-sample';

let world: World;
beforeAll(async () => (world = await startWorld()));
afterAll(() => world.close());

class Undone extends Error {}

/** Where the leads and deals of everybody stand in a zone that is made on that day, and is gone again. */
async function zoneOf(day: string): Promise<unknown[]> {
  await world.owner.query(`SELECT setval('lead_numbers', 1, false), setval('deal_numbers', 1, false)`);
  let zone: unknown[] = [];
  const made = world.work.run('system', null, async ({ manager }) => {
    const tx = new Transaction(manager, 'system', null, new Date(day));
    await loadSample(tx, {});
    zone = await tx.query(
      `SELECT u.username, r.stands, count(*)::int AS count FROM (
         SELECT owner_id, stage AS stands FROM deals UNION ALL SELECT owner_id, status FROM leads) r
       JOIN users u ON u.id = r.owner_id GROUP BY 1, 2 ORDER BY 1, 2`,
    );
    throw new Undone();
  });
  await expect(made).rejects.toThrow(Undone);
  return zone;
}

it('is the same zone on whatever day of the week it is made', async () => {
  const wednesday = await zoneOf('2026-11-25T08:00:00Z');
  expect(wednesday.length).toBeGreaterThan(50);
  expect(await zoneOf('2026-11-29T02:00:00Z')).toEqual(wednesday);
});
