import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { type Export, labels, type Lead } from '@torch/contracts';
import { exportSettings, type Ledger, ledgerColumn, ledgerForms, ledgers } from '@torch/domain';
import Excel from 'exceljs';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { convert, everySheet } from '../../test/office';
import { eventually, newLead, startWorld, type World } from '../../test/support';
import { FunnelQueries } from '../funnel';
import { dateIn } from '../platform/time';
import { LedgerReader } from './ledger-reader';

type Agent = Awaited<ReturnType<World['as']>>;

let world: World;
let home = '';
const agents = {} as Record<
  'olga' | 'omar' | 'hanna' | 'lena' | 'liu' | 'stella' | 'nina' | 'nora' | 'hugo' | 'colin',
  Agent
>;
const zh = labels['zh-CN'];
const today = dateIn('Asia/Shanghai');

beforeAll(async () => {
  world = await startWorld();
  home = await world.department('Home');
  const away = await world.department('Away');
  for (const [name, role, department] of [
    ['olga', 'officer', home],
    ['omar', 'officer', home],
    ['hanna', 'head', home],
    ['lena', 'leader', home],
    ['liu', 'leader', away],
    ['stella', 'statistician', away],
    ['nina', 'officer', away],
    ['nora', 'officer', home],
    ['hugo', 'head', away],
    ['colin', 'collaborator', away],
  ] as const) {
    await world.user(name, role, department);
    agents[name] = await world.as(name);
  }
});
afterAll(() => world.close());

const binary = (response: unknown, done: (error: Error | null, body: Buffer) => void) => {
  const pieces: Buffer[] = [];
  (response as Readable).on('data', (piece: Buffer) => pieces.push(piece));
  (response as Readable).on('end', () => done(null, Buffer.concat(pieces)));
};
const ask = async (agent: Agent, body: object): Promise<Export> =>
  (
    await agent
      .post('/api/v1/exports')
      .send({ filters: {}, ...body })
      .expect(201)
  ).body as Export;
const fetched = async (agent: Agent, { id }: Export): Promise<Buffer> =>
  (await agent.get(`/api/v1/exports/${id}/file`).buffer(true).parse(binary).expect(200)).body as Buffer;

interface Sheet {
  watermark: string;
  heads: string[];
  rows: unknown[][];
  book: Excel.Workbook;
  sheet: Excel.Worksheet;
}
async function opened(file: Buffer): Promise<Sheet> {
  const book = new Excel.Workbook();
  await book.xlsx.load(file as unknown as ArrayBuffer);
  const sheet = book.worksheets[0] as Excel.Worksheet;
  const heads = (sheet.getRow(2).values as unknown[]).slice(1) as string[];
  const rows: unknown[][] = [];
  for (let number = 3; number <= sheet.rowCount; number += 1)
    rows.push(heads.map((_, index) => sheet.getCell(number, index + 1).value));
  return { watermark: String(sheet.getCell('A1').value), heads, rows, book, sheet };
}
const sheetOf = async (agent: Agent, body: object) => opened(await fetched(agent, await ask(agent, body)));
const column = ({ heads, rows }: Sheet, head: string) => rows.map((row) => row[heads.indexOf(head)]);

/** A lead with a contact and facts. */
async function lead(agent: Agent, name: string, facts: object = {}, phone: string | null = '+86 13800005678') {
  const { companyId, lead: made } = await newLead(agent, name);
  await agent.post('/api/v1/contacts').send({ companyId, name: 'Example Person', phone }).expect(201);
  const { body } = await agent
    .patch(`/api/v1/leads/${made.id}`)
    .send({ version: made.version, ...facts })
    .expect(200);
  return body as Lead;
}
const cny = (amount: string) => ({ amount, currency: 'CNY' });

/** A deal that the head takes to a stage. */
async function deal(name: string, stage: string, more: object = {}) {
  const { companyId } = await newLead(agents.olga, name);
  await agents.olga.post('/api/v1/contacts').send({ companyId, name: 'Example Person' }).expect(201);
  const input = { companyId, title: `${name} plant`, channel: 'chain', cluster: 'MED', totalInvestment: cny('900.50') };
  let { body } = await agents.olga.post('/api/v1/deals').send(input).expect(201);
  if (Object.keys(more).length > 0)
    ({ body } = await agents.olga
      .patch(`/api/v1/deals/${body.id}`)
      .send({ version: body.version, ...more })
      .expect(200));
  if (stage !== 'negotiating')
    ({ body } = await agents.hanna
      .post(`/api/v1/deals/${body.id}/stage`)
      .send({ version: body.version, stage, override: true, reason: 'as told' })
      .expect(200));
  return body as { id: string; version: number; code: string; leadId: string };
}

/** So many leads more of an officer, past the permissions. */
async function many(owner: string, count: number): Promise<void> {
  await world.owner.query(
    `SET session_replication_role = replica;
     INSERT INTO leads (id, code, title, company_id, region, channel, owner_id, department_id)
       SELECT gen_random_uuid(), 'B-${owner}-' || (n + (SELECT count(*) FROM leads WHERE code LIKE 'B-${owner}-%')), 'Bulk ' || n, (SELECT id FROM companies LIMIT 1), 'KR', 'chain', u.id, u.department_id
       FROM users u, generate_series(1, ${count}) n WHERE u.username = '${owner}';
     SET session_replication_role = origin`,
  );
}

describe('a ledger of leads', () => {
  it('has every cell as the list on screen has it', async () => {
    await lead(agents.olga, 'Amber Foundry', {
      cluster: 'MED',
      chainGap: 'fill',
      estimatedInvestment: cny('1200000.50'),
      summary: 'Stents\nand catheters',
    });
    await lead(agents.olga, 'Basalt Optics');
    const sheet = await sheetOf(agents.olga, {
      ledger: 'leads',
      columns: [
        'number',
        'code',
        'title',
        'company',
        'country',
        'status',
        'chainGap',
        'estimatedInvestment',
        'summary',
        'contact',
        'contactPhone',
        'owner',
        'department',
        'firstContactOn',
        'createdAt',
      ],
    });
    const { body } = await agents.olga.get('/api/v1/leads?limit=200').expect(200);
    const local = (at: string) =>
      new Date(`${new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(0, 16)}:00Z`);
    expect(sheet.rows).toEqual(
      (body.items as Lead[]).map((item, index) => [
        index + 1,
        item.code,
        item.title,
        item.companyName,
        '韩国',
        zh.leadStatus[item.status],
        item.chainGap && zh.chainGap[item.chainGap],
        item.estimatedInvestment && Number(item.estimatedInvestment.amount),
        item.estimatedInvestment?.currency ?? null,
        item.summary,
        'Example Person',
        '+86****78',
        'olga',
        'Home',
        new Date(`${today}T00:00:00Z`),
        local(item.createdAt),
      ]),
    );
    expect(sheet.heads.slice(0, 4)).toEqual(['序号', '编号', '项目名称', '投资方']);
    expect(sheet.heads[8]).toBe('预计投资 币种');
    expect(sheet.watermark).toMatch(
      /^线索台账 · 导出编号 E-\d{4}-\d{5} · olga · \d{4}-\d\d-\d\d \d\d:\d\d Asia\/Shanghai · 共 2 条/,
    );
    expect(sheet.book).toMatchObject({ creator: 'olga', keywords: expect.stringMatching(/^E-/) });
    expect(sheet.sheet.headerFooter.oddHeader).toContain('E-');
    expect(sheet.sheet.pageSetup.printTitlesRow).toBe('1:2');
  });

  it('makes no formula of what people type, neither in a sheet nor in CSV', async () => {
    const texts = ['=1+1', '+86 10', '-2+3', '@SUM(A1)', '=cmd|x'];
    const names = ['Lotus Pigments', 'Mistral Sensors', 'Nimbus Glass', 'Onyx Bearings', 'Prairie Films'];
    for (const [index, text] of texts.entries())
      await lead(agents.nina, names[index] ?? '', { title: text, summary: text });
    const sheet = await sheetOf(agents.nina, { ledger: 'leads', columns: ['title', 'summary'] });
    expect(sheet.rows.map(([title]) => title).sort()).toEqual([...texts].sort());
    sheet.sheet.eachRow((row, number) =>
      row.eachCell((cell) => {
        if (number < 3) return;
        expect(cell.type).toBe(Excel.ValueType.String);
        expect(cell.formula).toBeUndefined();
      }),
    );
    const made = await ask(agents.nina, { ledger: 'leads', columns: ['title', 'summary'], format: 'csv' });
    const text = (await fetched(agents.nina, made)).toString();
    expect(text.startsWith('\uFEFF"线索台账')).toBe(true);
    for (const each of texts) expect(text).toContain(`\r\n'${each},'${each}\r\n`);
  });

  it('opens in LibreOffice as it was written', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'torch-ledger-'));
    try {
      const request = await ask(agents.nina, { ledger: 'leads', columns: ['number', 'code', 'title'] });
      await writeFile(join(folder, 'ledger.xlsx'), await fetched(agents.nina, request));
      await convert([join(folder, 'ledger.xlsx')], everySheet, folder);
      const [csv = ''] = (await readdir(folder)).filter((name) => name.endsWith('.csv'));
      const lines = (await readFile(join(folder, csv), 'utf8')).trim().split('\n');
      expect(lines).toHaveLength(2 + request.rows);
      for (const text of ['=1+1', '@SUM(A1)', '=cmd|x']) expect(lines.join('\n')).toContain(text);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }, 120_000);

  it('is narrowed as the list is, and by a figure of the funnel to the leads behind it', async () => {
    const { body: list } = await agents.olga.get('/api/v1/leads?q=amber').expect(200);
    const found = await sheetOf(agents.olga, { ledger: 'leads', columns: ['code'], filters: { q: 'amber' } });
    expect(found.rows).toEqual(list.items.map(({ code }: Lead) => [code]));
    expect(found.rows).toHaveLength(1);
    const figure = { view: 'cohort', step: 'created', part: 'reached' };
    const { body: records } = await agents.olga.get('/api/v1/funnel/records').query(figure).expect(200);
    const behind = await sheetOf(agents.olga, { ledger: 'leads', columns: ['code'], filters: { funnel: figure } });
    expect(behind.rows).toHaveLength(records.total);
    // The filters beside the figure hold as well.
    const both = { ledger: 'leads', columns: ['code'], filters: { funnel: figure, q: 'amber' } };
    expect((await sheetOf(agents.olga, both)).rows).toEqual(found.rows);
  });

  it('of a figure keeps its days, and one that the funnel fails to answer shuts no other out', async () => {
    const figure = { view: 'cohort', step: 'created', part: 'reached' };
    const request = await ask(agents.olga, { ledger: 'leads', columns: ['code'], filters: { funnel: figure } });
    expect(request.filters).toEqual({
      funnel: { ...figure, from: `${today.slice(0, 4)}-01-01`, to: today, asOf: today },
    });
    const failing = vi.spyOn(world.app.get(FunnelQueries), 'leads').mockRejectedValue(new Error('no connection'));
    for (let times = 0; times < 5; times += 1) await agents.olga.get(`/api/v1/exports/${request.id}/file`).expect(500);
    failing.mockRestore();
    await fetched(agents.olga, request);
  });

  it('is refused with words about the field', async () => {
    const refuse = async (body: object, path: string, status = 400) => {
      const { body: problem } = await agents.olga.post('/api/v1/exports').send(body).expect(status);
      expect(problem.errors).toMatchObject([{ path: expect.stringContaining(path) }]);
    };
    await refuse({ ledger: 'leads', columns: [], filters: {} }, 'columns');
    await refuse({ ledger: 'leads', columns: ['code', 'code'], filters: {} }, 'columns');
    await refuse({ ledger: 'leads', columns: ['signedOn'], filters: {} }, 'columns');
    await refuse({ ledger: 'leads', columns: ['code'], filters: { createdFrom: 'soon' } }, 'filters');
    await refuse({ ledger: 'leads', columns: ['code'], filters: { lead: home } }, 'filters');
    await refuse({ ledger: 'leads', columns: ['contactPhone'], filters: {}, unmasked: true }, 'purpose', 422);
  });
});

describe('the ledgers of deals and visits', () => {
  it('divide the deals at the signing, with their money apart by kind and currency', async () => {
    const early = await deal('Copper Valley', 'review', { landMu: '12.5', workers: [{ skill: '焊工', count: 3 }] });
    const signed = await deal('Dorado Pumps', 'signed', { signedOn: today, agreedAmount: cny('99999999999999.99') });
    const lost = await deal('Ember Ceramics', 'signed');
    await agents.hanna
      .post(`/api/v1/deals/${lost.id}/stage`)
      .send({ version: lost.version, stage: 'lost', closeReason: 'policy', reason: 'gone' })
      .expect(200);
    for (const [amount, currency] of [
      ['10.10', 'CNY'],
      ['20.20', 'CNY'],
      ['5.00', 'USD'],
    ])
      await agents.olga
        .post(`/api/v1/deals/${signed.id}/funds`)
        .send({ kind: 'fundsInPlace', amount: { amount, currency }, on: today, voucher: 'V', source: 'plant' })
        .expect(201);
    const codes = async (ledger: Ledger) =>
      column(await sheetOf(agents.olga, { ledger, columns: ['code', 'stage'] }), '编号').sort();
    expect(await codes('deals')).toEqual([early.code, signed.code, lost.code].sort());
    expect(await codes('negotiating')).toEqual([early.code]);
    expect(await codes('signed')).toEqual([signed.code, lost.code].sort());

    const sheet = await sheetOf(agents.olga, {
      ledger: 'signed',
      columns: [
        'code',
        'stage',
        'signedOn',
        'agreedAmount',
        'totalInvestment',
        'fundsInPlace',
        'fundsThisYear',
        'fundsUse',
      ],
    });
    expect(sheet.rows.find(([code]) => code === signed.code)).toEqual([
      signed.code,
      '签约',
      new Date(`${today}T00:00:00Z`),
      // More digits than a number of a sheet keeps.
      '99999999999999.99',
      'CNY',
      900.5,
      'CNY',
      'CNY 30.30; USD 5.00',
      '多币种',
      'CNY 30.30; USD 5.00',
      '多币种',
      'plant',
    ]);
    expect(sheet.rows.find(([code]) => code === lost.code)?.[1]).toBe('终止(签约)');
    const form = await sheetOf(agents.olga, { ledger: 'negotiating', columns: ['landMu', 'workers', 'foreign'] });
    expect(form.rows).toEqual([[12.5, '焊工 3', '外资']]);
  });

  it('tell what the bureau’s forms ask for, in words', async () => {
    const made = await deal('Gneiss Motors', 'negotiating', {
      constructionKind: 'renovation',
      investorKind: 'listed',
      investorOrigin: 'existing',
      leaderLevel: 'city',
      leaderInCharge: 'Vice Director',
      centreKind: 'none',
      industryCode: 'C3921',
      fundParticipation: 'Industry fund',
    });
    const { body: lead } = await agents.olga.get(`/api/v1/leads/${made.leadId}`).expect(200);
    const verified = { companyId: lead.companyId, name: 'Second Person', phone: '13800005678' };
    await agents.olga
      .post('/api/v1/contacts')
      .send({ ...verified, phoneVerifiedOn: '2026-03-01' })
      .expect(201);
    const sheet = await sheetOf(agents.olga, {
      ledger: 'negotiating',
      columns: [
        'constructionKind',
        'investorKind',
        'investorOrigin',
        'leaderLevel',
        'leaderInCharge',
        'centreKind',
        'industryCode',
        'fundParticipation',
        'contact',
        'phoneVerifiedOn',
      ],
      filters: { company: lead.companyId },
    });
    expect(sheet.heads).toEqual([
      '建设性质',
      '企业性质',
      '存量或新引进',
      '包保领导级别',
      '包保领导',
      '总部/研发中心',
      '国标行业代码',
      '基金参与',
      '企业联系人',
      '电话核实日期',
    ]);
    expect(sheet.rows).toEqual([
      [
        '技改',
        '上市公司',
        '存量企业',
        '市级',
        'Vice Director',
        '都不是',
        'C3921',
        'Industry fund',
        'Second Person',
        new Date('2026-03-01T00:00:00Z'),
      ],
    ]);
  });

  it('count the days of a visit in the zone, its first and its last', async () => {
    await world.user('vera', 'officer', home);
    const vera = await world.as('vera');
    const { companyId } = await newLead(vera, 'Hematite Works');
    const visit = async (startsAt: string, endsAt: string | null, more: object = {}) =>
      vera
        .post('/api/v1/visits')
        .send({ companyId, kind: 'outbound', status: 'planned', subject: 'Journey', startsAt, endsAt, ...more })
        .expect(201);
    const facts = { vehicles: 'One minibus', materials: 'Map of the plots', results: 'They come in May' };
    // In Shanghai it is the third of the month already.
    await visit('2026-05-02T16:30:00Z', '2026-05-04T15:30:00Z', facts);
    await visit('2026-05-01T02:00:00Z', null);
    const sheet = await sheetOf(vera, {
      ledger: 'visits',
      columns: ['days', 'vehicles', 'materials', 'results'],
      filters: { company: companyId },
    });
    expect(sheet.rows).toEqual([
      [2, 'One minibus', 'Map of the plots', 'They come in May'],
      [null, null, null, null],
    ]);
  });

  it('have a cell for every column that they offer', async () => {
    for (const ledger of ledgers) {
      const { columns } = ledgerForms[ledger];
      const sheet = await sheetOf(agents.hanna, { ledger, columns });
      const money = columns.filter((code) => ledgerColumn(code).kind === 'money').length;
      expect(sheet.heads, ledger).toHaveLength(columns.length + money);
      expect(new Set(sheet.heads).size, ledger).toBe(sheet.heads.length);
    }
  });

  it('tell visits as they were held, in the language and by the clock of who asks', async () => {
    await world.user('kim', 'officer', home, { locale: 'en', timeZone: 'America/New_York' });
    const kim = await world.as('kim');
    const { companyId } = await newLead(kim, 'Fjord Robotics');
    await kim
      .post('/api/v1/visits')
      .send({
        companyId,
        kind: 'inbound',
        status: 'completed',
        subject: 'Talk',
        startsAt: '2026-01-05T02:00:00Z',
        guests: [{ name: 'Example Guest', title: 'CEO' }, { name: 'Another Guest' }],
        itinerary: [{ time: '9:30', place: 'Gate', what: 'Welcome' }],
        nextStep: 'Write',
        nextSteps: [{ what: 'Send the plan', dueOn: '2026-02-01' }],
        minutes: 'We spoke.',
      })
      .expect(201);
    const sheet = await sheetOf(kim, {
      ledger: 'visits',
      columns: ['startsAt', 'visitKind', 'company', 'guests', 'guestCount', 'itinerary', 'nextSteps', 'minutes'],
    });
    expect(sheet.heads).toEqual([
      'From',
      'Kind',
      'Investor',
      'Guests',
      'Number of guests',
      'Programme',
      'Next steps',
      'Minutes',
    ]);
    expect(sheet.rows).toEqual([
      [
        new Date('2026-01-04T21:00:00Z'),
        labels.en.visitKind.inbound,
        'Fjord Robotics',
        'Example Guest CEO; Another Guest',
        2,
        '9:30 Gate Welcome',
        'Write\n2026-02-01 Send the plan',
        'We spoke.',
      ],
    ]);
    expect(sheet.watermark).toContain('America/New_York');
  });
});

describe('who gets what', () => {
  it('is as far as the reach goes, at the time of fetching', async () => {
    const codes = async (agent: Agent) => column(await sheetOf(agent, { ledger: 'leads', columns: ['code'] }), '编号');
    for (const name of ['olga', 'hanna', 'lena', 'stella', 'nina', 'hugo'] as const) {
      const { body } = await agents[name].get('/api/v1/leads?limit=200').expect(200);
      expect((await codes(agents[name])).sort(), name).toEqual(body.items.map(({ code }: Lead) => code).sort());
    }
    await agents.colin.get('/api/v1/exports/ledgers').expect(403);
    await agents.colin
      .post('/api/v1/exports')
      .send({ ledger: 'leads', columns: ['code'], filters: {} })
      .expect(403);

    const moved = await lead(agents.omar, 'Granite Yarn');
    const request = await ask(agents.omar, { ledger: 'leads', columns: ['code'] });
    const { body } = await agents.hanna.get(`/api/v1/leads/${moved.id}`).expect(200);
    const { body: olga } = await agents.olga.get('/api/v1/me').expect(200);
    await agents.hanna
      .post(`/api/v1/leads/${moved.id}/owner`)
      .send({ version: body.version, ownerId: olga.id })
      .expect(200);
    expect((await opened(await fetched(agents.omar, request))).rows).toEqual([]);
  });

  it('is the owner’s alone, whoever may know of the request', async () => {
    const request = await ask(agents.olga, { ledger: 'leads', columns: ['code'] });
    await agents.hanna.get(`/api/v1/exports/${request.id}`).expect(200);
    for (const name of ['omar', 'nina', 'hugo'] as const)
      await agents[name].get(`/api/v1/exports/${request.id}`).expect(404);
    for (const name of ['omar', 'hanna', 'lena', 'stella', 'nina', 'colin'] as const)
      await agents[name].get(`/api/v1/exports/${request.id}/file`).expect(404);
    await agents.olga.head(`/api/v1/exports/${request.id}/file`).expect(200);
    const { rows } = await world.owner.query(
      `SELECT FROM events WHERE type = 'export.downloaded' AND subject_id = $1`,
      [request.id],
    );
    expect(rows).toEqual([]);
    const mine = (await agents.olga.get('/api/v1/exports?limit=200').expect(200)).body.items as Export[];
    expect(mine.map(({ id }) => id)).toContain(request.id);
    expect(new Set(mine.map(({ ownerName }) => ownerName))).toEqual(new Set(['olga']));
  });

  it('is remembered as it was chosen last', async () => {
    await ask(agents.olga, { ledger: 'visits', columns: ['subject', 'startsAt'], format: 'csv' });
    const { body } = await agents.olga.get('/api/v1/exports/ledgers').expect(200);
    const visits = body.items.find(({ ledger }: { ledger: string }) => ledger === 'visits');
    expect(visits.last).toEqual({ columns: ['subject', 'startsAt'], format: 'csv' });
    expect(body).toMatchObject({ freeRows: exportSettings.freeRows.officer, mayUnmask: true });
  });
});

describe('the approval', () => {
  const body = { ledger: 'leads', columns: ['number', 'code'], filters: {}, purpose: 'Yearly review' };

  it('writes down that a list behind a figure leaves as a file, and lets no more go than needs no approval', async () => {
    const list = { list: 'Deals signed', address: '/kpis/records?kpi=projectsSigned&q=Secret+Works', rows: 200 };
    const { body } = await agents.omar.post('/api/v1/exports/lists').send(list).expect(201);
    expect(body).toMatchObject({ takenBy: 'omar' });
    const { rows } = await world.owner.query(
      `SELECT u.username, e.data FROM events e JOIN users u ON u.id = e.actor_id WHERE e.type = 'export.listed'`,
    );
    expect(rows).toEqual([
      { username: 'omar', data: { list: 'Deals signed', address: '/kpis/records?kpi=projectsSigned', rows: 200 } },
    ]);
    const refused = await agents.omar
      .post('/api/v1/exports/lists')
      .send({ ...list, rows: 201 })
      .expect(422);
    expect(refused.body.errors).toMatchObject([{ path: 'rows', code: 'too-many-rows' }]);
    await agents.hanna
      .post('/api/v1/exports/lists')
      .send({ ...list, rows: 201 })
      .expect(201);
  });

  it('is asked of the head for what is large, given by somebody else, for exactly what was asked', async () => {
    await many('omar', exportSettings.freeRows.officer + 1);
    const { body: preview } = await agents.omar
      .post('/api/v1/exports/preview')
      .send({ ledger: 'leads', columns: ['code'], filters: {} })
      .expect(200);
    expect(preview).toEqual({ rows: exportSettings.freeRows.officer + 1, approval: ['rows'] });
    const request = await ask(agents.omar, body);
    expect(request).toMatchObject({ state: 'awaitingApproval', approval: ['rows'], rows: 201, expiresAt: null });
    const early = await agents.omar.get(`/api/v1/exports/${request.id}/file`).expect(422);
    expect(early.body.errors).toMatchObject([{ path: 'state', code: 'awaitingApproval' }]);

    const waiting = async (agent: Agent) =>
      (await agent.get('/api/v1/exports?scope=toDecide').expect(200)).body.items.map(({ id }: Export) => id);
    expect(await waiting(agents.hanna)).toContain(request.id);
    expect(await waiting(agents.liu)).toContain(request.id);
    for (const name of ['hugo', 'olga', 'stella'] as const)
      expect(await waiting(agents[name])).not.toContain(request.id);
    expect((await agents.hanna.get('/api/v1/today').expect(200)).body.exportsToDecide).toBe(1);
    expect((await agents.omar.get('/api/v1/today').expect(200)).body.exportsToDecide).toBe(0);

    const decide = (agent: Agent, input: object) => agent.post(`/api/v1/exports/${request.id}/decision`).send(input);
    await decide(agents.omar, { version: 1, decision: 'approve' }).expect(403);
    await decide(agents.hugo, { version: 1, decision: 'approve' }).expect(404);
    await decide(agents.hanna, { version: 1, decision: 'refuse' }).expect(400);
    await decide(agents.hanna, { version: 2, decision: 'approve' }).expect(409);
    const { body: approved } = await decide(agents.hanna, { version: 1, decision: 'approve' }).expect(200);
    expect(approved).toMatchObject({ state: 'ready', decidedByName: 'hanna', version: 2 });
    const again = await decide(agents.lena, { version: 2, decision: 'refuse', reason: 'no' }).expect(422);
    expect(again.body.errors).toMatchObject([{ path: 'decision', code: 'decided' }]);

    expect((await opened(await fetched(agents.omar, request))).rows).toHaveLength(201);
    const { rows } = await world.owner.query(
      `SELECT e.type, u.username, e.data FROM events e JOIN users u ON u.id = e.actor_id WHERE e.subject_id = $1 ORDER BY e.at`,
      [request.id],
    );
    expect(rows).toMatchObject([
      { type: 'export.created', username: 'omar', data: { ledger: 'leads', columns: ['number', 'code'], rows: 201 } },
      { type: 'export.approved', username: 'hanna' },
      { type: 'export.downloaded', username: 'omar', data: { rows: 201, filters: {}, code: request.code } },
    ]);
    // The words of a search may name whom the auditor should not know.
    const searched = await ask(agents.omar, { ...body, filters: { q: 'Bulk 7' } });
    const told = await world.owner.query('SELECT data FROM events WHERE subject_id = $1', [searched.id]);
    expect(told.rows[0].data.filters).toEqual({ q: '[redacted]' });
  });

  it('lets through what was approved, not another sheet to which it has grown', async () => {
    const request = await ask(agents.omar, body);
    await agents.hanna
      .post(`/api/v1/exports/${request.id}/decision`)
      .send({ version: 1, decision: 'approve' })
      .expect(200);
    await many('omar', request.rows + 1);
    const { body: refused } = await agents.omar.get(`/api/v1/exports/${request.id}/file`).expect(422);
    expect(refused.errors).toMatchObject([{ path: 'state', code: 'grown' }]);
  });

  it('is never one’s own: a head’s goes to a leader, and a refusal says why', async () => {
    const request = await ask(agents.hanna, {
      ...body,
      columns: ['contactPhone'],
      unmasked: true,
      filters: { q: 'amber' },
    });
    expect(request).toMatchObject({ state: 'awaitingApproval', approval: ['unmasked'] });
    const decide = (agent: Agent, input: object) => agent.post(`/api/v1/exports/${request.id}/decision`).send(input);
    const own = await decide(agents.hanna, { version: 1, decision: 'approve' }).expect(422);
    expect(own.body.errors).toMatchObject([{ path: 'decision', code: 'own' }]);
    const { body: refused } = await decide(agents.lena, { version: 1, decision: 'refuse', reason: 'Too much' }).expect(
      200,
    );
    expect(refused).toMatchObject({ state: 'refused', decisionReason: 'Too much' });
    await agents.hanna.get(`/api/v1/exports/${request.id}/file`).expect(422);
  });

  it('is needed after all when more has come than is free', async () => {
    const request = await ask(agents.nina, body);
    expect(request.state).toBe('ready');
    await many('nina', exportSettings.freeRows.officer + 1);
    const { body: refused } = await agents.nina.get(`/api/v1/exports/${request.id}/file`).expect(422);
    expect(refused.errors).toMatchObject([{ path: 'state', code: 'grown' }]);
  });

  it('lasts seven days', async () => {
    const request = await ask(agents.olga, body);
    const days = (Date.parse(request.expiresAt ?? '') - Date.parse(request.createdAt)) / 86_400_000;
    expect(days).toBeCloseTo(exportSettings.days, 1);
    await world.owner.query(
      `SET session_replication_role = replica; UPDATE exports SET expires_at = now() - interval '1 second' WHERE id = '${request.id}';
       SET session_replication_role = origin`,
    );
    expect((await agents.olga.get(`/api/v1/exports/${request.id}`).expect(200)).body.state).toBe('expired');
    const { body: late } = await agents.olga.get(`/api/v1/exports/${request.id}/file`).expect(422);
    expect(late.errors).toMatchObject([{ code: 'expired' }]);
  });

  it('stands in the database too: what was asked for cannot be changed, nor one’s own approved', async () => {
    const request = await ask(agents.hanna, {
      ...body,
      columns: ['contactPhone'],
      unmasked: true,
      filters: { q: 'amber' },
    });
    const db = world.app.get(DataSource);
    await expect(db.query(`UPDATE exports SET columns = '{code}' WHERE id = $1`, [request.id])).rejects.toThrow(
      'permission denied',
    );
    await expect(
      world.owner.query(
        `UPDATE exports SET state = 'ready', expires_at = now(), decided_by = owner_id, decided_at = now() WHERE id = $1`,
        [request.id],
      ),
    ).rejects.toThrow('check');
    await expect(
      world.owner.query(`UPDATE exports SET state = 'ready', expires_at = now() WHERE id = $1`, [request.id]),
    ).rejects.toThrow('check');
  });
});

describe('phones', () => {
  it('are whole only by approval and within reach, and count as opened contacts then', async () => {
    const own = await lead(agents.hanna, 'Harbour Lasers', {}, '+86 13900001111');
    // The same company's newest contact lies with somebody else's department.
    const { companyId } = await newLead(agents.hanna, 'Indigo Valves');
    await agents.nina
      .post('/api/v1/contacts')
      .send({ companyId, name: 'Far Person', phone: '+86 13900002222' })
      .expect(201);
    const { body: hanna } = await agents.hanna.get('/api/v1/me').expect(200);
    const request = await ask(agents.hanna, {
      ledger: 'leads',
      columns: ['company', 'contactPhone'],
      filters: { owner: hanna.id },
      unmasked: true,
      purpose: 'Calling round',
    });
    await agents.lena
      .post(`/api/v1/exports/${request.id}/decision`)
      .send({ version: 1, decision: 'approve' })
      .expect(200);
    const sheet = await opened(await fetched(agents.hanna, request));
    expect(Object.fromEntries(sheet.rows)).toEqual({
      'Harbour Lasers': '+86 13900001111',
      'Indigo Valves': '+86****22',
    });
    expect(sheet.watermark).toContain('Calling round');
    expect(request.named).toEqual({ owner: 'hanna' });
    const { rows } = await world.owner.query(
      `SELECT e.company_id, e.data FROM events e JOIN users u ON u.id = e.actor_id
       WHERE e.type = 'contact.opened' AND u.username = 'hanna'`,
    );
    expect(rows).toEqual([{ company_id: own.companyId, data: { by: 'export', code: request.code } }]);
    await agents.stella
      .post('/api/v1/exports')
      .send({ ledger: 'leads', columns: ['contactPhone'], filters: {}, unmasked: true, purpose: 'x' })
      .expect(422);
  });
});

describe('what is confidential', () => {
  it('stands only in the sheet of who is named and asks for it, by its codename and marked', async () => {
    const told = { environmentalCapacity: 'Zephyrine', leaderInCharge: 'Zephyrine', fundParticipation: 'Zephyrine' };
    const made = await deal('Juniper Seals', 'negotiating', told);
    await agents.olga
      .post(`/api/v1/deals/${made.id}/confidentiality`)
      .send({ version: made.version, codename: 'Falkenstein', people: [] })
      .expect(200);
    const { columns } = ledgerForms.deals;
    const without = await sheetOf(agents.olga, { ledger: 'deals', columns: ['code'] });
    expect(column(without, '编号')).not.toContain(made.code);

    const request = await ask(agents.olga, { ledger: 'deals', columns, confidential: true });
    expect(request).toMatchObject({ state: 'awaitingApproval', approval: ['confidential'], rows: without.rows.length });
    // Who decides learns what was asked for, and not whether there is any.
    const { text } = await agents.hanna.get(`/api/v1/exports/${request.id}`).expect(200);
    expect(text).not.toContain(made.id);
    await agents.hanna
      .post(`/api/v1/exports/${request.id}/decision`)
      .send({ version: 1, decision: 'approve' })
      .expect(200);
    const sheet = await opened(await fetched(agents.olga, request));
    const [row] = sheet.rows.filter((cells) => cells.includes(made.code));
    expect(row).toContain('Falkenstein');
    expect(row).toContain('保密');
    expect(row).toContain(900.5);
    for (const word of ['Juniper', 'Zephyrine', 'Example Person']) expect(JSON.stringify(row)).not.toContain(word);
    // The region stands in lists too; the country would tell more.
    expect(row?.[sheet.heads.indexOf('国别')]).toBeNull();
    const at = sheet.rows.indexOf(row as unknown[]) + 3;
    expect(sheet.sheet.getCell(at, 1).fill).toMatchObject({ fgColor: { argb: 'FFFFF3CD' } });

    // The same wish of those who are not named.
    const others = await ask(agents.hanna, { ledger: 'deals', columns: ['code'], confidential: true });
    await agents.lena
      .post(`/api/v1/exports/${others.id}/decision`)
      .send({ version: 1, decision: 'approve' })
      .expect(200);
    const theirs = await opened(await fetched(agents.hanna, others));
    expect(theirs.heads).toEqual(['保密', '编号']);
    expect(JSON.stringify(theirs.rows)).not.toContain(made.code);
  });

  it('is fetched as approved, though most of it was not told to whoever decided', async () => {
    const [free, secret] = [5, exportSettings.freeRows.officer + 10];
    await many('nora', free + secret);
    await world.owner.query(
      `SET session_replication_role = replica;
       UPDATE leads SET codename = 'Kite', confidential_to = ARRAY[owner_id]
         WHERE code LIKE 'B-nora-%' AND substring(code FROM 8)::int > ${free};
       SET session_replication_role = origin`,
    );
    const request = await ask(agents.nora, { ledger: 'leads', columns: ['code'], confidential: true });
    expect(request.rows).toBe(free);
    await agents.hanna
      .post(`/api/v1/exports/${request.id}/decision`)
      .send({ version: 1, decision: 'approve' })
      .expect(200);
    expect((await opened(await fetched(agents.nora, request))).rows).toHaveLength(free + secret);
    // What grows past what was approved is refused as before.
    await many('nora', exportSettings.freeRows.officer + 1);
    const { body: refused } = await agents.nora.get(`/api/v1/exports/${request.id}/file`).expect(422);
    expect(refused.errors).toMatchObject([{ path: 'state', code: 'grown' }]);
  });
});

describe('a file under way', () => {
  it('has the state of its beginning, whatever is written meanwhile', async () => {
    await many('olga', 2_500);
    const actor = await world.actor('olga');
    const reader = await LedgerReader.open(world.app.get(DataSource), {
      actor,
      ledger: 'leads',
      columns: ['code', 'title'],
      filters: {},
      confidential: false,
      unmasked: false,
      timeZone: 'Asia/Shanghai',
      reportingZone: 'Asia/Shanghai',
      leads: null,
    });
    try {
      const count = await reader.count();
      const codes: string[] = [];
      const titles: string[] = [];
      for await (const batch of reader.batches()) {
        for (const [, code, title] of batch) {
          codes.push(code ?? '');
          titles.push(title ?? '');
        }
        if (codes.length > batch.length) continue;
        await world.owner.query(
          `SET session_replication_role = replica;
           DELETE FROM leads WHERE code = 'B-olga-1'; UPDATE leads SET title = 'Other', created_at = now() WHERE code LIKE 'B-olga-2%';
           SET session_replication_role = origin`,
        );
        await lead(agents.olga, 'Kestrel Motors');
      }
      expect(codes).toHaveLength(count);
      expect(new Set(codes).size).toBe(count);
      expect(codes).toContain('B-olga-1');
      expect(titles).not.toContain('Other');
      expect(titles).not.toContain('Kestrel Motors plant');
    } finally {
      await reader.close();
      await reader.close();
    }
  });

  it('gives its connection back when its reader goes away', async () => {
    const db = world.app.get(DataSource);
    const { body: olga } = await agents.olga.get('/api/v1/me').expect(200);
    const request = await ask(agents.olga, { ledger: 'leads', columns: ['code'], filters: { owner: olga.id } });
    await agents.hanna
      .post(`/api/v1/exports/${request.id}/decision`)
      .send({ version: 1, decision: 'approve' })
      .expect(200);
    for (let tries = 0; tries < 12; tries += 1)
      await agents.olga
        .get(`/api/v1/exports/${request.id}/file`)
        .buffer(true)
        .parse((response, done) => {
          (response as unknown as Readable).once('data', () => {
            (response as unknown as Readable).destroy();
            done(null, '');
          });
        })
        .catch(() => undefined);
    // More files than there are connections were begun, and none holds one.
    const { body } = await eventually(
      () => agents.olga.get(`/api/v1/exports/${request.id}/file`).buffer(true).parse(binary),
      ({ status }) => status === 200,
    );
    expect((await opened(body as Buffer)).rows.length).toBeGreaterThan(2_000);
    expect(await db.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });
});
