import type { Page } from '@torch/contracts';
import { addDays } from '@torch/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dealThrough } from '../../test/signed-deals';
import { company, startWorld, type World } from '../../test/support';
import { dateIn } from '../platform/time';

type Agent = Awaited<ReturnType<World['as']>>;
interface Row {
  id: string;
  leadId: string | null;
  title: string;
  companyName: string;
}

let world: World;
const people: Record<string, Agent> = {};
const as = (name: string) => people[name] as Agent;
const ids: Record<string, string> = {};
const deals: Record<string, Awaited<ReturnType<typeof dealThrough>>> = {};
const today = dateIn('Asia/Shanghai');
const lastDay = addDays(`${today.slice(0, 7)}-01`, -1);
const month = lastDay.slice(0, 7);
const year = Number(month.slice(0, 4));
const on = (day: number) => `${month}-${String(day).padStart(2, '0')}`;

const target = async (metric: string, firstYear = year): Promise<string> =>
  (await as('root').post('/api/v1/targets').send({ metric, firstYear, value: '10' }).expect(201)).body.id;

beforeAll(async () => {
  world = await startWorld();
  ids['team'] = await world.department('Team');
  ids['away'] = await world.department('Away');
  for (const [name, role, department] of [
    ['olga', 'officer', 'team'],
    ['hanna', 'head', 'team'],
    ['anna', 'officer', 'away'],
    ['ulrich', 'head', 'away'],
    ['lena', 'leader', 'team'],
    ['stella', 'statistician', 'team'],
  ] as const)
    ids[name] = await world.user(name, role, ids[department] as string);
  for (const name of ['root', 'olga', 'hanna', 'anna', 'ulrich', 'lena', 'stella']) people[name] = await world.as(name);
  for (const [officer, head, name, tags] of [
    ['olga', 'hanna', 'Amber Foundry', { chainNode: 'MED-M4' }],
    ['olga', 'hanna', 'Basalt Optics', { chainNode: 'MED-M4' }],
    ['anna', 'ulrich', 'Cobalt Looms', { cluster: 'ELE', region: 'JP', chainNode: 'PRN-U1' }],
    ['olga', 'hanna', 'Quillon Works', { chainNode: 'MED-M4' }],
  ] as const) {
    const deal = await dealThrough(as(officer), as(head), name, {
      moves: [
        ['negotiating', on(2)],
        ['signed', on(10)],
      ],
    });
    const { body: lead } = await as(officer).get(`/api/v1/leads/${deal.leadId}`).expect(200);
    await as(officer)
      .patch(`/api/v1/leads/${deal.leadId}`)
      .send({ version: lead.version, ...tags })
      .expect(200);
    deals[name] = deal;
  }
  ids['signed'] = await target('signed');
  ids['visits'] = await target('visits', Number(today.slice(0, 4)));
  await as('stella').post('/api/v1/month-closes').send({ month }).expect(201);
  // What is corrected since is an adjustment of each.
  for (const [name, deal] of Object.entries(deals)) {
    const officer = as(name === 'Cobalt Looms' ? 'anna' : 'olga');
    const { body } = await officer.get(`/api/v1/deals/${deal.deal.id}`).expect(200);
    const corrected = await officer
      .patch(`/api/v1/deals/${deal.deal.id}`)
      .send({ version: body.version, totalInvestment: { amount: '150.00', currency: 'CNY' } })
      .expect(200);
    if (name === 'Quillon Works')
      await officer
        .post(`/api/v1/deals/${deal.deal.id}/confidentiality`)
        .send({ version: corrected.body.version, codename: 'Heron', people: [ids['hanna']] })
        .expect(200);
    await officer
      .post('/api/v1/visits')
      .send({
        companyId: deal.companyId,
        leadId: deal.leadId,
        kind: 'inbound',
        status: 'completed',
        subject: `Talk ${name.slice(0, 2)}`,
        startsAt: new Date().toISOString(),
      })
      .expect(201);
  }
  // About no lead: it is found by its company, and lies where that does.
  const { body: alone } = await as('olga').post('/api/v1/companies').send(company('Dolomite Dyes')).expect(201);
  await as('olga')
    .post('/api/v1/visits')
    .send({
      companyId: alone.id,
      kind: 'inbound',
      status: 'completed',
      subject: 'Tour',
      startsAt: new Date().toISOString(),
    })
    .expect(201);
});
afterAll(() => world.close());

const lists = {
  cockpit: () => '/cockpit/records?part=standing&stage=signed',
  coverage: () => '/coverage/records?kind=deals',
  target: () => `/targets/${ids['signed']}/records?year=${year}`,
  'month as frozen': () => `/month-closes/${month}/records?kpi=projectsSigned`,
  'month as it is': () => `/month-closes/${month}/records?kpi=projectsSigned&of=now`,
  adjustments: () => `/month-closes/${month}/adjustments?adjustment=changed`,
};
const visits = {
  cockpit: () => '/cockpit/records?part=visitsHeld&week=current',
  target: () => `/targets/${ids['visits']}/records?year=${today.slice(0, 4)}`,
};

const page = async (name: string, path: string, filters = ''): Promise<Page<Row>> =>
  (await as(name).get(`/api/v1${path}${filters}`).expect(200)).body;
/** Whose rows there are, each once: a lead is corrected with its deal. The total says how many. */
async function companies(name: string, path: string, filters = ''): Promise<string[]> {
  const { items, total, totalIsExact } = await page(name, path, filters);
  expect([total, totalIsExact], `${path}${filters}`).toEqual([items.length, true]);
  return [...new Set(items.map(({ companyName }) => companyName))].sort();
}

describe.each(Object.entries(lists))('the list of deals of the %s', (_, path) => {
  it('is narrowed by a word or a code, by cluster, region, owner and department, and by several of them', async () => {
    const all = await companies('lena', path());
    expect(all).toEqual(['Amber Foundry', 'Basalt Optics', 'Cobalt Looms']);
    for (const [filters, found] of [
      ['&q=amber', ['Amber Foundry']],
      ['&q=BASALT%20OPTICS%20PLANT', ['Basalt Optics']],
      [`&q=${deals['Basalt Optics']?.deal.code}`, ['Basalt Optics']],
      ['&q=nothing%20like%20it', []],
      ['&ofCluster=ELE', ['Cobalt Looms']],
      ['&ofCluster=ELE,MED', all],
      ['&ofRegion=JP', ['Cobalt Looms']],
      [`&ofOwner=${ids['anna']}`, ['Cobalt Looms']],
      [`&ofDepartment=${ids['away']}`, ['Cobalt Looms']],
      [`&ofDepartment=${ids['team']}&q=optics`, ['Basalt Optics']],
      [`&ofDepartment=${ids['away']}&q=optics`, []],
    ] as const)
      expect(await companies('lena', path(), filters), filters).toEqual(found);
    await as('lena').get(`/api/v1${path()}&ofOwner=somebody`).expect(400);
  });

  it('goes on where a page of what is found ended', async () => {
    const all = await page('lena', path(), `&ofDepartment=${ids['team']}`);
    const found: string[] = [];
    let cursor: string | null = null;
    do {
      const more: string = cursor ? `&cursor=${encodeURIComponent(cursor)}` : '';
      const read = await page('lena', path(), `&ofDepartment=${ids['team']}&limit=1${more}`);
      expect(read.total).toBe(all.total);
      found.push(...read.items.map(({ id }) => id));
      cursor = read.nextCursor;
    } while (cursor);
    expect(found).toEqual(all.items.map(({ id }) => id));
    expect(found.length).toBeGreaterThan(1);
  });

  it('finds what is confidential by its codename alone, and for those alone who are named', async () => {
    expect(await companies('hanna', path())).toEqual(['Amber Foundry', 'Basalt Optics', 'Heron']);
    expect(await companies('hanna', path(), '&q=heron')).toEqual(['Heron']);
    for (const name of ['hanna', 'olga', 'lena', 'ulrich'])
      for (const q of ['Quillon', 'quillon%20works%20plant', 'Works'])
        expect(await companies(name, path(), `&q=${q}`), name).toEqual([]);
    for (const filters of [
      '&q=heron',
      `&q=${deals['Quillon Works']?.deal.code}`,
      `&ofOwner=${ids['olga']}&ofCluster=MED&ofRegion=KR&q=Her`,
    ])
      expect(await companies('lena', path(), filters), filters).toEqual([]);
  });

  it('says of which lead each deal is, so that something can be planned for it', async () => {
    const { items } = await page('lena', path(), '&q=amber');
    expect(new Set(items.map(({ leadId }) => leadId))).toEqual(new Set([deals['Amber Foundry']?.leadId]));
  });
});

describe.each(Object.entries(visits))('the list of visits of the %s', (_, path) => {
  it('is narrowed by what the visits say and by what they are about', async () => {
    const all = await companies('lena', path());
    expect(all).toEqual(['Amber Foundry', 'Basalt Optics', 'Cobalt Looms', 'Dolomite Dyes']);
    for (const [filters, found] of [
      ['&q=talk%20am', ['Amber Foundry']],
      ['&q=foundry', ['Amber Foundry']],
      ['&q=dolomite', ['Dolomite Dyes']],
      ['&ofCluster=ELE', ['Cobalt Looms']],
      ['&ofRegion=KR', ['Amber Foundry', 'Basalt Optics', 'Dolomite Dyes']],
      [`&ofOwner=${ids['anna']}`, ['Cobalt Looms']],
      [`&ofDepartment=${ids['team']}&q=tour`, ['Dolomite Dyes']],
    ] as const)
      expect(await companies('lena', path(), filters), filters).toEqual(found);
    for (const name of ['hanna', 'olga', 'lena']) expect(await companies(name, path(), '&q=quillon'), name).toEqual([]);
    expect(await companies('hanna', path(), '&q=heron')).toEqual(['Heron']);
  });
});

describe('other lists behind figures', () => {
  const narrowed = async (path: string, filters: string) => companies('lena', path, filters);

  it('are narrowed alike: what is promised, what stands in the way, what is to be done, and what was closed', async () => {
    const { leadId, deal } = deals['Amber Foundry'] as (typeof deals)[string];
    const past = addDays(today, -20);
    await as('olga')
      .post(`/api/v1/deals/${deal.id}/problems`)
      .send({ kind: 'land', what: 'No access road', dueOn: past })
      .expect(201);
    await as('olga')
      .post(`/api/v1/leads/${leadId}/promises`)
      .send({
        dealId: deal.id,
        what: 'A bus line',
        category: 'utilities',
        toName: 'Mr Example',
        promisedBy: 'Olga',
        promisedOn: past,
        dueOn: past,
      })
      .expect(201);
    await as('olga')
      .post('/api/v1/follow-ups')
      .send({ leadId, title: 'Call them back', dueAt: `${past}T02:00:00Z` })
      .expect(201);
    for (const [part, words] of [
      ['overdueProblems', 'access'],
      ['overduePromises', 'bus'],
      ['overdueFollowUps', 'call'],
    ] as const) {
      const path = `/cockpit/records?part=${part}`;
      for (const filters of [
        '',
        `&q=${words}`,
        '&q=amber',
        '&ofCluster=MED',
        '&ofRegion=KR',
        `&ofOwner=${ids['olga']}`,
        `&ofDepartment=${ids['team']}`,
      ])
        expect(await narrowed(path, filters), `${part} ${filters}`).toEqual(['Amber Foundry']);
      for (const filters of ['&q=basalt', '&ofCluster=ELE', '&ofRegion=JP', `&ofOwner=${ids['anna']}`])
        expect(await narrowed(path, filters), `${part} ${filters}`).toEqual([]);
    }
  });

  it('are narrowed alike: the companies of the coverage matrix by what they are themselves', async () => {
    const path = '/coverage/records?kind=companies';
    expect(await narrowed(path, '')).toEqual(['Amber Foundry', 'Basalt Optics', 'Cobalt Looms']);
    expect(await narrowed(path, '&q=looms')).toEqual(['Cobalt Looms']);
    expect(await narrowed(path, `&ofOwner=${ids['anna']}`)).toEqual(['Cobalt Looms']);
    expect(await narrowed(path, '&ofRegion=JP')).toEqual([]);
    expect(await narrowed(path, '&ofCluster=ELE')).toEqual([]);
    // Who is talked to in secret is known to those alone who are named.
    expect(await narrowed(path, '&q=quillon')).toEqual([]);
  });
});

describe('what is planned from the rows of deals', () => {
  const rows = {
    'key figures': () => `/kpis/records?kpi=projectsSigned&from=${on(1)}&to=${lastDay}`,
    'a closed month': () => `/month-closes/${month}/records?kpi=projectsSigned`,
    coverage: () => '/coverage/records?kind=deals',
  };
  const planFor = async (name: string, leadIds: readonly (string | null)[]) =>
    (
      await as(name)
        .post('/api/v1/follow-ups/for-leads')
        .send({ leadIds, title: 'Ask again', dueAt: `${addDays(today, 3)}T02:00:00Z` })
        .expect(200)
    ).body.items as { leadId: string; ok: boolean; errors: { code: string }[] }[];

  it.each(Object.entries(rows))('of %s belongs to the leads from which the deals came', async (_, path) => {
    const { items } = await page('hanna', path());
    expect(items).toHaveLength(3);
    const planned = await planFor(
      'hanna',
      items.map(({ leadId }) => leadId),
    );
    expect(planned.map(({ ok }) => ok)).toEqual([true, true, true]);
    expect(planned.map(({ leadId }) => leadId).sort()).toEqual(
      ['Amber Foundry', 'Basalt Optics', 'Quillon Works'].map((name) => deals[name]?.leadId).sort(),
    );
  });

  it('is refused for what is confidential to others, as if it were not there', async () => {
    const [refused] = await planFor('ulrich', [deals['Quillon Works']?.leadId ?? null]);
    expect(refused).toMatchObject({ ok: false, errors: [{ code: 'unknown' }] });
  });

  it('is told to be about what was given up since', async () => {
    const { id } = (deals['Basalt Optics'] as (typeof deals)[string]).deal;
    const { body } = await as('hanna').get(`/api/v1/deals/${id}`).expect(200);
    await as('hanna')
      .post(`/api/v1/deals/${id}/stage`)
      .send({ version: body.version, stage: 'lost', closeReason: 'policy', reason: 'as told' })
      .expect(200);
    for (const path of [rows['key figures'](), rows['a closed month']()]) {
      const { items } = await page('hanna', path);
      const lost = (items as (Row & { lost: boolean })[]).filter((row) => row.lost);
      expect(
        lost.map(({ companyName }) => companyName),
        path,
      ).toEqual(['Basalt Optics']);
    }
  });
});
