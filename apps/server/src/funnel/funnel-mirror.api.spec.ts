import { afterAll, beforeAll, expect, it } from 'vitest';
import { nextName } from '../../test/deals';
import { eventually, newLead, startWorld, type World } from '../../test/support';
import { FunnelMirror } from './funnel-mirror';

let world: World;
let mirror: FunnelMirror;
let kim: Awaited<ReturnType<World['as']>>;
beforeAll(async () => {
  world = await startWorld({ METRICS_TOKEN: 'a-token-for-the-tests' });
  mirror = world.app.get(FunnelMirror);
  await world.user('kim', 'officer', await world.department('Seoul'));
  kim = await world.as('kim');
});
afterAll(() => world.close());

/** Whether all transactions of before the last event have ended. */
const isPast = 'SELECT pg_snapshot_xmin(pg_current_snapshot()) > max(transaction) AS past FROM events';

const created = async () => (await kim.get('/api/v1/funnel').expect(200)).body.steps[0].count as number;

it('finds nothing wrong with what was kept up to date, lead by lead, also while leads come and change', async () => {
  const { lead } = await newLead(kim, nextName());
  await newLead(kim, nextName());
  expect(await created()).toBe(2);
  const [wrong] = await Promise.all([
    mirror.check(),
    newLead(kim, nextName()),
    kim.patch(`/api/v1/leads/${lead.id}`).send({ version: lead.version, cluster: 'MED' }).expect(200),
  ]);
  expect(wrong).toEqual([]);
  expect(await created()).toBe(3);
});

it('finds what was changed past all events, says so, and answers by the history from then on', async () => {
  const { lead } = await newLead(kim, nextName());
  // As long as any transaction of the server is older than the lead, the lead is read again with each question.
  await eventually(
    async () => (await world.owner.query(isPast)).rows[0].past,
    (past) => past === true,
  );
  expect(await created()).toBe(4);
  // As by a hand in the database: nothing tells that this lead went.
  await world.owner.query('BEGIN');
  await world.owner.query('SET LOCAL session_replication_role = replica');
  await world.owner.query('UPDATE leads SET deleted_at = now() WHERE id = $1', [lead.id]);
  await world.owner.query('COMMIT');
  expect(await created()).toBe(4);
  expect(await mirror.check()).toEqual([lead.id]);
  expect(await created()).toBe(3);
  const metrics = await world.http().get('/metrics').set('authorization', 'Bearer a-token-for-the-tests').expect(200);
  expect(metrics.text).toMatch(/^torch_funnel_wrong_leads 1$/m);
  expect(await mirror.check()).toEqual([]);
});
