import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually, freshDatabase, newLead, password, redisUrl, startWorld, type World } from './support';

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
    async () => (await world.http().get('/readyz')).body,
    ({ status }) => status === 'ok',
    30_000,
  );
  const { body } = await ola.get('/api/v1/leads').expect(200);
  expect(body.total).toBe(1);

  const dueAt = new Date(Date.now() + 1_000).toISOString();
  await ola.post('/api/v1/follow-ups').send({ leadId: body.items[0].id, title: 'After the outage', dueAt }).expect(201);
  await eventually(
    async () => (await ola.get('/api/v1/notifications').expect(200)).body.items.length,
    (count) => count === 1,
    40_000,
  );
}, 120_000);

it('ends although somebody still listens to the event stream', async () => {
  const other = await startWorld();
  await other.user('ear', 'officer', await other.department('Listening'));
  const signIn = await other.http().post('/api/v1/sessions').send({ username: 'ear', password }).expect(201);
  await other.app.listen(0, '127.0.0.1');
  const cookie = signIn.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
  const { port } = other.app.getHttpServer().address() as { port: number };
  const stream = await fetch(`http://127.0.0.1:${port}/api/v1/notifications/stream`, { headers: { cookie } });
  const reader = (stream.body as ReadableStream<Uint8Array>).getReader();
  let heard = '';
  while (!heard.includes('event: unread')) heard += new TextDecoder().decode((await reader.read()).value);
  await other.close();
  // Ended or cut, the stream is over; a server that waited for its listeners would not come here.
  for (let over = false; !over;) over = (await reader.read().catch(() => ({ done: true }))).done;
});

/** A line to the real Redis that can be cut and joined again. */
async function lineTo(target: string) {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let joined = true;
  const server = createServer((socket) => {
    if (!joined) {
      socket.destroy();
      return;
    }
    const far = connect(Number(port), hostname);
    for (const [near, other] of [
      [socket, far],
      [far, socket],
    ] as const) {
      sockets.add(near);
      near.on('error', () => other.destroy());
      near.on('close', () => other.destroy());
      near.pipe(other);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut: () => {
      joined = false;
      for (const socket of sockets) socket.destroy();
      sockets.clear();
    },
    join: () => (joined = true),
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

it('waits out a lost Redis, says so, reminds when it is back, and ends although it is away', async () => {
  const line = await lineTo(redisUrl ?? '');
  const other = await startWorld({ ROLE: 'all', REDIS_URL: line.url, QUEUE_PREFIX: `outage-${Date.now()}` });
  try {
    await other.user('rae', 'officer', await other.department('Redis'));
    const rae = await other.as('rae');
    const { lead } = await newLead(rae, 'Without Redis');
    const ready = () => other.http().get('/readyz');
    await eventually(
      async () => (await ready()).body.queue,
      (queue) => queue === 'ok',
    );
    line.cut();
    expect((await ready().expect(503)).body).toMatchObject({ database: 'ok', queue: 'unavailable' });
    const dueAt = new Date(Date.now() + 500).toISOString();
    await rae.post('/api/v1/follow-ups').send({ leadId: lead.id, title: 'Meanwhile', dueAt }).expect(201);
    line.join();
    await eventually(
      async () => (await rae.get('/api/v1/notifications').expect(200)).body.items.length,
      (count) => count === 1,
      60_000,
    );
    line.cut();
  } finally {
    // Would not come back, were it to wait for what is not there.
    await other.close();
    line.close();
  }
}, 180_000);

it('ends although a browser keeps a connection ready over which it has asked nothing', async () => {
  const other = await startWorld();
  await other.app.listen(0, '127.0.0.1');
  const { port } = other.app.getHttpServer().address() as { port: number };
  const ready = connect(port, '127.0.0.1');
  await new Promise((resolve) => ready.once('connect', resolve));
  // By its answer the server has taken up the connection before it, too.
  expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
  const ended = new Promise((resolve) => ready.once('close', resolve));
  await other.close();
  await ended;
});
