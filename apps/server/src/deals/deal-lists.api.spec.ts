import { dealStages } from '@torch/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changesOf, deal, hanna, move, olga, qualified, startDealWorld, usd, world } from '../../test/deals';

beforeAll(async () => {
  await startDealWorld();
  // Enough for several pages, standing at several places of the road and beside it.
  for (const wish of [
    { stage: 'site_visit', override: true, reason: 'The visit was abroad' },
    { stage: 'on_hold', reason: 'Budget' },
    { stage: 'lost', closeReason: 'elsewhere' },
  ])
    for (let count = 0; count < 2; count++) await move(hanna, await deal(), wish).expect(200);
  for (let count = 0; count < 4; count++) await deal();
});
afterAll(() => world.close());

describe('the list of deals', () => {
  it('filters by the lead’s tags, stage, batch, company name and code', async () => {
    const { companyId } = await qualified({ chainGap: 'fill' });
    const input = {
      companyId,
      title: 'Listed',
      channel: 'fund',
      cluster: 'MAT',
      region: 'JP',
      totalInvestment: usd('9'),
    };
    const { body: made } = await olga.post('/api/v1/deals').send(input).expect(201);
    const found = async (query: object) =>
      (await olga.get('/api/v1/deals').query(query).expect(200)).body.items.some(
        ({ id }: { id: string }) => id === made.id,
      );
    for (const hit of [
      { cluster: 'MAT' },
      { region: 'JP' },
      { channel: 'fund' },
      { stage: 'negotiating' },
      { batch: 'preparing' },
      { q: made.code },
      { q: made.companyName.slice(0, 6) },
      { flagged: 'false' },
      { company: companyId },
    ])
      expect(await found(hit), JSON.stringify(hit)).toBe(true);
    for (const miss of [
      { cluster: 'MED' },
      { stage: 'lost,signed' },
      { batch: 'started' },
      { staleDays: 1 },
      { flagged: 'true' },
    ])
      expect(await found(miss), JSON.stringify(miss)).toBe(false);
    for (const query of ['stage=gone', 'sort=title', 'batch=x', 'flagged=maybe', 'cursor=rubbish'])
      await olga.get(`/api/v1/deals?${query}`).expect(400);
  });
});

describe('pages of deals', () => {
  it.each(['createdAt', '-createdAt', 'updatedAt', '-updatedAt', 'stageSince', '-stageSince', 'code', '-code'])(
    'by %s hold every deal once',
    async (sort) => {
      const { body: all } = await olga.get(`/api/v1/deals?sort=${sort}&limit=200`).expect(200);
      expect(all.items.length).toBeGreaterThan(9);
      const seen: string[] = [];
      for (let cursor: string | null = ''; cursor !== null;) {
        const { body }: { body: { items: { id: string }[]; nextCursor: string | null } } = await olga
          .get('/api/v1/deals')
          .query({ sort, limit: 3, ...(cursor && { cursor }) })
          .expect(200);
        seen.push(...body.items.map(({ id }: { id: string }) => id));
        cursor = body.nextCursor;
      }
      expect(seen).toEqual(all.items.map(({ id }: { id: string }) => id));
    },
  );
});

describe('the board', () => {
  const board = async (query = '') => (await olga.get(`/api/v1/deals/board${query}`).expect(200)).body;

  it('has a column for every stage, each from what has stood there longest, and goes on where the list goes on', async () => {
    for (let count = 0; count < 4; count++) await deal();
    const { columns } = await board('?limit=2');
    expect(columns.map(({ key }: { key: string }) => key)).toEqual([...dealStages, 'on_hold']);
    const { body: list } = await olga.get('/api/v1/deals?stage=negotiating&sort=stageSince&limit=200').expect(200);
    const [first] = columns;
    expect(first).toMatchObject({ total: list.total, totalIsExact: true });
    const next = await olga
      .get('/api/v1/deals')
      .query({ stage: 'negotiating', sort: 'stageSince', limit: 200, cursor: first.nextCursor })
      .expect(200);
    const ids = (items: { id: string }[]) => items.map(({ id }) => id);
    expect([...ids(first.items), ...ids(next.body.items)]).toEqual(ids(list.items));
  });

  it('shows what was lost only when asked, the four batches with the leads before them, and heeds the list’s filters', async () => {
    expect((await board('?aside=true')).columns.at(-1).key).toBe('lost');
    const { columns, openLeads } = await board('?by=batch');
    expect(columns.map(({ key }: { key: string }) => key)).toEqual(['preparing', 'reserve', 'started', 'completed']);
    expect(openLeads).toBeGreaterThan(0);
    const none = await board('?cluster=NOPE');
    expect(
      none.columns.every(({ total, items }: { total: number; items: [] }) => total === 0 && items.length === 0),
    ).toBe(true);
    const reserve = columns.find(({ key }: { key: string }) => key === 'reserve');
    const list = await olga.get('/api/v1/deals?batch=reserve').expect(200);
    expect(reserve.total).toBe(list.body.total);
    expect(reserve.total).toBeGreaterThan(0);
    await olga.get('/api/v1/deals/board?by=owner').expect(400);
  });

  it('counts the leads before it by the same filters, and says so where it does not count them all', async () => {
    const { leadId } = await qualified({ cluster: 'EQP' });
    const { title } = (await olga.get(`/api/v1/leads/${leadId}`).expect(200)).body;
    const leads = async (query: object) => {
      const { body } = await olga
        .get('/api/v1/deals/board')
        .query({ by: 'batch', ...query })
        .expect(200);
      return [body.openLeads, body.openLeadsAreExact];
    };
    const [owner, other] = [(await world.actor('olga')).id, (await world.actor('hanna')).id];
    const department = (await world.actor('olga')).departmentId;
    for (const query of [{ cluster: 'EQP' }, { q: title }, { lead: leadId }])
      expect(await leads(query)).toEqual([1, true]);
    for (const query of [{ cluster: 'NOPE' }, { owner: other }, { channel: 'fund', cluster: 'EQP' }, { q: 'nowhere' }])
      expect(await leads(query)).toEqual([0, true]);
    const every = await leads({});
    expect(await leads({ owner, department })).toEqual(every);
    expect((await board()).openLeads).toBeNull();
    const { id, companyId, departmentId } = (await olga.get(`/api/v1/leads/${leadId}`).expect(200)).body;
    await world.owner.query('BEGIN');
    await world.owner.query('SET LOCAL session_replication_role = replica');
    await world.owner.query(
      `INSERT INTO leads (id, code, title, company_id, status, region, channel, owner_id, department_id)
       SELECT gen_random_uuid(), 'X-' || n, 'Many', $1, 'new', 'KR', 'chain', $2, $3 FROM generate_series(1, 1001) n`,
      [companyId, owner, departmentId],
    );
    await world.owner.query('COMMIT');
    expect(await leads({})).toEqual([1_000, false]);
    await world.owner.query('BEGIN');
    await world.owner.query('SET LOCAL session_replication_role = replica');
    await world.owner.query(`DELETE FROM leads WHERE title = 'Many' AND id <> $1`, [id]);
    await world.owner.query('COMMIT');
  });

  it('moves several at once, each through the one door: one that is refused holds up no other', async () => {
    const [one, two, three] = [await deal(), await deal(), await deal()];
    const items = [one, two, three].map(({ id, version }) => ({ id, version }));
    (items[1] as { version: number }).version = 9;
    const { body } = await olga
      .post('/api/v1/deals/stage')
      .send({ items, stage: 'on_hold', reason: 'Budget' })
      .expect(200);
    expect(body.items).toMatchObject([{ ok: true }, { ok: false, problem: 'stale' }, { ok: true }]);
    const refused = await olga
      .post('/api/v1/deals/stage')
      .send({ items: [{ id: two.id, version: two.version }], stage: 'review' })
      .expect(200);
    expect(refused.body.items[0]).toMatchObject({ ok: false, problem: 'rule-broken' });
    expect(refused.body.items[0].errors.map(({ path }: { path: string }) => path)).toContain('evidence.proposal');
    expect((await olga.get(`/api/v1/deals/${two.id}`)).body.stage).toBe('negotiating');
    expect(await changesOf(one.id)).toHaveLength(2);
  });
});
