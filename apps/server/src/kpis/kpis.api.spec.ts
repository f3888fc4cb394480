import type { KpiFigure, Kpis } from '@torch/contracts';
import { addDays, kpiCodes, kpiSides } from '@torch/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dealThrough, type DealStory } from '../../test/signed-deals';
import { newLead, startWorld, type World } from '../../test/support';
import { FunnelMirror } from '../funnel';
import { dateIn } from '../platform/time';

let world: World;
type Agent = Awaited<ReturnType<World['as']>>;
let olga: Agent;
let omar: Agent;
let hanna: Agent;
let lena: Agent;
let stella: Agent;
let other: Agent;
const today = dateIn('Asia/Shanghai');
const ago = (days: number) => addDays(today, -days);

beforeAll(async () => {
  world = await startWorld();
  const department = await world.department('Team');
  const elsewhere = await world.department('Elsewhere');
  await world.user('olga', 'officer', department);
  await world.user('omar', 'officer', department);
  await world.user('hanna', 'head', department);
  await world.user('lena', 'leader', department);
  await world.user('stella', 'statistician', department);
  await world.user('other', 'head', elsewhere);
  await world.user('colin', 'collaborator', elsewhere);
  [olga, omar, hanna, lena, stella, other] = await Promise.all(
    (['olga', 'omar', 'hanna', 'lena', 'stella', 'other'] as const).map((name) => world.as(name)) as [
      Promise<Agent>,
      Promise<Agent>,
      Promise<Agent>,
      Promise<Agent>,
      Promise<Agent>,
      Promise<Agent>,
    ],
  );
});
afterAll(() => world.close());

const ask = async (agent: Agent, query: string): Promise<Kpis> =>
  (await agent.get(`/api/v1/kpis?${query}`).expect(200)).body as Kpis;
const at = ({ items }: Kpis, code: string): KpiFigure => {
  const found = items.find((each) => each.code === code);
  if (!found) throw new Error(`no figure ${code}`);
  return found;
};
const deal = (name: string, story: DealStory) => dealThrough(olga, hanna, name, story);
const cny = (amount: string) => ({ amount, currency: 'CNY' });
const usd = (amount: string) => ({ amount, currency: 'USD' });

async function rate(currency: string, validFrom: string, value: string): Promise<void> {
  await world.owner.query('ALTER TABLE exchange_rates DISABLE TRIGGER explained');
  await world.owner.query(
    `INSERT INTO exchange_rates (id, currency, reporting_currency, valid_from, rate) VALUES (gen_random_uuid(), $1, 'CNY', $2, $3)`,
    [currency, validFrom, value],
  );
  await world.owner.query('ALTER TABLE exchange_rates ENABLE TRIGGER explained');
}

describe('the indicators', () => {
  it('count a project once, at its first signing, and of an increase the increment alone', async () => {
    await deal('Amber Foundry', {
      total: '100.10',
      facts: { fixedAssetInvestment: cny('60.00') },
      moves: [
        ['negotiating', ago(50)],
        ['signed', ago(40)],
        ['review', ago(30)],
        ['signed', ago(10)],
      ],
    });
    // By skipping to construction it is signed too.
    await deal('Basalt Optics', {
      total: '200.20',
      moves: [
        ['negotiating', ago(20)],
        ['construction', ago(12)],
      ],
    });
    await deal('Copper Valley', {
      channel: 'reinvestment',
      total: '5.05',
      moves: [
        ['negotiating', ago(20)],
        ['signed', ago(12)],
      ],
    });
    const late = await ask(olga, `from=${ago(15)}&to=${today}`);
    expect(at(late, 'projectsSigned')).toMatchObject({ value: '1', kind: 'count', numerator: { count: 1 } });
    expect(at(late, 'increasesSigned').value).toBe('1');
    expect(at(late, 'signedTotalInvestment')).toMatchObject({
      value: '205.25',
      numerator: { count: 2, amount: cny('205.25') },
    });
    const all = await ask(olga, `from=${ago(60)}&to=${today}`);
    expect(at(all, 'projectsSigned').value).toBe('2');
    expect(at(all, 'signedTotalInvestment').value).toBe('305.35');
    expect(at(all, 'signedFixedAssets')).toMatchObject({ value: '60.00', numerator: { count: 1 } });
    expect(at(all, 'signedForeignCapital')).toMatchObject({ value: '0.00', numerator: { count: 0, amount: null } });
    expect(at(all, 'startRate')).toMatchObject({
      value: '50.0',
      numerator: { count: 1 },
      denominator: { count: 2 },
      undecided: { count: 1 },
    });
    // Looked at before it was built, it was undecided.
    expect(at(await ask(olga, `from=${ago(60)}&to=${today}&asOf=${ago(30)}`), 'startRate')).toMatchObject({
      value: '0.0',
      denominator: { count: 1 },
      undecided: { count: 1 },
    });
    // The leads were entered today, after it all: no days at all.
    expect(at(all, 'cycleTime')).toMatchObject({ value: '0', p90: '0', numerator: { count: 2 } });
    expect(at(all, 'industryFit').value).toBe('100.0');
  });

  it('set confirmed funds against the agreement, and leave apart what has no rate', async () => {
    const made = await deal('Dorado Pumps', {
      facts: { agreedAmount: usd('400.00') },
      moves: [
        ['negotiating', ago(9)],
        ['registered', ago(6)],
      ],
    });
    const question = `from=${ago(6)}&to=${ago(6)}`;
    expect(at(await ask(olga, question), 'fundsInPlaceRate')).toMatchObject({
      value: null,
      denominator: { count: 0 },
      apart: { count: 1, unconverted: [usd('400.00')] },
    });
    await rate('USD', '2020-01-01', '7');
    const paid = { kind: 'fundsInPlace', amount: cny('700.00'), on: ago(3), voucher: 'V-1' };
    const { body: fund } = await olga.post(`/api/v1/deals/${made.deal.id}/funds`).send(paid).expect(201);
    expect(at(await ask(olga, question), 'fundsInPlaceRate')).toMatchObject({ value: '0.0', numerator: { count: 0 } });
    expect(at(await ask(olga, question), 'performanceRate')).toMatchObject({ value: '0.0', undecided: { count: 1 } });
    await stella.post(`/api/v1/funds/${fund.id}/confirm`).send({ version: fund.version }).expect(200);
    const kpis = await ask(olga, question);
    expect(at(kpis, 'fundsInPlaceRate')).toMatchObject({
      value: '25.0',
      numerator: { count: 1, amount: cny('700.00') },
      denominator: { count: 1, amount: cny('2800.00') },
    });
    // Registered, and money in place: honoured.
    expect(at(kpis, 'performanceRate')).toMatchObject({ value: '100.0', numerator: { count: 1 } });
    const { body } = await olga
      .get(`/api/v1/kpis/records?${question}&kpi=fundsInPlaceRate&side=denominator`)
      .expect(200);
    expect(body.items).toMatchObject([
      {
        kind: 'deal',
        code: made.deal.code,
        open: true,
        share: { money: [{ ...usd('400.00'), rate: '7', on: ago(6), worth: cny('2800.00') }] },
      },
    ]);
  });

  it('measure the first response in working hours of the reporting time zone, wherever the owner is', async () => {
    const { lead } = await newLead(olga, 'Ember Ceramics');
    const silent = await newLead(olga, 'Fjord Robotics');
    await olga.post(`/api/v1/leads/${lead.id}/status`).send({ version: lead.version, status: 'contacted' }).expect(200);
    await world.owner.query('SET session_replication_role = replica');
    // From Friday afternoon to Monday morning.
    await world.owner.query(
      `UPDATE leads SET created_at = '2026-03-06T16:00+08', channel = CASE WHEN id = $1 THEN 'inquiry' ELSE channel END WHERE id = ANY($2)`,
      [lead.id, [lead.id, silent.lead.id]],
    );
    await world.owner.query(`UPDATE status_changes SET effective_at = '2026-03-09T10:30+08' WHERE lead_id = $1`, [
      lead.id,
    ]);
    await world.owner.query('SET session_replication_role = origin');
    const kpis = await ask(olga, 'from=2026-03-06&to=2026-03-06');
    expect(at(kpis, 'firstResponse')).toMatchObject({
      kind: 'hours',
      value: '2.5',
      p90: '2.5',
      numerator: { count: 1 },
      denominator: { count: 2 },
      undecided: { count: 1 },
    });
    expect(at(kpis, 'inquiryResponse')).toMatchObject({ value: '2.5', denominator: { count: 1 } });
    // Whose the lead is by now, and where they work, changes nothing.
    await olga.patch('/api/v1/me').send({ timeZone: 'Europe/Berlin', country: 'DE' }).expect(200);
    expect(at(await ask(olga, 'from=2026-03-06&to=2026-03-06'), 'firstResponse').value).toBe('2.5');
    // On that very day nobody had answered yet.
    expect(at(await ask(olga, 'from=2026-03-06&to=2026-03-06&asOf=2026-03-06'), 'firstResponse')).toMatchObject({
      value: null,
      undecided: { count: 2 },
    });
  });

  it('take the reopening of a lead that nobody had spoken to for no contact', async () => {
    let { lead } = await newLead(olga, 'Nutmeg Presses');
    const move = async (agent: Agent, input: object) =>
      (lead = (
        await agent
          .post(`/api/v1/leads/${lead.id}/status`)
          .send({ version: lead.version, ...input })
          .expect(200)
      ).body);
    const answered = async () => {
      const { numerator, undecided } = at(await ask(hanna, `from=${today}&to=${today}&q=Nutmeg`), 'firstResponse');
      return [numerator.count, undecided.count];
    };
    await move(olga, { status: 'dormant', wakeOn: addDays(today, 30) });
    await move(hanna, { status: 'contacted' });
    expect(await answered()).toEqual([0, 1]);
    await move(olga, { status: 'qualified' });
    expect(await answered()).toEqual([1, 0]);
  });

  it('know in the very next answer of visits, of funds and of working days', async () => {
    const one = await newLead(olga, 'Quartz Yards');
    const read = async () => (await olga.get(`/api/v1/leads/${one.lead.id}`).expect(200)).body;
    const { code } = await read();
    const { body: other } = await olga
      .post('/api/v1/leads')
      .send({ companyId: one.companyId, title: 'Another of Quartz Yards', channel: 'chain' })
      .expect(201);
    const visits = async () => {
      const { denominator } = at(await ask(olga, `from=${ago(21)}&to=${ago(21)}`), 'visitToSigning');
      const { body } = await olga
        .get(`/api/v1/kpis/records?from=${ago(21)}&to=${ago(21)}&kpi=visitToSigning&side=denominator`)
        .expect(200);
      expect(body.total).toBe(denominator.count);
      return body.items.map(({ code }: { code: string }) => code);
    };
    expect(await visits()).toEqual([]);
    const sent = { kind: 'inbound', status: 'planned', subject: 'Site', companyId: one.companyId, leadId: one.lead.id };
    let { body: visit } = await olga
      .post('/api/v1/visits')
      .send({ ...sent, startsAt: `${ago(21)}T02:00:00Z` })
      .expect(201);
    const change = async (input: object) =>
      (visit = (
        await olga
          .patch(`/api/v1/visits/${visit.id}`)
          .send({ version: visit.version, ...input })
          .expect(200)
      ).body);
    expect(await visits()).toEqual([]);
    await change({ status: 'completed' });
    expect(await visits()).toEqual([code]);
    await change({ leadId: other.id });
    expect(await visits()).toEqual([other.code]);
    await change({ leadId: null });
    expect(await visits()).toEqual([]);
    await change({ leadId: one.lead.id });
    expect(await visits()).toEqual([code]);
    await olga.delete(`/api/v1/visits/${visit.id}`).expect(204);
    expect(await visits()).toEqual([]);

    const made = await deal('Rhodium Looms', {
      facts: { agreedAmount: cny('100.00') },
      moves: [
        ['negotiating', ago(28)],
        ['signed', ago(25)],
      ],
    });
    const funds = async () => at(await ask(olga, `from=${ago(25)}&to=${ago(25)}`), 'fundsInPlaceRate').value;
    let { body: fund } = await olga
      .post(`/api/v1/deals/${made.deal.id}/funds`)
      .send({ kind: 'fundsInPlace', amount: cny('30.00'), on: ago(3), voucher: 'V-2' })
      .expect(201);
    expect(await funds()).toBe('0.0');
    ({ body: fund } = await stella
      .post(`/api/v1/funds/${fund.id}/confirm`)
      .send({ version: fund.version })
      .expect(200));
    expect(await funds()).toBe('30.0');
    await stella
      .post(`/api/v1/funds/${fund.id}/reopen`)
      .send({ version: fund.version, reason: 'the voucher is of another deal' })
      .expect(200);
    expect(await funds()).toBe('0.0');

    // The visit was contact, too: from Monday afternoon to Wednesday morning.
    await world.owner.query('SET session_replication_role = replica');
    await world.owner.query(`UPDATE leads SET created_at = '2026-04-13T16:00+08' WHERE id = $1`, [one.lead.id]);
    await world.owner.query(`UPDATE status_changes SET effective_at = '2026-04-15T10:00+08' WHERE lead_id = $1`, [
      one.lead.id,
    ]);
    await world.owner.query('SET session_replication_role = origin');
    // What was changed by hand is read with the next event.
    await olga
      .patch(`/api/v1/leads/${one.lead.id}`)
      .send({ version: (await read()).version, cluster: 'MED' })
      .expect(200);
    const hours = async () => at(await ask(olga, 'from=2026-04-13&to=2026-04-13'), 'firstResponse').value;
    expect(await hours()).toBe('10.0');
    const root = await world.as('root');
    const day = '/api/v1/calendars/CN/days/2026-04-14';
    await root.put(day).send({ kind: 'holiday', name: 'Bridge day' }).expect(200);
    expect(await hours()).toBe('2.0');
    await root.delete(day).expect(204);
    expect(await hours()).toBe('10.0');
    expect(await world.app.get(FunnelMirror).check()).toEqual([]);
  });

  it('charge what lies in the pool to nobody who lost it', async () => {
    const { lead } = await newLead(omar, 'Medlar Castings');
    const { id: me } = await world.actor('omar');
    const unanswered = async () =>
      at(await ask(hanna, `from=${today}&to=${today}&q=Medlar&owner=${me}`), 'firstResponse').denominator.count;
    expect(await unanswered()).toBe(1);
    await hanna
      .post(`/api/v1/leads/${lead.id}/release`)
      .send({ version: lead.version, reason: 'silent for long' })
      .expect(200);
    expect(await unanswered()).toBe(0);
  });

  it('follow a visit to its signing, and tell what losing cost by step and reason', async () => {
    const signed = await deal('Granite Yarn', { moves: [['negotiating', ago(80)]] });
    const lost = await deal('Harbour Lasers', {
      total: '12.50',
      moves: [
        ['negotiating', ago(90)],
        ['site_visit', ago(75)],
        ['lost', ago(70)],
      ],
    });
    for (const { leadId, companyId } of [signed, lost])
      await olga
        .post('/api/v1/visits')
        .send({
          kind: 'inbound',
          status: 'completed',
          subject: 'Site',
          companyId,
          leadId,
          startsAt: `${ago(76)}T02:00:00Z`,
        })
        .expect(201);
    const question = `from=${ago(79)}&to=${ago(70)}`;
    expect(at(await ask(olga, question), 'visitToSigning')).toMatchObject({
      value: '0.0',
      denominator: { count: 2 },
      undecided: { count: 1 },
    });
    await hanna
      .post(`/api/v1/deals/${signed.deal.id}/stage`)
      .send({ version: signed.deal.version, stage: 'signed', on: ago(60), override: true, reason: 'as told' })
      .expect(200);
    const kpis = await ask(olga, question);
    expect(at(kpis, 'visitToSigning')).toMatchObject({ value: '50.0', numerator: { count: 1 } });
    expect(at(kpis, 'lostLeads')).toMatchObject({
      value: '1',
      losses: [{ step: 'site_visit', reason: 'policy', count: 1, amount: cny('12.50') }],
    });
  });

  it('reach as far as their reader: own, department, all, nothing; what is confidential only who is named there', async () => {
    const story: DealStory = {
      moves: [
        ['negotiating', ago(209)],
        ['signed', ago(200)],
      ],
    };
    const made = await dealThrough(omar, hanna, 'Indigo Valves', story);
    const question = `from=${ago(200)}&to=${ago(200)}`;
    const signed = async (agent: Agent) => Number(at(await ask(agent, question), 'projectsSigned').value);
    const readers = [omar, olga, hanna, lena, stella, other];
    expect(await Promise.all(readers.map(signed))).toEqual([1, 0, 1, 1, 1, 0]);
    await omar
      .post(`/api/v1/deals/${made.deal.id}/confidentiality`)
      .send({ version: made.deal.version, codename: 'Peony' })
      .expect(200);
    expect(await Promise.all(readers.map(signed))).toEqual([1, 0, 0, 0, 0, 0]);
    const { body } = await omar.get(`/api/v1/kpis/records?${question}&kpi=projectsSigned`).expect(200);
    expect(body.items).toMatchObject([{ title: 'Peony', companyName: 'Peony', confidential: true }]);
    for (const name of ['colin', 'root']) {
      const agent = await world.as(name);
      await agent.get('/api/v1/kpis').expect(403);
      await agent.get('/api/v1/kpis/records?kpi=projectsSigned').expect(403);
    }
  });

  it('are narrowed as the funnel is, and show each record page by page, as many as the figure says', async () => {
    const whole = await ask(hanna, `from=${ago(300)}&to=${today}`);
    const none = await ask(hanna, `from=${ago(300)}&to=${today}&cluster=ELE`);
    expect(none.items.flatMap(({ denominator }) => denominator.count).every((count) => count === 0)).toBe(true);
    const medical = await ask(hanna, `from=${ago(300)}&to=${today}&cluster=MED&chain=X`);
    expect(at(medical, 'projectsSigned').value).toBe('0');
    expect(at(await ask(hanna, `from=${ago(300)}&to=${today}&q=Amber`), 'projectsSigned').value).toBe('1');
    let checked = 0;
    for (const code of kpiCodes)
      for (const side of kpiSides) {
        const { count } = at(whole, code)[side];
        const ids: string[] = [];
        let cursor = '';
        do {
          const { body } = await hanna
            .get(`/api/v1/kpis/records?from=${ago(300)}&to=${today}&kpi=${code}&side=${side}&limit=2${cursor}`)
            .expect(200);
          expect(body.total).toBe(count);
          ids.push(...body.items.map(({ id }: { id: string }) => id));
          cursor = body.nextCursor ? `&cursor=${body.nextCursor}` : '';
        } while (cursor);
        expect(new Set(ids).size, `${code} ${side}`).toBe(count);
        checked += count;
      }
    expect(checked).toBeGreaterThan(20);
  });

  it('count what is of long ago in its own month, as the funnel and the report do', async () => {
    await deal('Century Mills', {
      moves: [
        ['negotiating', '1998-02-01'],
        ['signed', '1999-06-15'],
        ['construction', '1999-08-01'],
      ],
    });
    const signed = async (from: string, to: string) => {
      const kpis = await ask(lena, `from=${from}&to=${to}&asOf=${to}`);
      const { body: funnel } = await lena
        .get(`/api/v1/funnel?view=entered&from=${from}&to=${to}&asOf=${to}`)
        .expect(200);
      const { body: report } = await lena.get(`/api/v1/reports/monthly?period=${from.slice(0, 7)}`).expect(200);
      const step = funnel.steps.find((each: { step: string }) => each.step === 'signed');
      return [at(kpis, 'projectsSigned').numerator.count, step.count, report.figures.signed];
    };
    expect(await signed('1999-06-01', '1999-06-30')).toEqual([1, 1, 1]);
    for (const [from, to] of [
      ['1999-12-01', '1999-12-31'],
      ['2000-01-01', '2000-01-31'],
    ] as const)
      expect(await signed(from, to), from).toEqual([0, 0, 0]);
  });

  it('look no further than today, whatever day is asked for', async () => {
    expect((await ask(olga, 'asOf=2099-12-31')).asOf).toBe(today);
  });

  it('refuse what they do not understand, naming the field', async () => {
    for (const [query, path] of [
      ['from=2026-02-30', 'from'],
      ['from=2026-02-02&to=2026-02-01', 'from'],
      ['department=south', 'department'],
      ['asOf=yesterday', 'asOf'],
    ]) {
      const { body } = await olga.get(`/api/v1/kpis?${query}`).expect(400);
      expect(body.errors.map((each: { path: string }) => each.path).join(), query).toContain(path);
    }
    await olga.get('/api/v1/kpis/records').expect(400);
    await olga.get('/api/v1/kpis/records?kpi=luck').expect(400);
    await olga.get('/api/v1/kpis/records?kpi=projectsSigned&cursor=xyz').expect(400);
  });
});
