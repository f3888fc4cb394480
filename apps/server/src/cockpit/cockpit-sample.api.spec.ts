import { type Cockpit, type CockpitRecord, CockpitRecordPage, type Funnel } from '@torch/contracts';
import { addDays, funnelParts, stageLightOf } from '@torch/domain';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { password, startWorld, type World } from '../../test/support';

type Agent = ReturnType<typeof request.agent>;
let world: World;
let signIns: { username: string; password: string; role: string }[];

beforeAll(async () => {
  world = await startWorld({}, { setUp: false });
  const { body } = await world
    .http()
    .post('/api/v1/setup')
    .send({ zoneName: 'Zone', zone: 'sample', administrator: { username: 'boss', displayName: 'Boss', password } })
    .expect(201);
  ({ signIns } = body);
}, 120_000);
afterAll(() => world.close());

async function as(role: string): Promise<Agent> {
  const agent = request.agent(world.app.getHttpServer());
  const { username, password: its } = signIns.find((each) => each.role === role) as (typeof signIns)[number];
  await agent.post('/api/v1/sessions').send({ username, password: its }).expect(201);
  return agent;
}

/** Every number of the cockpit beside the address of the list that it opens. */
function numbersOf(cockpit: Cockpit, department: string): (readonly [count: number, address: string])[] {
  const own = (part: string, more = '') => `/cockpit/records?part=${part}${more}${department}`;
  const inFunnel = ({ from, to, asOf, steps }: Funnel) =>
    steps.flatMap((figures) =>
      funnelParts.map((part) => {
        const narrowed = cockpit.scope.departmentIds ? `&department=${cockpit.scope.departmentIds.join()}` : '';
        const question = `view=entered&from=${from}&to=${to}&asOf=${asOf}${narrowed}&step=${figures.step}&part=${part}`;
        return [part === 'reached' ? figures.count : figures[part], `/funnel/records?${question}`] as const;
      }),
    );
  const { standing, overdue, promisesDue, visits, changes, funnel } = cockpit;
  const kinds = { followUps: 'overdueFollowUps', promises: 'overduePromises', problems: 'overdueProblems' } as const;
  const all = (light: 'green' | 'yellow' | 'red') => standing.reduce((sum, each) => sum + each[light], 0);
  return [
    ...[funnel.now, funnel.before, changes.funnel].flatMap(inFunnel),
    ...(['green', 'yellow', 'red'] as const).flatMap((light) => [
      [all(light), own('standing', `&light=${light}`)] as const,
      ...standing.map((each) => [each[light], own('standing', `&stage=${each.stage}&light=${light}`)] as const),
    ]),
    ...standing.map((each) => [each.green + each.yellow + each.red, own('standing', `&stage=${each.stage}`)] as const),
    [all('green') + all('yellow') + all('red'), own('standing')],
    ...Object.entries(kinds).flatMap(([kind, part]) => [
      [overdue[kind as keyof typeof kinds], own(part)] as const,
      ...overdue.people.map((each) => [each[kind as keyof typeof kinds], own(part, `&owner=${each.id}`)] as const),
    ]),
    [promisesDue.count, own('promisesDue')],
    [visits.last.held, own('visitsHeld', '&week=last')],
    [visits.current.held, own('visitsHeld', '&week=current')],
    [visits.current.planned, own('visitsPlanned', '&week=current')],
    [visits.next.planned, own('visitsPlanned', '&week=next')],
    [changes.dealsLost, own('dealsLost')],
    [changes.dealsHeld, own('dealsHeld')],
    [changes.leadsClosed, own('leadsClosed')],
  ];
}

/** Asks for the list behind every number. */
async function checked(agent: Agent, department = ''): Promise<number> {
  const told = async () =>
    numbersOf((await agent.get(`/api/v1/cockpit?${department.slice(1)}`).expect(200)).body, department);
  const numbers = await told();
  const wrong: unknown[] = [];
  for (const [count, address] of numbers) {
    // What the funnel lists where it counts nothing is tested there.
    if (count === 0 && address.startsWith('/funnel')) continue;
    const { body } = await agent.get(`/api/v1${address}&limit=9`).expect(200);
    if (body.total !== count || body.items.length !== Math.min(count, 9)) wrong.push([address, count, body.total]);
  }
  // Where a day ended meanwhile in somebody's time zone, more is overdue: everything is asked for anew.
  if (wrong.length > 0 && JSON.stringify(await told()) !== JSON.stringify(numbers)) return checked(agent, department);
  expect(wrong).toEqual([]);
  return numbers.filter(([count]) => count > 0).length;
}

describe('the cockpit of the sample zone', () => {
  it('says for how many days what is overdue has been so, and of nothing else', async () => {
    const agent = await as('leader');
    const { body: cockpit } = await agent.get('/api/v1/cockpit').expect(200);
    const listed = async (part: string): Promise<CockpitRecord[]> =>
      (await agent.get(`/api/v1/cockpit/records?part=${part}&limit=50`).expect(200)).body.items;
    const late = (await Promise.all(['overdueFollowUps', 'overduePromises', 'overdueProblems'].map(listed))).flat();
    expect(late.length).toBeGreaterThan(0);
    for (const { on, overdueDays } of late)
      expect(overdueDays, on).toBe((Date.parse(cockpit.today) - Date.parse(on)) / 86_400_000);
    for (const { overdueDays } of await listed('standing')) expect(overdueDays).toBeNull();
  });

  it.each(['leader', 'head', 'officer'])(
    'opens every number that it shows a %s',
    async (role) => {
      expect(await checked(await as(role))).toBeGreaterThan(role === 'officer' ? 15 : 50);
    },
    120_000,
  );

  it('opens every number of one department to a leader, who sees there what its head sees', async () => {
    const [leader, head] = [await as('leader'), await as('head')];
    const { departmentId } = (await head.get('/api/v1/me').expect(200)).body;
    expect(await checked(leader, `&department=${departmentId}`)).toBeGreaterThan(50);
    const { countedAt: _, scope, ...seen } = (await leader.get(`/api/v1/cockpit?department=${departmentId}`)).body;
    const mine = (await head.get('/api/v1/cockpit').expect(200)).body as Cockpit;
    expect(scope).toMatchObject({ reach: 'all', department: { id: departmentId } });
    expect(mine.scope).toEqual({ reach: 'department', department: null, departmentIds: null });
    for (const part of ['standing', 'longest', 'overdue', 'promisesDue', 'visits'] as const)
      expect(seen[part], part).toEqual(mine[part]);
    expect(seen.funnel.now.steps).toEqual(mine.funnel.now.steps);
  }, 120_000);

  it('lights by the norms of the funnel, the deals that have stood longest first, and names people by their names', async () => {
    const leader = await as('leader');
    const cockpit = (await leader.get('/api/v1/cockpit').expect(200)).body as Cockpit;
    for (const { stage, norm } of cockpit.standing) {
      const step = stage === 'negotiating' ? 'converted' : stage;
      expect(norm).toBe(cockpit.funnel.now.norms[step] ?? null);
    }
    expect(cockpit.longest.length).toBeGreaterThan(0);
    const shares = cockpit.longest.map(({ days, norm }) => days / norm);
    expect(shares).toEqual([...shares].sort((a, b) => b - a));
    for (const { days, norm, light } of cockpit.longest) expect(light).toBe(stageLightOf(days, norm));
    for (const light of ['green', 'yellow', 'red'] as const) {
      const { body } = await leader.get(`/api/v1/cockpit/records?part=standing&light=${light}&limit=200`).expect(200);
      for (const { on, days, norm } of CockpitRecordPage.parse(body).items) {
        expect(days).toBe((Date.parse(cockpit.today) - Date.parse(on)) / 86_400_000);
        expect(stageLightOf(days ?? 0, norm)).toBe(light);
      }
    }
    const names = cockpit.overdue.people.map(({ name }) => name);
    expect(names).toEqual([...names].sort(new Intl.Collator('zh-CN').compare));
    expect(cockpit.promisesDue.until).toBe(addDays(cockpit.today, 14));
  });
});
