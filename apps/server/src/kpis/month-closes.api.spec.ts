import type { AdjustmentItem, ClosedMonth, Funnel } from '@torch/contracts';
import { addDays, enteredCodes, kpiSides } from '@torch/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dealThrough, type DealStory } from '../../test/signed-deals';
import { startWorld, type World } from '../../test/support';
import { dateIn } from '../platform/time';
import { KpiFacts } from './kpi-facts';

let world: World;
type Agent = Awaited<ReturnType<World['as']>>;
let olga: Agent;
let hanna: Agent;
let lena: Agent;
let stella: Agent;
let omarId: string;
const today = dateIn('Asia/Shanghai');
const lastDay = addDays(`${today.slice(0, 7)}-01`, -1);
const month = lastDay.slice(0, 7);
const on = (day: number) => `${month}-${String(day).padStart(2, '0')}`;

beforeAll(async () => {
  world = await startWorld();
  const department = await world.department('Team');
  await world.user('olga', 'officer', department);
  omarId = await world.user('omar', 'officer', department);
  await world.user('hanna', 'head', department);
  await world.user('lena', 'leader', department);
  await world.user('stella', 'statistician', department);
  [olga, hanna, lena, stella] = await Promise.all(
    (['olga', 'hanna', 'lena', 'stella'] as const).map((name) => world.as(name)) as [
      Promise<Agent>,
      Promise<Agent>,
      Promise<Agent>,
      Promise<Agent>,
    ],
  );
});
afterAll(() => world.close());

const story = (total: string): DealStory => ({
  total,
  moves: [
    ['negotiating', on(2)],
    ['signed', on(10)],
  ],
});
const close = (agent: Agent, which = month) => agent.post('/api/v1/month-closes').send({ month: which });
const read = async (agent: Agent, which = month): Promise<ClosedMonth> =>
  (await agent.get(`/api/v1/month-closes/${which}`).expect(200)).body as ClosedMonth;
const adjustments = async (agent: Agent, which = month): Promise<AdjustmentItem[]> =>
  (await agent.get(`/api/v1/month-closes/${which}/adjustments`).expect(200)).body.items as AdjustmentItem[];
const figure = ({ figures }: ClosedMonth, code: string) => {
  const found = figures.find(({ frozen }) => frozen.code === code);
  if (!found) throw new Error(`no figure ${code}`);
  return found;
};
const value = (closed: ClosedMonth, code: string, of: 'frozen' | 'now') => figure(closed, code)[of].value;

describe('a month', () => {
  it('is closed by the statistician alone, when it is over, and once', async () => {
    await close(lena).expect(403);
    await close(olga).expect(403);
    const { body: early } = await close(stella, today.slice(0, 7)).expect(422);
    expect(early.errors).toMatchObject([{ path: 'month', code: 'not-over' }]);
    await close(stella, `${Number(today.slice(0, 4)) + 1}-01`).expect(422);
    await close(stella, '2026-13').expect(400);
    const answers = await Promise.all([close(stella, '2023-05'), close(stella, '2023-05')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    const { body: again } = await close(stella, '2023-05').expect(409);
    expect(again.errors).toMatchObject([{ path: 'month', code: 'closed' }]);
    await stella.get('/api/v1/month-closes/2023-06').expect(404);
    const { body } = await olga.get('/api/v1/month-closes').expect(200);
    expect(body.items).toMatchObject([{ month: '2023-05', closedByName: 'stella', reportingCurrency: 'CNY' }]);
  });

  it('stays as it was closed; what is corrected since stands beside it, record by record', async () => {
    const amber = await dealThrough(olga, hanna, 'Amber Foundry', story('100.00'));
    const basalt = await dealThrough(olga, hanna, 'Basalt Optics', story('200.00'));
    const copper = await dealThrough(olga, hanna, 'Copper Valley', story('400.00'));
    await close(stella).expect(201);
    const before = await read(lena);
    expect(before).toMatchObject({
      from: on(1),
      to: lastDay,
      adjustments: { added: 0, removed: 0, changed: 0, handed: 0 },
    });
    expect(value(before, 'projectsSigned', 'frozen')).toBe('3');
    expect(value(before, 'signedTotalInvestment', 'frozen')).toBe('700.00');
    for (const { frozen, now } of before.figures) expect(now).toEqual(frozen);

    // Of the funnel, what its own view of entries says.
    const { body } = await lena.get(`/api/v1/funnel?view=entered&from=${on(1)}&to=${lastDay}&asOf=${lastDay}`);
    for (const { step, count, amount } of (body as Funnel).steps) {
      const { frozen } = figure(before, `entered.${step}`);
      expect([step, frozen.numerator.count, frozen.numerator.amount ?? { amount: '0.00', currency: 'CNY' }]).toEqual([
        step,
        count,
        amount,
      ]);
    }

    // What happens in its own time, after the month, is no correction.
    const { body: built } = await hanna
      .post(`/api/v1/deals/${amber.deal.id}/stage`)
      .send({ version: amber.deal.version, stage: 'registered', on: today, override: true, reason: 'as told' })
      .expect(200);
    expect((await read(lena)).adjustments).toEqual({ added: 0, removed: 0, changed: 0, handed: 0 });

    // One amount is corrected, one deal was a mistake, one is told late, one goes to a colleague.
    await olga
      .patch(`/api/v1/deals/${amber.deal.id}`)
      .send({ version: built.version, totalInvestment: { amount: '150.00', currency: 'CNY' } })
      .expect(200);
    await hanna
      .post(`/api/v1/deals/${basalt.deal.id}/stage`)
      .send({ version: basalt.deal.version, stage: 'negotiating', on: today, reason: 'never was' })
      .expect(200);
    await olga.delete(`/api/v1/deals/${basalt.deal.id}`).expect(204);
    const dorado = await dealThrough(olga, hanna, 'Dorado Pumps', story('50.00'));
    const { body: lead } = await hanna.get(`/api/v1/leads/${copper.leadId}`).expect(200);
    await hanna
      .post(`/api/v1/leads/${copper.leadId}/owner`)
      .send({ version: lead.version, ownerId: omarId, reason: 'as told' })
      .expect(200);

    const after = await read(lena);
    expect(after.figures.map(({ frozen }) => frozen)).toEqual(before.figures.map(({ frozen }) => frozen));
    expect(value(after, 'projectsSigned', 'now')).toBe('3');
    expect(value(after, 'signedTotalInvestment', 'now')).toBe('600.00');
    const items = await adjustments(lena);
    const of = (code: string) => items.find((each) => each.code === code);
    expect(of(amber.deal.code)).toMatchObject({
      adjustment: 'changed',
      kind: 'deal',
      open: true,
      changes: [
        {
          what: 'share',
          figure: 'signedTotalInvestment',
          before: {
            money: [
              {
                amount: '100.00',
                currency: 'CNY',
                rate: '1',
                on: on(10),
                worth: { amount: '100.00', currency: 'CNY' },
              },
            ],
          },
          after: { money: [{ amount: '150.00', currency: 'CNY', rate: '1' }] },
        },
      ],
    });
    expect(of(basalt.deal.code)).toMatchObject({ adjustment: 'removed', open: false });
    expect(of(dorado.deal.code)).toMatchObject({ adjustment: 'added', open: true });
    expect(of(copper.deal.code)).toMatchObject({
      adjustment: 'handed',
      changes: [{ what: 'tag', tag: 'ownerId', before: 'olga', after: 'omar' }],
    });
    const { body: removed } = await lena
      .get(`/api/v1/month-closes/${month}/adjustments?adjustment=removed`)
      .expect(200);
    expect(removed.total).toBe(after.adjustments.removed);
    expect(removed.items.every(({ adjustment }: AdjustmentItem) => adjustment === 'removed')).toBe(true);
  });

  it('says the same however few leads are read at a time', async () => {
    const facts = world.app.get(KpiFacts);
    const told = async () => [
      { ...(await read(lena)), countedAt: null },
      await adjustments(lena),
      (await lena.get(`/api/v1/kpis?from=${on(1)}&to=${lastDay}`).expect(200)).body.items,
    ];
    const whole = await told();
    const usual = facts.atOnce;
    facts.atOnce = 1;
    try {
      expect(await told()).toEqual(whole);
    } finally {
      facts.atOnce = usual;
    }
  });

  it('opens every figure, as frozen and as it is now, to as many records as it says', async () => {
    const closed = await read(lena);
    let checked = 0;
    for (const { frozen, now } of closed.figures)
      for (const [of, its] of [
        ['frozen', frozen],
        ['now', now],
      ] as const)
        for (const side of kpiSides) {
          const { body } = await lena
            .get(`/api/v1/month-closes/${month}/records?of=${of}&kpi=${its.code}&side=${side}&limit=1`)
            .expect(200);
          expect(body.total, `${of} ${its.code} ${side}`).toBe(its[side].count);
          checked += 1;
        }
    expect(checked).toBeGreaterThan(200);
    expect(closed.figures.map(({ frozen }) => frozen.code)).toEqual(expect.arrayContaining(enteredCodes.slice(0, 1)));
  });

  it('shows each reader what was theirs when it was closed', async () => {
    const omar = await world.as('omar');
    // All three were Olga's then; one is Omar's now, which corrects nothing for either.
    const hers = await read(olga);
    expect([value(hers, 'projectsSigned', 'frozen'), value(hers, 'projectsSigned', 'now')]).toEqual(['3', '3']);
    expect(hers.adjustments).toEqual((await read(lena)).adjustments);
    const his = await read(omar);
    expect([value(his, 'projectsSigned', 'frozen'), value(his, 'projectsSigned', 'now')]).toEqual(['0', '0']);
    expect(await adjustments(omar)).toEqual([]);
    // What counts only since is whose it is.
    await dealThrough(omar, hanna, 'Ember Ropes', story('3.00'));
    expect((await adjustments(omar)).map(({ adjustment }) => adjustment)).toContain('added');
    expect(value(await read(omar), 'signedTotalInvestment', 'now')).toBe('3.00');
    expect(value(await read(olga), 'signedTotalInvestment', 'now')).toBe(value(hers, 'signedTotalInvestment', 'now'));
    const stranger = await world.user('other', 'head', await world.department('Elsewhere'));
    expect(stranger).toBeTruthy();
    expect(value(await read(await world.as('other')), 'projectsSigned', 'frozen')).toBe('0');
    const root = await world.as('root');
    await root.get(`/api/v1/month-closes/${month}`).expect(403);
  });

  it('keeps what is confidential to the named, also what has become so since', async () => {
    const earlier = addDays(on(1), -1).slice(0, 7);
    const days = (total: string): DealStory => ({
      total,
      moves: [
        ['negotiating', `${earlier}-02`],
        ['signed', `${earlier}-10`],
      ],
    });
    const secret = await dealThrough(olga, hanna, 'Zephyrine Works', days('7.00'));
    const open = await dealThrough(olga, hanna, 'Quillon Works', days('9.00'));
    const conceal = async ({ deal }: typeof secret) => {
      const { body } = await olga.get(`/api/v1/deals/${deal.id}`).expect(200);
      await olga
        .post(`/api/v1/deals/${deal.id}/confidentiality`)
        .send({ version: body.version, codename: 'Peony' })
        .expect(200);
    };
    await conceal(secret);
    await close(stella, earlier).expect(201);
    const signed = async (agent: Agent) => value(await read(agent, earlier), 'signedTotalInvestment', 'frozen');
    expect([await signed(olga), await signed(lena), await signed(hanna)]).toEqual(['16.00', '9.00', '9.00']);
    await conceal(open);
    const now = await read(lena, earlier);
    // On neither side: what was frozen less what is left would tell what it was.
    expect(value(now, 'signedTotalInvestment', 'frozen')).toBe('0.00');
    expect(value(now, 'signedTotalInvestment', 'now')).toBe('0.00');
    expect(now.adjustments).toEqual({ added: 0, removed: 0, changed: 0, handed: 0 });
    expect(value(await read(olga, earlier), 'signedTotalInvestment', 'frozen')).toBe('16.00');
    expect(value(await read(olga, earlier), 'signedTotalInvestment', 'now')).toBe('16.00');
    const { body } = await lena.get(`/api/v1/month-closes/${earlier}/records?kpi=projectsSigned`).expect(200);
    const { body: worth } = await lena
      .get(`/api/v1/month-closes/${earlier}/records?kpi=signedTotalInvestment`)
      .expect(200);
    expect([body.total, worth.total]).toEqual([0, 0]);
    const told = JSON.stringify([body.items, worth.items, await adjustments(lena, earlier)]);
    for (const word of [open.deal.id, open.deal.code, open.leadId, 'Quillon', '9.00', 'Peony', `${earlier}-10`])
      expect(told).not.toContain(word);
  });

  it('is changed by nobody, not even by the owner of the tables', async () => {
    for (const sql of [
      `UPDATE month_closes SET month = '2020-01' WHERE month = '${month}'`,
      `DELETE FROM month_closes WHERE month = '${month}'`,
      `UPDATE month_close_records SET entries = '[]'`,
      'DELETE FROM month_close_records',
      `INSERT INTO month_close_records SELECT gen_random_uuid(), close_id, kind, gen_random_uuid(), lead_id, code, owner_id,
         department_id, confidential_to, cluster, region, park, entries FROM month_close_records LIMIT 1`,
    ])
      await expect(world.owner.query(sql), sql).rejects.toThrow(/frozen/);
    const { rows } = await world.owner.query(
      `SELECT count(*)::int AS granted FROM information_schema.role_table_grants
       WHERE table_name LIKE 'month_close%' AND grantee = 'torch_app' AND privilege_type IN ('UPDATE', 'DELETE', 'TRUNCATE')`,
    );
    expect(rows[0].granted).toBe(0);
  });
});
