import type { TargetProgress, TargetRecord } from '@torch/contracts';
import { addDays } from '@torch/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dealThrough } from '../../test/signed-deals';
import { newLead, startWorld, type World } from '../../test/support';
import { dateIn } from '../platform/time';

type Agent = Awaited<ReturnType<World['as']>>;
let world: World;
const people: Record<string, Agent> = {};
const as = (name: string) => people[name] as Agent;
let team: string;
let elsewhere: string;
const today = dateIn('Asia/Shanghai');
const year = Number(today.slice(0, 4));

beforeAll(async () => {
  world = await startWorld();
  team = await world.department('Team');
  const branch = await world.department('Branch', team);
  elsewhere = await world.department('Elsewhere');
  await world.user('olga', 'officer', team);
  await world.user('bruno', 'officer', branch);
  await world.user('hanna', 'head', team);
  await world.user('ulrich', 'head', elsewhere);
  await world.user('lena', 'leader', team);
  await world.user('stan', 'statistician', team);
  await world.user('colla', 'collaborator', team);
  for (const name of ['root', 'olga', 'bruno', 'hanna', 'ulrich', 'lena', 'stan', 'colla'])
    people[name] = await world.as(name);
});
afterAll(() => world.close());

const set = async (input: object): Promise<{ id: string; version: number }> =>
  (
    await as('root')
      .post('/api/v1/targets')
      .send({ firstYear: year, ...input })
      .expect(201)
  ).body;
const progress = async (name: string, id: string, of = year): Promise<TargetProgress> => {
  const { body } = await as(name).get(`/api/v1/targets/progress?year=${of}`).expect(200);
  return body.items.find(({ target }: TargetProgress) => target.id === id);
};
const records = async (name: string, id: string, more = '?limit=200') =>
  (await as(name).get(`/api/v1/targets/${id}/records${more}`).expect(200)).body;

/** A deal that its officer entered and the head took through stages, so many days ago each. */
async function dealAt(officer: string, name: string, ...moves: [stage: string, daysAgo: number][]) {
  const { companyId, lead } = await newLead(as(officer), name);
  await as(officer).post('/api/v1/contacts').send({ companyId, name: 'Example Person' }).expect(201);
  let version = lead.version;
  for (const status of ['contacted', 'qualified'])
    version = (await as(officer).post(`/api/v1/leads/${lead.id}/status`).send({ version, status }).expect(200)).body
      .version;
  const edited = await as(officer).patch(`/api/v1/leads/${lead.id}`).send({ version, cluster: 'MED' }).expect(200);
  let { body: deal } = await as(officer)
    .post(`/api/v1/leads/${lead.id}/convert`)
    .send({
      version: edited.body.version,
      totalInvestment: { amount: '100', currency: 'CNY' },
      on: addDays(today, -(moves[0]?.[1] ?? 0)),
    })
    .expect(201);
  deal = (
    await as(officer)
      .patch(`/api/v1/deals/${deal.id}`)
      .send({ version: deal.version, agreedAmount: { amount: '200.50', currency: 'CNY' } })
      .expect(200)
  ).body;
  for (const [stage, daysAgo] of moves)
    deal = (
      await as('hanna')
        .post(`/api/v1/deals/${deal.id}/stage`)
        .send({ version: deal.version, stage, on: addDays(today, -daysAgo), override: true, reason: 'as told' })
        .expect(200)
    ).body;
  return { leadId: lead.id, companyId, deal: deal as { id: string; version: number } };
}

describe('setting targets', () => {
  it('begins with those of the plan, growth without a base told as such', async () => {
    const { body } = await as('root').get('/api/v1/targets?year=2025&limit=200').expect(200);
    expect(body.total).toBe(23);
    const growth = body.items.find(({ metric }: { metric: string }) => metric === 'utilisedForeignCapital');
    expect(growth).toMatchObject({ kind: 'growth', value: '6', base: null, firstYear: 2021, years: 5 });
    expect(await progress('lena', growth.id, 2025)).toMatchObject({ why: 'no-base', goal: null, standing: null });
    expect(body.items.filter(({ cluster }: { cluster: string | null }) => cluster)).toHaveLength(5);
  });

  it('is the administrator’s, read by who works on it, and keeps every change', async () => {
    const made = await set({ metric: 'visits', value: '40.00' });
    expect(made).toMatchObject({ value: '40', kind: 'total', years: 1, version: 1 });
    for (const name of ['olga', 'hanna', 'lena', 'stan'])
      await as(name).post('/api/v1/targets').send({ metric: 'visits', firstYear: year, value: '1' }).expect(403);
    await as('colla').get('/api/v1/targets').expect(403);
    const changed = await as('root')
      .patch(`/api/v1/targets/${made.id}`)
      .send({ version: 1, value: '50', departmentId: team })
      .expect(200);
    expect(changed.body).toMatchObject({ value: '50', departmentName: 'Team', departmentNameEn: null, version: 2 });
    const { body: department } = await as('root').get(`/api/v1/departments/${team}`).expect(200);
    await as('root')
      .patch(`/api/v1/departments/${team}`)
      .send({ version: department.version, nameEn: 'The team' })
      .expect(200);
    expect((await as('lena').get(`/api/v1/targets/${made.id}`).expect(200)).body.departmentNameEn).toBe('The team');
    // Nothing changed, nothing told.
    await as('root').patch(`/api/v1/targets/${made.id}`).send({ version: 2, value: '50.0' }).expect(200);
    const { body: stale } = await as('root')
      .patch(`/api/v1/targets/${made.id}`)
      .send({ version: 1, value: '60' })
      .expect(409);
    expect(stale.current).toMatchObject({ value: '50', version: 2 });
    await as('root').delete(`/api/v1/targets/${made.id}`).expect(204);
    await as('olga').get(`/api/v1/targets/${made.id}`).expect(404);
    const { body: history } = await as('olga').get(`/api/v1/targets/${made.id}/history`).expect(200);
    expect(history.items.map(({ act }: { act: string }) => act)).toEqual(['deleted', 'updated', 'created']);
    expect(history.items[1]).toMatchObject({ actorName: 'Root', changes: { value: ['40', '50'] } });
  });

  it('names every field at fault', async () => {
    for (const [input, paths] of [
      [{ metric: 'byHand' }, ['nameZh', 'nameEn']],
      [{ metric: 'signed', value: '1.5', currency: 'CNY' }, ['currency', 'value']],
      [{ metric: 'fundsInPlace', value: '5', done: '1', doneOn: today }, ['currency', 'done']],
      [{ metric: 'fundsInPlace', kind: 'growth', value: '6', currency: 'USD', base: '1' }, ['baseYear']],
    ] as const) {
      const { body } = await as('root')
        .post('/api/v1/targets')
        .send({ firstYear: year, ...input })
        .expect(422);
      expect(body.errors.map(({ path }: { path: string }) => path)).toEqual(paths);
    }
    for (const input of [{ metric: 'moons' }, { metric: 'signed', years: 3 }, { metric: 'signed', firstYear: 1999 }])
      await as('root')
        .post('/api/v1/targets')
        .send({ firstYear: year, value: '1', ...input })
        .expect(400);
    const nowhere = { metric: 'signed', firstYear: year, value: '1', cluster: 'NOWHERE' };
    expect((await as('root').post('/api/v1/targets').send(nowhere)).status).toBeGreaterThanOrEqual(400);
    const made = await set({ metric: 'signed', value: '9' });
    const { body } = await as('lena')
      .get(`/api/v1/targets/${made.id}/records?year=${year + 1}`)
      .expect(400);
    expect(body.errors[0].path).toBe('year');
  });
});

describe('the most', () => {
  it('is as many targets as a page of progress tells; one more is refused, not lost', async () => {
    const { rows } = await world.owner.query('SELECT count(*)::int AS count FROM targets');
    await world.owner.query('ALTER TABLE targets DISABLE TRIGGER explained');
    await world.owner.query(
      `INSERT INTO targets (id, metric, kind, value, first_year, years)
       SELECT gen_random_uuid(), 'visits', 'total', 1, 2099, 1 FROM generate_series($1::int, 998)`,
      [rows[0].count],
    );
    const one = { metric: 'visits', firstYear: 2099, value: '1' };
    const answers = await Promise.all([1, 2].map(() => as('root').post('/api/v1/targets').send(one)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 422]);
    const refused = answers.find(({ status }) => status === 422);
    expect(refused?.body.errors).toMatchObject([{ path: 'metric', code: 'too-many' }]);
    await world.owner.query('DELETE FROM targets WHERE first_year = 2099');
    await world.owner.query('ALTER TABLE targets ENABLE TRIGGER explained');
  });
});

describe('progress', () => {
  it('counts a project once, at its first signing, and lists just what it counts', async () => {
    const [signed, amount, started, med, korea, yen] = await Promise.all([
      set({ metric: 'signed', value: '10' }),
      set({ metric: 'signedAmount', value: '1000', currency: 'CNY' }),
      set({ metric: 'started', value: '10' }),
      set({ metric: 'signed', value: '10', cluster: 'MED', region: 'KR' }),
      set({ metric: 'signed', value: '10', cluster: 'ELE' }),
      set({ metric: 'signedAmount', value: '1000', currency: 'JPY' }),
    ]);
    const before = (await progress('lena', signed.id)).count ?? 0;
    await dealAt('olga', 'Amber Foundry', ['signed', 0], ['negotiating', 0], ['signed', 0]);
    await dealAt('bruno', 'Basalt Optics', ['registered', 0]);
    await dealAt('olga', 'Cobalt Looms', ['site_visit', 0]);
    const told = await progress('lena', signed.id);
    expect(told).toMatchObject({ goal: '10', done: String(before + 2), count: before + 2, from: `${year}-01-01` });
    const { items, total } = await records('lena', signed.id);
    expect(total).toBe(told.count);
    expect(items[0]).toMatchObject({ kind: 'deal', on: today, code: expect.stringMatching(/^D-/) as string });
    expect(await progress('lena', amount.id)).toMatchObject({ done: '401.00', currency: 'CNY', remaining: '599.00' });
    expect((await records('lena', amount.id)).items[0].amount).toEqual({ amount: '200.50', currency: 'CNY' });
    expect(await progress('lena', started.id)).toMatchObject({ done: '0', count: 0 });
    expect((await records('lena', started.id)).total).toBe(0);
    expect((await progress('lena', med.id)).count).toBe(2);
    expect((await progress('lena', korea.id)).count).toBe(0);
    expect(await progress('lena', yen.id)).toMatchObject({ goal: null, why: 'rate-missing', done: '401.00' });
    for (const { id } of [amount, started, med, korea, yen])
      expect((await records('lena', id)).total).toBe((await progress('lena', id)).count);
  });

  it('counts of an increase its money alone, as the key figures do', async () => {
    const [signed, started, producing, amount] = await Promise.all([
      set({ metric: 'signed', value: '10' }),
      set({ metric: 'started', value: '10' }),
      set({ metric: 'producing', value: '10' }),
      set({ metric: 'signedAmount', value: '1000', currency: 'CNY' }),
    ]);
    await dealThrough(as('olga'), as('hanna'), 'Cinder Mills', {
      channel: 'reinvestment',
      moves: [
        ['negotiating', today],
        ['production', today],
      ],
      facts: { agreedAmount: { amount: '7.25', currency: 'CNY' } },
    });
    const { body: kpis } = await as('lena').get('/api/v1/kpis').expect(200);
    const figure = (code: string) => kpis.items.find((each: { code: string }) => each.code === code);
    expect(figure('increasesSigned').value).toBe('1');
    expect((await progress('lena', signed.id)).done).toBe(figure('projectsSigned').value);
    expect((await progress('lena', started.id)).done).toBe('0');
    expect((await progress('lena', producing.id)).done).toBe('0');
    expect((await progress('lena', amount.id)).done).toBe('408.25');
    for (const { id } of [signed, started, producing, amount])
      expect((await records('lena', id)).total).toBe((await progress('lena', id)).count);
  });

  it('adds up what the statistician confirmed, at the rate of its day', async () => {
    const aim = await set({ metric: 'fundsInPlace', value: '1000', currency: 'CNY' });
    await as('root')
      .post('/api/v1/exchange-rates')
      .send({ currency: 'USD', validFrom: '2020-01-01', rate: '7' })
      .expect(201);
    const { deal } = await dealAt('olga', 'Dolomite Dyes', ['signed', 0]);
    const pay = async (amount: string, currency: string, confirm = true) => {
      const { body } = await as('olga')
        .post(`/api/v1/deals/${deal.id}/funds`)
        .send({ kind: 'fundsInPlace', amount: { amount, currency }, on: today, voucher: 'V-1' })
        .expect(201);
      if (confirm) await as('stan').post(`/api/v1/funds/${body.id}/confirm`).send({ version: 1 }).expect(200);
    };
    await pay('10.01', 'USD');
    await pay('5.50', 'CNY');
    await pay('99.00', 'CNY', false);
    await pay('3.00', 'SGD');
    const told = await progress('stan', aim.id);
    expect(told).toMatchObject({
      done: '75.57',
      count: 3,
      unconverted: [{ amount: '3.00', currency: 'SGD' }],
      missing: [{ currency: 'SGD', on: today }],
    });
    expect((await records('stan', aim.id)).total).toBe(3);
    // Each as it is added up: whole, so that the column comes to the figure.
    const worth = new Map(
      (await records('stan', aim.id)).items.map((item: TargetRecord) => [item.amount?.currency, item.worth]),
    );
    expect(worth.get('USD')).toEqual({ amount: '70.07', currency: 'CNY', rate: '7', rateFrom: '2020-01-01' });
    expect(worth.get('CNY')).toEqual({ amount: '5.50', currency: 'CNY', rate: '1', rateFrom: null });
    expect(worth.get('SGD')).toBeNull();
    const first = await records('stan', aim.id, '?limit=2');
    const second = await records('stan', aim.id, `?limit=2&cursor=${first.nextCursor}`);
    expect(new Set([...first.items, ...second.items].map(({ id }: { id: string }) => id)).size).toBe(3);
  });

  it('counts the visits that were held, on their day in the zone', async () => {
    const aim = await set({ metric: 'visits', value: '4', region: 'KR' });
    const { companyId } = await newLead(as('olga'), 'Emery Gears');
    const visit = { companyId, kind: 'online', subject: 'Talk' };
    // The last evening of the year before in UTC is this year's first morning in the zone.
    for (const [status, startsAt] of [
      ['completed', `${year - 1}-12-31T17:00:00Z`],
      ['completed', `${year - 1}-12-31T15:00:00Z`],
      ['planned', `${today}T00:00:00Z`],
      ['cancelled', `${today}T00:00:00Z`],
    ])
      await as('olga')
        .post('/api/v1/visits')
        .send({ ...visit, status, startsAt })
        .expect(201);
    expect(await progress('lena', aim.id)).toMatchObject({ count: 1, done: '1' });
    expect((await records('lena', aim.id)).items).toMatchObject([
      { kind: 'visit', on: `${year}-01-01`, title: 'Talk' },
    ]);
  });

  it('reaches as far as the reader: a part of it has no standing, and the administrator sees none', async () => {
    const zone = await set({ metric: 'signed', value: '50' });
    const ours = await set({ metric: 'signed', value: '50', departmentId: team });
    const theirs = await set({ metric: 'signed', value: '50', departmentId: elsewhere });
    const all = await progress('lena', zone.id);
    expect(all).toMatchObject({ count: 3, why: null });
    expect(await progress('stan', zone.id)).toMatchObject({ count: 3, why: null });
    expect(await progress('hanna', zone.id)).toMatchObject({ count: 3, why: 'in-part', standing: null });
    // The department below counts for the one above.
    expect(await progress('hanna', ours.id)).toMatchObject({ count: 3, why: null });
    expect(await progress('ulrich', zone.id)).toMatchObject({ count: 0, why: 'in-part' });
    expect(await progress('ulrich', theirs.id)).toMatchObject({ count: 0, why: null });
    expect(await progress('ulrich', ours.id)).toMatchObject({ count: 0, why: 'in-part' });
    expect(await progress('olga', ours.id)).toMatchObject({ count: 2, why: 'in-part' });
    expect(await progress('bruno', zone.id)).toMatchObject({ count: 1, why: 'in-part' });
    for (const name of ['lena', 'stan', 'hanna', 'ulrich', 'olga', 'bruno'])
      for (const { id } of [zone, ours, theirs])
        expect((await records(name, id)).total, name).toBe((await progress(name, id)).count);
    expect(await progress('root', zone.id)).toMatchObject({ goal: '50', done: null, count: null, why: 'out-of-reach' });
    await as('root').get(`/api/v1/targets/${zone.id}/records`).expect(404);
    await as('colla').get('/api/v1/targets/progress').expect(403);
  });

  it('counts a confidential project for those alone who are named', async () => {
    const aim = await set({ metric: 'signed', value: '50' });
    const before = (await progress('lena', aim.id)).count ?? 0;
    const { deal } = await dealAt('olga', 'Fluorite Labs', ['signed', 0]);
    await as('olga')
      .post(`/api/v1/deals/${deal.id}/confidentiality`)
      .send({ version: deal.version, codename: 'Heron', people: [] })
      .expect(200);
    expect((await progress('lena', aim.id)).count).toBe(before);
    expect((await records('lena', aim.id)).total).toBe(before);
    const { items } = await records('olga', aim.id);
    expect(items.map(({ title }: { title: string }) => title)).toContain('Heron');
    expect(items.map(({ companyName }: { companyName: string }) => companyName)).not.toContain('Fluorite Labs');
  });

  it('takes a figure by hand, and lists nothing behind it', async () => {
    const names = { nameZh: '集群收入', nameEn: 'Revenue of the cluster', unitZh: '亿元', unitEn: 'CNY 100 million' };
    const aim = await set({ metric: 'byHand', ...names, cluster: 'MED', value: '900' });
    expect(await progress('olga', aim.id)).toMatchObject({ why: 'no-figure', done: null });
    await as('root').patch(`/api/v1/targets/${aim.id}`).send({ version: 1, done: '300.5', doneOn: today }).expect(200);
    for (const name of ['root', 'olga'])
      expect(await progress(name, aim.id)).toMatchObject({
        done: '300.50',
        donePercent: '33.4',
        count: null,
        why: null,
      });
    expect((await records('olga', aim.id)).total).toBe(0);
  });

  it('measures a past day by what was set then, first of all by what was entered first', async () => {
    const its = await set({ metric: 'signed', value: '40', cluster: 'MED' });
    const untouched = await set({ metric: 'signed', value: '7', cluster: 'MED' });
    const change = (version: number, values: object) =>
      as('root')
        .patch(`/api/v1/targets/${its.id}`)
        .send({ version, ...values })
        .expect(200);
    await change(1, { value: '50', departmentId: elsewhere });
    await change(2, { value: '60', cluster: null });
    const at = async (asOf: string) => {
      const { body } = await as('lena').get(`/api/v1/targets/progress?year=${year}&asOf=${asOf}`).expect(200);
      const found = (id: string) => body.items.find(({ target }: TargetProgress) => target.id === id);
      return [found(its.id), found(untouched.id)] as [TargetProgress, TargetProgress];
    };
    const [now] = await at(today);
    expect(now.target).toMatchObject({ value: '60', departmentName: 'Elsewhere', cluster: null });
    const before = addDays(today, -1);
    const [then, same] = await at(before);
    expect(then.target).toMatchObject({ value: '40', departmentId: null, departmentName: null, cluster: 'MED' });
    expect(same.target).toEqual((await at(today))[1].target);
    const { total } = await records('lena', its.id, `?year=${year}&asOf=${before}&limit=1`);
    expect(total).toBe(Number(then.done));
    // What nobody changed, and what was first set elsewhere, keep the name of their department.
    const moved = await set({ metric: 'signed', value: '1', departmentId: team });
    await as('root').patch(`/api/v1/targets/${moved.id}`).send({ version: 1, departmentId: elsewhere }).expect(200);
    const { body } = await as('lena').get(`/api/v1/targets/progress?year=${year}&asOf=${before}`).expect(200);
    const back = body.items.find(({ target }: TargetProgress) => target.id === moved.id);
    expect(back.target).toMatchObject({ departmentId: team, departmentName: 'Team' });
  });

  it('names the years that have targets', async () => {
    const { body } = await as('lena').get('/api/v1/targets/progress').expect(200);
    expect(body).toMatchObject({ year, timeZone: 'Asia/Shanghai', reportingCurrency: 'CNY' });
    expect(body.years).toEqual([...new Set([2021, 2022, 2023, 2024, 2025, year])].sort());
  });
});
