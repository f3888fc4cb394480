import type { Coverage, TargetsProgress } from '@torch/contracts';
import { coverageKinds } from '@torch/domain';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { password, startWorld, type World } from '../../test/support';

let world: World;
const readers = new Map<string, ReturnType<typeof request.agent>>();

beforeAll(async () => {
  world = await startWorld({}, { setUp: false });
  const { body } = await world
    .http()
    .post('/api/v1/setup')
    .send({ zoneName: 'Zone', zone: 'sample', administrator: { username: 'boss', displayName: 'Boss', password } })
    .expect(201);
  for (const role of ['leader', 'head', 'officer', 'statistician']) {
    const its = body.signIns.find((each: { role: string }) => each.role === role);
    const agent = request.agent(world.app.getHttpServer());
    await agent.post('/api/v1/sessions').send({ username: its.username, password: its.password }).expect(201);
    readers.set(role, agent);
  }
}, 120_000);
afterAll(() => world.close());

describe('the sample zone', () => {
  it('opens every figure of its targets: as many records as it says', async () => {
    let checked = 0;
    for (const [role, agent] of readers) {
      const { body } = await agent.get('/api/v1/targets/progress').expect(200);
      const { items, year } = body as TargetsProgress;
      expect(items.length).toBeGreaterThan(8);
      for (const { target, count } of items) {
        if (count === null) continue;
        const { body: page } = await agent.get(`/api/v1/targets/${target.id}/records?year=${year}&limit=1`).expect(200);
        expect(page.total, `${role} ${target.metric}`).toBe(count);
        checked += 1;
      }
      if (role === 'leader') {
        expect(items.some(({ count }) => (count ?? 0) > 0)).toBe(true);
        expect(new Set(items.map(({ standing }) => standing)).size).toBeGreaterThan(2);
      }
    }
    expect(checked).toBeGreaterThan(30);
  });

  it('opens every number of its coverage', async () => {
    const leader = readers.get('leader') as ReturnType<typeof request.agent>;
    const { rows, regions, all } = (await leader.get('/api/v1/coverage').expect(200)).body as Coverage;
    const figures = [
      { counts: all, at: '' },
      ...regions.map((region) => ({ counts: region.all, at: `&region=${region.code}` })),
      ...rows.flatMap((row) => [
        { counts: row.all, at: `&node=${row.node}` },
        ...row.cells.map((cell) => ({ counts: cell, at: `&node=${row.node}&region=${cell.region}` })),
      ]),
    ];
    let checked = 0;
    for (const { counts, at } of figures)
      for (const kind of coverageKinds) {
        if (counts[kind] === 0) continue;
        const { body } = await leader.get(`/api/v1/coverage/records?kind=${kind}${at}&limit=1`).expect(200);
        expect(body.total, `${kind}${at}`).toBe(counts[kind]);
        checked += 1;
      }
    expect(checked).toBeGreaterThan(200);
  }, 300_000);
});
