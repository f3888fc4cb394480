import type { Funnel, ReportData } from '@torch/contracts';
import { addDays, dateIn } from '@torch/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dealThrough } from '../../test/signed-deals';
import { nextName } from '../../test/deals';
import { newLead, startWorld, type World } from '../../test/support';

type Agent = Awaited<ReturnType<World['as']>>;

let world: World;
const agents = {} as Record<'olga' | 'omar' | 'anna' | 'hanna', Agent>;
const ids: Record<string, string> = {};
const today = dateIn(new Date(), 'Asia/Shanghai');
/** The month before last, and the one after it. */
const monthOf = (day: string) => day.slice(0, 7);
const then = monthOf(addDays(`${monthOf(addDays(`${monthOf(today)}-01`, -1))}-01`, -1));
const later = monthOf(addDays(`${then}-01`, 31));

beforeAll(async () => {
  world = await startWorld();
  const [home, away] = [await world.department('Home'), await world.department('Away')];
  for (const [name, role, department] of [
    ['olga', 'officer', home],
    ['anna', 'officer', away],
    ['hanna', 'head', home],
    ['omar', 'officer', home],
  ] as const) {
    ids[name] = await world.user(name, role, department);
    agents[name] = await world.as(name);
  }
});
afterAll(() => world.close());

const report = async (agent: Agent, kind = 'monthly', period?: string) =>
  (await agent.get(`/api/v1/reports/${kind}${period ? `?period=${period}` : ''}`).expect(200)).body as ReportData;
const codes = (rows: readonly { code: string | null }[]) => rows.map(({ code }) => code);

describe('what a report counts', () => {
  it('is under negotiation as it stood at the end of its period, wherever it stands now', async () => {
    const { olga, hanna } = agents;
    const gone = await dealThrough(olga, hanna, nextName(), {
      moves: [
        ['negotiating', `${then}-05`],
        ['site_visit', `${then}-20`],
        ['signed', `${later}-02`],
      ],
    });
    const since = await dealThrough(olga, hanna, nextName(), { moves: [['negotiating', `${later}-03`]] });
    const first = await report(hanna, 'monthly', then);
    expect(codes(first.tables.projects)).toEqual([gone.deal.code]);
    expect(first.tables.projects[0]).toMatchObject({ progress: 'site_visit', progressOn: `${then}-20` });
    expect(first.figures).toMatchObject({ projects: 1, projectsAll: 1, projectsNew: 1 });
    expect(first.tables.industries).toMatchObject([{ industry: 'MED', count: 1, fresh: 1 }]);
    const second = await report(hanna, 'monthly', later);
    expect(codes(second.tables.projects)).toEqual([since.deal.code]);
    expect(second.figures).toMatchObject({ projectsAll: 1, projectsNew: 1, signed: 1 });
  });

  it('has the targets as they stood at the end of its period, whatever was done since', async () => {
    const { olga, hanna } = agents;
    const root = await world.as('root');
    const { body: target } = await root
      .post('/api/v1/targets')
      .send({ metric: 'signed', firstYear: Number(then.slice(0, 4)), years: 5, value: '9' })
      .expect(201);
    const done = async (period?: string) =>
      (await report(hanna, 'monthly', period)).tables.targets.find((row) => row.target === target.id)?.done;
    const [before, now] = [Number(await done(then)), Number(await done())];
    await dealThrough(olga, hanna, nextName(), {
      moves: [
        ['negotiating', addDays(today, -1)],
        ['signed', today],
      ],
    });
    expect(Number(await done(then))).toBe(before);
    expect(Number(await done())).toBe(now + 1);
    const records = async (query: string) =>
      (await hanna.get(`/api/v1/targets/${target.id}/records?${query}`).expect(200)).body.total;
    expect(await records('')).toBe(now + 1);
    expect(await records(`asOf=${addDays(`${later}-01`, -1)}`)).toBe(before);
  });

  it('leaves increases out of what was signed and started, and lists them by themselves', async () => {
    const { olga, hanna } = agents;
    const before = await report(hanna);
    const { deal } = await dealThrough(olga, hanna, nextName(), {
      channel: 'reinvestment',
      moves: [
        ['negotiating', addDays(today, -1)],
        ['signed', today],
        ['construction', today],
      ],
      facts: { agreedAmount: { amount: '500.00', currency: 'CNY' } },
    });
    const { figures, tables, totals } = await report(hanna);
    expect([figures.signed, figures.started]).toEqual([before.figures.signed, before.figures.started]);
    expect(figures.increases).toBe(1);
    expect(tables.increases).toMatchObject([{ code: deal.code, amount: { worth: '500.00' } }]);
    expect(totals.increases.worth).toBe('500.00');
  });

  it('has the visits of the leads within reach, whoever held them', async () => {
    const { olga, omar, hanna } = agents;
    const { companyId, lead } = await newLead(olga, nextName());
    await olga
      .post('/api/v1/visits')
      .send({
        companyId,
        leadId: lead.id,
        kind: 'inbound',
        status: 'completed',
        subject: 'Handed over',
        startsAt: new Date().toISOString(),
      })
      .expect(201);
    const { body } = await olga.get(`/api/v1/leads/${lead.id}`).expect(200);
    await hanna
      .post(`/api/v1/leads/${lead.id}/owner`)
      .send({ version: body.version, ownerId: ids['omar'] })
      .expect(200);
    for (const agent of [omar, olga]) {
      const { tables, figures } = await report(agent, 'weekly');
      expect(tables.visitsHeld.map(({ title }) => title)).toEqual(['Handed over']);
      expect(figures.visitsHeld).toBe(1);
      expect(tables.meetings).toEqual([
        { department: 'Home', inbound: 1, outbound: 0, online: 0, event: 0, held: 1, planned: 0 },
      ]);
    }
  });

  it('is an officer’s own without what lies in the pool, as in the funnel', async () => {
    const { anna } = agents;
    await newLead(anna, nextName());
    const { lead } = await newLead(anna, nextName());
    await anna.post(`/api/v1/leads/${lead.id}/release`).send({ version: lead.version, reason: 'No time' }).expect(200);
    const { figures, tables, asOf, period } = await report(anna, 'weekly');
    expect(figures.created).toBe(tables.funnel[0]?.count);
    const { body } = await anna
      .get(`/api/v1/funnel?view=entered&from=${period.from}&to=${asOf}&asOf=${asOf}`)
      .expect(200);
    expect(figures.created).toBe((body as Funnel).steps[0]?.count);
  });

  it('names what no rate is known for, at the funnel too', async () => {
    const { olga, hanna } = agents;
    await dealThrough(olga, hanna, nextName(), {
      total: '7000000.00',
      currency: 'SGD',
      moves: [['negotiating', today]],
    });
    const { unconverted } = await report(hanna, 'weekly');
    expect(unconverted).toContainEqual({
      step: 'converted',
      amounts: [{ amount: '7000000.00', currency: 'SGD' }],
    });
  });
});
