import { afterEach, describe, expect, it } from 'vitest';
import { password, startWorld, type World } from '../../test/support';

let world: World;
afterEach(() => world.close());

const input = (username: string) => ({
  zoneName: 'Zone',
  zone: 'blank',
  administrator: { username, displayName: 'A', password },
});
const setUp = (username: string) => world.http().post('/api/v1/setup').send(input(username));

describe('the first visit', () => {
  it('is won by one of two at once, and closed for ever after', async () => {
    world = await startWorld({}, { setUp: false });
    expect((await world.http().get('/api/v1/setup')).body).toEqual({ open: true, tokenRequired: false });
    const answers = await Promise.all([setUp('first'), setUp('second')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    await setUp('third').expect(409);
    expect((await world.http().get('/api/v1/setup')).body.open).toBe(false);
    expect((await world.owner.query('SELECT count(*)::int AS users FROM users')).rows).toEqual([{ users: 1 }]);
  });

  it('asks visitors from other machines for the token', async () => {
    world = await startWorld({ TRUST_PROXY: '1' }, { setUp: false });
    const from = '203.0.113.7';
    // Whatever a visitor writes in front of the proxy's own word: here is only who sits at the machine itself.
    for (const line of [from, '127.0.0.1', `127.0.0.1, ${from}`, `${from}, 127.0.0.1`]) {
      const state = await world.http().get('/api/v1/setup').set('X-Forwarded-For', line);
      expect(state.body, line).toEqual({ open: true, tokenRequired: true });
    }
    await setUp('far').set('X-Forwarded-For', from).expect(422);
    await world
      .http()
      .post('/api/v1/setup')
      .set('X-Forwarded-For', from)
      .send({ ...input('far'), token: 'guess' })
      .expect(422);
    const { SetupService } = await import('./setup.service');
    const { token } = world.app.get(SetupService);
    await world
      .http()
      .post('/api/v1/setup')
      .set('X-Forwarded-For', from)
      .send({ ...input('far'), token })
      .expect(201);
  });

  it('refuses a weak password and leaves the set-up open', async () => {
    world = await startWorld({}, { setUp: false });
    const { body } = await world
      .http()
      .post('/api/v1/setup')
      .send({ ...input('weak'), administrator: { username: 'weak', displayName: 'A', password: 'weak' } })
      .expect(422);
    expect(body.errors[0].path).toBe('administrator.password');
    await setUp('strong').expect(201);
  });

  it('loads the reference data of the plan', async () => {
    world = await startWorld();
    const root = await world.as('root');
    const counts: Record<string, number> = {};
    for (const list of ['clusters', 'parks', 'anchors', 'regions', 'chains', 'chain-nodes', 'tiers', 'channels'])
      counts[list] = (await root.get(`/api/v1/${list}`).expect(200)).body.total;
    expect(counts).toEqual({
      clusters: 5,
      parks: 3,
      anchors: 3,
      regions: 12,
      chains: 6,
      'chain-nodes': 105,
      tiers: 10,
      channels: 14,
    });
  });
});

describe('the sample zone', () => {
  it('is the same for the same seed, with a sign-in for every role', async () => {
    const content = async () => {
      const { body } = await world
        .http()
        .post('/api/v1/setup')
        .send({ ...input('boss'), zone: 'sample' })
        .expect(201);
      const { rows } = await world.owner.query(
        `SELECT (SELECT md5(string_agg(title || status || channel, ',' ORDER BY code)) FROM leads) AS leads,
                (SELECT count(*)::int FROM leads) AS count, (SELECT count(*)::int FROM departments) AS departments,
                (SELECT count(*)::int FROM follow_ups WHERE due_at > now()) AS ahead, (SELECT count(*)::int FROM visits) AS visits,
                (SELECT count(*)::int FROM funds WHERE confirmed_at IS NULL) AS unconfirmed,
                (SELECT count(*)::int FROM funds WHERE confirmed_at IS NOT NULL) AS confirmed,
                (SELECT count(DISTINCT f.deal_id)::int FROM funds f JOIN deals d ON d.id = f.deal_id
                 WHERE d.stage IN ('production', 'at_capacity') AND f.kind = 'fundsInPlace') AS producing,
                (SELECT count(*)::int FROM deals WHERE stage IN ('production', 'at_capacity')) AS production,
                (SELECT count(*)::int FROM visits WHERE tour_id IS NOT NULL) AS stops,
                (SELECT count(*)::int FROM promises WHERE state = 'kept') AS kept,
                (SELECT count(*)::int FROM promises WHERE state = 'open' AND due_on < now()::date) AS overdue`,
      );
      return { ...rows[0], roles: new Set(body.signIns.map(({ role }: { role: string }) => role)).size };
    };
    world = await startWorld({}, { setUp: false });
    const first = await content();
    await world.close();
    world = await startWorld({}, { setUp: false });
    const second = await content();
    expect(second.leads).toBe(first.leads);
    expect(first).toMatchObject({ count: 400, roles: 8, stops: 3 });
    expect(first.departments).toBeGreaterThanOrEqual(11);
    expect(first.ahead).toBeGreaterThan(20);
    expect(Math.min(first.kept, first.overdue)).toBeGreaterThan(0);
    expect(first.visits).toBeGreaterThan(200);
    // What produces rests on money that came, and the statistician has something to do.
    expect(first.production).toBeGreaterThan(1);
    expect(first.producing).toBe(first.production);
    expect(first.confirmed).toBeGreaterThan(5);
    expect(first.unconfirmed).toBeGreaterThan(5);
  });
});
