import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newLead, startWorld, type World } from '../../test/support';

type Agent = Awaited<ReturnType<World['as']>>;

let world: World;
const ids: Record<string, string> = {};
const agents: Record<string, Agent> = {};

beforeAll(async () => {
  world = await startWorld();
  ids['home'] = await world.department('Home');
  ids['team'] = await world.department('Team', ids['home']);
  ids['away'] = await world.department('Away');
  for (const [name, role, department] of [
    ['olga', 'officer', 'team'],
    ['anna', 'officer', 'away'],
    ['hanna', 'head', 'home'],
    ['lena', 'leader', 'home'],
    ['stan', 'statistician', 'home'],
  ] as const) {
    ids[name] = await world.user(name, role, ids[department] as string);
    agents[name] = await world.as(name);
  }
  await newLead(agents['olga'] as Agent, 'Amber');
  await newLead(agents['anna'] as Agent, 'Basalt');
});
afterAll(() => world.close());

const read = (name: string, query = '') => (agents[name] as Agent).get(`/api/v1/cockpit${query}`);
const created = async (name: string, query = '') =>
  (await read(name, query).expect(200)).body.funnel.now.steps[0].count as number;

describe('the cockpit', () => {
  it('shows officers their own, heads the department’s, leaders all; of one department whoever it lies within reach of', async () => {
    expect(await created('olga')).toBe(1);
    expect(await created('hanna')).toBe(1);
    expect(await created('lena')).toBe(2);
    expect(await created('hanna', `?department=${ids['team']}`)).toBe(1);
    expect(await created('lena', `?department=${ids['home']}`)).toBe(1);
    expect(await created('lena', `?department=${ids['away']}`)).toBe(1);
    await read('stan').expect(403);
    await read('hanna', `?department=${ids['away']}`).expect(404);
    await read('olga', `?department=${ids['team']}`).expect(404);
    await read('lena', `?department=${ids['olga']}`).expect(404);
    await read('lena', '?department=nowhere').expect(400);
    await read('hanna', `/records?part=standing&department=${ids['away']}`).expect(404);
    await read('lena', '/records?part=moon').expect(400);
  });

  it('has a meeting look back to the Monday of last week, on the calendar of the zone', async () => {
    const { body } = await read('lena').expect(200);
    expect(body.timeZone).toBe('Asia/Shanghai');
    expect(new Date(`${body.changes.since}T00:00:00Z`).getUTCDay()).toBe(1);
    expect(body.visits.last.from).toBe(body.changes.since);
    expect(body.funnel.now).toMatchObject({ view: 'entered', from: `${body.today.slice(0, 4)}-01-01`, to: body.today });
    expect(body.changes.funnel.steps[0].count).toBe(2);
    // One of another year is no change.
    expect(body.funnel.before.steps[0].count).toBe(0);
  });
});
