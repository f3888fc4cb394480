import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually, startWorld, type World } from '../../test/support';

type Agent = Awaited<ReturnType<World['as']>>;

let world: World;
let olga: Agent;
let hanna: Agent;
let leader: Agent;
let planner: Agent;
let statistician: Agent;
let planning: string;
let serial = 0;

const usd = (amount: string) => ({ amount, currency: 'USD' });
const codes = [
  'investment',
  'intensity',
  'tax',
  'investor',
  'land',
  'industry',
  'technology',
  'environment',
  'safety',
  'planning',
  'jobs',
  'energy',
];
const scores = (points: number, more: object = {}) => ({
  ...Object.fromEntries(codes.map((code) => [code, { points }])),
  ...more,
});

beforeAll(async () => {
  world = await startWorld();
  const department = await world.department('Seoul');
  planning = await world.department('Planning');
  await world.user('olga', 'officer', department);
  await world.user('hanna', 'head', department);
  await world.user('leader', 'leader', await world.department('Bureau'));
  await world.user('planner', 'collaborator', planning);
  olga = await world.as('olga');
  hanna = await world.as('hanna');
  leader = await world.as('leader');
  planner = await world.as('planner');
  await world.user('stella', 'statistician', department);
  statistician = await world.as('stella');
});
afterAll(() => world.close());

async function deal() {
  const company = { nameEn: `Reviewed ${(serial += 1)} ${Math.random().toString(36)}`, country: 'KR', region: 'KR' };
  const { body: made } = await olga.post('/api/v1/companies').send(company).expect(201);
  await olga.post('/api/v1/contacts').send({ companyId: made.id, name: 'Contact' }).expect(201);
  const input = { companyId: made.id, title: 'Plant', channel: 'chain', cluster: 'MED', totalInvestment: usd('5') };
  const { body } = await olga.post('/api/v1/deals').send(input).expect(201);
  return body as { id: string; leadId: string; companyId: string; version: number };
}
const missing = async (id: string) => (await olga.get(`/api/v1/deals/${id}`).expect(200)).body.missing as string[];
const firstError = ({ body }: { body: { errors: { path: string; code: string }[] } }) => body.errors[0];

describe('a screening opinion', () => {
  const opinion = (verdict: string, conclusion: string) => ({
    conclusion,
    remark: 'Seen',
    aspects: Object.fromEntries(
      ['industry', 'market', 'technology', 'environment', 'energy', 'benefit'].map((each) => [each, { verdict }]),
    ),
  });

  it('is written on the lead, and the newest stands first while the older ones stay', async () => {
    const { leadId } = await deal();
    await olga.post(`/api/v1/leads/${leadId}/screenings`).send(opinion('neutral', 'conditional')).expect(201);
    await hanna.post(`/api/v1/leads/${leadId}/screenings`).send(opinion('supports', 'recommended')).expect(201);
    const { body } = await olga.get(`/api/v1/leads/${leadId}/screenings`).expect(200);
    expect(body.items).toMatchObject([
      { conclusion: 'recommended', authorName: 'hanna' },
      { conclusion: 'conditional', authorName: 'olga', remark: 'Seen' },
    ]);
    await expect(
      world.work.run('system', null, (tx) => tx.query(`UPDATE screenings SET conclusion = 'recommended'`)),
    ).rejects.toThrow('permission denied');
  });

  it('asks for every aspect', async () => {
    const { leadId } = await deal();
    const { body } = await olga
      .post(`/api/v1/leads/${leadId}/screenings`)
      .send({ conclusion: 'recommended', aspects: { industry: { verdict: 'supports' } } })
      .expect(400);
    expect(body.errors.map(({ path }: { path: string }) => path)).toContain('aspects.market');
  });
});

describe('two who write at the same lead', () => {
  it('both begin with the lead, so that neither holds what the other waits for', async () => {
    const { id, leadId, version, companyId } = await deal();
    const { id: offerId, version: offerVersion } = (
      await olga.post(`/api/v1/deals/${id}/offers`).send({ kind: 'other', what: 'School places' }).expect(201)
    ).body;
    const path = `/api/v1/deals/${id}`;
    const reviewer = (await world.actor('hanna')).id;
    const visit = { kind: 'online', status: 'completed', subject: 'Talk', startsAt: '2026-01-05T02:00:00Z' };
    const { body: held } = await olga
      .post('/api/v1/visits')
      .send({ ...visit, companyId, leadId })
      .expect(201);
    const wait = { stage: 'on_hold', reason: 'x', version };
    const acts: Record<string, () => Promise<unknown>> = {
      update: async () => olga.patch(path).send({ version, title: 'Other' }),
      move: async () => olga.post(`${path}/stage`).send({ ...wait, version: version + 1 }),
      conceal: async () =>
        hanna.post(`${path}/confidentiality`).send({ version: version + 2, codename: 'Heron', people: [reviewer] }),
      score: async () => hanna.post(`${path}/scorecards`).send({ scores: scores(80) }),
      offer: async () =>
        olga.patch(`/api/v1/offers/${offerId}`).send({ version: offerVersion, what: 'More school places' }),
      visit: async () => olga.patch(`/api/v1/visits/${held.id}`).send({ version: held.version, subject: 'Long talk' }),
    };
    const waiting = async () =>
      (
        await world.owner.query(
          `SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
        )
      ).rows[0].n as number;
    for (const [name, act] of Object.entries(acts)) {
      await world.owner.query('BEGIN');
      await world.owner.query('SELECT FROM leads WHERE id = $1 FOR UPDATE', [leadId]);
      const done = act();
      await eventually(waiting, (count) => count > 0);
      const mine = [
        ['deals', id],
        ['offers', offerId],
        ['visits', held.id],
      ].map(([table, row]) => `SELECT FROM ${table} WHERE id = '${row}' FOR UPDATE NOWAIT`);
      for (const sql of mine) await expect(world.owner.query(sql), name).resolves.toBeDefined();
      await world.owner.query('COMMIT');
      expect(await done, name).toMatchObject({ ok: true });
    }
  });
});

describe('the review of a deal', () => {
  it('keeps the reviewers’ cards apart, and computes the result', async () => {
    const { id } = await deal();
    expect(await missing(id)).toContain('scorecard');
    const first = await hanna
      .post(`/api/v1/deals/${id}/scorecards`)
      .send({ scores: scores(80) })
      .expect(201);
    expect(first.body).toMatchObject({ score: 80, passed: true, vetoes: [], passFrom: 70 });
    const blind = await olga.get(`/api/v1/deals/${id}/scorecards`).expect(200);
    expect(blind.body).toMatchObject({ score: 80, cards: [{ reviewerName: 'hanna', scores: null, total: null }] });
    const mine = await olga
      .post(`/api/v1/deals/${id}/scorecards`)
      .send({ scores: scores(50) })
      .expect(201);
    expect(mine.body).toMatchObject({ score: 65, passed: false, cards: [{ total: 80 }, { total: 50 }] });
    expect(await missing(id)).not.toContain('scorecard');
    const better = { scores: scores(90), conclusion: 'Better' };
    const silent = await olga.post(`/api/v1/deals/${id}/scorecards`).send(better).expect(422);
    expect(firstError(silent)).toMatchObject({ path: 'reason', code: 'reason-missing' });
    const again = await olga
      .post(`/api/v1/deals/${id}/scorecards`)
      .send({ ...better, reason: 'New figures' })
      .expect(201);
    expect(again.body.cards).toMatchObject([
      { reviewerName: 'hanna', round: 1, reason: null },
      { reviewerName: 'olga', round: 2, reason: 'New figures' },
    ]);
    expect(again.body).toMatchObject({ score: 85, passed: true });
    const { rows } = await world.owner.query('SELECT count(*)::int AS count FROM scorecards WHERE deal_id = $1', [id]);
    expect(rows).toEqual([{ count: 3 }]);
  });

  it('is no evidence where the deal’s own owner filled it alone, while the owner’s veto stops it like anybody’s', async () => {
    const { id } = await deal();
    const submit = (agent: Agent, body: object) => agent.post(`/api/v1/deals/${id}/scorecards`).send(body).expect(201);
    await submit(olga, { scores: scores(90) });
    expect(await missing(id)).toContain('scorecard');
    await submit(hanna, { scores: scores(80) });
    expect(await missing(id)).not.toContain('scorecard');
    const veto = { points: 10, veto: true, remark: 'Too close to homes' };
    await submit(olga, { scores: scores(90, { safety: veto }), reason: 'Seen' });
    expect(await missing(id)).toContain('scorecard');
    await submit(olga, { scores: scores(90), reason: 'Moved away' });
    expect(await missing(id)).not.toContain('scorecard');
  });

  it('is owed again when the only reviewer takes the deal over', async () => {
    const { id, leadId, version } = await deal();
    await hanna
      .post(`/api/v1/deals/${id}/scorecards`)
      .send({ scores: scores(80) })
      .expect(201);
    const wish = { version, stage: 'signed', override: true, reason: 'Papers follow' };
    const { body } = await hanna.post(`/api/v1/deals/${id}/stage`).send(wish).expect(200);
    expect(body.flagged).not.toContain('scorecard');
    const lead = (await hanna.get(`/api/v1/leads/${leadId}`).expect(200)).body;
    const to = { version: lead.version, ownerId: (await world.actor('hanna')).id };
    await hanna.post(`/api/v1/leads/${leadId}/owner`).send(to).expect(200);
    expect((await hanna.get(`/api/v1/deals/${id}`).expect(200)).body.flagged).toContain('scorecard');
  });

  it('is stopped by one veto until the reviewer takes it back', async () => {
    const { id } = await deal();
    const veto = { scores: scores(95, { safety: { points: 0, veto: true, remark: 'Ammonia' } }) };
    const { body } = await hanna.post(`/api/v1/deals/${id}/scorecards`).send(veto).expect(201);
    expect(body).toMatchObject({ vetoes: ['safety'], passed: false });
    await leader
      .post(`/api/v1/deals/${id}/scorecards`)
      .send({ scores: scores(100) })
      .expect(201);
    expect(await missing(id)).toContain('scorecard');
    const without = { scores: scores(95), reason: 'Ammonia replaced' };
    await hanna.post(`/api/v1/deals/${id}/scorecards`).send(without).expect(201);
    expect(await missing(id)).not.toContain('scorecard');
  });

  it('asks why a veto is cast, and no points where an indicator has no weight', async () => {
    const { id } = await deal();
    const bare = { scores: scores(95, { safety: { points: 0, veto: true } }) };
    const { body } = await hanna.post(`/api/v1/deals/${id}/scorecards`).send(bare).expect(422);
    expect(body.errors).toMatchObject([{ path: 'scores.safety', code: 'veto-unexplained' }]);
    const { energy: _, ...weighed } = scores(80) as Record<string, object>;
    const done = await hanna.post(`/api/v1/deals/${id}/scorecards`).send({ scores: weighed }).expect(201);
    expect(done.body).toMatchObject({ score: 80, passed: true });
  });

  it('tells in the history that a card was filled, and only its reviewer what it says', async () => {
    const { id, leadId } = await deal();
    const veto = { scores: scores(95, { safety: { points: 0, veto: true, remark: 'Ammonia' } }) };
    await hanna.post(`/api/v1/deals/${id}/scorecards`).send(veto).expect(201);
    for (const path of [`deals/${id}`, `leads/${leadId}`]) {
      const told = async (agent: Agent) =>
        ((await agent.get(`/api/v1/${path}/timeline`).expect(200)).body.items as { type: string; changes: object }[])
          .filter(({ type }) => type === 'deal.scored')
          .map(({ changes }) => changes);
      expect(await told(olga), path).toEqual([{}]);
      expect(await told(hanna), path).toMatchObject([{ vetoes: [null, ['safety']] }]);
      expect(await told(statistician), path).toEqual([]);
    }
  });

  it('names each indicator that is not filled as it must be, and weights that do not add up', async () => {
    const { id } = await deal();
    const submit = (given: object) => hanna.post(`/api/v1/deals/${id}/scorecards`).send({ scores: given });
    const { body } = await submit({ investment: { points: 5, veto: true }, beauty: { points: 1 } }).expect(422);
    expect(body.errors).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ path: 'scores.beauty', code: 'unknown' }),
        expect.objectContaining({ path: 'scores.investment', code: 'not-vetoable' }),
        expect.objectContaining({ path: 'scores.tax', code: 'missing' }),
      ]),
    );
    await submit(scores(101)).expect(400);
    const root = await world.as('root');
    const { body: list } = await root.get('/api/v1/indicators').expect(200);
    const jobs = list.items.find(({ code }: { code: string }) => code === 'jobs');
    await root.patch(`/api/v1/indicators/${jobs.id}`).send({ version: jobs.version, weight: 6 }).expect(200);
    expect(firstError(await submit(scores(80)).expect(422))).toMatchObject({ path: 'scores', code: 'weights' });
    await root
      .patch(`/api/v1/indicators/${jobs.id}`)
      .send({ version: jobs.version + 1, weight: 5 })
      .expect(200);
    await submit(scores(80)).expect(201);
  });
});

describe('an offer to the investor', () => {
  const offer = async (id: string, more: object = {}) =>
    (
      await olga
        .post(`/api/v1/deals/${id}/offers`)
        .send({ kind: 'subsidy', what: 'Equipment subsidy', amount: usd('1000000'), legalBasis: 'Rule 12', ...more })
        .expect(201)
    ).body as { id: string; version: number };
  const move = (agent: Agent, { id, version }: { id: string; version: number }, state: string) =>
    agent.post(`/api/v1/offers/${id}/state`).send({ version, state });
  const review = (agent: Agent, { id, version }: { id: string; version: number }, outcome = 'approved') =>
    agent.post(`/api/v1/offers/${id}/review`).send({ version, outcome, note: 'Open to every bidder' });

  it('stands against signing until somebody else has approved it', async () => {
    const { id } = await deal();
    expect(await missing(id)).not.toContain('fairCompetition');
    let made = await offer(id);
    expect(made).toMatchObject({ state: 'draft', amount: usd('1000000.00'), own: true, authorName: 'olga' });
    expect(await missing(id)).toContain('fairCompetition');
    expect(firstError(await review(hanna, made).expect(422))).toMatchObject({ code: 'not-in-review' });
    made = (await move(olga, made, 'in_review').expect(200)).body;
    await review(olga, made).expect(403);
    made = (await review(hanna, made).expect(200)).body;
    expect(made).toMatchObject({ state: 'approved', reviewerName: 'hanna', reviewNote: 'Open to every bidder' });
    expect(await missing(id)).not.toContain('fairCompetition');
  });

  it('is laid before the nearest head who did not write it, else before the leader, until none waits', async () => {
    const { id } = await deal();
    const asked = async (agent: Agent) => {
      const { body } = await agent.get('/api/v1/follow-ups?status=open&limit=200').expect(200);
      const { body: about } = await olga.get(`/api/v1/deals/${id}`).expect(200);
      const mine = (await agent.get('/api/v1/me').expect(200)).body.id;
      return body.items.filter(
        ({ title, ownerId }: { title: string; ownerId: string }) => title.includes(about.code) && ownerId === mine,
      ).length;
    };
    let [first, second] = [await offer(id), await offer(id)];
    first = (await move(olga, first, 'in_review').expect(200)).body;
    second = (await move(olga, second, 'in_review').expect(200)).body;
    expect([await asked(hanna), await asked(leader)]).toEqual([1, 0]);
    await review(hanna, first).expect(200);
    expect(await asked(hanna)).toBe(1);
    await review(hanna, second).expect(200);
    expect(await asked(hanna)).toBe(0);
    let own = await offer(id);
    own = (await hanna.patch(`/api/v1/offers/${own.id}`).send({ version: own.version, what: 'Half' }).expect(200)).body;
    await move(hanna, own, 'in_review').expect(200);
    expect([await asked(hanna), await asked(leader)]).toEqual([0, 1]);
  });

  it('is not judged by whoever made or changed it, not even by a head', async () => {
    const { id } = await deal();
    let made = await offer(id);
    made = (await hanna.patch(`/api/v1/offers/${made.id}`).send({ version: made.version, what: 'Half' }).expect(200))
      .body;
    made = (await move(olga, made, 'in_review').expect(200)).body;
    expect(firstError(await review(hanna, made).expect(422))).toMatchObject({ path: 'outcome', code: 'same-person' });
    made = (await review(leader, made).expect(200)).body;
    await expect(
      world.owner.query(`UPDATE offers SET reviewer_id = author_id WHERE id = $1`, [made.id]),
    ).rejects.toThrow('check constraint');
  });

  it('loses its approval when its words change, and is rejected or withdrawn', async () => {
    const { id } = await deal();
    let made = await offer(id, { tiedToTax: true, forOneCompany: true });
    made = (await move(olga, made, 'in_review').expect(200)).body;
    made = (await review(hanna, made).expect(200)).body;
    made = (
      await olga
        .patch(`/api/v1/offers/${made.id}`)
        .send({ version: made.version, amount: usd('2') })
        .expect(200)
    ).body;
    expect(made).toMatchObject({ state: 'draft', reviewerName: null, tiedToTax: true, forOneCompany: true });
    expect(await missing(id)).toContain('fairCompetition');
    made = (await move(olga, made, 'in_review').expect(200)).body;
    made = (await review(hanna, made, 'rejected').expect(200)).body;
    expect(await missing(id)).toContain('fairCompetition');
    made = (await move(olga, made, 'withdrawn').expect(200)).body;
    expect(await missing(id)).not.toContain('fairCompetition');
    await move(olga, made, 'in_review').expect(422);
  });

  it('cannot be approved without a legal basis', async () => {
    const { id } = await deal();
    let made = await offer(id, { legalBasis: null });
    made = (await move(olga, made, 'in_review').expect(200)).body;
    expect(firstError(await review(hanna, made).expect(422))).toMatchObject({ code: 'legal-basis-missing' });
    await review(hanna, { ...made, version: made.version - 1 }).expect(409);
  });

  it('keeps its approval when it is saved as it was', async () => {
    const { id } = await deal();
    let made = await offer(id);
    made = (await move(olga, made, 'in_review').expect(200)).body;
    made = (await review(hanna, made).expect(200)).body;
    const same = { version: made.version, kind: 'subsidy', amount: usd('1000000'), legalBasis: ' Rule 12 ' };
    const { body } = await olga.patch(`/api/v1/offers/${made.id}`).send(same).expect(200);
    expect(body).toMatchObject({ state: 'approved', version: made.version, amount: usd('1000000.00') });
  });

  it('can be promised once it is approved, and on its own deal', async () => {
    const [{ id, leadId }, other] = [await deal(), await deal()];
    let made = await offer(id);
    const promise = { what: 'Paid in May', toName: 'Mr Park', promisedBy: 'Olga', promisedOn: '2026-01-05' };
    const promised = (lead: string, more: object = {}) =>
      olga
        .post(`/api/v1/leads/${lead}/promises`)
        .send({ ...promise, dueOn: '2030-03-01', category: 'subsidy', offerId: made.id, ...more });
    const error = (code: string) => ({ path: 'offerId', code });
    expect(firstError(await promised(leadId, { offerId: null }).expect(422))).toMatchObject(error('offer-missing'));
    expect(firstError(await promised(leadId).expect(422))).toMatchObject(error('offer-unapproved'));
    const plant = await promised(leadId, { offerId: null, category: 'plant' }).expect(201);
    made = (await move(olga, made, 'in_review').expect(200)).body;
    expect(firstError(await promised(leadId, { category: 'other' }).expect(422))).toMatchObject(
      error('offer-unapproved'),
    );
    made = (await review(hanna, made).expect(200)).body;
    expect((await promised(leadId).expect(201)).body).toMatchObject({ offerId: made.id });
    expect(firstError(await promised(other.leadId).expect(422))).toMatchObject(error('unknown'));
    const change = (body: object) =>
      olga.patch(`/api/v1/promises/${plant.body.id}`).send({ version: plant.body.version, ...body });
    expect(firstError(await change({ category: 'subsidy' }).expect(422))).toMatchObject(error('offer-missing'));
    await change({ category: 'subsidy', offerId: made.id }).expect(200);
    const found = async (lead: string) =>
      (await olga.get(`/api/v1/offers?lead=${lead}&state=approved`).expect(200)).body.items.map(
        ({ id: each }: { id: string }) => each,
      );
    expect([await found(leadId), await found(other.leadId)]).toEqual([[made.id], []]);
  });

  it('is no business of those who read deals but not offers, in the history neither', async () => {
    const { id } = await deal();
    await offer(id);
    await olga
      .post(`/api/v1/deals/${id}/assignments`)
      .send({ departmentId: planning, title: 'Site', what: 'Fit?', dueOn: '2026-03-01' })
      .expect(201);
    const types = async (agent: Agent) =>
      ((await agent.get(`/api/v1/deals/${id}/timeline`).expect(200)).body.items as { type: string }[]).map(
        ({ type }) => type,
      );
    expect(await types(olga)).toEqual(expect.arrayContaining(['offer.created', 'assignment.created', 'deal.created']));
    const told = await types(statistician);
    expect(told).toContain('deal.created');
    expect(told.filter((type) => /^(offer|assignment)/.test(type))).toEqual([]);
  });

  it('by two judges at once has one outcome', async () => {
    const { id } = await deal();
    let made = await offer(id);
    made = (await move(olga, made, 'in_review').expect(200)).body;
    const answers = await Promise.all([review(hanna, made), review(leader, made, 'rejected')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });
});

describe('an assignment to another department', () => {
  const task = () => ({ departmentId: planning, title: 'Site check', what: 'Is the site fit?', dueOn: '2026-03-01' });
  const answer = (agent: Agent, { id, version }: { id: string; version: number }, body: object) =>
    agent.post(`/api/v1/assignments/${id}/answer`).send({ version, ...body });

  it('is accepted, answered and done, and is all that the department sees', async () => {
    const made = await deal();
    const { body: given } = await olga.post(`/api/v1/deals/${made.id}/assignments`).send(task()).expect(201);
    expect(given).toMatchObject({ state: 'open', dealId: made.id, departmentName: 'Planning', giverName: 'olga' });
    const { body: seen } = await planner.get(`/api/v1/assignments/${given.id}`).expect(200);
    expect(seen).toEqual({
      ...task(),
      id: given.id,
      version: 1,
      state: 'open',
      departmentName: 'Planning',
      giverName: 'olga',
      giverDepartmentName: 'Seoul',
      createdAt: given.createdAt,
      mayDirect: false,
      ...Object.fromEntries(['dealId', 'dealCode', 'answer', 'note', 'answeredByName'].map((name) => [name, null])),
    });
    const [lead, of] = [`leads/${made.leadId}`, `deals/${made.id}`];
    for (const path of [of, `${of}/timeline`, `${of}/stage-changes`, `${of}/scorecards`, lead, `${lead}/timeline`])
      expect([403, 404], path).toContain((await planner.get(`/api/v1/${path}`)).status);
    for (const path of [`companies/${made.companyId}`, 'deals', 'leads', 'contacts', 'offers', 'visits', 'follow-ups'])
      expect([403, 404], path).toContain((await planner.get(`/api/v1/${path}`)).status);
    expect(firstError(await answer(planner, seen, { state: 'done' }).expect(422))).toMatchObject({ path: 'state' });
    let now = (await answer(planner, seen, { state: 'accepted' }).expect(200)).body;
    expect(firstError(await answer(planner, now, { state: 'answered' }).expect(400))).toMatchObject({ path: 'answer' });
    now = (await answer(planner, now, { state: 'answered', answer: 'It is.' }).expect(200)).body;
    const settle = { version: now.version, state: 'accepted', note: 'And the water?' };
    now = (await olga.post(`/api/v1/assignments/${given.id}/settle`).send(settle).expect(200)).body;
    now = (await answer(planner, now, { state: 'answered', answer: 'The water too.' }).expect(200)).body;
    now = (await answer(planner, now, { state: 'done' }).expect(200)).body;
    expect(now).toMatchObject({
      state: 'done',
      answer: 'The water too.',
      note: 'And the water?',
      answeredByName: 'planner',
    });
    await olga.patch(`/api/v1/assignments/${given.id}`).send({ version: now.version, title: 'x' }).expect(422);
  });

  it('is directed by who gave it, by the head, and by the leader; nobody calls off what stands above them', async () => {
    const made = await deal();
    const give = async (agent: Agent) =>
      (await agent.post(`/api/v1/deals/${made.id}/assignments`).send(task()).expect(201)).body;
    const settle = (agent: Agent, { id, version }: { id: string; version: number }) =>
      agent.post(`/api/v1/assignments/${id}/settle`).send({ version, state: 'cancelled' });
    const ordered = await give(leader);
    expect((await olga.get(`/api/v1/assignments/${ordered.id}`).expect(200)).body.mayDirect).toBe(false);
    for (const agent of [olga, hanna]) {
      await settle(agent, ordered).expect(403);
      await agent
        .patch(`/api/v1/assignments/${ordered.id}`)
        .send({ version: ordered.version, dueOn: '2030-01-01' })
        .expect(403);
    }
    await settle(leader, ordered).expect(200);
    const asked = await give(olga);
    expect(asked.mayDirect).toBe(true);
    await settle(hanna, asked).expect(200);
    await settle(leader, await give(olga)).expect(200);
  });

  it('goes only where somebody can answer it', async () => {
    const made = await deal();
    const ask = (departmentId: string) =>
      olga.post(`/api/v1/deals/${made.id}/assignments`).send({ ...task(), departmentId });
    const empty = await world.department('Nobody there');
    expect(firstError(await ask(empty).expect(422))).toMatchObject({ path: 'departmentId', code: 'nobody-there' });
    await ask(await world.department('Below planning', planning)).expect(201);
  });

  it('may be given by the leader, and is no other department’s', async () => {
    const made = await deal();
    const { body: given } = await leader.post(`/api/v1/deals/${made.id}/assignments`).send(task()).expect(201);
    await world.user('surveyor', 'collaborator', await world.department('Survey'));
    const surveyor = await world.as('surveyor');
    await surveyor.get(`/api/v1/assignments/${given.id}`).expect(404);
    expect((await surveyor.get('/api/v1/assignments').expect(200)).body.items).toEqual([]);
    // The head of the department that it was given to has the deal no more than before.
    await world.user('pavel', 'head', planning);
    const pavel = await world.as('pavel');
    await pavel.get(`/api/v1/assignments/${given.id}`).expect(404);
    expect((await pavel.get('/api/v1/assignments').expect(200)).body.items).toEqual([]);
    const mine = (await planner.get('/api/v1/assignments?state=open').expect(200)).body.items as { id: string }[];
    expect(mine.map(({ id }) => id)).toContain(given.id);
    await olga
      .post(`/api/v1/deals/${made.id}/assignments`)
      .send({ ...task(), departmentId: made.id })
      .expect(422);
  });
});
