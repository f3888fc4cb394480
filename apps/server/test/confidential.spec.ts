import { roles } from '@torch/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HttpModule } from '../src/platform/http/http.module';
import { type MailServer, startMailServer } from './mail-server';
import { eventually, startWorld, type World } from './support';
import { placed } from './walk-cases';

type Agent = Awaited<ReturnType<World['as']>>;

/** Words that stand nowhere but in the confidential deal and what hangs on it. */
const secrets = ['Zephyrine', 'Quillon', 'Vantablau', 'Murmurine'];
const codename = 'Falkenstein';
const inAWeek = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10);
const usd = (amount: string) => ({ amount, currency: 'USD' });

let world: World;
let mailServer: MailServer;
let olga: Agent;
const outsiders = new Map<string, Agent>();
const ids: Record<string, string> = {};
/** Ids and codes of everything that hangs on the confidential deal. */
const traces: string[] = [];
let deal: { id: string; version: number; leadId: string; companyId: string; code: string };
const before = new Map<string, unknown>();

/** Every list with every filter that could betray something by its count. */
const lists = () => {
  const { companyId } = deal;
  const filters = [
    '',
    'cluster=MED',
    'region=KR',
    'channel=chain',
    `company=${companyId}`,
    'owner=' + ids['olga'],
    'department=' + ids['home'],
    'createdFrom=2020-01-01',
    `q=${encodeURIComponent('隐秘')}`,
    `q=${codename}`,
    'q=Zephyrine',
  ];
  // Of the lists behind figures.
  const narrowings = [
    'ofCluster=MED',
    'ofRegion=KR',
    `ofOwner=${ids['olga']}`,
    `ofDepartment=${ids['home']}`,
    `q=${encodeURIComponent('隐秘')}`,
    `q=${codename}`,
    'q=Zephyrine',
    'q=Vantablau',
  ];
  return [
    ...['leads', 'deals'].flatMap((list) =>
      [...filters, 'tier=GAZELLE', 'chainGap=fill', 'park=P1', 'staleDays=1'].map((filter) => `/${list}?${filter}`),
    ),
    ...['createdAt', '-updatedAt', '-code', '-lastContactAt'].map((sort) => `/leads?sort=${sort}`),
    ...['createdAt', '-updatedAt', 'stageSince', '-code'].map((sort) => `/deals?sort=${sort}`),
    ...['status=converted', 'status=new,qualified'].map((filter) => `/leads?${filter}`),
    ...['stage=negotiating,site_visit', 'batch=preparing', 'batch=reserve', 'flagged=true', 'flagged=false'].map(
      (filter) => `/deals?${filter}`,
    ),
    `/deals?lead=${deal.leadId}`,
    ...['', `company=${companyId}`, `lead=${deal.leadId}`, 'kind=inbound', 'status=completed', 'q=Vantablau'].map(
      (filter) => `/visits?${filter}`,
    ),
    ...['', `company=${companyId}`, `lead=${deal.leadId}`, 'status=open', 'q=Murmurine'].map(
      (filter) => `/follow-ups?${filter}`,
    ),
    '/reminders?',
    '/reminders?q=Murmurine',
    '/notifications?',
    '/offers?',
    '/promises?',
    ...[`lead=${deal.leadId}`, `company=${companyId}`, 'state=open', 'overdue=true', 'q=Vantablau'].map(
      (filter) => `/promises?${filter}`,
    ),
    '/tours?',
    '/absences?',
    '/saved-views?',
    '/calendars/KR/days?year=2026',
    ...['', `deal=${deal.id}`, `company=${companyId}`, 'state=open', 'q=Vantablau'].map(
      (filter) => `/problems?${filter}`,
    ),
    '/companies?landed=true',
    `/transfers/preview?fromUserId=${ids['olga']}`,
    '/deals/board?',
    '/deals/board?by=batch',
    `/deals/board?q=${codename}`,
    `/deals/board?company=${companyId}`,
    '/conflicts?',
    '/pool?',
    '/assignments?',
    '/funds?',
    '/funds?confirmed=false',
    '/funds?kind=fundsInPlace&currency=USD',
    '/funds?q=Murmurine',
    `/funds?q=${encodeURIComponent('隐秘')}`,
    '/attachments?',
    `/attachments?subjectId=${deal.leadId}`,
    '/attachments?q=Vantablau',
    '/recycle-bin?',
    '/exports?',
    '/exports?scope=toDecide',
    ...['view=cohort', 'view=snapshot&groupBy=cluster', `view=entered&q=${codename}`].map(
      (question) => `/funnel?${question}`,
    ),
    '/cockpit?',
    ...[
      'standing',
      'overdueFollowUps',
      'overduePromises',
      'overdueProblems',
      'promisesDue',
      'visitsHeld&week=last',
    ].map((part) => `/cockpit/records?part=${part}`),
    ...narrowings.map((narrowed) => `/cockpit/records?part=standing&${narrowed}`),
    ...narrowings.map((narrowed) => `/cockpit/records?part=visitsHeld&week=last&${narrowed}`),
    ...['created', 'converted'].map((step) => `/funnel/records?step=${step}`),
    '/coverage?',
    '/coverage?cluster=MED',
    ...['leads', 'deals', 'companies', 'landed'].map((kind) => `/coverage/records?kind=${kind}&node=MED-U8&region=KR`),
    ...narrowings.map((narrowed) => `/coverage/records?kind=deals&${narrowed}`),
    ...narrowings.map((narrowed) => `/targets/${ids['fundsInPlace']}/records?year=2026&${narrowed}`),
    '/targets/progress?',
    ...[ids['visits'], ids['fundsInPlace']].map((target) => `/targets/${target}/records?year=2026`),
    ...['from=2020-01-01', `q=${codename}`, 'cluster=MED'].map((question) => `/kpis?${question}`),
    ...['firstResponse', 'visitToSigning', 'projectsSigned'].map((kpi) => `/kpis/records?kpi=${kpi}&side=denominator`),
    ...['weekly', 'monthly', 'dispatch'].map((kind) => `/reports/${kind}?`),
    '/report-schedules?',
    ...['flow', 'trend', 'stays', 'stays?kind=left', `flow?q=${codename}`].map((question) =>
      question.includes('?') ? `/funnel/${question}` : `/funnel/${question}?`,
    ),
    '/funnel/flow/records?source=outside&target=converted',
    '/funnel/stays/records?step=converted',
    `/companies/${companyId}/timeline?`,
  ];
};

/** What a reader learns from a list: how much there is, and what it says. */
async function glimpse(agent: Agent, path: string): Promise<unknown> {
  if (path.startsWith('/transfers/preview')) {
    const { status, body } = await agent.get(`/api/v1${path}`);
    return status === 200 ? body : status;
  }
  if (path.startsWith('/funnel?')) {
    const { status, body } = await agent.get(`/api/v1${path}`);
    return { status, steps: body.steps, groups: body.groups };
  }
  if (path.startsWith('/coverage?') || path.startsWith('/targets/progress')) {
    const { status, body } = await agent.get(`/api/v1${path}`);
    return { status, rows: body.rows, all: body.all, items: body.items };
  }
  if (path.startsWith('/kpis?')) {
    const { status, body } = await agent.get(`/api/v1${path}`);
    return { status, items: body.items };
  }
  if (path.startsWith('/reports/')) {
    const { status, body } = await agent.get(`/api/v1${path}`);
    return { status, figures: body.figures, tables: body.tables, totals: body.totals };
  }
  if (/^\/funnel\/(flow|trend|stays)\?/.test(path)) {
    const { status, body } = await agent.get(`/api/v1${path}`);
    return { status, links: body.links, points: body.points, steps: body.steps };
  }
  if (path.startsWith('/cockpit?')) {
    const { status, text } = await agent.get(`/api/v1${path}`);
    return status === 200 ? text.replaceAll(/"countedAt":"[^"]*"/g, '') : status;
  }
  if (path.startsWith('/deals/board')) return (await agent.get(`/api/v1${path}`)).body.columns ?? null;
  const { status, body } = await agent.get(`/api/v1${path}&limit=200`);
  return { status, total: body.total, ids: body.items?.map(({ id }: { id: string }) => id) };
}

beforeAll(async () => {
  // It puts off whatever it is given.
  mailServer = await startMailServer();
  mailServer.refuse({ code: 451, message: 'try again later' });
  world = await startWorld({ ROLE: 'all', SMTP_URL: mailServer.url });
  ids['home'] = await world.department('Home');
  ids['away'] = await world.department('Away');
  ids['olga'] = await world.user('olga', 'officer', ids['home']);
  ids['nina'] = await world.user('nina', 'officer', ids['away']);
  ids['otis'] = await world.user('otis', 'officer', ids['home']);
  await world.user('planner', 'collaborator', ids['away']);
  for (const role of roles) {
    ids[role] = await world.user(`out-${role}`, role, ids['home']);
    outsiders.set(role, await world.as(`out-${role}`));
  }
  olga = await world.as('olga');
  // The company itself is known to all; that somebody talks to it is not.
  const { body: company } = await olga
    .post('/api/v1/companies')
    .send({ nameZh: '隐秘工业', country: 'KR', region: 'KR' })
    .expect(201);
  await olga.post('/api/v1/contacts').send({ companyId: company.id, name: 'Contact' }).expect(201);
  for (const [metric, currency] of [['visits'], ['fundsInPlace', 'USD']] as const) {
    const aim = { metric, firstYear: 2026, value: '100', ...(currency && { currency }) };
    const { body: target } = await (outsiders.get('admin') as Agent).post('/api/v1/targets').send(aim).expect(201);
    ids[metric] = target.id;
  }
  deal = { id: company.id, companyId: company.id, leadId: company.id } as typeof deal;
  for (const [role, agent] of outsiders)
    for (const path of lists()) before.set(`${role} ${path}`, await glimpse(agent, path));

  const { body } = await olga
    .post('/api/v1/deals')
    .send({
      companyId: company.id,
      title: 'Zephyrine Quillon plant',
      channel: 'chain',
      cluster: 'MED',
      region: 'KR',
      chainNode: 'MED-U8',
      chainGap: 'fill',
      totalInvestment: usd('770000000'),
    })
    .expect(201);
  deal = body;
  const named = await olga
    .post(`/api/v1/deals/${deal.id}/confidentiality`)
    .send({ version: deal.version, codename, people: [ids['nina']] })
    .expect(200);
  deal = named.body;
  const about = { companyId: company.id, leadId: deal.leadId };
  const journey = { title: 'Journey', fromOn: '2026-01-05', toOn: '2026-01-06', cities: ['Suwon'] };
  const { body: tour } = await olga.post('/api/v1/tours').send(journey).expect(201);
  ids['tour'] = tour.id;
  const { body: visit } = await olga
    .post('/api/v1/visits')
    .send({
      ...about,
      tourId: tour.id,
      kind: 'inbound',
      status: 'completed',
      subject: 'Vantablau talk',
      startsAt: '2026-01-05T02:00:00Z',
    })
    .expect(201);
  const { body: due } = await olga
    .post('/api/v1/follow-ups')
    .send({ leadId: deal.leadId, title: 'Murmurine call', dueAt: new Date(Date.now() + 500).toISOString() })
    .expect(201);
  const { body: binned } = await olga
    .post('/api/v1/follow-ups')
    .send({ leadId: deal.leadId, title: 'Murmurine binned', dueAt: new Date(Date.now() + 9e8).toISOString() })
    .expect(201);
  await olga.delete(`/api/v1/follow-ups/${binned.id}`).expect(204);
  const { rows } = await world.owner.query('SELECT code FROM leads WHERE id = $1', [deal.leadId]);
  const { body: paper } = await olga
    .post('/api/v1/attachments')
    .field({ subjectType: 'deal', subjectId: deal.id, kind: 'proposal' })
    .attach('file', Buffer.from('Quillon'), 'Vantablau.txt')
    .expect(201);
  traces.push(deal.id, deal.leadId, deal.code, rows[0].code, visit.id, due.id, binned.id, paper.id);
  ids['attachment'] = paper.id;
  const { body: offer } = await olga
    .post(`/api/v1/deals/${deal.id}/offers`)
    .send({ kind: 'rent', what: 'Murmurine rent' })
    .expect(201);
  ids['offer'] = offer.id;
  const task = { departmentId: ids['away'], title: 'Site', what: 'Vantablau site', dueOn: '2026-03-01' };
  const { body: assigned } = await olga.post(`/api/v1/deals/${deal.id}/assignments`).send(task).expect(201);
  ids['assignment'] = assigned.id;
  const paid = { kind: 'fundsInPlace', amount: usd('770000000'), on: '2026-01-06', voucher: 'Murmurine 7' };
  const { body: fund } = await olga.post(`/api/v1/deals/${deal.id}/funds`).send(paid).expect(201);
  await olga
    .put(`/api/v1/deals/${deal.id}/plans`)
    .send({ kind: 'fundsInPlace', year: 2026, planned: usd('770000000'), version: null })
    .expect(200);
  ids['fund'] = fund.id;
  traces.push(offer.id, assigned.id, fund.id);
  const vow = {
    what: 'Vantablau water',
    category: 'utilities',
    toName: 'Quillon',
    promisedBy: 'Olga',
    visitId: visit.id,
  };
  const { body: promise } = await olga
    .post(`/api/v1/leads/${deal.leadId}/promises`)
    .send({ ...vow, promisedOn: '2026-01-05', dueOn: '2026-02-01' })
    .expect(201);
  ids['promise'] = promise.id;
  const { body: problem } = await olga
    .post(`/api/v1/deals/${deal.id}/problems`)
    .send({ kind: 'land', what: 'Vantablau land', dueOn: '2026-02-01' })
    .expect(201);
  ids['problem'] = problem.id;
  traces.push(promise.id, problem.id, tour.id);
  ids['visit'] = visit.id;
  ids['followUp'] = due.id;
});
afterAll(async () => {
  await world.close();
  await mailServer.close();
});

const records = () => [
  deal.id,
  deal.leadId,
  ids['visit'] as string,
  ids['followUp'] as string,
  ids['attachment'] as string,
  ids['fund'] as string,
  ids['promise'] as string,
  ids['problem'] as string,
  ids['tour'] as string,
];

describe('a confidential deal', () => {
  it.each([...roles])('is in no list, count, search, sort, history or bin of a %s who is not named', async (role) => {
    const agent = outsiders.get(role) as Agent;
    for (const path of lists()) {
      const asked = path.replaceAll(deal.leadId, deal.companyId).replaceAll(deal.id, deal.companyId);
      const then = before.get(`${role} ${asked}`) ?? before.get(`${role} ${path}`);
      // What the company itself went through lies before the first look, and stays the same.
      expect(await glimpse(agent, path), `${role} ${path}`).toEqual(then);
    }
  });

  it.each([...roles])('is behind no route for a %s who is not named, by whichever id it is asked for', async (role) => {
    const agent = outsiders.get(role) as Agent;
    const routes = world.app
      .get(HttpModule)
      .routes.filter(({ method, path }) => method === 'GET' && !path.endsWith('stream'));
    let asked = 0;
    for (const { path, access } of routes) {
      if (!access || 'public' in access) continue;
      for (const id of path.includes(':id') ? [...records(), deal.companyId] : ['']) {
        const { text, status } = await agent.get(`/api/v1${placed(path).replace(':id', id)}`);
        asked += 1;
        if (path === '/deals/concealed' || (role === 'auditor' && path.startsWith('/audit-events'))) continue;
        for (const word of [...secrets, codename, '770000000'])
          expect(text, `${role} ${path} ${status}`).not.toContain(word);
        for (const trace of traces.filter((each) => each !== id))
          expect(text, `${role} ${path} ${status}`).not.toContain(trace);
        if (records().includes(id)) expect([403, 404], `${role} ${path}`).toContain(status);
      }
    }
    expect(asked).toBeGreaterThan(50);
  });

  it('shows the auditor that something was written, and no word of it', async () => {
    const agent = outsiders.get('auditor') as Agent;
    for (const id of records()) {
      const { text, body } = await agent.get(`/api/v1/audit-events?subjectId=${id}&limit=200`).expect(200);
      expect(body.total).toBeGreaterThan(0);
      for (const word of [...secrets, codename, '770000000']) expect(text).not.toContain(word);
    }
  });

  it('cannot be written by anybody who is not named, and does not exist for them', async () => {
    for (const role of ['officer', 'head'] as const) {
      const agent = outsiders.get(role) as Agent;
      const { version } = deal;
      await agent.patch(`/api/v1/deals/${deal.id}`).send({ version, title: 'Mine' }).expect(404);
      await agent.post(`/api/v1/deals/${deal.id}/stage`).send({ version, stage: 'on_hold', reason: 'x' }).expect(404);
      await agent.post(`/api/v1/deals/${deal.id}/confidentiality`).send({ version, codename: null }).expect(404);
      await agent.patch(`/api/v1/leads/${deal.leadId}`).send({ version, title: 'Mine' }).expect(404);
      await agent.patch(`/api/v1/visits/${ids['visit']}`).send({ version: 1, minutes: 'x' }).expect(404);
      await agent.patch(`/api/v1/follow-ups/${ids['followUp']}`).send({ version: 1, status: 'done' }).expect(404);
      const settled = { version: 1, state: 'kept' };
      await agent.post(`/api/v1/promises/${ids['promise']}/state`).send(settled).expect(404);
      await agent.patch(`/api/v1/problems/${ids['problem']}`).send({ version: 1, what: 'Mine' }).expect(404);
      await agent.patch(`/api/v1/tours/${ids['tour']}`).send({ version: 1, title: 'Mine' }).expect(404);
      const task = { leadId: deal.leadId, title: 'Call', dueAt: new Date().toISOString() };
      await agent.post('/api/v1/follow-ups').send(task).expect(422);
      await agent
        .post('/api/v1/follow-ups')
        .send({ ...task, leadId: null, visitId: ids['visit'] })
        .expect(422);
    }
    await (outsiders.get('head') as Agent)
      .post(`/api/v1/leads/${deal.leadId}/owner`)
      .send({ version: 1, ownerId: ids['otis'] })
      .expect(404);
  });

  it('is an anonymous sum to heads and leaders, and to nobody else', async () => {
    for (const role of roles) {
      const { status, body } = await (outsiders.get(role) as Agent).get('/api/v1/deals/concealed');
      expect(status).toBe(role === 'head' || role === 'leader' ? 200 : 403);
      if (status === 200) expect(body).toEqual({ count: 1, totalInvestment: [usd('770000000.00')] });
    }
  });

  it('goes by its codename in the lists of those who know it, and is found by that and by its code alone', async () => {
    for (const agent of [olga, await world.as('nina')]) {
      const found = async (q: string) =>
        (await agent.get('/api/v1/deals').query({ q }).expect(200)).body.items as {
          title: string;
          companyName: string;
        }[];
      expect(await found(codename.toLowerCase())).toMatchObject([{ title: codename, companyName: codename }]);
      expect(await found(deal.code)).toHaveLength(1);
      expect(await found('隐秘')).toEqual([]);
      const leads = (await agent.get('/api/v1/leads').query({ q: codename }).expect(200)).body.items;
      expect(leads).toMatchObject([{ title: codename, companyName: codename, confidential: true }]);
      const visits = (await agent.get(`/api/v1/visits?lead=${deal.leadId}`).expect(200)).body.items;
      expect(visits).toMatchObject([{ companyName: codename }]);
      expect((await agent.get(`/api/v1/deals/${deal.id}`).expect(200)).body).toMatchObject({
        title: 'Zephyrine Quillon plant',
        companyName: '隐秘工业',
        codename,
        namedPeople: [{ name: 'nina' }, { name: 'olga' }],
      });
    }
  });

  it('may be looked at by who is named from another department, and written within reach alone', async () => {
    const nina = await world.as('nina');
    for (const path of [`/deals/${deal.id}`, `/leads/${deal.leadId}`, `/visits/${ids['visit']}`])
      await nina.get(`/api/v1${path}`).expect(200);
    await nina.patch(`/api/v1/deals/${deal.id}`).send({ version: deal.version, title: 'x' }).expect(403);
  });

  it('is named by its codename in mails', async () => {
    const rows = await eventually(
      async () =>
        (await world.owner.query(`SELECT subject, text, html FROM mails WHERE user_id = $1`, [ids['olga']])).rows,
      (mails) => mails.length > 0,
    );
    expect(JSON.stringify(rows)).toContain(codename);
    for (const word of [...secrets, '隐秘']) expect(JSON.stringify(rows)).not.toContain(word);
  });

  it('is not put into words in the calendar of who gave an assignment of it, nor of who has it', async () => {
    const task = { departmentId: ids['away'], title: 'Vantablau survey', what: 'Quillon', dueOn: inAWeek };
    await olga.post(`/api/v1/deals/${deal.id}/assignments`).send(task).expect(201);
    for (const agent of [olga, await world.as('planner'), await world.as('nina'), ...outsiders.values()]) {
      const { body } = await agent.post('/api/v1/me/calendar-feed').expect(201);
      const { text } = await world.http().get(new URL(body.feedUrl).pathname).expect(200);
      if (agent === olga) expect(text).toContain('UID:assignment-');
      for (const word of [...secrets, '隐秘']) expect(text.replace(/\r\n /g, '')).not.toContain(word);
    }
  });

  it('keeps its names when it is handed over: the new owner takes the former one’s place', async () => {
    await olga
      .post(`/api/v1/deals/${deal.id}/confidentiality`)
      .send({ version: deal.version, codename, people: [ids['nina'], ids['head']] })
      .expect(200);
    const head = outsiders.get('head') as Agent;
    const { version } = (await head.get(`/api/v1/leads/${deal.leadId}`).expect(200)).body;
    await head.post(`/api/v1/leads/${deal.leadId}/owner`).send({ version, ownerId: ids['otis'] }).expect(200);
    await olga.get(`/api/v1/deals/${deal.id}`).expect(404);
    const { body } = await (await world.as('otis')).get(`/api/v1/deals/${deal.id}`).expect(200);
    expect(body.namedPeople.map(({ name }: { name: string }) => name).sort()).toEqual(['nina', 'otis', 'out-head']);
  });

  it('keeps whom it has named when the names are sent again, also one who has left', async () => {
    const otis = await world.as('otis');
    const { version } = (await otis.get(`/api/v1/deals/${deal.id}`).expect(200)).body;
    const admin = outsiders.get('admin') as Agent;
    await admin.patch(`/api/v1/users/${ids['nina']}`).send({ version: 1, active: false }).expect(200);
    const { body } = await otis
      .post(`/api/v1/deals/${deal.id}/confidentiality`)
      .send({ version, codename: `${codename} II`, people: [ids['nina'], ids['head']] })
      .expect(200);
    expect(body.namedPeople.map(({ name }: { name: string }) => name).sort()).toEqual(['nina', 'otis', 'out-head']);
  });

  it('is open again when its owner says so; nobody who cannot read deals is named', async () => {
    const otis = await world.as('otis');
    const { version } = (await otis.get(`/api/v1/deals/${deal.id}`).expect(200)).body;
    const refused = await otis
      .post(`/api/v1/deals/${deal.id}/confidentiality`)
      .send({ version, codename, people: [ids['auditor']] })
      .expect(422);
    expect(refused.body.errors).toMatchObject([{ path: 'people' }]);
    await otis.post(`/api/v1/deals/${deal.id}/confidentiality`).send({ version, codename: null }).expect(200);
    await (outsiders.get('leader') as Agent).get(`/api/v1/deals/${deal.id}`).expect(200);
  });
});

describe('what becomes confidential later', () => {
  it('takes the follow-ups and the notices of others away, and withdraws mails that wait', async () => {
    const head = outsiders.get('head') as Agent;
    const { body: company } = await olga
      .post('/api/v1/companies')
      .send({ nameEn: 'Late Conceal Works', country: 'KR', region: 'KR' })
      .expect(201);
    await olga.post('/api/v1/contacts').send({ companyId: company.id, name: 'Contact' }).expect(201);
    const input = { title: 'Late', channel: 'chain', cluster: 'MED', totalInvestment: usd('1') };
    const { body: made } = await olga
      .post('/api/v1/deals')
      .send({ ...input, companyId: company.id })
      .expect(201);
    const due = { leadId: made.leadId, title: 'Murmurine later', dueAt: new Date(Date.now() + 300).toISOString() };
    const { body: task } = await head.post('/api/v1/follow-ups').send(due).expect(201);
    const bell = async () =>
      (await head.get('/api/v1/notifications').expect(200)).body.items as { followUpId: string }[];
    await eventually(bell, (items) => items.some(({ followUpId }) => followUpId === task.id));
    await olga
      .post(`/api/v1/deals/${made.id}/confidentiality`)
      .send({ version: made.version, codename: 'Later', people: [] })
      .expect(200);
    expect((await bell()).map(({ followUpId }) => followUpId)).not.toContain(task.id);
    expect((await head.get('/api/v1/me').expect(200)).body.unreadNotifications).toBe(0);
    expect((await olga.get(`/api/v1/follow-ups/${task.id}`).expect(200)).body.ownerName).toBe('olga');
    // It may have been under way just then.
    await eventually(
      async () =>
        (await world.owner.query(`SELECT state FROM mails WHERE user_id = $1 AND kind = 'reminder'`, [ids['head']]))
          .rows,
      (mails) => mails.length === 1 && mails[0].state === 'cancelled',
    );
  });
});
