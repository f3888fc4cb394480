import { addWorkingDays, plainCalendar } from '@torch/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newLead, startWorld, type World } from '../../test/support';

type Agent = Awaited<ReturnType<World['as']>>;

let world: World;
let olga: Agent;
let otto: Agent;
let hanna: Agent;
let otherHead: Agent;
let leader: Agent;
const ids: Record<string, string> = {};
let serial = 0;

const day = 86_400_000;
/** The date in Seoul, where the owner is, so many days from today. */
const inDays = (days: number) =>
  new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Seoul' }).format(new Date(Date.now() + days * day));
const promise = (more: object = {}) => ({
  what: 'Plant ready for machines',
  category: 'plant',
  toName: 'Park Ji-woo',
  promisedBy: 'Olga',
  promisedOn: inDays(-30),
  dueOn: inDays(14),
  ...more,
});

beforeAll(async () => {
  world = await startWorld();
  const seoul = await world.department('Seoul');
  const tokyo = await world.department('Tokyo');
  const zone = { timeZone: 'Asia/Seoul' };
  ids['olga'] = await world.user('olga', 'officer', seoul, zone);
  ids['otto'] = await world.user('otto', 'officer', seoul, zone);
  ids['hanna'] = await world.user('hanna', 'head', seoul, zone);
  ids['tom'] = await world.user('tom', 'officer', tokyo);
  await world.user('otherhead', 'head', tokyo);
  await world.user('leader', 'leader', await world.department('Bureau'));
  olga = await world.as('olga');
  otto = await world.as('otto');
  hanna = await world.as('hanna');
  otherHead = await world.as('otherhead');
  leader = await world.as('leader');
});
afterAll(() => world.close());

const lead = async (agent = olga) => {
  const { companyId, lead: made } = await newLead(agent, `Promised ${(serial += 1)} ${Math.random().toString(36)}`);
  return { companyId, leadId: made.id as string };
};
const promised = async (leadId: string, more: object = {}, agent = olga) =>
  (await agent.post(`/api/v1/leads/${leadId}/promises`).send(promise(more)).expect(201)).body as {
    id: string;
    version: number;
    overdue: boolean;
  };
const settle = (agent: Agent, id: string, version: number, state: string, note?: string) =>
  agent.post(`/api/v1/promises/${id}/state`).send({ version, state, ...(note !== undefined && { note }) });
const listed = async (agent: Agent, query: string) =>
  ((await agent.get(`/api/v1/promises?${query}`).expect(200)).body.items as { id: string }[]).map(({ id }) => id);
const reminders = async (id: string) =>
  (
    await world.owner.query<{ user: string; channel: string; at: string; state: string }>(
      `SELECT u.username AS user, r.channel, to_char(r.remind_at AT TIME ZONE 'Asia/Seoul', 'YYYY-MM-DD HH24:MI') AS at, r.state
       FROM reminders r JOIN users u ON u.id = r.user_id WHERE r.subject_id = $1 ORDER BY r.remind_at, u.username, r.channel`,
      [id],
    )
  ).rows;
const planned = async (id: string) =>
  (await reminders(id))
    .filter(({ state }) => state === 'planned')
    .map(({ user, channel, at }) => `${at} ${user} ${channel}`);
/** The first step, on the working day before. */
const mornings = (dueOn: string, user: string) =>
  ['email', 'in_app'].map((channel) => `${addWorkingDays(plainCalendar, dueOn, -1)} 09:00 ${user} ${channel}`);

describe('the ledger of promises', () => {
  it('keeps what was promised, to whom, by whom and until when, on the lead and its company', async () => {
    const { leadId, companyId } = await lead();
    const { body: contact } = await olga.post('/api/v1/contacts').send({ companyId, name: '박지우' }).expect(201);
    const meeting = { kind: 'inbound', status: 'completed', subject: 'Talk', startsAt: '2026-01-05T02:00:00Z' };
    const { body: visit } = await olga
      .post('/api/v1/visits')
      .send({ ...meeting, companyId, leadId })
      .expect(201);
    const { id } = await promised(leadId, { toName: null, contactId: contact.id, visitId: visit.id });
    const { body } = await olga.get(`/api/v1/promises/${id}`).expect(200);
    expect(body).toMatchObject({
      ...promise({ toName: null }),
      contactName: '박지우',
      state: 'open',
      overdue: false,
      companyId,
      leadId,
      visitId: visit.id,
      ownerName: 'olga',
    });
    for (const query of [`lead=${leadId}`, `company=${companyId}`, `visit=${visit.id}`])
      expect(await listed(olga, query)).toEqual([id]);
    expect(body).not.toHaveProperty('confidentialTo');
  });

  it('refuses what belongs to another lead, days out of order, and a promise to nobody', async () => {
    const { leadId } = await lead();
    const other = await lead();
    const { body: contact } = await olga
      .post('/api/v1/contacts')
      .send({ companyId: other.companyId, name: 'Kim' })
      .expect(201);
    const refused = async (more: object, path: string, status = 422) => {
      const { body } = await olga.post(`/api/v1/leads/${leadId}/promises`).send(promise(more)).expect(status);
      expect(body.errors).toMatchObject([{ path }]);
    };
    await refused({ contactId: contact.id }, 'contactId');
    await refused({ dueOn: inDays(-31) }, 'dueOn');
    await refused({ dealId: leadId }, 'dealId');
    await refused({ visitId: leadId }, 'visitId');
    await refused({ ownerId: ids['tom'] }, 'ownerId');
    await refused({ ownerId: ids['otto'] }, 'ownerId');
    await refused({ toName: null }, 'toName', 400);
    const { id, version } = await promised(leadId);
    const { body } = await olga.patch(`/api/v1/promises/${id}`).send({ version, toName: null }).expect(422);
    expect(body.errors).toMatchObject([{ path: 'toName' }]);
  });

  it('is settled with a note where it is not kept, opened again, and says so in its history', async () => {
    const { leadId } = await lead();
    const { id } = await promised(leadId);
    const refused = await settle(olga, id, 1, 'broken').expect(422);
    expect(refused.body.errors).toMatchObject([{ path: 'note', code: 'note-missing' }]);
    const { body: broken } = await settle(olga, id, 1, 'broken', 'The builder was late').expect(200);
    expect(broken).toMatchObject({ state: 'broken', note: 'The builder was late', overdue: false });
    await settle(olga, id, 2, 'kept').expect(422);
    await olga
      .patch(`/api/v1/promises/${id}`)
      .send({ version: 2, dueOn: inDays(20) })
      .expect(422);
    const { body: stale } = await settle(olga, id, 1, 'open').expect(409);
    expect(stale.current).toMatchObject({ id, version: 2 });
    await settle(olga, id, 2, 'open').expect(200);
    const { body: kept } = await settle(hanna, id, 3, 'kept').expect(200);
    expect(kept).toMatchObject({ state: 'kept', note: null });
    const { rows } = await world.owner.query(`SELECT type FROM events WHERE subject_id = $1 ORDER BY id`, [id]);
    expect(rows.map(({ type }) => type)).toEqual(
      ['created', 'broken', 'reopened', 'kept'].map((act) => `promise.${act}`),
    );
  });

  it('is the business of its owner, of the lead’s, of their heads and the leader, and nobody else’s', async () => {
    const { leadId } = await lead();
    const { id, version } = await promised(leadId, { ownerId: ids['otto'] }, hanna);
    for (const agent of [olga, otto, hanna, leader]) {
      const { body } = await agent.get(`/api/v1/promises/${id}`).expect(200);
      // Whose lead it is goes along, so that its owner is offered what they may do.
      expect(body).toMatchObject({ ownerId: ids['otto'], leadOwnerId: ids['olga'] });
    }
    for (const agent of [otherHead, await world.as('tom')]) {
      await agent.get(`/api/v1/promises/${id}`).expect(404);
      await settle(agent, id, version, 'kept').expect(404);
      expect(await listed(agent, `lead=${leadId}`)).toEqual([]);
    }
    await settle(leader, id, version, 'kept').expect(403);
    // Otto sees to it, and sees no more of the lead than that.
    await otto.get(`/api/v1/leads/${leadId}`).expect(404);
    await settle(otto, id, version, 'kept').expect(200);
  });

  it('finds what is overdue by the owner’s own day, and what is due when', async () => {
    const { leadId } = await lead();
    const past = await promised(leadId, { dueOn: inDays(-1) });
    const today = await promised(leadId, { dueOn: inDays(0), what: 'Water' });
    const later = await promised(leadId, { dueOn: inDays(40), category: 'permit' });
    expect([past.overdue, today.overdue]).toEqual([true, false]);
    const all = `lead=${leadId}`;
    expect(await listed(olga, all)).toEqual([past.id, today.id, later.id]);
    expect(await listed(olga, `${all}&sort=-dueOn`)).toEqual([later.id, today.id, past.id]);
    expect(await listed(olga, `${all}&overdue=true`)).toEqual([past.id]);
    expect(await listed(olga, `${all}&overdue=false`)).toEqual([today.id, later.id]);
    expect(await listed(olga, `${all}&dueFrom=${inDays(0)}&dueTo=${inDays(30)}`)).toEqual([today.id]);
    expect(await listed(olga, `${all}&q=WATER`)).toEqual([today.id]);
    expect(await listed(olga, `${all}&category=permit`)).toEqual([later.id]);
    const first = (await olga.get(`/api/v1/promises?${all}&limit=1`).expect(200)).body;
    expect(await listed(olga, `${all}&limit=1&cursor=${first.nextCursor}`)).toEqual([today.id]);
    const { body } = await hanna.get('/api/v1/today').expect(200);
    const due = (body.promisesDue.items as { id: string }[]).map(({ id }) => id);
    expect(due).toEqual(expect.arrayContaining([past.id, today.id]));
    expect(due).not.toContain(later.id);
  });
});

describe('reminders of a promise', () => {
  it('are planned for nine in the owner’s morning, moved with it, and withdrawn when it is settled', async () => {
    const { leadId } = await lead();
    const { id } = await promised(leadId);
    expect(await planned(id)).toEqual(mornings(inDays(14), 'olga'));
    await olga
      .patch(`/api/v1/promises/${id}`)
      .send({ version: 1, dueOn: inDays(30) })
      .expect(200);
    expect(await planned(id)).toEqual(mornings(inDays(30), 'olga'));
    await hanna.patch(`/api/v1/promises/${id}`).send({ version: 2, ownerId: ids['otto'] }).expect(200);
    expect(await planned(id)).toEqual(mornings(inDays(30), 'otto'));
    await settle(otto, id, 3, 'kept').expect(200);
    expect(await planned(id)).toEqual([]);
    await settle(otto, id, 4, 'open').expect(200);
    expect(await planned(id)).toEqual(mornings(inDays(30), 'otto'));
    const { body } = await otto.get(`/api/v1/reminders?promise=${id}&state=planned`).expect(200);
    expect(body.items).toHaveLength(2);
    expect(body.items[0]).toMatchObject({ promiseId: id, followUpId: null });
  });

  it('are none for a morning that is over', async () => {
    const { leadId } = await lead();
    const { id } = await promised(leadId, { dueOn: inDays(-30) });
    expect(await reminders(id)).toEqual([]);
  });
});

describe('a lead that changes hands', () => {
  it('takes the open promises of its former owner along, and leaves those of others', async () => {
    const { leadId } = await lead();
    const mine = await promised(leadId);
    const done = await promised(leadId);
    await settle(olga, done.id, 1, 'kept').expect(200);
    const heads = await promised(leadId, { ownerId: ids['hanna'] }, hanna);
    const { version } = (await hanna.get(`/api/v1/leads/${leadId}`).expect(200)).body;
    await hanna.post(`/api/v1/leads/${leadId}/owner`).send({ version, ownerId: ids['otto'] }).expect(200);
    const owner = async (id: string) => (await hanna.get(`/api/v1/promises/${id}`).expect(200)).body.ownerName;
    expect([await owner(mine.id), await owner(done.id), await owner(heads.id)]).toEqual(['otto', 'olga', 'hanna']);
    expect(await planned(mine.id)).toEqual(mornings(inDays(14), 'otto'));
    expect(await listed(otto, `lead=${leadId}`)).toHaveLength(3);
  });

  it('in a transfer too, and back again when it is undone', async () => {
    const seoul = (await world.actor('olga')).departmentId;
    ids['leaver'] = await world.user('leaver', 'officer', seoul, { timeZone: 'Asia/Seoul' });
    const leaver = await world.as('leaver');
    const { leadId } = await lead(leaver);
    const theirs = await promised(leadId, {}, leaver);
    const own = await lead(otto);
    const ottos = await promised(own.leadId, {}, otto);
    const wish = { fromUserId: ids['leaver'], toUserId: ids['otto'], reason: 'Leaves' };
    const { body: preview } = await hanna.get(`/api/v1/transfers/preview?fromUserId=${ids['leaver']}`).expect(200);
    expect(preview).toMatchObject({ leads: 1, promises: 1 });
    const { body: made } = await hanna.post('/api/v1/transfers').send(wish).expect(201);
    expect(made.moved).toEqual(preview);
    expect(await planned(theirs.id)).toEqual(mornings(inDays(14), 'otto'));
    // Made by the heir meanwhile, on the lead that goes back: it is the heir's to keep.
    const meanwhile = await promised(leadId, {}, otto);
    const { body: undone } = await hanna.post(`/api/v1/transfers/${made.id}/undo`).expect(200);
    expect(undone.left).toBe(0);
    expect(await planned(theirs.id)).toEqual(mornings(inDays(14), 'leaver'));
    for (const { id } of [ottos, meanwhile])
      expect((await hanna.get(`/api/v1/promises/${id}`).expect(200)).body.ownerName).toBe('otto');
  });
});

describe('a lead that becomes confidential', () => {
  it('hides its promises from others, and takes theirs over', async () => {
    const { companyId, leadId: _ } = await lead();
    await olga.post('/api/v1/contacts').send({ companyId, name: 'Contact' }).expect(201);
    const usd = { amount: '5', currency: 'USD' };
    const { body: deal } = await olga
      .post('/api/v1/deals')
      .send({ companyId, title: 'Plant', channel: 'chain', cluster: 'MED', totalInvestment: usd })
      .expect(201);
    const { id } = await promised(deal.leadId, { ownerId: ids['otto'], dealId: deal.id }, hanna);
    await olga
      .post(`/api/v1/deals/${deal.id}/confidentiality`)
      .send({ version: deal.version, codename: 'Falke', people: [] })
      .expect(200);
    const { body } = await olga.get(`/api/v1/promises/${id}`).expect(200);
    expect(body).toMatchObject({ ownerName: 'olga', companyName: 'Falke' });
    for (const agent of [otto, hanna, leader]) {
      await agent.get(`/api/v1/promises/${id}`).expect(404);
      expect(await listed(agent, `company=${companyId}`)).toEqual([]);
    }
    expect(await planned(id)).toEqual(mornings(inDays(14), 'olga'));
    const named = { version: body.version, ownerId: ids['hanna'] };
    await olga.patch(`/api/v1/promises/${id}`).send(named).expect(422);
  });
});

it('stands in the history of those who may read promises, and of nobody else', async () => {
  const seoul = (await world.actor('olga')).departmentId;
  await world.user('stella', 'statistician', seoul);
  const { companyId, leadId } = await lead();
  const { id } = await promised(leadId, { ownerId: ids['otto'] }, hanna);
  const history = async (agent: Agent, path: string) =>
    ((await agent.get(`/api/v1${path}/timeline`).expect(200)).body.items as { subjectId: string }[]).some(
      ({ subjectId }) => subjectId === id,
    );
  expect(await history(olga, `/leads/${leadId}`)).toBe(true);
  expect(await history(await world.as('stella'), `/leads/${leadId}`)).toBe(false);
  // Whose task the promise is sees it at the company, though the lead is another's.
  expect(await history(otto, `/companies/${companyId}`)).toBe(true);
  expect(await history(await world.as('tom'), `/companies/${companyId}`)).toBe(false);
});

it('rests with its lead in the recycle bin', async () => {
  const { leadId } = await lead();
  const { id } = await promised(leadId);
  await olga.delete(`/api/v1/leads/${leadId}`).expect(204);
  await olga.get(`/api/v1/promises/${id}`).expect(404);
  expect(await listed(olga, `lead=${leadId}`)).toEqual([]);
  await olga.post(`/api/v1/recycle-bin/lead/${leadId}/restore`).expect(204);
  await olga.get(`/api/v1/promises/${id}`).expect(200);
});
