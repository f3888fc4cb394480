import type { ClosedMonth, Funnel, KpiFigure, Kpis } from '@torch/contracts';
import { addDays, dayNumber, kpiCodes, kpiSides, KpiSums, may } from '@torch/domain';
import request from 'supertest';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { password, startWorld, type World } from '../../test/support';
import { FunnelMirror } from '../funnel';
import { Where } from '../platform/database/list';
import { dateIn } from '../platform/time';
import { figuresOf } from './figure-view';
import { KpiFacts } from './kpi-facts';

let world: World;
type Agent = ReturnType<typeof request.agent>;
const readers = new Map<string, Agent>();
const names = new Map<string, string>();
const today = dateIn('Asia/Shanghai');

beforeAll(async () => {
  world = await startWorld({}, { setUp: false });
  const { body } = await world
    .http()
    .post('/api/v1/setup')
    .send({ zoneName: 'Zone', zone: 'sample', administrator: { username: 'boss', displayName: 'Boss', password } })
    .expect(201);
  for (const { role, username, password: its } of body.signIns as Record<string, string>[]) {
    if (!role || readers.has(role)) continue;
    const agent = request.agent(world.app.getHttpServer());
    await agent.post('/api/v1/sessions').send({ username, password: its }).expect(201);
    readers.set(role, agent);
    names.set(role, username ?? '');
  }
}, 120_000);
afterAll(() => world.close());

const reader = (role: string): Agent => {
  const agent = readers.get(role);
  if (!agent) throw new Error(`nobody is ${role}`);
  return agent;
};

/** Opens each part of a figure, and each loss. @returns how many were opened */
async function open(figure: KpiFigure, total: (part: string) => Promise<number>): Promise<number> {
  let opened = 0;
  for (const side of kpiSides) {
    expect(await total(`kpi=${figure.code}&side=${side}`), `${figure.code} ${side}`).toBe(figure[side].count);
    opened += 1;
  }
  for (const { step, reason, count } of figure.losses) {
    expect(await total(`kpi=${figure.code}&step=${step}&reason=${reason}`), `${step} ${reason}`).toBe(count);
    opened += 1;
  }
  return opened;
}

describe('the indicators of the sample zone', () => {
  it('open every figure to as many records as it says, for every reader and period', async () => {
    let checked = 0;
    for (const role of ['leader', 'head', 'officer'])
      for (const from of ['1900-01-01', `${today.slice(0, 4)}-01-01`]) {
        const question = `from=${from}&to=${today}`;
        const { body } = await reader(role).get(`/api/v1/kpis?${question}`).expect(200);
        for (const figure of (body as Kpis).items)
          checked += await open(figure, async (part) => {
            const { body: page } = await reader(role)
              .get(`/api/v1/kpis/records?${question}&${part}&limit=1`)
              .expect(200);
            return page.total as number;
          });
      }
    expect(checked).toBeGreaterThan(400);
  }, 300_000);

  it('are what the reading of every history comes to, whoever asks, of whichever period, as of whichever day', async () => {
    const [db, facts] = [world.app.get(DataSource), world.app.get(KpiFacts)];
    const spans = [
      ['1900-01-01', today, today],
      ['1900-01-01', today, addDays(today, -200)],
      [`${today.slice(0, 4)}-01-01`, today, today],
      [addDays(today, -400), addDays(today, -100), addDays(today, -100)],
    ] as const;
    let counted = 0;
    for (const role of ['leader', 'statistician', 'head', 'officer'])
      for (const [from, to, asOf] of spans)
        for (const [parameter, column] of [
          [],
          ['region=KR', `l.region = 'KR'`],
          ['channel=chain', `l.channel = 'chain'`],
        ]) {
          const actor = await world.actor(names.get(role) ?? '');
          const where = new Where().within(actor, 'kpi.read', 'l', 'l.id', { ownersLead: true });
          if (column) where.add(column);
          const sums = new KpiSums(kpiCodes);
          const span = { from: dayNumber(from), to: dayNumber(to), asOf: dayNumber(asOf) };
          const zone = { timeZone: 'Asia/Shanghai', reporting: 'CNY' };
          for await (const { records } of facts.read(db.manager, where, { ...span, ...zone }))
            sums.add(records.filter((record) => may(actor, 'kpi.read', record)));
          const { body } = await reader(role)
            .get(`/api/v1/kpis?from=${from}&to=${to}&asOf=${asOf}&${parameter ?? ''}`)
            .expect(200);
          expect((body as Kpis).items).toEqual(figuresOf(sums, 'CNY'));
          counted += (body as Kpis).items.reduce((all, { numerator }) => all + numerator.count, 0);
        }
    expect(counted).toBeGreaterThan(1_000);
    expect(await world.app.get(FunnelMirror).check()).toEqual([]);
  }, 120_000);

  it('tell of every indicator something, but of increases: there everybody comes for the first time', async () => {
    const { body } = await reader('leader').get(`/api/v1/kpis?from=1900-01-01&to=${today}`).expect(200);
    const silent = (body as Kpis).items.filter(({ value }) => value === null || /^0(\.0*)?$/.test(value));
    expect(silent.map(({ code }) => code)).toEqual(['increasesSigned']);
  });

  it('freeze a month as the funnel and the indicators tell it, and open each figure of it', async () => {
    const month = addDays(`${today.slice(0, 7)}-01`, -1).slice(0, 7);
    const [from, to] = [`${month}-01`, addDays(`${today.slice(0, 7)}-01`, -1)];
    await reader('statistician').post('/api/v1/month-closes').send({ month }).expect(201);
    const leader = reader('leader');
    const closed = (await leader.get(`/api/v1/month-closes/${month}`).expect(200)).body as ClosedMonth;
    expect(closed.adjustments).toEqual({ added: 0, removed: 0, changed: 0, handed: 0 });
    const kpis = (await leader.get(`/api/v1/kpis?from=${from}&to=${to}&asOf=${to}`).expect(200)).body as Kpis;
    const frozen = closed.figures.map((each) => each.frozen);
    expect(frozen.slice(0, kpis.items.length)).toEqual(kpis.items);
    const { body } = await leader.get(`/api/v1/funnel?view=entered&from=${from}&to=${to}&asOf=${to}`).expect(200);
    for (const { step, count, amount, unconverted } of (body as Funnel).steps) {
      const entered = frozen.find(({ code }) => code === `entered.${step}`)?.numerator;
      expect([
        step,
        entered?.count,
        entered?.amount ?? { amount: '0.00', currency: 'CNY' },
        entered?.unconverted,
      ]).toEqual([step, count, amount, unconverted]);
    }
    for (const figure of frozen)
      await open(figure, async (part) => {
        const { body: page } = await leader.get(`/api/v1/month-closes/${month}/records?${part}&limit=1`).expect(200);
        return page.total as number;
      });
  }, 120_000);
});
