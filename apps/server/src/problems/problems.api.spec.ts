import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually, startWorld, type World } from '../../test/support';

type Agent = Awaited<ReturnType<World['as']>>;

let world: World;
const agents: Record<string, Agent> = {};
const ids: Record<string, string> = {};
const as = (name: string) => agents[name] as Agent;

beforeAll(async () => {
  world = await startWorld();
  const home = (ids['home'] = await world.department('Home'));
  const away = (ids['away'] = await world.department('Away'));
  for (const [name, role, department] of [
    ['olga', 'officer', home],
    ['otto', 'officer', home],
    ['hanna', 'head', home],
    ['nina', 'officer', away],
    ['hugo', 'head', away],
    ['lena', 'leader', home],
    ['rudi', 'statistician', home],
  ] as const) {
    ids[name] = await world.user(name, role, department);
    agents[name] = await world.as(name);
  }
});
afterAll(() => world.close());

const names = [
  'Amber Foundry',
  'Basalt Optics',
  'Copper Valley',
  'Dorado Pumps',
  'Ember Ceramics',
  'Fjord Robotics',
  'Granite Yarn',
  'Harbour Lasers',
  'Indigo Valves',
  'Juniper Seals',
  'Kestrel Motors',
  'Mistral Sensors',
  'Nimbus Glass',
  'Onyx Bearings',
  'Prairie Films',
  'Quartz Needles',
  'Lotus Pigments',
  'Prairie Films',
  'Quartz Needles',
  'Raven Fibres',
  'Saffron Dies',
];
const problem = { kind: 'energy', what: 'The line lacks 800 kVA', dueOn: '2030-03-01' };

/** A deal of olga's, entered directly. */
async function deal() {
  const { body: company } = await as('olga')
    .post('/api/v1/companies')
    .send({ nameEn: names.shift(), country: 'KR', region: 'KR' })
    .expect(201);
  await as('olga').post('/api/v1/contacts').send({ companyId: company.id, name: 'Somebody' }).expect(201);
  const { body } = await as('olga')
    .post('/api/v1/deals')
    .send({
      companyId: company.id,
      title: 'Plant',
      channel: 'chain',
      cluster: 'MED',
      region: 'KR',
      totalInvestment: { amount: '5000000', currency: 'USD' },
    })
    .expect(201);
  return body as { id: string; version: number; companyId: string; leadId: string };
}
/** The head takes what is missing upon herself. */
const move = (made: { id: string; version: number }, stage: string, more: object = {}) =>
  as('hanna')
    .post(`/api/v1/deals/${made.id}/stage`)
    .send({ version: made.version, stage, override: true, reason: 'Known', ...more });
async function landed() {
  const made = await deal();
  const { body } = await move(made, 'registered').expect(200);
  return { ...made, version: body.version as number };
}
const companyOf = async (id: string) => (await as('olga').get(`/api/v1/companies/${id}`).expect(200)).body;

describe('a problem', () => {
  it('is seen by whose deal it is, by who sees to it, and by their heads; not by others', async () => {
    const { id } = await deal();
    const { body } = await as('olga')
      .post(`/api/v1/deals/${id}/problems`)
      .send({ ...problem, core: true, handlerId: ids['nina'] })
      .expect(201);
    expect(body).toMatchObject({ ...problem, core: true, handlerName: 'nina', reporterName: 'olga', state: 'open' });
    for (const [name, status] of Object.entries({
      olga: 200,
      nina: 200,
      hanna: 200,
      hugo: 200,
      lena: 200,
      rudi: 200,
      otto: 404,
    })) {
      await as(name).get(`/api/v1/problems/${body.id}`).expect(status);
      const { body: list } = await as(name).get(`/api/v1/problems?deal=${id}`).expect(200);
      expect([name, list.total]).toEqual([name, status === 200 ? 1 : 0]);
    }
  });

  it('needs somebody active who may see to it', async () => {
    const { id } = await deal();
    const gone = await world.user('gone', 'officer', ids['home'] as string);
    const root = await world.as('root');
    await root.patch(`/api/v1/users/${gone}`).send({ version: 1, active: false }).expect(200);
    for (const handlerId of [ids['rudi'], ids['lena'], gone, id]) {
      const { body } = await as('olga')
        .post(`/api/v1/deals/${id}/problems`)
        .send({ ...problem, handlerId })
        .expect(422);
      expect(body.errors).toMatchObject([{ path: 'handlerId', code: 'unsuitable' }]);
    }
    await as('otto').post(`/api/v1/deals/${id}/problems`).send(problem).expect(404);
    await as('lena').post(`/api/v1/deals/${id}/problems`).send(problem).expect(403);
  });

  it('is solved with how and reopened with why, by either side, and tells its history', async () => {
    const { id, leadId } = await deal();
    const { body: made } = await as('olga')
      .post(`/api/v1/deals/${id}/problems`)
      .send({ ...problem, handlerId: ids['nina'] })
      .expect(201);
    const state = (name: string, version: number, body: object) =>
      as(name)
        .post(`/api/v1/problems/${made.id}/state`)
        .send({ version, ...body });
    await state('nina', 1, { state: 'solved' }).expect(400);
    await state('otto', 1, { state: 'solved', note: 'No' }).expect(404);
    await state('lena', 1, { state: 'solved', note: 'No' }).expect(403);
    const { body: solved } = await state('nina', 1, { state: 'solved', note: 'A second transformer' }).expect(200);
    expect(solved.solvedOn).toMatch(/^\d{4}-\d\d-\d\d$/);
    await state('olga', 1, { state: 'open', note: 'Stale' }).expect(409);
    const { body: again } = await state('olga', 2, { state: 'solved', note: 'Twice' }).expect(422);
    expect(again.errors[0].code).toBe('unchanged');
    const { body: open } = await state('olga', 2, { state: 'open', note: 'It failed' }).expect(200);
    expect(open).toMatchObject({ state: 'open', solvedOn: null, note: 'It failed' });
    const { body: moved } = await as('hugo')
      .patch(`/api/v1/problems/${made.id}`)
      .send({ version: 3, dueOn: '2030-05-01', handlerId: ids['hugo'] })
      .expect(200);
    expect(moved).toMatchObject({ dueOn: '2030-05-01', handlerName: 'hugo', version: 4 });
    const { body: timeline } = await as('olga').get(`/api/v1/leads/${leadId}/timeline`).expect(200);
    expect(
      timeline.items.map(({ type }: { type: string }) => type).filter((type: string) => type.startsWith('problem')),
    ).toEqual(['problem.updated', 'problem.reopened', 'problem.solved', 'problem.created']);
  });

  it('of a confidential deal is known to the named alone, and is seen to by one of them', async () => {
    const made = await deal();
    const { body: shut } = await as('olga')
      .post(`/api/v1/deals/${made.id}/confidentiality`)
      .send({ version: made.version, codename: 'Falkenstein', people: [ids['nina']] })
      .expect(200);
    const send = (handlerId: string | undefined) =>
      as('olga')
        .post(`/api/v1/deals/${shut.id}/problems`)
        .send({ ...problem, handlerId });
    expect((await send(ids['otto']).expect(422)).body.errors[0].code).toBe('not-named');
    const { body } = await send(ids['nina']).expect(201);
    expect([body.companyName, body.dealTitle]).toEqual(['Falkenstein', 'Falkenstein']);
    for (const [name, status] of Object.entries({
      olga: 200,
      nina: 200,
      hanna: 404,
      hugo: 404,
      lena: 404,
      rudi: 404,
    })) {
      await as(name).get(`/api/v1/problems/${body.id}`).expect(status);
      const { body: list } = await as(name).get('/api/v1/problems?q=Falkenstein').expect(200);
      expect([name, list.total]).toEqual([name, status === 200 ? 1 : 0]);
    }
  });

  it('goes to the owner when its deal becomes confidential and who sees to it is not named', async () => {
    const made = await deal();
    const { body } = await as('olga')
      .post(`/api/v1/deals/${made.id}/problems`)
      .send({ ...problem, handlerId: ids['nina'] })
      .expect(201);
    await as('olga')
      .post(`/api/v1/deals/${made.id}/confidentiality`)
      .send({ version: made.version, codename: 'Kestrel', people: [ids['hanna']] })
      .expect(200);
    await as('nina').get(`/api/v1/problems/${body.id}`).expect(404);
    expect((await as('hanna').get(`/api/v1/problems/${body.id}`).expect(200)).body.handlerName).toBe('olga');
  });

  it('of a confidential deal goes to nobody who is not named when its handler leaves, but to the owner', async () => {
    const made = await deal();
    const leaver = await world.user('leaver', 'officer', ids['home'] as string);
    const { body: shut } = await as('olga')
      .post(`/api/v1/deals/${made.id}/confidentiality`)
      .send({ version: made.version, codename: 'Merlin', people: [leaver] })
      .expect(200);
    const send = { ...problem, handlerId: leaver };
    const { body } = await as('olga').post(`/api/v1/deals/${shut.id}/problems`).send(send).expect(201);
    const promise = { what: 'Water', category: 'utilities', toName: 'Investor', promisedBy: 'Olga' };
    const agent = await world.as('leaver');
    await agent.get(`/api/v1/problems/${body.id}`).expect(200);
    const { body: vow } = await as('olga')
      .post(`/api/v1/leads/${made.leadId}/promises`)
      .send({ ...promise, promisedOn: '2026-01-05', dueOn: '2030-02-01' })
      .expect(201);
    await world.owner.query('ALTER TABLE promises DISABLE TRIGGER explained');
    await world.owner.query('UPDATE promises SET owner_id = $2 WHERE id = $1', [vow.id, leaver]);
    await world.owner.query('ALTER TABLE promises ENABLE TRIGGER explained');
    await as('hanna')
      .post('/api/v1/transfers')
      .send({ fromUserId: leaver, toUserId: ids['otto'], reason: 'Leaves' })
      .expect(201);
    await as('otto').get(`/api/v1/problems/${body.id}`).expect(404);
    expect((await as('olga').get(`/api/v1/problems/${body.id}`).expect(200)).body.handlerName).toBe('olga');
    expect((await as('olga').get(`/api/v1/promises/${vow.id}`).expect(200)).body.ownerName).toBe('olga');
  });

  it('goes along when its deal is handed over', async () => {
    const { id, leadId } = await deal();
    const { body } = await as('olga').post(`/api/v1/deals/${id}/problems`).send(problem).expect(201);
    const { version } = (await as('olga').get(`/api/v1/leads/${leadId}`).expect(200)).body;
    await as('hanna').post(`/api/v1/leads/${leadId}/owner`).send({ version, ownerId: ids['otto'] }).expect(200);
    expect((await as('otto').get(`/api/v1/problems/${body.id}`).expect(200)).body.handlerName).toBe('otto');
  });

  it('that is due within the week stands on today’s page of both sides', async () => {
    const { id } = await deal();
    const { body } = await as('olga')
      .post(`/api/v1/deals/${id}/problems`)
      .send({ ...problem, dueOn: '2026-01-05', handlerId: ids['otto'] })
      .expect(201);
    for (const [name, there] of [
      ['olga', true],
      ['otto', true],
      ['hanna', true],
      ['nina', false],
    ] as const) {
      const { body: today } = await as(name).get('/api/v1/today').expect(200);
      expect([name, today.problemsDue.items.some((each: { id: string }) => each.id === body.id)]).toEqual([
        name,
        there,
      ]);
    }
  });
});

describe('a company that has landed', () => {
  it('is looked after by whose deal brought it, until somebody is appointed', async () => {
    const { companyId } = await landed();
    const company = await companyOf(companyId);
    expect(company.aftercare).toMatchObject({ managerName: 'olga', appointed: false, openProblems: 0 });
    const appoint = (name: string, version: number, managerId: string | null | undefined) =>
      as(name).post(`/api/v1/companies/${companyId}/account-manager`).send({ version, managerId });
    await appoint('olga', company.version, ids['otto']).expect(403);
    await appoint('hugo', company.version, ids['nina']).expect(403);
    for (const [managerId, code] of [
      [ids['rudi'], 'unsuitable'],
      [ids['nina'], 'out-of-reach'],
    ] as const)
      expect((await appoint('hanna', company.version, managerId).expect(422)).body.errors[0].code).toBe(code);
    const { body } = await appoint('hanna', company.version, ids['otto']).expect(200);
    expect(body.aftercare).toMatchObject({ managerName: 'otto', appointed: true });
    await appoint('hanna', company.version, ids['olga']).expect(409);
    const { body: left } = await appoint('hanna', body.version, null).expect(200);
    expect(left.aftercare).toMatchObject({ managerName: 'olga', appointed: false });
  });

  it('goes to the successor of who looks after it, and comes back when the hand-over is taken back', async () => {
    const { companyId } = await landed();
    const carer = await world.user('carer', 'officer', ids['home'] as string);
    const { version } = await companyOf(companyId);
    await as('hanna')
      .post(`/api/v1/companies/${companyId}/account-manager`)
      .send({ version, managerId: carer })
      .expect(200);
    const { body: made } = await as('hanna')
      .post('/api/v1/transfers')
      .send({ fromUserId: carer, toUserId: ids['otto'], reason: 'Leaves' })
      .expect(201);
    expect(made.moved.accounts).toBe(1);
    expect((await companyOf(companyId)).aftercare).toMatchObject({ managerName: 'otto', appointed: true });
    await as('hanna').post(`/api/v1/transfers/${made.id}/undo`).expect(200);
    expect((await companyOf(companyId)).aftercare).toMatchObject({ managerName: 'carer', appointed: true });
  });

  it('is none before registration, nor after its deal was given up, nor by a confidential deal', async () => {
    const made = await deal();
    expect((await companyOf(made.companyId)).aftercare).toBeNull();
    const { body: refused } = await as('hanna')
      .post(`/api/v1/companies/${made.companyId}/account-manager`)
      .send({ version: 1, managerId: ids['olga'] })
      .expect(422);
    expect(refused.errors[0].code).toBe('not-landed');
    const { body: there } = await move(made, 'registered').expect(200);
    const { body: resting } = await move(there, 'on_hold').expect(200);
    expect((await companyOf(made.companyId)).aftercare).not.toBeNull();
    const { body: on } = await move(resting, 'registered').expect(200);
    const conceal = (version: number, codename: string | null) =>
      as('olga')
        .post(`/api/v1/deals/${made.id}/confidentiality`)
        .send({ version, codename, people: [ids['hanna']] });
    const { body: shut } = await conceal(on.version, 'Falkenstein').expect(200);
    expect((await companyOf(made.companyId)).aftercare).toBeNull();
    const { body: open } = await conceal(shut.version, null).expect(200);
    expect((await companyOf(made.companyId)).aftercare).not.toBeNull();
    const { body: reasons } = await as('olga').get('/api/v1/close-reasons?limit=1').expect(200);
    await move(open, 'lost', { closeReason: reasons.items[0].code }).expect(200);
    expect((await companyOf(made.companyId)).aftercare).toBeNull();
  });

  it('grows quiet when nobody speaks to it, and any contact wakes it', async () => {
    const { companyId } = await landed();
    await world.owner.query('ALTER TABLE leads DISABLE TRIGGER explained');
    await world.owner.query(`UPDATE leads SET last_contact_at = now() - interval '50 days' WHERE company_id = $1`, [
      companyId,
    ]);
    await world.owner.query('ALTER TABLE leads ENABLE TRIGGER explained');
    // The day of landing counts as a contact too: it was long ago.
    await world.owner.query('ALTER TABLE deals DISABLE TRIGGER explained');
    await world.owner.query(`UPDATE deals SET registered_on = '2025-01-05' WHERE company_id = $1`, [companyId]);
    await world.owner.query('ALTER TABLE deals ENABLE TRIGGER explained');
    const quiet = async (name: string) => {
      const { body } = await as(name).get('/api/v1/today').expect(200);
      return body.quietCompanies.items.some(({ id }: { id: string }) => id === companyId);
    };
    expect([
      await quiet('olga'),
      await quiet('hanna'),
      await quiet('lena'),
      await quiet('otto'),
      await quiet('hugo'),
    ]).toEqual([true, true, true, false, false]);
    const listed = async (filter: string) => {
      const { body } = await as('nina').get(`/api/v1/companies?${filter}&limit=200`).expect(200);
      return body.items.some(({ id }: { id: string }) => id === companyId);
    };
    expect([
      await listed('landed=true'),
      await listed('landed=false'),
      await listed('staleDays=40'),
      await listed('staleDays=60'),
    ]).toEqual([true, false, true, false]);
    expect([await listed(`manager=${ids['olga']}`), await listed(`manager=${ids['otto']}`)]).toEqual([true, false]);
    await as('otto')
      .post('/api/v1/visits')
      .send({
        companyId,
        kind: 'outbound',
        status: 'completed',
        subject: 'Aftercare',
        startsAt: new Date(Date.now() - 60_000).toISOString(),
      })
      .expect(201);
    expect(await quiet('olga')).toBe(false);
    expect(await listed('staleDays=1')).toBe(false);
  });

  it('was last spoken to when it was, though two talks are entered at the same instant', async () => {
    const { companyId } = await landed();
    const at = (minutes: number) => new Date(Date.now() + minutes * 60_000);
    const talk = async () => {
      const talked = { kind: 'online', status: 'completed', subject: 'Talk', startsAt: at(-9_999).toISOString() };
      return (
        await as('olga')
          .post('/api/v1/visits')
          .send({ ...talked, companyId })
          .expect(201)
      ).body.id as string;
    };
    const [first, second] = [await talk(), await talk()];
    const [late, early] = [at(700), at(600)];
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    const enter = (id: string, startsAt: Date, then: Promise<void>, written: () => void) =>
      world.work.run('system', null, async (tx) => {
        await tx.query('UPDATE visits SET starts_at = $2 WHERE id = $1', [id, startsAt]);
        written();
        await tx.record('visit.updated', { subjectType: 'visit', subjectId: id, companyId });
        await then;
      });
    let one: Promise<void> = Promise.resolve();
    await new Promise<void>((written) => (one = enter(first, late, gate, written)));
    const other = enter(second, early, Promise.resolve(), () => undefined);
    await eventually(
      async () =>
        (
          await world.owner.query(
            `SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
          )
        ).rows[0].n as number,
      (waiting) => waiting > 0,
    );
    release();
    await Promise.all([one, other]);
    const { rows } = await world.owner.query('SELECT last_contact_at AS at FROM aftercare WHERE company_id = $1', [
      companyId,
    ]);
    expect(rows).toEqual([{ at: late }]);
    // What lies further ahead than a day is no contact, however it was written down.
    await enter(first, at(9_999), Promise.resolve(), () => undefined);
    const again = await world.owner.query('SELECT last_contact_at AS at FROM aftercare WHERE company_id = $1', [
      companyId,
    ]);
    expect(again.rows).toEqual([{ at: early }]);
  });

  it('has problems of its own, told by who looks after it', async () => {
    const { companyId } = await landed();
    await as('otto').post(`/api/v1/companies/${companyId}/problems`).send(problem).expect(403);
    await as('olga').post(`/api/v1/companies/${companyId}/problems`).send(problem).expect(201);
    expect((await companyOf(companyId)).aftercare.openProblems).toBe(1);
    const told = async (name: string) => {
      const { body } = await as(name).get(`/api/v1/companies/${companyId}/timeline?limit=200`).expect(200);
      return body.items.filter(({ type }: { type: string }) => type === 'problem.created').length;
    };
    expect([await told('olga'), await told('hanna'), await told('nina')]).toEqual([1, 1, 0]);
    await as('olga').delete(`/api/v1/companies/${companyId}`).expect(409);
  });

  it('invests again through a channel of its own', async () => {
    const { companyId } = await landed();
    const lead = { companyId, title: 'Second line', channel: 'reinvestment' };
    await as('olga').post('/api/v1/leads').send(lead).expect(201);
  });
});
