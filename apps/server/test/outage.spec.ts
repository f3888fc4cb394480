import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually, freshDatabase, newLead, startWorld, type World } from './support';

let world: World;
beforeAll(async () => {
  world = await startWorld({ ROLE: 'all' });
  await world.user('ola', 'officer', await world.department('Outage'));
});
afterAll(() => world.close());

/** Cuts every connection of the product, and lets no new one in until it is told to. */
async function withoutDatabase(work: () => Promise<void>): Promise<void> {
  const { owner: outsider, drop } = await freshDatabase();
  const [{ name }] = (await world.owner.query('SELECT current_database() AS name')).rows;
  try {
    await outsider.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`);
    await outsider.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [name]);
    await work();
  } finally {
    await outsider.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS true`);
    await drop();
  }
}

it('waits out a lost database, says so, and works on when it is back', async () => {
  const ola = await world.as('ola');
  await newLead(ola, 'Before the outage');
  await withoutDatabase(async () => {
    const { body } = await world.http().get('/readyz').expect(503);
    expect(body).toMatchObject({ status: 'unavailable', database: 'unavailable' });
    await world.http().get('/healthz').expect(200);
    const refused = await ola.get('/api/v1/leads').expect(503);
    expect(refused.body.type).toBe('/problems/unavailable');
    expect(refused.headers['retry-after']).toBe('5');
  });
  await eventually(
    async () => (await world.http().get('/readyz')).status,
    (status) => status === 200,
    30_000,
  );
  const { body } = await ola.get('/api/v1/leads').expect(200);
  expect(body.total).toBe(1);
});

it('ends although somebody still listens to the event stream', async () => {
  const other = await startWorld();
  await other.user('ear', 'officer', await other.department('Listening'));
  const ear = await other.as('ear');
  const stream = ear.get('/api/v1/notifications/stream').buffer(true).then(({ text }) => text);
  await eventually(
    async () => (await other.owner.query(`SELECT count(*)::int AS asked FROM sessions`)).rows[0].asked,
    (asked) => asked > 0,
  );
  await other.close();
  await expect(stream).resolves.toContain('event: unread');
});
