import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newLead, startWorld, type World } from '../../test/support';

type Agent = Awaited<ReturnType<World['as']>>;

let world: World;
let olga: Agent;
let otto: Agent;
let hanna: Agent;
const ids: Record<string, string> = {};

beforeAll(async () => {
  world = await startWorld();
  const seoul = await world.department('Seoul');
  for (const name of ['olga', 'otto']) ids[name] = await world.user(name, 'officer', seoul, { timeZone: 'Asia/Seoul' });
  ids['hanna'] = await world.user('hanna', 'head', seoul, { timeZone: 'Asia/Seoul' });
  await world.user('tom', 'officer', await world.department('Tokyo'));
  olga = await world.as('olga');
  otto = await world.as('otto');
  hanna = await world.as('hanna');
});
afterAll(() => world.close());

const journey = {
  title: '韩国招商',
  fromOn: '2026-05-11',
  toOn: '2026-05-14',
  leadPerson: 'Hanna, head',
  members: ['Olga', 'Otto'],
  cities: ['Seoul', 'Suwon'],
};
const talk = { kind: 'outbound', status: 'planned', subject: 'Call on them', startsAt: '2026-05-12T01:00:00Z' };
const visit = async (agent: Agent, more: object = {}) => {
  const { companyId, lead } = await newLead(agent, randomUUID());
  const { body } = await agent
    .post('/api/v1/visits')
    .send({ ...talk, companyId, leadId: lead.id, ...more })
    .expect(201);
  return body as { id: string; version: number; nextSteps: { id: string; followUpId: string | null }[] };
};

describe('a tour', () => {
  it('has several visits as its stops, each with its city, and leaves them when it is removed', async () => {
    const { body: tour } = await hanna.post('/api/v1/tours').send(journey).expect(201);
    expect(tour).toMatchObject({ ...journey, ownerName: 'hanna', version: 1 });
    const second = await visit(hanna, { tourId: tour.id, city: 'Suwon', startsAt: '2026-05-13T01:00:00Z' });
    const first = await visit(hanna, { tourId: tour.id, city: 'Seoul' });
    const stops = (await hanna.get(`/api/v1/visits?tour=${tour.id}&sort=startsAt`).expect(200)).body.items;
    expect(stops).toMatchObject([
      { id: first.id, city: 'Seoul', tourTitle: '韩国招商' },
      { id: second.id, city: 'Suwon' },
    ]);
    const found = async (q: string) => (await hanna.get('/api/v1/tours').query({ q }).expect(200)).body.total;
    expect([await found('suwon'), await found('韩国'), await found('Busan')]).toEqual([1, 1, 0]);
    await hanna.delete(`/api/v1/tours/${tour.id}`).expect(204);
    await hanna.get(`/api/v1/tours/${tour.id}`).expect(404);
    expect((await hanna.get(`/api/v1/visits/${first.id}`).expect(200)).body).toMatchObject({
      tourId: null,
      version: 2,
    });
  });

  it('ends no sooner than it begins, and is changed from its present version', async () => {
    const { body: refused } = await hanna
      .post('/api/v1/tours')
      .send({ ...journey, toOn: '2026-05-10' })
      .expect(422);
    expect(refused.errors).toMatchObject([{ path: 'toOn', code: 'before-start' }]);
    const { body: tour } = await hanna.post('/api/v1/tours').send(journey).expect(201);
    const change = (version: number, more: object) =>
      hanna.patch(`/api/v1/tours/${tour.id}`).send({ version, ...more });
    await change(1, { fromOn: '2026-06-01' }).expect(422);
    expect((await change(1, { cities: ['Busan'] }).expect(200)).body).toMatchObject({ cities: ['Busan'], version: 2 });
    expect((await change(1, { title: 'x' }).expect(409)).body.current).toMatchObject({ version: 2 });
  });

  it('takes visits of those alone who see it', async () => {
    const { body: tour } = await hanna.post('/api/v1/tours').send(journey).expect(201);
    await olga.get(`/api/v1/tours/${tour.id}`).expect(404);
    const own = await visit(olga);
    const { body } = await olga.patch(`/api/v1/visits/${own.id}`).send({ version: 1, tourId: tour.id }).expect(422);
    expect(body.errors).toMatchObject([{ path: 'tourId' }]);
    // The head puts it there; the officer's stop still names the journey.
    await hanna.patch(`/api/v1/visits/${own.id}`).send({ version: 1, tourId: tour.id }).expect(200);
    expect((await olga.get(`/api/v1/visits/${own.id}`).expect(200)).body.tourTitle).toBe('韩国招商');
  });
});

describe('a visit', () => {
  it('is prepared with programme, hosts, guests and talking points, whose names stay out of the history', async () => {
    const preparation = {
      purpose: 'See the plant',
      itinerary: [{ time: '9:30', place: 'Gate 2', what: 'Welcome' }],
      hosts: [{ name: '王主任', title: '管委会' }],
      guests: [{ name: '박지우', title: 'CEO' }],
      talkingPoints: 'Power first',
      vehicles: 'One minibus',
      materials: 'Map of the plots',
      results: 'They send their engineers',
    };
    const { id } = await visit(olga, preparation);
    const { body } = await olga.get(`/api/v1/visits/${id}`).expect(200);
    expect(body).toMatchObject({ ...preparation, nextSteps: [], city: null });
    const { rows } = await world.owner.query('SELECT changes::text FROM events WHERE subject_id = $1', [id]);
    expect(JSON.stringify(rows)).not.toContain('박지우');
    await olga
      .patch(`/api/v1/visits/${id}`)
      .send({ version: 1, itinerary: [{ time: '', what: '' }] })
      .expect(400);
  });

  it('has next steps, each of which becomes a follow-up once', async () => {
    const steps = [
      { what: 'Send the plan', dueOn: '2030-05-20' },
      { what: 'Ask for power', dueOn: '2030-05-21', ownerId: ids['olga'] },
    ];
    const made = await visit(olga, { nextSteps: steps });
    const [first, second] = made.nextSteps;
    if (!first || !second) throw new Error('the steps are missing');
    const become = (agent: Agent, stepId: string) =>
      agent.post(`/api/v1/visits/${made.id}/next-steps/${stepId}/follow-up`);
    const answers = await Promise.all([become(olga, first.id), become(olga, first.id), become(hanna, first.id)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    const { body: task } = await olga.get(`/api/v1/follow-ups/${answers[0]?.body.id}`).expect(200);
    expect(task).toMatchObject({ title: 'Send the plan', dueAt: '2030-05-20T00:00:00.000Z', visitId: made.id });
    const { body: after } = await olga.get(`/api/v1/visits/${made.id}`).expect(200);
    expect(after.nextSteps).toMatchObject([{ followUpId: task.id }, { followUpId: null }]);
    // Said otherwise, a step is still the follow-up that it has become.
    const changed = [
      { ...steps[0], id: first.id, what: 'Send both plans' },
      { ...steps[1], id: second.id },
    ];
    const { body: said } = await olga
      .patch(`/api/v1/visits/${made.id}`)
      .send({ version: after.version, nextSteps: changed })
      .expect(200);
    expect(said.nextSteps).toMatchObject([
      { id: first.id, what: 'Send both plans', followUpId: task.id },
      { id: second.id },
    ]);
    await become(olga, randomUUID()).expect(404);
    await become(otto, second.id).expect(404);
    await become(await world.as('tom'), second.id).expect(404);
    expect((await olga.get(`/api/v1/follow-ups?lead=${task.leadId}`).expect(200)).body.total).toBe(1);
    // One that was deleted is made anew, and once again.
    await olga.delete(`/api/v1/follow-ups/${task.id}`).expect(204);
    const anew = await become(olga, first.id).expect(200);
    expect(anew.body).toMatchObject({ title: 'Send both plans', status: 'open' });
    expect(anew.body.id).not.toBe(task.id);
    expect((await become(olga, first.id).expect(200)).body.id).toBe(anew.body.id);
  });
});

describe('what is confidential', () => {
  const usd = { amount: '5000000', currency: 'USD' };
  async function concealed(agent: Agent, people: (string | undefined)[]) {
    const { companyId } = await newLead(agent, randomUUID());
    await agent.post('/api/v1/contacts').send({ companyId, name: 'Somebody' }).expect(201);
    const input = { companyId, title: 'Direct', channel: 'chain', cluster: 'MED', totalInvestment: usd };
    const { body: deal } = await agent.post('/api/v1/deals').send(input).expect(201);
    await agent
      .post(`/api/v1/deals/${deal.id}/confidentiality`)
      .send({ version: deal.version, codename: 'Kite', people })
      .expect(200);
    return { companyId, leadId: deal.leadId as string };
  }

  it('hides a tour all of whose stops it is, and lets it be where there is another', async () => {
    await world.user('helga', 'head', (await world.actor('hanna')).departmentId as string);
    const helga = await world.as('helga');
    const { body: tour } = await olga.post('/api/v1/tours').send(journey).expect(201);
    const about = await concealed(olga, [ids['hanna']]);
    const { body: stop } = await olga
      .post('/api/v1/visits')
      .send({ ...talk, ...about, tourId: tour.id })
      .expect(201);
    const total = async (agent: Agent) => (await agent.get('/api/v1/tours?limit=200').expect(200)).body.total as number;
    const before = await total(helga);
    expect((await total(hanna)) - before).toBe(1);
    await hanna.get(`/api/v1/tours/${tour.id}`).expect(200);
    await helga.get(`/api/v1/tours/${tour.id}`).expect(404);
    await helga.patch(`/api/v1/tours/${tour.id}`).send({ version: 1, title: 'x' }).expect(404);
    await helga.delete(`/api/v1/tours/${tour.id}`).expect(404);
    const own = await visit(helga);
    await helga.patch(`/api/v1/visits/${own.id}`).send({ version: 1, tourId: tour.id }).expect(422);
    await olga.delete(`/api/v1/visits/${stop.id}`).expect(204);
    await helga.get(`/api/v1/tours/${tour.id}`).expect(404);
    await visit(olga, { tourId: tour.id });
    await helga.get(`/api/v1/tours/${tour.id}`).expect(200);
  });

  it('stays with its lead: no visit is taken off it', async () => {
    const about = await concealed(olga, []);
    const { body: made } = await olga
      .post('/api/v1/visits')
      .send({ ...talk, ...about })
      .expect(201);
    const other = { companyId: about.companyId, title: 'Other', channel: 'chain' };
    const { body: lead } = await olga.post('/api/v1/leads').send(other).expect(201);
    for (const leadId of [null, lead.id]) {
      const { body } = await olga.patch(`/api/v1/visits/${made.id}`).send({ version: 1, leadId }).expect(422);
      expect(body.errors).toMatchObject([{ path: 'leadId', code: 'confidential' }]);
    }
    await olga
      .patch(`/api/v1/visits/${made.id}`)
      .send({ version: 1, leadId: about.leadId, minutes: 'Said' })
      .expect(200);
  });
});
