import { addDays, dateIn } from '@torch/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newLead, startWorld, type World } from '../../test/support';

type Agent = Awaited<ReturnType<World['as']>>;

let world: World;
const agents: Record<string, Agent> = {};
const ids: Record<string, string> = {};
const today = dateIn(new Date(), 'Asia/Shanghai');
const usd = (amount: string) => ({ amount, currency: 'USD' });

beforeAll(async () => {
  world = await startWorld({ PUBLIC_URL: 'http://crm.zone.example' });
  ids['home'] = await world.department('Home');
  ids['team'] = await world.department('Team', ids['home']);
  ids['away'] = await world.department('Away');
  await world.user('sam', 'security_admin', ids['home']);
  for (const [name, role, department] of [
    ['olga', 'officer', 'team'],
    ['hanna', 'head', 'home'],
    ['hugo', 'head', 'away'],
    ['lena', 'leader', 'home'],
    ['anna', 'officer', 'away'],
  ] as const) {
    ids[name] = await world.user(name, role, ids[department] as string, { locale: 'en' });
    agents[name] = await world.as(name);
  }
  const [olga, anna] = [agents['olga'] as Agent, agents['anna'] as Agent];
  await newLead(olga, 'Zephyrine');
  await newLead(olga, 'Quillon');
  await newLead(anna, 'Vantablau');
});
afterAll(() => world.close());

const make = (agent: Agent, more: object = {}) =>
  agent.post('/api/v1/wall-links').send({ name: 'Hall', expiresOn: addDays(today, 30), ...more });
async function address(agent: Agent, more: object = {}): Promise<string> {
  const { body } = await make(agent, more).expect(201);
  return `/api/v1${new URL(body.wallUrl).pathname}`;
}
const created = async (path: string) => {
  const { body } = await world.http().get(path).expect(200);
  return body.steps[0].count as number;
};
const hanna = () => agents['hanna'] as Agent;
const lena = () => agents['lena'] as Agent;

describe('a link to a wall screen', () => {
  it('is shown once, is kept as a hash, and shows the figures of its maker’s department to whoever has it', async () => {
    const key = 'make-it-once';
    const input = { name: 'Hall', expiresOn: addDays(today, 30) };
    const first = await hanna().post('/api/v1/wall-links').set('Idempotency-Key', key).send(input).expect(201);
    expect(first.body.wallUrl).toMatch(/^http:\/\/crm\.zone\.example\/wall\/[\w-]{43}$/);
    expect(first.body).toMatchObject({ ...input, departmentId: ids['home'], makerName: 'hanna', state: 'active' });
    const again = await hanna().post('/api/v1/wall-links').set('Idempotency-Key', key).send(input).expect(201);
    expect(again.body).toEqual({ ...first.body, wallUrl: null });

    const secret = new URL(first.body.wallUrl).pathname.split('/').at(-1) as string;
    const { body, text, headers } = await world.http().get(`/api/v1/wall/${secret}`).expect(200);
    expect(headers['cache-control']).toBe('private, no-store');
    expect(body).toMatchObject({
      name: 'Hall',
      department: { name: 'Home' },
      locale: 'en',
      expiresOn: input.expiresOn,
    });
    expect(body.steps[0]).toMatchObject({ step: 'created', count: 2, before: 0, recent: 2 });
    for (const word of ['Zephyrine', 'Quillon', 'olga', 'hanna', ids['olga'] as string])
      expect(text).not.toContain(word);
    for (const table of ['events', 'wall_links', 'idempotency_keys'])
      expect((await world.owner.query(`SELECT FROM ${table} t WHERE t::text LIKE $1`, [`%${secret}%`])).rowCount).toBe(
        0,
      );
    for (const wrong of ['x', 'A'.repeat(43), '..%2F..']) await world.http().get(`/api/v1/wall/${wrong}`).expect(404);
  });

  it('reaches no further than its maker: a department of theirs, or for a leader any or all', async () => {
    const team = await address(hanna(), { departmentId: ids['team'] });
    expect(await created(team)).toBe(2);
    expect(await created(await address(lena()))).toBe(3);
    expect(await created(await address(lena(), { departmentId: ids['away'] }))).toBe(1);
    for (const departmentId of [ids['away'], null]) {
      const { body } = await make(hanna(), { departmentId }).expect(422);
      expect(body.errors).toMatchObject([{ path: 'departmentId', code: 'out-of-reach' }]);
    }
    await make(agents['olga'] as Agent).expect(403);
    for (const expiresOn of [addDays(today, -1), addDays(today, 400)])
      expect((await make(hanna(), { expiresOn }).expect(422)).body.errors).toMatchObject([{ path: 'expiresOn' }]);
    // Today still is a day of it.
    expect(await created(await address(hanna(), { expiresOn: today }))).toBe(2);
  });

  it('is listed and ended by whom it reaches, and by nobody else', async () => {
    const { body } = await make(hanna()).expect(201);
    const listed = async (agent: Agent) =>
      ((await agent.get('/api/v1/wall-links?limit=200').expect(200)).body.items as { id: string }[]).map(
        ({ id }) => id,
      );
    expect(await listed(lena())).toContain(body.id);
    expect(await listed(agents['hugo'] as Agent)).not.toContain(body.id);
    await (agents['hugo'] as Agent).delete(`/api/v1/wall-links/${body.id}`).expect(404);
    await lena().delete(`/api/v1/wall-links/${body.id}`).expect(204);
    await lena().delete(`/api/v1/wall-links/${body.id}`).expect(204);
    await world
      .http()
      .get(`/api/v1${new URL(body.wallUrl).pathname}`)
      .expect(404);
    const { rows } = await world.owner.query(
      `SELECT type FROM events WHERE subject_type = 'wallLink' AND subject_id = $1 ORDER BY at`,
      [body.id],
    );
    expect(rows).toEqual([{ type: 'wallLink.created' }, { type: 'wallLink.revoked' }]);
  });

  it('is not made by a token', async () => {
    const { body } = await hanna()
      .post('/api/v1/api-tokens')
      .send({ name: 'T', scope: 'write', expiresOn: addDays(today, 5) })
      .expect(201);
    await world
      .http()
      .post('/api/v1/wall-links')
      .set('Authorization', `Bearer ${body.token}`)
      .send({ name: 'Hall', expiresOn: today })
      .expect(403);
  });

  it('shows nothing of what is confidential, though its maker is named there', async () => {
    const path = await address(hanna());
    const before = (await world.http().get(path).expect(200)).body;
    const olga = agents['olga'] as Agent;
    const { body: company } = await olga
      .post('/api/v1/companies')
      .send({ nameEn: 'Secret Works', country: 'KR', region: 'KR' })
      .expect(201);
    await olga.post('/api/v1/contacts').send({ companyId: company.id, name: 'Contact' }).expect(201);
    const { body: deal } = await olga
      .post('/api/v1/deals')
      .send({ companyId: company.id, title: 'Secret', channel: 'chain', cluster: 'MED', totalInvestment: usd('5') })
      .expect(201);
    const during = (await world.http().get(path).expect(200)).body;
    expect(during.standing[0].green).toBe(before.standing[0].green + 1);
    await olga
      .post(`/api/v1/deals/${deal.id}/confidentiality`)
      .send({ version: deal.version, codename: 'Falkenstein', people: [ids['hanna']] })
      .expect(200);
    // Who is named sees it in the cockpit, and nobody on the wall.
    const cockpit = (await hanna().get('/api/v1/cockpit').expect(200)).body;
    expect(cockpit.standing[0].green).toBe(before.standing[0].green + 1);
    expect(cockpit.funnel.now.steps[0].count).toBe(before.steps[0].count + 1);
    const { countedAt: _, ...after } = (await world.http().get(path).expect(200)).body;
    const { countedAt: __, ...then } = before;
    expect(after).toEqual(then);
  });

  it('has the targets and the coverage of what it shows, and names what no rate is known for', async () => {
    const root = await world.as('root');
    const year = Number(today.slice(0, 4));
    for (const departmentId of [null, ids['home']])
      await root
        .post('/api/v1/targets')
        .send({ metric: 'visits', value: '10', firstYear: year, years: 1, departmentId })
        .expect(201);
    const [zone, home] = [await address(lena()), await address(hanna())];
    const [ofZone, ofHome] = [(await world.http().get(zone)).body, (await world.http().get(home)).body];
    for (const { targets } of [ofZone, ofHome]) {
      expect(targets).toHaveLength(1);
      expect(targets[0]).toMatchObject({ target: { metric: 'visits' }, goal: '10', done: '0' });
      expect(targets[0].dueByNow).not.toBeNull();
    }
    const { body: coverage } = await lena().get('/api/v1/coverage').expect(200);
    expect(ofZone.coverage.uncovered).toBe(coverage.uncovered);
    expect(ofHome.coverage.uncovered).toBeNull();
    expect(ofZone.coverage.regions.map(({ leads }: { leads: number }) => leads)).toEqual(
      coverage.regions.map(({ all }: { all: { leads: number } }) => all.leads),
    );
    expect(ofZone.steps[0].unconverted).toEqual([]);
  });

  it('ends with its day', async () => {
    const path = await address(hanna());
    await world.owner.query('SET session_replication_role = replica');
    await world.owner.query(`UPDATE wall_links SET expires_at = now() - interval '1 second'`);
    await world.owner.query('SET session_replication_role = origin');
    await world.http().get(path).expect(404);
    const { body } = await hanna().get('/api/v1/wall-links').expect(200);
    expect(body.items.map(({ state }: { state: string }) => state)).toContain('expired');
  });

  it('ends with the role or the account of its maker, or when they go to another department', async () => {
    const states = async () =>
      ((await lena().get('/api/v1/wall-links?limit=200').expect(200)).body.items as { name: string; state: string }[])
        .filter(({ name }) => name.startsWith('of '))
        .map(({ name, state }) => `${name} ${state}`)
        .sort();
    const paths: Record<string, string> = {};
    for (const name of ['gone', 'moved', 'promoted']) {
      ids[name] = await world.user(name, 'head', ids['home'] as string);
      paths[name] = await address(await world.as(name), { name: `of ${name}` });
      await created(paths[name]);
    }
    const [root, sam] = [await world.as('root'), await world.as('sam')];
    await root.patch(`/api/v1/users/${ids['gone']}`).send({ version: 1, active: false }).expect(200);
    await root.patch(`/api/v1/users/${ids['moved']}`).send({ version: 1, departmentId: ids['away'] }).expect(200);
    await sam.post(`/api/v1/users/${ids['promoted']}/role`).send({ version: 1, role: 'leader' }).expect(200);
    for (const path of Object.values(paths)) await world.http().get(path).expect(404);
    expect(await states()).toEqual(['of gone ended', 'of moved ended', 'of promoted ended']);
  });

  it('answers a guesser more and more slowly', async () => {
    const wrong = `/api/v1/wall/${'B'.repeat(43)}`;
    let status = 404;
    for (let tries = 0; tries < 130 && status === 404; tries += 1) ({ status } = await world.http().get(wrong));
    expect(status).toBe(429);
  });
});
