import Excel from 'exceljs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWorld, type World } from '../../test/support';

type Agent = Awaited<ReturnType<World['as']>>;

let world: World;
let olga: Agent;
let hanna: Agent;
let nina: Agent;
let stella: Agent;
let root: Agent;
let serial = 0;

const money = (amount: string, currency = 'USD') => ({ amount, currency });
const today = new Date().toISOString().slice(0, 10);

beforeAll(async () => {
  world = await startWorld();
  const department = await world.department('Seoul');
  await world.user('olga', 'officer', department);
  await world.user('hanna', 'head', department);
  await world.user('nina', 'officer', await world.department('Tokyo'));
  const bureau = await world.department('Bureau');
  await world.user('stella', 'statistician', bureau);
  await world.user('sven', 'statistician', bureau);
  await world.user('admin', 'admin', bureau);
  olga = await world.as('olga');
  hanna = await world.as('hanna');
  nina = await world.as('nina');
  stella = await world.as('stella');
  root = await world.as('admin');
});
afterAll(() => world.close());

async function deal() {
  const company = { nameEn: `Funded ${(serial += 1)} ${Math.random().toString(36)}`, country: 'KR', region: 'KR' };
  const { body: made } = await olga.post('/api/v1/companies').send(company).expect(201);
  await olga.post('/api/v1/contacts').send({ companyId: made.id, name: 'Contact' }).expect(201);
  const input = { companyId: made.id, title: 'Plant', channel: 'chain', cluster: 'MED', totalInvestment: money('900') };
  const { body } = await olga.post('/api/v1/deals').send(input).expect(201);
  return body as { id: string; leadId: string; version: number };
}
const entry = (more: object = {}) => ({
  kind: 'fundsInPlace',
  amount: money('1200000.5'),
  on: '2026-03-02',
  source: 'Parent company',
  voucher: '银收-0042',
  ...more,
});
const enter = async (id: string, more: object = {}, agent = olga) =>
  (await agent.post(`/api/v1/deals/${id}/funds`).send(entry(more)).expect(201)).body;
const first = ({ body }: { body: { errors: { path: string; code: string }[] } }) => body.errors[0];
const missing = async (id: string) => (await olga.get(`/api/v1/deals/${id}`).expect(200)).body.missing as string[];

describe('an entry of funds', () => {
  it('is made by who works on the deal, and is the evidence that production asks for', async () => {
    const { id } = await deal();
    expect(await missing(id)).toContain('fundsInPlace');
    const fund = await enter(id);
    expect(fund).toMatchObject({
      kind: 'fundsInPlace',
      amount: money('1200000.50'),
      on: '2026-03-02',
      source: 'Parent company',
      voucher: '银收-0042',
      authorName: 'olga',
      own: true,
      confirmedAt: null,
      version: 1,
    });
    expect(await missing(id)).not.toContain('fundsInPlace');
    await olga.delete(`/api/v1/funds/${fund.id}`).expect(204);
    expect(await missing(id)).toContain('fundsInPlace');
    await olga.get(`/api/v1/funds/${fund.id}`).expect(404);
    await enter(id, { kind: 'fixedAssetInvestment', voucher: null });
    expect(await missing(id)).toContain('fundsInPlace');
  });

  it('needs a voucher for funds in place, an amount above nothing, and a day that has come', async () => {
    const { id } = await deal();
    const refuse = async (more: object) =>
      first(await olga.post(`/api/v1/deals/${id}/funds`).send(entry(more)).expect(422));
    expect(await refuse({ voucher: ' ' })).toMatchObject({ path: 'voucher', code: 'voucher-missing' });
    expect(await refuse({ amount: money('0.00') })).toMatchObject({ path: 'amount', code: 'not-positive' });
    expect(await refuse({ on: '2090-01-01' })).toMatchObject({ path: 'on', code: 'in-the-future' });
    expect(await refuse({ voucherFileId: id })).toMatchObject({ path: 'voucherFileId', code: 'unknown' });
    const fund = await enter(id);
    const patched = await olga.patch(`/api/v1/funds/${fund.id}`).send({ version: 1, voucher: null }).expect(422);
    expect(first(patched)).toMatchObject({ path: 'voucher' });
    await enter(id, { kind: 'utilisedForeignCapital', voucher: null, on: today });
  });

  it('takes a document of the deal for its voucher, which then stays', async () => {
    const { id } = await deal();
    const upload = async (of: string) =>
      (
        await olga
          .post('/api/v1/attachments')
          .field({ subjectType: 'deal', subjectId: of, kind: 'voucher' })
          .attach('file', Buffer.from('Paid'), 'paid.txt')
          .expect(201)
      ).body;
    const paper = await upload(id);
    const fund = await enter(id, { voucher: null, voucherFileId: paper.id });
    expect(fund).toMatchObject({ voucher: null, voucherFileName: 'paid.txt' });
    await olga.delete(`/api/v1/attachments/${paper.id}`).expect(409);
    const elsewhere = await upload((await deal()).id);
    const other = await olga
      .post(`/api/v1/deals/${id}/funds`)
      .send(entry({ voucherFileId: elsewhere.id }))
      .expect(422);
    expect(first(other)).toMatchObject({ path: 'voucherFileId', code: 'unknown' });
    await olga.patch(`/api/v1/funds/${fund.id}`).send({ version: 1, voucher: 'V-1', voucherFileId: null }).expect(200);
    await olga.delete(`/api/v1/attachments/${paper.id}`).expect(204);
  });

  it('is changed with its version, and tells nobody anything when nothing changes', async () => {
    const fund = await enter((await deal()).id);
    const path = `/api/v1/funds/${fund.id}`;
    const { body } = await hanna
      .patch(path)
      .send({ version: 1, amount: money('7.5', 'EUR') })
      .expect(200);
    expect(body).toMatchObject({ version: 2, amount: money('7.50', 'EUR'), own: true, authorName: 'olga' });
    const stale = await olga.patch(path).send({ version: 1, note: 'x' }).expect(409);
    expect(stale.body.current).toMatchObject({ version: 2 });
    const same = await olga
      .patch(path)
      .send({ version: 2, amount: money('7.5', 'EUR') })
      .expect(200);
    expect(same.body.version).toBe(2);
    const { rows } = await world.owner.query('SELECT type, changes FROM events WHERE subject_id = $1 ORDER BY at', [
      fund.id,
    ]);
    expect(rows).toMatchObject([
      { type: 'fund.created', changes: { amount: [null, money('1200000.50')] } },
      { type: 'fund.updated', changes: { amount: [money('1200000.50'), money('7.50', 'EUR')] } },
    ]);
  });

  it('is settled with what a head had taken upon themselves', async () => {
    const { id, version } = await deal();
    const flagged = async () => (await olga.get(`/api/v1/deals/${id}`).expect(200)).body.flagged;
    const wish = { version, stage: 'production', override: true, reason: 'Papers follow' };
    await hanna.post(`/api/v1/deals/${id}/stage`).send(wish).expect(200);
    expect(await flagged()).toEqual(expect.arrayContaining(['scorecard', 'fundsInPlace']));
    const fund = await enter(id);
    expect(await flagged()).toContain('scorecard');
    expect(await flagged()).not.toContain('fundsInPlace');
    await olga.delete(`/api/v1/funds/${fund.id}`).expect(204);
    expect(await flagged()).toContain('fundsInPlace');
  });

  it('does not exist for other departments, and is in nobody’s list but theirs who may see the deal', async () => {
    const { id } = await deal();
    const fund = await enter(id);
    await nina.get(`/api/v1/funds/${fund.id}`).expect(404);
    await nina.get(`/api/v1/deals/${id}/money`).expect(404);
    await nina.post(`/api/v1/deals/${id}/funds`).send(entry()).expect(404);
    // Not even by an objection to what they sent along.
    await nina
      .post(`/api/v1/deals/${id}/funds`)
      .send(entry({ voucherFileId: id }))
      .expect(404);
    await nina.patch(`/api/v1/funds/${fund.id}`).send({ version: 1, voucherFileId: id }).expect(404);
    await nina.delete(`/api/v1/funds/${fund.id}`).expect(404);
    expect((await nina.get(`/api/v1/funds?deal=${id}`).expect(200)).body).toMatchObject({ items: [], total: 0 });
    await stella.post(`/api/v1/deals/${id}/funds`).send(entry()).expect(403);
    expect((await stella.get(`/api/v1/funds?deal=${id}`).expect(200)).body.total).toBe(1);
  });
});

describe('the confirmation', () => {
  const confirm = (agent: Agent, { id, version }: { id: string; version: number }) =>
    agent.post(`/api/v1/funds/${id}/confirm`).send({ version });

  it('is the statistician’s, and lets nobody change or delete the entry any more', async () => {
    const { id } = await deal();
    const fund = await enter(id);
    await confirm(olga, fund).expect(403);
    await confirm(hanna, fund).expect(403);
    const { body } = await confirm(stella, fund).expect(200);
    expect(body).toMatchObject({ confirmedByName: 'stella', version: 2 });
    const path = `/api/v1/funds/${fund.id}`;
    expect(first(await olga.patch(path).send({ version: 2, note: 'x' }).expect(422))).toMatchObject({
      code: 'confirmed',
    });
    expect(first(await olga.delete(path).expect(422))).toMatchObject({ code: 'confirmed' });
    expect(first(await confirm(stella, body).expect(422))).toMatchObject({ code: 'confirmed' });
    for (const sql of ['UPDATE funds SET amount = 1 WHERE id = $1', 'DELETE FROM funds WHERE id = $1'])
      await expect(world.work.run('system', null, (tx) => tx.query(sql, [fund.id]))).rejects.toThrow('confirmed');
    const open = await stella.get(`/api/v1/funds?deal=${id}&confirmed=false`).expect(200);
    expect(open.body.total).toBe(0);
  });

  it('is taken back with a reason, and then the entry is open again', async () => {
    const fund = await enter((await deal()).id);
    const { body: confirmed } = await confirm(stella, fund).expect(200);
    const reopen = (agent: Agent, more: object) => agent.post(`/api/v1/funds/${fund.id}/reopen`).send(more);
    await reopen(olga, { version: 2, reason: 'Typo' }).expect(403);
    await reopen(stella, { version: 2 }).expect(400);
    const { body } = await reopen(stella, { version: confirmed.version, reason: 'Typo' }).expect(200);
    expect(body).toMatchObject({ confirmedAt: null, version: 3 });
    await reopen(stella, { version: 3, reason: 'Again' }).expect(422);
    await olga
      .patch(`/api/v1/funds/${fund.id}`)
      .send({ version: 3, amount: money('1200000') })
      .expect(200);
    const { rows } = await world.owner.query(
      `SELECT data FROM events WHERE type = 'fund.reopened' AND subject_id = $1`,
      [fund.id],
    );
    expect(rows).toMatchObject([{ data: { note: 'Typo' } }]);
  });

  it('is given once when two confirm at the same instant: the other sees how it stands', async () => {
    const fund = await enter((await deal()).id);
    const sven = await world.as('sven');
    const answers = await Promise.all([confirm(stella, fund), confirm(sven, fund)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const lost = answers.find(({ status }) => status === 409);
    expect(lost?.body.current.confirmedByName).toMatch(/stella|sven/);
  });

  it('is not given by whoever entered it, whatever they have become since', async () => {
    const department = await world.department('Turned');
    const id = await world.user('tessa', 'officer', department);
    const own = await deal();
    const fund = await enter(own.id);
    await world.work.run('system', null, async (tx) => {
      await tx.query(`UPDATE funds SET authors = authors || $2::uuid WHERE id = $1`, [fund.id, id]);
      await tx.record('fund.updated', { subjectType: 'fund', subjectId: fund.id });
      await tx.query(`UPDATE users SET role = 'statistician' WHERE id = $1`, [id]);
      await tx.record('user.roleChanged', { subjectType: 'user', subjectId: id });
    });
    const refused = await confirm(await world.as('tessa'), fund).expect(422);
    expect(first(refused)).toMatchObject({ path: 'confirmed', code: 'same-person' });
  });

  it('of a confidential deal’s entry is beyond a statistician who is not named there', async () => {
    const made = await deal();
    const fund = await enter(made.id);
    const { version } = (await olga.get(`/api/v1/deals/${made.id}`).expect(200)).body;
    await olga.post(`/api/v1/deals/${made.id}/confidentiality`).send({ version, codename: 'Granit' }).expect(200);
    await stella.get(`/api/v1/funds/${fund.id}`).expect(404);
    await stella.get(`/api/v1/deals/${made.id}/money`).expect(404);
    await confirm(stella, fund).expect(404);
    for (const query of [`deal=${made.id}`, 'q=Granit', 'confirmed=false&limit=200'])
      expect(JSON.stringify((await stella.get(`/api/v1/funds?${query}`).expect(200)).body)).not.toContain(fund.id);
    const mine = (await olga.get(`/api/v1/funds?q=granit`).expect(200)).body.items;
    expect(mine).toMatchObject([{ dealTitle: 'Granit', companyName: 'Granit' }]);
  });
});

describe('a list of entries', () => {
  it('is narrowed by kind, currency, day and word, and pages by the day', async () => {
    const { id } = await deal();
    for (const day of ['2026-01-01', '2026-01-02', '2026-01-03']) await enter(id, { on: day });
    await enter(id, { kind: 'fixedAssetInvestment', amount: money('5', 'EUR'), on: '2025-05-05', source: 'Bore mill' });
    const list = async (query: string) => (await olga.get(`/api/v1/funds?deal=${id}&${query}`).expect(200)).body;
    expect((await list('kind=fixedAssetInvestment')).total).toBe(1);
    expect((await list('currency=EUR')).total).toBe(1);
    expect((await list('from=2026-01-02&to=2026-01-02')).total).toBe(1);
    expect((await list('q=bore')).total).toBe(1);
    const page = await list('limit=2&sort=-on');
    expect(page.items.map(({ on }: { on: string }) => on)).toEqual(['2026-01-03', '2026-01-02']);
    const next = await list(`limit=2&sort=-on&cursor=${page.nextCursor}`);
    expect(next.items.map(({ on }: { on: string }) => on)).toEqual(['2026-01-01', '2025-05-05']);
  });
});

describe('a deal’s money', () => {
  const plan = (id: string, more: object) =>
    olga
      .put(`/api/v1/deals/${id}/plans`)
      .send({ kind: 'fundsInPlace', year: 2026, planned: money('400'), version: null, ...more });
  const of = async (id: string) => (await olga.get(`/api/v1/deals/${id}/money`).expect(200)).body;

  it('holds plan against actual per kind and year, and what of it is confirmed', async () => {
    const { id } = await deal();
    await plan(id, {}).expect(200);
    const fund = await enter(id, { amount: money('100') });
    await enter(id, { amount: money('60') });
    await enter(id, { kind: 'fixedAssetInvestment', amount: money('9000') });
    await stella.post(`/api/v1/funds/${fund.id}/confirm`).send({ version: 1 }).expect(200);
    const { kinds, reportingCurrency } = await of(id);
    expect(reportingCurrency).toBe('CNY');
    expect(kinds.map(({ kind }: { kind: string }) => kind)).toEqual([
      'fundsInPlace',
      'utilisedForeignCapital',
      'fixedAssetInvestment',
    ]);
    expect(kinds[0].years).toMatchObject([
      {
        year: 2026,
        plan: { amount: money('400.00'), version: 1 },
        done: '40.0',
        planned: { original: [money('400.00')] },
        actual: { original: [money('160.00')] },
        confirmed: { original: [money('100.00')] },
      },
    ]);
  });

  it('gives the funds-in-place rate against the agreement with both its sides', async () => {
    const made = await deal();
    expect((await of(made.id)).inPlace).toMatchObject({ entered: { why: 'no-agreed-amount', percent: null } });
    const { version } = (await olga.get(`/api/v1/deals/${made.id}`)).body;
    await olga
      .patch(`/api/v1/deals/${made.id}`)
      .send({ version, agreedAmount: money('800') })
      .expect(200);
    const fund = await enter(made.id, { amount: money('200') });
    await enter(made.id, { amount: money('200') });
    await enter(made.id, { kind: 'utilisedForeignCapital', amount: money('800') });
    await stella.post(`/api/v1/funds/${fund.id}/confirm`).send({ version: 1 }).expect(200);
    expect((await of(made.id)).inPlace).toMatchObject({
      confirmed: { numerator: money('200.00'), denominator: money('800.00'), percent: '25.0' },
      entered: { numerator: money('400.00'), percent: '50.0' },
    });
  });

  it('names the rate that is missing, and adds nothing for it', async () => {
    const { id } = await deal();
    await enter(id, { amount: money('5', 'CNY') });
    await enter(id, { amount: money('700', 'SGD'), on: '2026-03-01' });
    const before = await of(id);
    expect(before.kinds[0].actual).toMatchObject({
      converted: '5.00',
      unconverted: [money('700.00', 'SGD')],
      missing: [{ currency: 'SGD', on: '2026-03-01' }],
    });
    expect(before.missingRates).toContainEqual({ currency: 'SGD', on: '2026-03-01' });
    for (const [validFrom, rate] of [
      ['2026-02-01', '5.2'],
      ['2026-03-02', '99'],
    ])
      await root.post('/api/v1/exchange-rates').send({ currency: 'SGD', validFrom, rate }).expect(201);
    const after = await of(id);
    expect(after.kinds[0].actual).toMatchObject({ converted: '3645.00', unconverted: [], missing: [] });
  });

  it('takes one plan per kind and year, changes it by its version, and lets go of it', async () => {
    const { id } = await deal();
    await plan(id, { planned: money('0') }).expect(422);
    await plan(id, {}).expect(200);
    expect((await plan(id, {}).expect(409)).body.current).toMatchObject({ version: 1, amount: '400.00' });
    const changed = await plan(id, { version: 1, planned: money('500', 'CNY') }).expect(200);
    expect(changed.body.kinds[0].years[0].plan).toEqual({ amount: money('500.00', 'CNY'), version: 2 });
    await plan(id, { version: 1, planned: null }).expect(409);
    const gone = await plan(id, { version: 2, planned: null }).expect(200);
    expect(gone.body.kinds[0].years).toEqual([]);
    const two = await Promise.all([plan(id, { year: 2027 }), plan(id, { year: 2027 })]);
    expect(two.map(({ status }) => status).sort()).toEqual([200, 409]);
    await nina
      .put(`/api/v1/deals/${id}/plans`)
      .send({ kind: 'fundsInPlace', year: 2026, planned: null, version: null })
      .expect(404);
    await stella
      .put(`/api/v1/deals/${id}/plans`)
      .send({ kind: 'fundsInPlace', year: 2026, planned: null, version: null })
      .expect(403);
    const { rows } = await world.owner.query(
      `SELECT changes FROM events WHERE subject_id = $1 AND changes ? 'plan' ORDER BY at`,
      [id],
    );
    expect(rows[1].changes.plan).toEqual([
      ['fundsInPlace', '2026', money('400.00')],
      ['fundsInPlace', '2026', money('500.00', 'CNY')],
    ]);
  });
});

describe('the table of rates', () => {
  const rate = (more: object = {}) => ({ currency: 'USD', validFrom: '2026-01-01', rate: '7.1200', ...more });
  const send = (file: Buffer, name: string, agent = root) =>
    agent.post('/api/v1/exchange-rates/import').attach('file', file, name);
  const workbook = async (rows: unknown[][]) => {
    const book = new Excel.Workbook();
    book.addWorksheet('Rates').addRows(rows);
    return Buffer.from(await book.xlsx.writeBuffer());
  };
  const events = async () => (await world.owner.query(`SELECT count(*)::int AS n FROM events`)).rows[0].n;

  it('is kept by the administrator, read by the bureau, and exact', async () => {
    await olga.post('/api/v1/exchange-rates').send(rate()).expect(403);
    const { body } = await root.post('/api/v1/exchange-rates').send(rate()).expect(201);
    expect(body).toMatchObject({ currency: 'USD', rate: '7.12', reportingCurrency: 'CNY', version: 1 });
    expect(first(await root.post('/api/v1/exchange-rates').send(rate()).expect(409))).toMatchObject({
      path: 'validFrom',
    });
    expect(
      first(
        await root
          .post('/api/v1/exchange-rates')
          .send(rate({ currency: 'CNY' }))
          .expect(422),
      ),
    ).toMatchObject({
      path: 'currency',
      code: 'reporting-currency',
    });
    for (const wrong of ['0', '-1', '1e5', '7,1', '0.00000000001'])
      expect(
        first(
          await root
            .post('/api/v1/exchange-rates')
            .send(rate({ rate: wrong }))
            .expect(400),
        ),
      ).toMatchObject({
        path: 'rate',
      });
    const path = `/api/v1/exchange-rates/${body.id}`;
    const fine = { version: 1, rate: '7.1234567891' };
    expect((await root.patch(path).send(fine).expect(200)).body).toMatchObject({ rate: '7.1234567891', version: 2 });
    await root.patch(path).send(fine).expect(409);
    await olga.patch(path).send({ version: 2, rate: '1' }).expect(403);
    const list = await olga.get('/api/v1/exchange-rates?currency=USD').expect(200);
    expect(list.body).toMatchObject({ reportingCurrency: 'CNY', total: 1, items: [{ rate: '7.1234567891' }] });
    await root.delete(path).expect(204);
    await root.delete(path).expect(404);
  });

  it('takes in a workbook as Excel writes it, and the same one again without a change', async () => {
    const file = await workbook([
      ['币种', '日期', '汇率', '备注'],
      ['USD', new Date('2026-04-01T00:00:00Z'), 7.0831, 'x'],
      ['KRW', '2026/4/1', '0.0051'],
      [null, null, null],
      ['JPY', '2026-04-01', { formula: '4.9/100', result: 0.049 }],
    ]);
    expect((await send(file, 'rates.xlsx').expect(200)).body).toEqual({ created: 3, updated: 0, unchanged: 0 });
    const before = await events();
    expect((await send(file, 'rates.xlsx').expect(200)).body).toEqual({ created: 0, updated: 0, unchanged: 3 });
    expect(await events()).toBe(before);
    const newer = Buffer.from('currency;date;rate\r\nUSD;2026-04-01;"7.09"\r\nGBP;2026-04-01;9.1\r\n');
    expect((await send(newer, 'rates.csv').expect(200)).body).toEqual({ created: 1, updated: 1, unchanged: 0 });
    const { body } = await root.get('/api/v1/exchange-rates?currency=USD,KRW,JPY,GBP&sort=validFrom').expect(200);
    const held = Object.fromEntries(
      body.items.map((each: { currency: string; rate: string }) => [each.currency, each.rate]),
    );
    expect(held).toEqual({ USD: '7.09', KRW: '0.0051', JPY: '0.049', GBP: '9.1' });
    const { rows } = await world.owner.query(
      `SELECT changes, data FROM events WHERE type = 'exchangeRate.imported' AND data ->> 'fileName' = 'rates.csv' ORDER BY at`,
    );
    expect(rows).toContainEqual({
      changes: { rate: ['7.0831', '7.09'] },
      data: { fileName: 'rates.csv', currency: 'USD', validFrom: '2026-04-01' },
    });
  });

  it('reads what a Chinese Excel writes as text', async () => {
    const heads = Buffer.from([0xb1, 0xd2, 0xd6, 0xd6, 0x2c, 0xc8, 0xd5, 0xc6, 0xda, 0x2c, 0xbb, 0xe3, 0xc2, 0xca]);
    const file = Buffer.concat([heads, Buffer.from('\r\nHKD,2026/4/1,0.91\r\n')]);
    expect((await send(file, '汇率.csv').expect(200)).body).toMatchObject({ created: 1 });
  });

  it('takes nothing of a file with a flaw, and names the row and the column', async () => {
    const before = await events();
    const file = await workbook([
      ['currency', 'date', 'rate'],
      ['CHF', '2026-05-01', 8.8],
      ['CHF', '2026-02-30', 8.8],
      ['Franc', '2026-05-02', 0],
    ]);
    const { body } = await send(file, 'broken.xlsx').expect(422);
    expect(body.errors.map(({ path, code }: { path: string; code: string }) => [path, code])).toEqual([
      ['rows.3.date', 'date'],
      ['rows.4.currency', 'currency'],
      ['rows.4.rate', 'rate'],
    ]);
    expect((await root.get('/api/v1/exchange-rates?currency=CHF').expect(200)).body.total).toBe(0);
    expect(await events()).toBe(before);
  });

  it('refuses what is no table of rates, with a reason and no failure of its own', async () => {
    const broken = Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(200, 7)]);
    const whole = await workbook([['currency', 'date', 'rate']]);
    for (const [file, name] of [
      [broken, 'broken.xlsx'],
      [whole.subarray(0, whole.length / 2), 'half.xlsx'],
      [Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0, 0, 0, 0]), 'old.xls'],
    ] as const)
      expect(first(await send(file, name).expect(422)), name).toMatchObject({ path: 'file', code: 'unreadable' });
    expect(first(await send(Buffer.from('hello'), 'x.csv').expect(422))).toMatchObject({ code: 'column-missing' });
    expect(first(await send(Buffer.from(''), 'x.csv').expect(422))).toMatchObject({ code: 'column-missing' });
    expect(first(await send(whole, 'empty.xlsx').expect(422))).toMatchObject({ code: 'no-rows' });
    await send(Buffer.alloc(1_100_000, 'a'), 'large.csv').expect(413);
    await root.post('/api/v1/exchange-rates/import').send({}).expect(415);
    await root.post('/api/v1/exchange-rates/import').field('x', '1').expect(400);
    await send(whole, 'rates.xlsx', olga).expect(403);
  });

  it('refuses a workbook that would unpack to more than a file of rates could be', async () => {
    const whole = await workbook([['currency', 'date', 'rate']]);
    const at = whole.indexOf('PK\x01\x02', 0, 'latin1');
    whole.writeUInt32LE(2_000_000_000, at + 24);
    expect(first(await send(whole, 'bomb.xlsx').expect(422))).toMatchObject({ code: 'unreadable' });
  });

  it('comes out the same when two files come at once', async () => {
    const file = await workbook([
      ['currency', 'date', 'rate'],
      ...[1, 2, 3].map((day) => ['THB', `2026-05-0${day}`, 0.2]),
    ]);
    const answers = await Promise.all([send(file, 'a.xlsx'), send(file, 'b.xlsx')]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(answers.reduce((sum, { body }) => sum + body.created, 0)).toBe(3);
  });
});

describe('the reporting currency', () => {
  it('is a setting; rates to another one do not count under it', async () => {
    const other = await startWorld({ REPORTING_CURRENCY: 'USD' });
    try {
      await other.user('admin', 'admin', await other.department('Bureau'));
      const admin = await other.as('admin');
      await other.work.run('system', null, async (tx) => {
        const id = '01900000-0000-7000-8000-000000000001';
        await tx.query(
          `INSERT INTO exchange_rates (id, currency, reporting_currency, valid_from, rate) VALUES ($1, 'USD', 'CNY', '2026-01-01', 7)`,
          [id],
        );
        await tx.record('exchangeRate.created', { subjectType: 'exchangeRate', subjectId: id });
      });
      const { body } = await admin.get('/api/v1/exchange-rates').expect(200);
      expect(body).toMatchObject({ reportingCurrency: 'USD', total: 0 });
      await admin
        .post('/api/v1/exchange-rates')
        .send({ currency: 'CNY', validFrom: '2026-01-01', rate: '0.14' })
        .expect(201);
    } finally {
      await other.close();
    }
    await expect(startWorld({ REPORTING_CURRENCY: 'yuan' })).rejects.toThrow('REPORTING_CURRENCY');
  });
});
