import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startWorld, type World } from '../../test/support';
import { LeadService } from '../leads';
import { ProtectionSweep } from '.';

type Agent = Awaited<ReturnType<World['as']>>;
interface Record_ {
  id: string;
  version: number;
}

let world: World;
const ids: Record<string, string> = {};
const agents: Record<string, Agent> = {};
const as = (name: string) => agents[name] as Agent;
const usd = { amount: '5000000', currency: 'USD' };
const day = 86_400_000;

beforeAll(async () => {
  world = await startWorld({ POOL_CLAIMS_PER_WEEK: '3' });
  ids['bureau'] = await world.department('Bureau');
  ids['seoul'] = await world.department('Seoul', ids['bureau']);
  ids['tokyo'] = await world.department('Tokyo', ids['bureau']);
  for (const [name, role, department] of [
    ['kim', 'officer', 'seoul'],
    ['park', 'officer', 'seoul'],
    ['headSeoul', 'head', 'seoul'],
    ['sato', 'officer', 'tokyo'],
    ['headTokyo', 'head', 'tokyo'],
    ['director', 'head', 'bureau'],
    ['leader', 'leader', 'bureau'],
  ] as const) {
    ids[name] = await world.user(name.toLowerCase(), role, ids[department] as string, { locale: 'en' });
    agents[name] = await world.as(name.toLowerCase());
  }
});
afterAll(() => world.close());

const newCompany = async (agent: Agent, more: object = {}) =>
  (
    await agent
      .post('/api/v1/companies')
      .send({ nameEn: `Works ${randomUUID()}`, country: 'KR', region: 'KR', ...more })
      .expect(201)
  ).body.id as string;
const newLead = async (agent: Agent, companyId: string, more: object = {}) =>
  (
    await agent
      .post('/api/v1/leads')
      .send({ companyId, title: 'Plant', channel: 'chain', ...more })
      .expect(201)
  ).body as Record_ & {
    code: string;
    ownerId: string;
  };
const conflictsOf = async (agent: Agent, leadId: string) =>
  (await agent.get(`/api/v1/conflicts?lead=${leadId}`).expect(200)).body.items;
const settle = (agent: Agent, { id, version }: Record_, body: object) =>
  agent.post(`/api/v1/conflicts/${id}/settle`).send({ version, reason: 'By the rule', ...body });
/** As if nobody had been in contact for so many days. */
const silent = (leadId: string, days: number) =>
  world.work.run('system', null, async (tx) => {
    await tx.query(
      `UPDATE leads SET last_contact_at = now() - make_interval(days => $2), protected_from = now() - make_interval(days => $2) WHERE id = $1`,
      [leadId, days],
    );
    await tx.record('lead.updated', { subjectType: 'lead', subjectId: leadId });
  });

describe('a company that somebody else holds', () => {
  it('is a conflict at once, both sides and both heads are told, and neither sees the other’s business', async () => {
    const companyId = await newCompany(as('kim'));
    const first = await newLead(as('kim'), companyId, { title: 'Secret plan' });
    const { body: holders } = await as('sato').get(`/api/v1/companies/${companyId}/holders`).expect(200);
    expect(holders.items).toEqual([
      { ownerName: 'kim', departmentName: 'Seoul', until: expect.any(String), basis: 'same', own: false },
    ]);
    const second = await newLead(as('sato'), companyId);
    const [seen] = await conflictsOf(as('sato'), second.id);
    expect(seen).toMatchObject({
      state: 'open',
      basis: 'same',
      held: { ownerName: 'kim', departmentName: 'Seoul', leadId: null, leadCode: null, companyName: null },
      second: { leadId: second.id },
      maySettle: false,
    });
    expect(JSON.stringify(seen)).not.toContain(first.id);
    expect(JSON.stringify(seen)).not.toContain('Secret plan');
    expect(Date.parse(seen.held.until) - Date.now()).toBeGreaterThan(29 * day);
    expect((await conflictsOf(as('kim'), first.id))[0]).toMatchObject({
      held: { leadId: first.id },
      second: { leadId: null },
    });
    for (const head of ['headSeoul', 'headTokyo', 'director'])
      expect((await conflictsOf(as(head), first.id))[0]).toMatchObject({ id: seen.id, maySettle: true });
    expect(await conflictsOf(as('park'), first.id)).toEqual([]);
    const { rows } = await world.owner.query(
      `SELECT u.username, f.title, f.lead_id = $1 AS held FROM follow_ups f JOIN users u ON u.id = f.owner_id
       WHERE f.lead_id = ANY($2) ORDER BY u.username`,
      [first.id, [first.id, second.id]],
    );
    expect(rows).toEqual([
      { username: 'headseoul', title: `First-report conflict on ${first.code}: look at it`, held: true },
      { username: 'headtokyo', title: `First-report conflict on ${second.code}: look at it`, held: false },
      { username: 'kim', title: `First-report conflict on ${first.code}: look at it`, held: true },
      { username: 'sato', title: `First-report conflict on ${second.code}: look at it`, held: false },
    ]);
    const reminders = await world.owner.query(
      `SELECT count(*)::int AS count FROM reminders r JOIN follow_ups f ON f.id = r.subject_id WHERE f.lead_id = ANY($1)`,
      [[first.id, second.id]],
    );
    expect(reminders.rows).toEqual([{ count: 8 }]);
  });

  it('by whichever way it comes in: its group, a similar name, a quick log, a deal entered directly', async () => {
    const parent = await newCompany(as('kim'));
    const first = await newLead(as('kim'), parent);
    const child = await newCompany(as('sato'), { parentId: parent });
    await newLead(as('sato'), child);
    const sister = await newCompany(as('sato'), { parentId: parent });
    await as('sato').post('/api/v1/contacts').send({ companyId: sister, name: 'Contact' }).expect(201);
    await as('sato')
      .post('/api/v1/deals')
      .send({ companyId: sister, title: 'Direct', channel: 'chain', cluster: 'MED', totalInvestment: usd })
      .expect(201);
    expect((await conflictsOf(as('kim'), first.id)).map(({ basis }: { basis: string }) => basis)).toEqual([
      'group',
      'group',
    ]);

    const name = `Alike ${randomUUID()}`;
    const known = await newCompany(as('kim'), { nameEn: name });
    const held = await newLead(as('kim'), known);
    await as('sato')
      .post('/api/v1/companies')
      .send({ nameEn: `${name}s`, country: 'KR', region: 'KR' })
      .expect(409);
    const other = await newCompany(as('sato'), { nameEn: `${name}s`, distinctFrom: [known] });
    const visit = { kind: 'online', status: 'planned', subject: 'Talk', startsAt: '2026-01-05T02:00:00Z' };
    await as('sato')
      .post('/api/v1/quick-logs')
      .send({ companyId: other, lead: { title: 'Logged', channel: 'chain' }, visit })
      .expect(201);
    expect(await conflictsOf(as('kim'), held.id)).toMatchObject([{ basis: 'similar' }]);
  });

  it('is none where the protection has ended, the lead is closed, or the second lead is one’s own', async () => {
    const companyId = await newCompany(as('kim'));
    const first = await newLead(as('kim'), companyId);
    await newLead(as('kim'), companyId);
    expect(await conflictsOf(as('kim'), first.id)).toEqual([]);
    for (const lead of (await as('kim').get(`/api/v1/leads?company=${companyId}`)).body.items)
      await silent(lead.id, 31);
    const second = await newLead(as('sato'), companyId);
    expect(await conflictsOf(as('sato'), second.id)).toEqual([]);
  });

  it('reported by two at the same instant belongs to one, and is a conflict for the other', async () => {
    for (let round = 0; round < 5; round++) {
      const companyId = await newCompany(as('kim'));
      await Promise.all([newLead(as('kim'), companyId), newLead(as('sato'), companyId)]);
      const { rows } = await world.owner.query(
        `SELECT count(*)::int AS count FROM conflicts k JOIN leads l ON l.id = k.second_lead_id WHERE l.company_id = $1`,
        [companyId],
      );
      expect(rows).toEqual([{ count: 1 }]);
    }
  });
});

describe('a conflict is settled', () => {
  async function conflict() {
    const companyId = await newCompany(as('kim'));
    const first = await newLead(as('kim'), companyId);
    const second = await newLead(as('sato'), companyId);
    const [found] = await conflictsOf(as('headSeoul'), first.id);
    return { first, second, found };
  }
  const lead = async (agent: Agent, id: string) => (await agent.get(`/api/v1/leads/${id}`)).body;

  it('for the holder: the second lead is closed, with the reason', async () => {
    const { first, second, found } = await conflict();
    await settle(as('kim'), found, { ruling: 'keep' }).expect(403);
    await settle(as('park'), found, { ruling: 'keep' }).expect(403);
    const { body } = await settle(as('headTokyo'), found, { ruling: 'keep' }).expect(200);
    expect(body).toMatchObject({
      state: 'settled',
      ruling: 'keep',
      reason: 'By the rule',
      settledByName: 'headTokyo'.toLowerCase(),
    });
    expect(await lead(as('sato'), second.id)).toMatchObject({ status: 'disqualified', closeReason: 'held-by-other' });
    expect(await lead(as('kim'), first.id)).toMatchObject({ status: 'new', ownerName: 'kim' });
    await settle(as('headSeoul'), body, { ruling: 'transfer' }).expect(422);
  });

  it('for the second: the held lead changes hands, and its history says so', async () => {
    const { first, found } = await conflict();
    await settle(as('headSeoul'), found, { ruling: 'transfer' }).expect(200);
    expect((await as('kim').get(`/api/v1/leads/${first.id}`)).status).toBe(404);
    const { body } = await as('sato').get(`/api/v1/leads/${first.id}/ownership`).expect(200);
    expect(body.changes).toMatchObject([
      { kind: 'settled', fromName: 'kim', toName: 'sato', byName: 'headseoul', reason: 'By the rule' },
      { kind: 'reported', fromName: null, toName: 'kim' },
    ]);
  });

  it('by shares that make a hundred, for the figures of performance', async () => {
    const { found } = await conflict();
    const share = (a: number, b: number) => [
      { userId: ids['kim'], percent: a },
      { userId: ids['sato'], percent: b },
    ];
    expect(
      (await settle(as('director'), found, { ruling: 'share', shares: share(60, 30) }).expect(400)).body.errors,
    ).toMatchObject([{ path: 'shares' }]);
    const { body } = await settle(as('director'), found, { ruling: 'share', shares: share(60, 40) }).expect(200);
    expect(body.shares).toMatchObject([
      { userName: 'kim', percent: 60 },
      { userName: 'sato', percent: 40 },
    ]);
  });

  it('once, when two heads rule at the same instant', async () => {
    const { found } = await conflict();
    const answers = await Promise.all([
      settle(as('headSeoul'), found, { ruling: 'keep' }),
      settle(as('headTokyo'), found, { ruling: 'transfer' }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const [won, lost] = answers.sort((a, b) => a.status - b.status);
    expect(lost?.body.current).toMatchObject({ state: 'settled', ruling: won?.body.ruling });
  });
});

describe('the pool', () => {
  const pooled = async () => {
    const made = await newLead(as('kim'), await newCompany(as('kim')));
    await as('kim')
      .post('/api/v1/follow-ups')
      .send({ leadId: made.id, title: 'Call', dueAt: new Date(Date.now() + day).toISOString() })
      .expect(201);
    const { body } = await as('kim')
      .post(`/api/v1/leads/${made.id}/release`)
      .send({ version: made.version, reason: 'No time' })
      .expect(200);
    expect(body.pooledAt).not.toBeNull();
    return made;
  };
  const claim = (agent: Agent, { id }: { id: string }) => agent.post(`/api/v1/leads/${id}/claim`);

  it('takes what is released, with nothing left to be done, and shows it to the department', async () => {
    const made = await pooled();
    const { rows } = await world.owner.query(
      `SELECT f.status, r.state FROM follow_ups f JOIN reminders r ON r.subject_id = f.id WHERE f.lead_id = $1`,
      [made.id],
    );
    expect(rows).toEqual([
      { status: 'cancelled', state: 'cancelled' },
      { status: 'cancelled', state: 'cancelled' },
    ]);
    const has = async (agent: Agent, list: string) =>
      (await agent.get(`/api/v1/${list}?limit=200`).expect(200)).body.items.some(
        ({ id }: { id: string }) => id === made.id,
      );
    expect(await has(as('park'), 'pool')).toBe(true);
    expect(await has(as('sato'), 'pool')).toBe(false);
    expect(await has(as('kim'), 'leads')).toBe(false);
    await claim(as('sato'), made).expect(404);
    const { version } = (await as('kim').get(`/api/v1/leads/${made.id}`)).body;
    const refused = await as('kim').patch(`/api/v1/leads/${made.id}`).send({ version, title: 'Mine' }).expect(422);
    expect(refused.body.errors).toMatchObject([{ code: 'pooled' }]);
    const { body } = await claim(as('headSeoul'), made).expect(200);
    expect(body).toMatchObject({ ownerName: 'headseoul', pooledAt: null });
  });

  it('says how long ago the last contact was, and from when on the protection of a new holder counts', async () => {
    const made = await pooled();
    await silent(made.id, 31);
    const { body: lead } = await claim(as('headSeoul'), made).expect(200);
    const { body } = await as('headSeoul').get(`/api/v1/leads/${made.id}/ownership`).expect(200);
    expect(body).toMatchObject({ lastContactAt: lead.lastContactAt, silentDays: 0, warning: 0 });
    expect(Date.parse(lead.lastContactAt)).toBeLessThan(Date.now() - 29 * day);
    expect(Math.abs(Date.now() - Date.parse(body.countedFrom))).toBeLessThan(day);
    const fresh = await newLead(as('kim'), await newCompany(as('kim')));
    const { body: own } = await as('kim').get(`/api/v1/leads/${fresh.id}/ownership`).expect(200);
    expect(own.countedFrom).toBe(own.lastContactAt);
  });

  it('gives a lead to exactly one of ten who reach for it at the same instant; the others learn who has it', async () => {
    const names = Array.from({ length: 10 }, (_, index) => `rush${index}`);
    for (const name of names) await world.user(name, 'officer', ids['seoul'] as string);
    const rushers = await Promise.all(names.map((name) => world.as(name)));
    for (let round = 0; round < 3; round++) {
      const made = await pooled();
      const answers = await Promise.all(rushers.map((agent) => claim(agent, made)));
      const won = answers.filter(({ status }) => status === 200);
      expect(won).toHaveLength(1);
      for (const { status, body } of answers.filter((answer) => answer !== won[0])) {
        expect(status).toBe(409);
        expect(body).toMatchObject({ type: '/problems/already-claimed', holder: won[0]?.body.ownerName });
      }
      const { rows } = await world.owner.query(
        `SELECT count(*)::int AS count FROM ownership_changes WHERE lead_id = $1 AND kind = 'claimed'`,
        [made.id],
      );
      expect(rows).toEqual([{ count: 1 }]);
    }
  });

  it('lets nobody claim more than the limit, not even at once', async () => {
    const leads = [await pooled(), await pooled(), await pooled(), await pooled(), await pooled()];
    const answers = await Promise.all(leads.map((each) => claim(as('park'), each)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 422, 422]);
    const { body } = await claim(as('park'), await pooled()).expect(422);
    expect(body.errors).toMatchObject([{ code: 'claim-limit' }]);
  });

  it('a claim and a hand-over at the same instant leave one owner', async () => {
    for (let round = 0; round < 3; round++) {
      const made = await pooled();
      const { version } = (await as('headSeoul').get(`/api/v1/leads/${made.id}`)).body;
      const rusher = await world.as(`rush${round}`);
      const [claimed, assigned] = await Promise.all([
        claim(rusher, made),
        as('headSeoul').post(`/api/v1/leads/${made.id}/owner`).send({ version, ownerId: ids['kim'] }),
      ]);
      const { rows } = await world.owner.query('SELECT owner_id, pooled_at FROM leads WHERE id = $1', [made.id]);
      const last = await world.owner.query(
        'SELECT to_id FROM ownership_changes WHERE lead_id = $1 ORDER BY at DESC, id DESC LIMIT 1',
        [made.id],
      );
      expect(rows[0].pooled_at).toBeNull();
      expect(last.rows[0].to_id).toBe(rows[0].owner_id);
      expect([claimed.status, assigned.status].filter((status) => status === 200).length).toBeGreaterThanOrEqual(1);
    }
  });
});

describe('silence', () => {
  const sweep = (now: Date) => world.app.get(ProtectionSweep).run(now);
  const state = async (id: string) =>
    (await world.owner.query('SELECT warned, pooled_at IS NOT NULL AS pooled FROM leads WHERE id = $1', [id])).rows[0];
  const told = async (id: string) =>
    (
      await world.owner.query(
        `SELECT count(*)::int AS count FROM follow_ups WHERE lead_id = $1 AND title LIKE 'The protection%'`,
        [id],
      )
    ).rows[0].count;

  it('of one lead that cannot be looked at holds up none behind it', async () => {
    const [broken, sound] = [
      await newLead(as('kim'), await newCompany(as('kim'))),
      await newLead(as('kim'), await newCompany(as('kim'))),
    ];
    const leads = world.app.get(LeadService);
    const warn = leads.noteWarning.bind(leads);
    const spy = vi
      .spyOn(leads, 'noteWarning')
      .mockImplementation((tx, lead, warned) =>
        lead.id === broken.id ? Promise.reject(new Error('broken')) : warn(tx, lead, warned),
      );
    await expect(sweep(new Date(Date.now() + 20.5 * day))).rejects.toThrow(`${broken.id}: broken`);
    spy.mockRestore();
    expect([(await state(broken.id)).warned, (await state(sound.id)).warned]).toEqual([0, 1]);
  });

  it('is warned of at 20 and 27 days, each once, and releases at 30; contact begins anew', async () => {
    const made = await newLead(as('kim'), await newCompany(as('kim')));
    const after = (days: number) => new Date(Date.now() + days * day);
    await sweep(after(19.9));
    expect(await state(made.id)).toEqual({ warned: 0, pooled: false });
    for (const time of [20, 21, 26]) await sweep(after(time));
    expect(await state(made.id)).toEqual({ warned: 1, pooled: false });
    expect(await told(made.id)).toBe(1);
    for (const time of [27, 28]) await sweep(after(time));
    expect([await state(made.id), await told(made.id)]).toEqual([{ warned: 2, pooled: false }, 2]);
    const visit = { kind: 'online', status: 'completed', subject: 'Talk', startsAt: new Date().toISOString() };
    const { companyId } = (await as('kim').get(`/api/v1/leads/${made.id}`)).body;
    await as('kim')
      .post('/api/v1/visits')
      .send({ ...visit, companyId, leadId: made.id })
      .expect(201);
    expect(await state(made.id)).toEqual({ warned: 0, pooled: false });
    for (const time of [20.1, 27.1]) await sweep(after(time));
    await world.work.run('system', null, async (tx) => {
      await tx.query(`UPDATE leads SET warned_at = now() + interval '27 days' WHERE id = $1`, [made.id]);
      await tx.record('lead.updated', { subjectType: 'lead', subjectId: made.id });
    });
    await sweep(after(29.9));
    expect(await state(made.id)).toMatchObject({ pooled: false });
    await sweep(after(30.1));
    expect(await state(made.id)).toMatchObject({ pooled: true });
    const { body } = await as('headSeoul').get(`/api/v1/leads/${made.id}/ownership`).expect(200);
    expect(body.changes[0]).toMatchObject({ kind: 'released', fromName: 'kim', byName: null });
  });

  it('costs nobody a lead without both warnings, however long the worker was away; and where the channel says never, none', async () => {
    const made = await newLead(as('kim'), await newCompany(as('kim')));
    const kept = await newLead(as('kim'), await newCompany(as('kim')), { channel: 'anchor' });
    const root = await world.as('root');
    const { body: channels } = await root.get('/api/v1/channels').expect(200);
    const anchor = channels.items.find(({ code }: { code: string }) => code === 'anchor');
    await root.patch(`/api/v1/channels/${anchor.id}`).send({ version: anchor.version, releaseDays: null }).expect(200);
    const wrong = { version: anchor.version + 1, firstWarningDays: 40 };
    await root.patch(`/api/v1/channels/${anchor.id}`).send(wrong).expect(422);
    await silent(made.id, 200);
    await silent(kept.id, 200);
    for (let look = 0; look < 5; look++) await sweep(new Date());
    expect(await state(made.id)).toEqual({ warned: 2, pooled: false });
    await sweep(new Date(Date.now() + 3 * day));
    expect(await state(made.id)).toMatchObject({ pooled: true });
    await sweep(new Date(Date.now() + 90 * day));
    expect(await state(kept.id)).toEqual({ warned: 2, pooled: false });
  });
});

describe('somebody leaves', () => {
  it('and everything goes to the successor in one act that can be taken back, reminders with it, each once', async () => {
    ids['leaver'] = await world.user('leaver', 'officer', ids['seoul'] as string);
    ids['heir'] = await world.user('heir', 'officer', ids['seoul'] as string);
    const leaver = await world.as('leaver');
    const heir = await world.as('heir');
    const companyId = await newCompany(leaver);
    await leaver.post('/api/v1/contacts').send({ companyId, name: 'Contact' }).expect(201);
    const open = await newLead(leaver, companyId);
    const input = { companyId, title: 'Deal', channel: 'chain', cluster: 'MED', totalInvestment: usd };
    const { body: deal } = await leaver.post('/api/v1/deals').send(input).expect(201);
    const dueAt = new Date(Date.now() + 5 * day).toISOString();
    const { body: task } = await leaver
      .post('/api/v1/follow-ups')
      .send({ leadId: open.id, title: 'Call', dueAt })
      .expect(201);
    const { body: own } = await heir.post('/api/v1/follow-ups').send({ companyId, title: 'Own', dueAt }).expect(201);
    const visit = { kind: 'online', status: 'planned', subject: 'Talk', startsAt: dueAt, companyId };
    await leaver.post('/api/v1/visits').send(visit).expect(201);
    const trouble = { kind: 'land', what: 'No land', dueOn: '2030-01-01' };
    const { body: stuck } = await leaver.post(`/api/v1/deals/${deal.id}/problems`).send(trouble).expect(201);
    await as('sato').post('/api/v1/transfers').send({}).expect(403);
    const { body: preview } = await as('headSeoul')
      .get(`/api/v1/transfers/preview?fromUserId=${ids['leaver']}`)
      .expect(200);
    expect(preview).toEqual({
      leads: 2,
      deals: 1,
      followUps: 1,
      promises: 0,
      problems: 1,
      accounts: 0,
      visits: 1,
      companies: 1,
    });
    const wish = { fromUserId: ids['leaver'], toUserId: ids['heir'], reason: 'Leaves the bureau' };
    await as('headTokyo').post('/api/v1/transfers').send(wish).expect(422);
    const { body: made } = await as('headSeoul').post('/api/v1/transfers').send(wish).expect(201);
    expect(made).toMatchObject({ moved: preview, fromName: 'leaver', toName: 'heir', undoneAt: null });

    const reminders = async (userId: string) =>
      (
        await world.owner.query(
          `SELECT r.channel, r.state FROM reminders r WHERE r.subject_id = $1 AND r.user_id = $2 AND r.state = 'planned' ORDER BY 1`,
          [task.id, userId],
        )
      ).rows;
    const planned = [
      { channel: 'email', state: 'planned' },
      { channel: 'in_app', state: 'planned' },
    ];
    expect(await reminders(ids['heir'] as string)).toEqual(planned);
    expect(await reminders(ids['leaver'] as string)).toEqual([]);
    expect((await heir.get(`/api/v1/deals/${deal.id}`).expect(200)).body.ownerName).toBe('heir');
    expect((await heir.get(`/api/v1/problems/${stuck.id}`).expect(200)).body.handlerName).toBe('heir');
    await leaver.get(`/api/v1/leads/${open.id}`).expect(404);

    const { version } = (await heir.get(`/api/v1/leads/${open.id}`)).body;
    await as('headSeoul').post(`/api/v1/leads/${open.id}/owner`).send({ version, ownerId: ids['kim'] }).expect(200);
    const { body: back } = await as('headSeoul').post(`/api/v1/transfers/${made.id}/undo`).expect(200);
    // The lead that changed hands since stays, and so does its follow-up.
    expect(back).toMatchObject({ undoneByName: 'headseoul', left: 2 });
    expect((await leaver.get(`/api/v1/deals/${deal.id}`).expect(200)).body.ownerName).toBe('leaver');
    expect((await leaver.get(`/api/v1/problems/${stuck.id}`).expect(200)).body.handlerName).toBe('leaver');
    expect((await as('kim').get(`/api/v1/leads/${open.id}`).expect(200)).body.ownerName).toBe('kim');
    expect((await heir.get(`/api/v1/follow-ups/${own.id}`).expect(200)).body.ownerName).toBe('heir');
    await as('headSeoul').post(`/api/v1/transfers/${made.id}/undo`).expect(422);
  });
});

describe('the history of ownership', () => {
  it('is asked for by the database, and is never rewritten', async () => {
    const made = await newLead(as('kim'), await newCompany(as('kim')));
    await expect(
      world.work.run('system', null, async (tx) => {
        await tx.query('UPDATE leads SET owner_id = $2 WHERE id = $1', [made.id, ids['park']]);
        await tx.record('lead.updated', { subjectType: 'lead', subjectId: made.id });
      }),
    ).rejects.toThrow('without the record of it');
    for (const sql of ['DELETE FROM ownership_changes', `UPDATE ownership_changes SET reason = 'x'`])
      await expect(world.work.run('system', null, (tx) => tx.query(sql))).rejects.toThrow('permission denied');
  });
});
