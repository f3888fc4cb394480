import type { Funnel, FunnelFlow, FunnelStays, FunnelStepFigures, FunnelTrend } from '@torch/contracts';
import { addDays, funnelParts, funnelViews } from '@torch/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newLead, startWorld, type World } from '../../test/support';
import { dateIn } from '../platform/time';
import { FunnelDesk } from './funnel-desk';

let world: World;
type Agent = Awaited<ReturnType<World['as']>>;
let olga: Agent;
let hanna: Agent;
let lena: Agent;
let other: Agent;
const today = dateIn('Asia/Shanghai');
beforeAll(async () => {
  world = await startWorld();
  const department = await world.department('Team');
  const elsewhere = await world.department('Elsewhere');
  await world.user('olga', 'officer', department);
  await world.user('omar', 'officer', department);
  await world.user('hanna', 'head', department);
  await world.user('lena', 'leader', department);
  await world.user('other', 'head', elsewhere);
  [olga, hanna, lena, other] = await Promise.all(
    (['olga', 'hanna', 'lena', 'other'] as const).map((name) => world.as(name)) as [
      Promise<Agent>,
      Promise<Agent>,
      Promise<Agent>,
      Promise<Agent>,
    ],
  );
});
afterAll(() => world.close());

const ask = async (agent: Agent, query: string): Promise<Funnel> =>
  (await agent.get(`/api/v1/funnel?${query}`).expect(200)).body as Funnel;
const at = ({ steps }: { steps: FunnelStepFigures[] }, step: string): FunnelStepFigures => {
  const found = steps.find((each) => each.step === step);
  if (!found) throw new Error(`no step ${step}`);
  return found;
};

/** A lead that the officer has taken as far as a status. */
async function leadAt(agent: Agent, name: string, ...statuses: string[]): Promise<{ id: string; version: number }> {
  let { lead } = await newLead(agent, name);
  for (const status of statuses)
    lead = (
      await agent
        .post(`/api/v1/leads/${lead.id}/status`)
        .send({ version: lead.version, status, ...(status === 'disqualified' && { reason: 'policy' }) })
        .expect(200)
    ).body as typeof lead;
  return lead;
}

/** A deal that the head has taken through stages, on days before today. */
async function dealAt(name: string, amount: string, ...moves: [stage: string, daysAgo: number][]) {
  const lead = await leadAt(olga, name, 'contacted', 'qualified');
  const { body } = await olga.get(`/api/v1/leads/${lead.id}`).expect(200);
  await olga.post('/api/v1/contacts').send({ companyId: body.companyId, name: 'Example Person' }).expect(201);
  const edited = await olga
    .patch(`/api/v1/leads/${lead.id}`)
    .send({ version: lead.version, cluster: 'MED' })
    .expect(200);
  const [first, ...others] = moves;
  let { body: deal } = await olga
    .post(`/api/v1/leads/${lead.id}/convert`)
    .send({
      version: edited.body.version,
      totalInvestment: { amount, currency: 'CNY' },
      on: addDays(today, -(first?.[1] ?? 0)),
    })
    .expect(201);
  for (const [stage, daysAgo] of others)
    deal = (
      await hanna
        .post(`/api/v1/deals/${deal.id}/stage`)
        .send({
          version: deal.version,
          stage,
          on: addDays(today, -daysAgo),
          override: true,
          reason: 'as told',
          ...(stage === 'lost' && { closeReason: 'policy', override: false }),
        })
        .expect(200)
    ).body;
  return { leadId: lead.id, deal: deal as { id: string; version: number } };
}

describe('the funnel', () => {
  it('counts a lead once at each step, what was skipped included, and shows who left where and why', async () => {
    await leadAt(olga, 'Amber Foundry');
    await leadAt(olga, 'Basalt Optics', 'contacted', 'disqualified');
    await dealAt('Copper Valley', '100.10', ['negotiating', 20], ['signed', 4]);
    await dealAt('Dorado Pumps', '200.20', ['negotiating', 30], ['site_visit', 25], ['lost', 5]);
    await dealAt('Ember Ceramics', '300.30', ['negotiating', 30], ['review', 10], ['site_visit', 8]);

    const cohort = await ask(olga, 'view=cohort');
    expect(cohort.steps.slice(0, 7).map(({ step, count }) => [step, count])).toEqual([
      ['created', 5],
      ['contacted', 4],
      ['qualified', 3],
      ['converted', 3],
      ['site_visit', 3],
      ['review', 2],
      ['signed', 1],
    ]);
    expect(at(cohort, 'contacted')).toMatchObject({ lost: 1, lostReasons: [{ reason: 'policy', count: 1 }] });
    expect(at(cohort, 'site_visit')).toMatchObject({
      lost: 1,
      open: 1,
      undecided: 1,
      fromPrevious: 3,
      fromPreviousOf: 3,
    });
    expect(at(cohort, 'site_visit').amount).toEqual({ amount: '600.60', currency: 'CNY' });
    expect(at(cohort, 'review')).toMatchObject({ movedBack: 1, open: 0, fromPrevious: 2, fromPreviousOf: 3 });
    // What was skipped took no time.
    expect(at(cohort, 'site_visit').medianDays).toBe(5);
    expect(at(cohort, 'signed')).toMatchObject({ medianDays: null, fromStartOf: 5 });

    const entered = await ask(olga, `view=entered&from=${addDays(today, -12)}&to=${today}`);
    expect(at(entered, 'review').count).toBe(2);
    // By whoever entered site visit in these days: one was there before, by skipping to review; one skipped to signed.
    expect(at(entered, 'site_visit')).toMatchObject({ count: 2, movedBack: 0 });
    expect(at(entered, 'signed')).toMatchObject({ count: 1, fromPrevious: 1, fromPreviousOf: 2 });

    const before = await ask(olga, `view=snapshot&to=${addDays(today, -9)}`);
    expect(before.steps.flatMap(({ step, open }) => (open ? [[step, open]] : []))).toEqual([
      ['converted', 1],
      ['site_visit', 1],
      ['review', 1],
    ]);
    const now = await ask(olga, 'view=snapshot');
    expect(now.steps.flatMap(({ step, count, lost }) => (count + lost ? [[step, count, lost]] : []))).toEqual([
      ['created', 1, 0],
      ['contacted', 0, 1],
      ['site_visit', 1, 1],
      ['signed', 1, 0],
    ]);
    expect(at(now, 'signed').medianDays).toBe(4);
  });

  it('refuses a search that finds more than can be counted for each question', async () => {
    await dealAt('Fathom Ceramics', '10.00', ['negotiating', 3]);
    await dealAt('Lantern Fathom Foods', '10.00', ['negotiating', 3]);
    const desk = world.app.get(FunnelDesk);
    const most = desk.mostFound;
    desk.mostFound = 1;
    try {
      const { body } = await olga.get('/api/v1/funnel?view=cohort&q=Fathom').expect(422);
      expect(body.errors).toMatchObject([{ path: 'q', code: 'too-many-found' }]);
      expect(at(await ask(olga, 'view=cohort&q=Lantern+Fathom'), 'created').count).toBe(1);
    } finally {
      desk.mostFound = most;
    }
  });

  it('knows at once what was written, splits without counting twice, and forgets what was deleted', async () => {
    const { leadId } = await dealAt('Fjord Robotics', '10.00', ['negotiating', 3]);
    const one = at(await ask(olga, 'view=cohort&cluster=MED&q=Fjord'), 'converted');
    expect(one).toMatchObject({ count: 1, deals: 1 });
    const { body } = await olga.get(`/api/v1/leads/${leadId}`).expect(200);
    const second = await olga
      .post(`/api/v1/leads/${leadId}/split`)
      .send({
        version: body.version,
        title: 'Second',
        totalInvestment: { amount: '5.00', currency: 'CNY' },
        reason: 'two',
      })
      .expect(201);
    const split = at(await ask(olga, 'view=cohort&q=Fjord'), 'converted');
    expect(split).toMatchObject({ count: 1, deals: 2, amount: { amount: '15.00', currency: 'CNY' } });
    await olga.delete(`/api/v1/deals/${second.body.id}`).expect(204);
    expect(at(await ask(olga, 'view=cohort&q=Fjord'), 'converted')).toMatchObject({ count: 1, deals: 1 });
  });

  it('tells money without a rate apart, and converts what has one', async () => {
    await leadAt(olga, 'Granite Yarn');
    const { lead } = await newLead(olga, 'Harbour Lasers');
    const patch = { version: lead.version, estimatedInvestment: { amount: '2.50', currency: 'USD' } };
    await olga.patch(`/api/v1/leads/${lead.id}`).send(patch).expect(200);
    const bare = at(await ask(olga, 'q=Harbour'), 'created');
    expect(bare).toMatchObject({ amount: { amount: '0.00' }, unconverted: [{ amount: '2.50', currency: 'USD' }] });
    await world.owner.query(`ALTER TABLE exchange_rates DISABLE TRIGGER explained`);
    await world.owner.query(
      `INSERT INTO exchange_rates (id, currency, reporting_currency, valid_from, rate) VALUES (gen_random_uuid(), 'USD', 'CNY', '2020-01-01', 7.1)`,
    );
    await world.owner.query(`ALTER TABLE exchange_rates ENABLE TRIGGER explained`);
    const rich = at(await ask(olga, 'q=Harbour'), 'created');
    expect(rich).toMatchObject({ amount: { amount: '17.75', currency: 'CNY' }, unconverted: [] });
  });

  it('lists deals with what they add to the amount, unrounded', async () => {
    const { deal } = await dealAt('Jasper Foils', '10.01', ['negotiating', 1]);
    const usd = { version: deal.version, totalInvestment: { amount: '10.01', currency: 'USD' } };
    await olga.patch(`/api/v1/deals/${deal.id}`).send(usd).expect(200);
    expect(at(await ask(olga, 'q=Jasper'), 'converted').amount).toEqual({ amount: '71.07', currency: 'CNY' });
    const { body } = await olga.get('/api/v1/funnel/records?q=Jasper&step=converted').expect(200);
    expect(body.items[0].deals).toMatchObject([{ counted: true, worth: { amount: '71.071', currency: 'CNY' } }]);
  });

  it('reaches as far as its reader: own, department, all; what is confidential only who is named there', async () => {
    const omar = await world.as('omar');
    await leadAt(omar, 'Indigo Valves');
    const created = async (agent: Agent) => at(await ask(agent, 'q=Indigo'), 'created').count;
    expect(await Promise.all([omar, olga, hanna, lena, other].map(created))).toEqual([1, 0, 1, 1, 0]);
    const { deal } = await dealAt('Juniper Seals', '7.00', ['negotiating', 1]);
    const all = async (agent: Agent) => at(await ask(agent, 'view=snapshot'), 'converted').count;
    const seen = await Promise.all([olga, hanna, lena].map(all));
    const named = { version: deal.version, codename: 'Peony' };
    await olga.post(`/api/v1/deals/${deal.id}/confidentiality`).send(named).expect(200);
    expect(await Promise.all([olga, hanna, lena].map(all))).toEqual([seen[0], seen[1]! - 1, seen[2]! - 1]);
    const { body } = await olga.get('/api/v1/funnel/records?view=snapshot&step=converted&limit=200').expect(200);
    expect(body.items.map(({ title }: { title: string }) => title)).toContain('Peony');
  });

  it('opens every figure: as many records as it says, page by page, in every view and breakdown', async () => {
    let checked = 0;
    for (const view of funnelViews)
      for (const groupBy of ['', '&groupBy=owner', '&groupBy=channel', '&groupBy=month', '&groupBy=tier']) {
        const funnel = await ask(hanna, `view=${view}${groupBy}`);
        const groups = [{ key: undefined, steps: funnel.steps }, ...funnel.groups];
        for (const { key, steps } of groups)
          for (const figures of steps)
            // By a breakdown, those that its table shows.
            for (const part of groupBy ? (['reached', 'wentOn'] as const) : funnelParts) {
              const count = part === 'reached' ? figures.count : figures[part];
              if (count === 0 && figures.step !== 'signed') continue;
              const group = key === undefined ? '' : `&group=${key ?? ''}`;
              const { body } = await hanna
                .get(`/api/v1/funnel/records?view=${view}${groupBy}&step=${figures.step}&part=${part}${group}&limit=2`)
                .expect(200);
              expect(body.total, `${view} ${groupBy} ${figures.step} ${part} ${String(key)}`).toBe(count);
              checked += 1;
            }
      }
    expect(checked).toBeGreaterThan(120);

    const ids: string[] = [];
    let cursor: string | null = '';
    do {
      const page = await hanna.get(`/api/v1/funnel/records?step=created&limit=3${cursor && `&cursor=${cursor}`}`);
      ids.push(...page.body.items.map(({ id }: { id: string }) => id));
      cursor = page.body.nextCursor as string | null;
    } while (cursor);
    const count = at(await ask(hanna, ''), 'created').count;
    expect(new Set(ids).size).toBe(count);
    expect(ids.length).toBe(count);
  });

  it('tells how leads moved, stood and arrived, each reader of their own, and nobody of what is confidential', async () => {
    const { deal } = await dealAt('Kestrel Glass', '9.00', ['negotiating', 40], ['review', 30], ['site_visit', 3]);
    const period = `q=Kestrel&from=${addDays(today, -60)}&to=${today}`;
    const told = async (agent: Agent) => {
      const get = async (path: string) => (await agent.get(`/api/v1/funnel/${path}`).expect(200)).body;
      const [flow, left, standing, trend] = [
        (await get(`flow?${period}`)) as FunnelFlow,
        (await get(`stays?${period}&kind=left`)) as FunnelStays,
        (await get(`stays?${period}`)) as FunnelStays,
        (await get(`trend?${period}&unit=week`)) as FunnelTrend,
      ];
      const days = ({ steps }: FunnelStays) =>
        steps.flatMap(({ step, count, medianDays }) => (count > 0 ? [[step, medianDays]] : []));
      return {
        links: flow.links.map(({ from, to, count }) => `${from} ${to} ${count}`),
        left: days(left),
        standing: days(standing),
        reviewed: trend.points.reduce((sum, { counts }) => sum + counts.review, 0),
      };
    };
    const whole = {
      links: ['outside converted 1', 'converted review 1', 'review back 1'],
      left: [
        ['converted', 10],
        ['review', 27],
      ],
      standing: [['site_visit', 3]],
      reviewed: 1,
    };
    const nothing = { links: [], left: [], standing: [], reviewed: 0 };
    for (const agent of [olga, hanna, lena]) expect(await told(agent)).toEqual(whole);
    expect(await told(other)).toEqual(nothing);
    const moved = await hanna.get(`/api/v1/funnel/flow/records?${period}&source=review&target=back`).expect(200);
    expect(moved.body.items).toMatchObject([
      { step: 'site_visit', footing: 'open', days: 3, movedOn: addDays(today, -3), deals: [{ id: deal.id }] },
    ]);
    const stood = await hanna.get(`/api/v1/funnel/stays/records?${period}&kind=left&step=review`).expect(200);
    expect(stood.body.items).toMatchObject([{ stayed: 27 }]);
    const { body } = await olga.get(`/api/v1/deals/${deal.id}`).expect(200);
    const named = { version: body.version, codename: 'Crocus' };
    await olga.post(`/api/v1/deals/${deal.id}/confidentiality`).send(named).expect(200);
    const hidden = async (agent: Agent) => (await told(agent)).links.length;
    expect(await Promise.all([hanna, lena].map(hidden))).toEqual([0, 0]);
  });

  it('opens what it says went on, what its days are counted of, and which deals it counts', async () => {
    const { deal } = await dealAt('Larkspur Tools', '8.00', ['negotiating', 20], ['site_visit', 12]);
    const period = `view=entered&q=Larkspur&from=${addDays(today, -30)}&to=${today}`;
    const { steps } = await ask(olga, period);
    expect(at({ steps }, 'converted')).toMatchObject({ count: 1, wentOn: 1, timed: 1 });
    expect(at({ steps }, 'site_visit')).toMatchObject({ count: 1, wentOn: 0, timed: 1, deals: 1 });
    const records = async (figure: string) =>
      (await olga.get(`/api/v1/funnel/records?${period}&${figure}`).expect(200)).body;
    expect(await records('step=converted&part=wentOn')).toMatchObject({ total: 1 });
    expect(await records('step=site_visit&part=wentOn')).toMatchObject({ total: 0 });
    expect(await records('step=site_visit&part=timed')).toMatchObject({ total: 1 });
    expect((await records('step=site_visit')).items[0].deals).toMatchObject([{ id: deal.id, counted: true }]);
    expect((await records('step=qualified')).items[0].deals).toMatchObject([{ id: deal.id, counted: false }]);
  });

  it('counts what lies in the pool to its department, and to nobody who lost it', async () => {
    const omar = await world.as('omar');
    const lead = await leadAt(omar, 'Medlar Castings', 'contacted');
    const { id: me } = await world.actor('omar');
    const counts = async () => {
      const [grouped, filtered] = await Promise.all([
        ask(hanna, 'view=snapshot&groupBy=owner&q=Medlar'),
        ask(hanna, `view=snapshot&q=Medlar&owner=${me}`),
      ]);
      return [grouped.groups.map(({ key }) => key), at(grouped, 'contacted').count, at(filtered, 'contacted').count];
    };
    expect(await counts()).toEqual([[me], 1, 1]);
    await hanna
      .post(`/api/v1/leads/${lead.id}/release`)
      .send({ version: lead.version, reason: 'silent for long' })
      .expect(200);
    expect(await counts()).toEqual([[null], 1, 0]);
  });

  it('looks no further than today, whatever day is asked for', async () => {
    await leadAt(olga, 'Nettle Bearings');
    const { asOf, steps } = await ask(olga, 'view=cohort&within=30&q=Nettle&asOf=2099-12-31');
    expect(asOf).toBe(today);
    expect(at({ steps }, 'created')).toMatchObject({ open: 1, undecided: 1, overdue: 0 });
    const { body } = await olga
      .get('/api/v1/funnel/stays?kind=standing&q=Nettle&asOf=2099-12-31&to=2099-12-31')
      .expect(200);
    expect(body.asOf).toBe(today);
  });

  it('refuses what it does not understand, naming the field', async () => {
    for (const [query, path] of [
      ['view=guess', 'view'],
      ['from=2026-02-30', 'from'],
      ['from=2026-02-02&to=2026-02-01', 'from'],
      [`from=${addDays(today, 1)}`, 'from'],
      ['groupBy=colour', 'groupBy'],
      ['within=-1', 'within'],
      ['department=south', 'department'],
    ]) {
      const { body } = await olga.get(`/api/v1/funnel?${query}`).expect(400);
      expect(body.errors.map((each: { path: string }) => each.path).join(), query).toContain(path);
    }
    await olga.get('/api/v1/funnel/records?step=created&cursor=xyz').expect(400);
    await olga.get('/api/v1/funnel/records?step=nowhere').expect(400);
    await olga.get('/api/v1/funnel/flow?from=2026-02-02&to=2026-02-01').expect(400);
    await olga.get('/api/v1/funnel/flow/records?source=back&target=created').expect(400);
    await olga.get('/api/v1/funnel/trend?unit=day').expect(400);
    await olga.get('/api/v1/funnel/stays?kind=lying').expect(400);
  });
});
