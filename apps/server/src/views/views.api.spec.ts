import type { SavedView } from '@torch/contracts';
import { mostViews } from '@torch/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWorld, type World } from '../../test/support';

type Agent = Awaited<ReturnType<World['as']>>;

let world: World;
let olga: Agent;
let otto: Agent;
let hanna: Agent;
let tom: Agent;

beforeAll(async () => {
  world = await startWorld();
  const [north, south] = [await world.department('North'), await world.department('South')];
  await world.user('olga', 'officer', north);
  await world.user('otto', 'officer', north);
  await world.user('hanna', 'head', north);
  await world.user('tom', 'officer', south);
  await world.user('adam', 'admin', north);
  [olga, otto, hanna, tom] = [
    await world.as('olga'),
    await world.as('otto'),
    await world.as('hanna'),
    await world.as('tom'),
  ];
});
afterAll(() => world.close());

const keep = async (agent: Agent, name: string, more: object = {}): Promise<SavedView> =>
  (
    await agent
      .post('/api/v1/saved-views')
      .send({ page: 'funnel', name, parameters: { view: 'entered', region: 'KR,JP' }, ...more })
      .expect(201)
  ).body;
const namesOf = async (agent: Agent, query = ''): Promise<string[]> =>
  (await agent.get(`/api/v1/saved-views?${query}`).expect(200)).body.items.map(({ name }: SavedView) => name);

describe('a saved view', () => {
  it('is kept, found by its page, changed and taken away by its owner', async () => {
    const view = await keep(olga, 'Korea and Japan');
    expect(view).toMatchObject({ page: 'funnel', shared: false, parameters: { view: 'entered', region: 'KR,JP' } });
    await keep(olga, 'Deals of mine', { page: 'deals', parameters: {} });
    expect(await namesOf(olga, 'page=funnel,funnel-flow')).toEqual(['Korea and Japan']);
    expect(await namesOf(olga)).toEqual(['Deals of mine', 'Korea and Japan']);
    const renamed = await olga
      .patch(`/api/v1/saved-views/${view.id}`)
      .send({ version: view.version, name: 'East Asia', parameters: { view: 'cohort' } })
      .expect(200);
    expect(renamed.body).toMatchObject({ name: 'East Asia', parameters: { view: 'cohort' }, version: 2 });
    const stale = await olga.patch(`/api/v1/saved-views/${view.id}`).send({ version: 1, name: 'Late' }).expect(409);
    expect(stale.body.current).toMatchObject({ name: 'East Asia' });
    await olga.delete(`/api/v1/saved-views/${view.id}`).expect(204);
    await olga.get(`/api/v1/saved-views/${view.id}`).expect(404);
  });

  it('is read by the department of its owner once it is shared, changed by the owner alone, and nobody else’s', async () => {
    const view = await keep(olga, 'Ours');
    expect(await namesOf(otto)).toEqual([]);
    const { body } = await olga
      .patch(`/api/v1/saved-views/${view.id}`)
      .send({ version: view.version, shared: true })
      .expect(200);
    expect(await namesOf(otto)).toEqual(['Ours']);
    expect(await namesOf(hanna)).toEqual(['Ours']);
    expect(await namesOf(tom)).toEqual([]);
    await otto.patch(`/api/v1/saved-views/${view.id}`).send({ version: body.version, name: 'Mine' }).expect(403);
    await otto.delete(`/api/v1/saved-views/${view.id}`).expect(403);
    await tom.get(`/api/v1/saved-views/${view.id}`).expect(404);
    await tom.delete(`/api/v1/saved-views/${view.id}`).expect(404);
    await (await world.as('adam')).get('/api/v1/saved-views').expect(403);
    await olga.patch(`/api/v1/saved-views/${view.id}`).send({ version: body.version, shared: false }).expect(200);
    expect(await namesOf(otto)).toEqual([]);
  });

  it('has a name of its own on its page, and holds nothing but short parameters', async () => {
    await keep(hanna, 'This quarter');
    const again = { page: 'funnel', name: 'THIS quarter', parameters: {} };
    const { body } = await hanna.post('/api/v1/saved-views').send(again).expect(409);
    expect(body.errors).toMatchObject([{ path: 'name', code: 'taken' }]);
    await hanna
      .post('/api/v1/saved-views')
      .send({ ...again, page: 'funnel-flow' })
      .expect(201);
    for (const bad of [
      { ...again, name: ' ' },
      { ...again, page: 'mails' },
      { ...again, name: 'x', parameters: { 'a b': '1' } },
      { ...again, name: 'x', parameters: { view: 1 } },
      { ...again, name: 'x', parameters: { q: 'x'.repeat(8_001) } },
      { ...again, name: 'x', parameters: Object.fromEntries(Array.from({ length: 41 }, (_, n) => [`p${n}`, ''])) },
    ])
      await hanna.post('/api/v1/saved-views').send(bad).expect(400);
  });

  it('is one of no more than a menu can hold', async () => {
    await world.work.run('system', null, async (tx) => {
      const rows = await tx.query<{ id: string }>(
        `WITH made AS (INSERT INTO saved_views (id, owner_id, page, name, parameters)
           SELECT gen_random_uuid(), u.id, 'leads', 'View ' || n, '{}' FROM users u, generate_series(1, $1::int) n
           WHERE u.username = 'tom' RETURNING id) SELECT id FROM made`,
        [mostViews],
      );
      for (const { id } of rows) await tx.record('savedView.created', { subjectType: 'savedView', subjectId: id });
    });
    const { body } = await tom
      .post('/api/v1/saved-views')
      .send({ page: 'leads', name: 'One more', parameters: {} })
      .expect(422);
    expect(body.errors).toMatchObject([{ path: 'name', code: 'too-many' }]);
  });

  it('tells the audit log that it was kept, and not what was looked for', async () => {
    const { id } = await keep(otto, 'Peony', { parameters: { q: 'Peony' } });
    const { rows } = await world.owner.query('SELECT type, changes FROM events WHERE subject_id = $1', [id]);
    expect(rows).toMatchObject([{ type: 'savedView.created' }]);
    expect(JSON.stringify(rows)).not.toContain('Peony');
  });
});
