import type { Coverage, CoverageRecord } from '@torch/contracts';
import { coverageKinds } from '@torch/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newLead, startWorld, type World } from '../../test/support';

type Agent = Awaited<ReturnType<World['as']>>;
let world: World;
const people: Record<string, Agent> = {};
const as = (name: string) => people[name] as Agent;

beforeAll(async () => {
  world = await startWorld();
  const team = await world.department('Team');
  const elsewhere = await world.department('Elsewhere');
  await world.user('olga', 'officer', team);
  await world.user('omar', 'officer', team);
  await world.user('hanna', 'head', team);
  await world.user('ulrich', 'head', elsewhere);
  await world.user('lena', 'leader', team);
  for (const name of ['root', 'olga', 'omar', 'hanna', 'ulrich', 'lena']) people[name] = await world.as(name);
});
afterAll(() => world.close());

const matrix = async (name: string, query = ''): Promise<Coverage> =>
  (await as(name).get(`/api/v1/coverage${query}`).expect(200)).body;
const cell = async (name: string, node: string, region = 'KR') =>
  (await matrix(name)).rows.find((row) => row.node === node)?.cells.find((each) => each.region === region);
const listed = async (name: string, query: string): Promise<{ total: number; items: CoverageRecord[] }> =>
  (await as(name).get(`/api/v1/coverage/records?${query}`).expect(200)).body;

/** A lead at a node, taken as far as it says; converted and further it is a deal. */
async function leadAt(officer: string, name: string, node: string, ...steps: string[]) {
  const { companyId, lead } = await newLead(as(officer), name);
  await as(officer).post('/api/v1/contacts').send({ companyId, name: 'Example Person' }).expect(201);
  let { body } = await as(officer)
    .patch(`/api/v1/leads/${lead.id}`)
    .send({ version: lead.version, cluster: 'MED', chainNode: node })
    .expect(200);
  let deal: { id: string; version: number } | null = null;
  for (const step of steps)
    if (step === 'convert')
      deal = (
        await as(officer)
          .post(`/api/v1/leads/${lead.id}/convert`)
          .send({ version: body.version, totalInvestment: { amount: '100', currency: 'CNY' } })
          .expect(201)
      ).body;
    else if (deal)
      deal = (
        await as('hanna')
          .post(`/api/v1/deals/${deal.id}/stage`)
          .send({
            version: deal.version,
            stage: step,
            override: true,
            reason: 'as told',
            closeReason: step === 'lost' ? 'policy' : undefined,
          })
          .expect(200)
      ).body;
    else
      ({ body } = await as(officer)
        .post(`/api/v1/leads/${lead.id}/status`)
        .send({ version: body.version, status: step, reason: step === 'disqualified' ? 'policy' : undefined })
        .expect(200));
  return { leadId: lead.id, companyId, deal };
}

describe('the coverage matrix', () => {
  it('has a row for every gap and a column for every region, and marks what nobody works on where the zone means to', async () => {
    const all = await matrix('lena');
    expect(all.timeZone).toBe('Asia/Shanghai');
    expect(all.rows).toHaveLength(88);
    expect(all.regions.map(({ code }) => code).slice(0, 4)).toEqual(['KR', 'JP', 'EU', 'US']);
    expect(all.all).toEqual({ companies: 0, leads: 0, deals: 0, landed: 0 });
    // Eight regions call for work, the others do not.
    expect(all.uncovered).toBe(all.rows.length * 8);
    expect(all.rows[0]?.cells.filter(({ uncovered }) => uncovered).map(({ region }) => region)).toEqual(
      all.regions.filter(({ strategy }) => strategy !== 'none').map(({ code }) => code),
    );
    const electronics = await matrix('lena', '?cluster=ELE&gap=fill');
    expect(new Set(electronics.rows.map(({ chain }) => chain))).toEqual(new Set(['PRN', 'ICT']));
    expect(new Set(electronics.rows.map(({ gap }) => gap))).toEqual(new Set(['fill']));
    await as('lena').get('/api/v1/coverage?gap=hole').expect(400);
    await as('root').get('/api/v1/coverage').expect(403);
  });

  it('counts who is known, worked on, under way and landed, each record at its last place alone', async () => {
    await leadAt('olga', 'Amber Foundry', 'MED-M4');
    await leadAt('olga', 'Basalt Optics', 'MED-M4', 'contacted', 'disqualified');
    await leadAt('olga', 'Cobalt Looms', 'MED-M4', 'contacted', 'qualified', 'convert');
    await leadAt('olga', 'Dolomite Dyes', 'MED-M4', 'contacted', 'qualified', 'convert', 'registered');
    await leadAt('olga', 'Emery Gears', 'MED-M4', 'contacted', 'qualified', 'convert', 'lost');
    expect(await cell('lena', 'MED-M4')).toEqual({
      region: 'KR',
      companies: 5,
      leads: 1,
      deals: 1,
      landed: 1,
      uncovered: false,
    });
    const titles = async (kind: string) =>
      (await listed('lena', `kind=${kind}&node=MED-M4&region=KR`)).items.map(({ companyName }) => companyName).sort();
    expect(await titles('leads')).toEqual(['Amber Foundry']);
    expect(await titles('deals')).toEqual(['Cobalt Looms']);
    expect(await titles('landed')).toEqual(['Dolomite Dyes']);
    expect(await titles('companies')).toHaveLength(5);
    // One given up alone leaves the cell a gap, and the company known.
    await leadAt('olga', 'Fluorite Labs', 'MED-M5', 'contacted', 'disqualified');
    expect(await cell('lena', 'MED-M5')).toMatchObject({ companies: 1, leads: 0, uncovered: true });
  });

  it('counts a company once, however many leads it has in a cell or a row', async () => {
    const { companyId } = await leadAt('olga', 'Garnet Mills', 'MED-U1');
    for (const region of ['KR', 'JP'])
      await as('olga')
        .post('/api/v1/leads')
        .send({ companyId, title: `Another ${region}`, channel: 'chain', region, chainNode: 'MED-U1' })
        .expect(201);
    const row = (await matrix('lena')).rows.find(({ node }) => node === 'MED-U1');
    expect(row?.cells.slice(0, 2)).toMatchObject([
      { companies: 1, leads: 2 },
      { companies: 1, leads: 1 },
    ]);
    expect(row?.all).toMatchObject({ companies: 1, leads: 3 });
    expect((await listed('lena', 'kind=companies&node=MED-U1')).total).toBe(1);
  });

  it('reaches as far as the reader, and counts what is confidential for those alone who are named', async () => {
    const { deal, companyId } = await leadAt('olga', 'Halite Works', 'MED-M6', 'contacted', 'qualified', 'convert');
    for (const name of ['olga', 'hanna', 'lena']) expect(await cell(name, 'MED-M6'), name).toMatchObject({ deals: 1 });
    for (const name of ['omar', 'ulrich'])
      // What others work on is no gap, though it is not theirs to see.
      expect(await cell(name, 'MED-M6'), name).toMatchObject({ companies: 0, deals: 0, uncovered: false });
    await as('olga')
      .post(`/api/v1/deals/${deal?.id}/confidentiality`)
      .send({ version: deal?.version, codename: 'Heron', people: [] })
      .expect(200);
    for (const name of ['hanna', 'lena', 'omar', 'ulrich'])
      expect(await cell(name, 'MED-M6'), name).toMatchObject({ companies: 0, deals: 0, uncovered: true });
    expect(await cell('olga', 'MED-M6')).toMatchObject({ deals: 1, uncovered: false });
    expect((await listed('lena', 'kind=companies&node=MED-M6')).total).toBe(0);
    expect((await listed('olga', 'kind=deals&node=MED-M6')).items).toMatchObject([
      { title: 'Heron', companyName: 'Heron', confidential: true },
    ]);
    // Known by nothing else, the company would tell whom the lead is about.
    expect((await listed('olga', 'kind=companies&node=MED-M6')).items).toMatchObject([{ confidential: true }]);
    // Known openly at another gap, it still is here by what is confidential alone.
    await as('olga')
      .post('/api/v1/leads')
      .send({ companyId, title: 'Another plant', channel: 'chain', region: 'KR', chainNode: 'MED-M7' })
      .expect(201);
    expect((await listed('olga', 'kind=companies&node=MED-M6')).items).toMatchObject([{ confidential: true }]);
    for (const query of ['kind=companies&node=MED-M7', 'kind=companies&q=Halite'])
      expect((await listed('olga', query)).items, query).toMatchObject([{ companyId, confidential: false }]);
  });

  it('opens every number: cells, rows, columns and all, for every reader', async () => {
    let checked = 0;
    for (const name of ['olga', 'omar', 'hanna', 'ulrich', 'lena']) {
      const { rows, regions, all } = await matrix(name, '?chain=MED');
      const figures = [
        { counts: all, at: '' },
        ...regions.map((region) => ({ counts: region.all, at: `&region=${region.code}` })),
        ...rows.flatMap((row) => [
          { counts: row.all, at: `&node=${row.node}` },
          ...row.cells.map((each) => ({ counts: each, at: `&node=${row.node}&region=${each.region}` })),
        ]),
      ];
      for (const { counts, at } of figures)
        for (const kind of coverageKinds)
          if (counts[kind] > 0) {
            expect((await listed(name, `chain=MED&kind=${kind}${at}&limit=1`)).total, `${name} ${kind}${at}`).toBe(
              counts[kind],
            );
            checked += 1;
          }
    }
    expect(checked).toBeGreaterThan(60);
    expect((await matrix('ulrich')).all).toEqual({ companies: 0, leads: 0, deals: 0, landed: 0 });
  });
});
