import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nextName } from '../../test/deals';
import { newLead, startWorld, type World } from '../../test/support';

let world: World;
let olga: Awaited<ReturnType<World['as']>>;
let hanna: Awaited<ReturnType<World['as']>>;
let other: string;
beforeAll(async () => {
  world = await startWorld();
  const department = await world.department('Team');
  await world.user('olga', 'officer', department);
  other = await world.user('otis', 'officer', department);
  await world.user('hanna', 'head', department);
  [olga, hanna] = [await world.as('olga'), await world.as('hanna')];
});
afterAll(() => world.close());

const tomorrow = () => new Date(Date.now() + 86_400_000).toISOString();

async function withFollowUps(name: string) {
  const { lead } = await newLead(olga, name);
  const followUp = async (title: string) => {
    const { body } = await olga
      .post('/api/v1/follow-ups')
      .send({ leadId: lead.id, title, dueAt: tomorrow() })
      .expect(201);
    return body as { id: string; version: number };
  };
  const [open, done] = [await followUp('Call'), await followUp('Write')];
  await olga.patch(`/api/v1/follow-ups/${done.id}`).send({ version: done.version, status: 'done' }).expect(200);
  return { lead, open, done };
}

/** Whom the planned reminders of a follow-up go to. */
const recipients = async (followUpId: string) => {
  const { rows } = await world.owner.query<{ username: string }>(
    `SELECT DISTINCT u.username FROM reminders r JOIN users u ON u.id = r.user_id
     WHERE r.subject_id = $1 AND r.state = 'planned'`,
    [followUpId],
  );
  return rows.map(({ username }) => username);
};

describe('handing a lead over', () => {
  it('hands over what is still to be done, and its reminders', async () => {
    const { lead, open, done } = await withFollowUps('Hand Over');
    const body = { version: lead.version, ownerId: other };
    await hanna.post(`/api/v1/leads/${lead.id}/owner`).send(body).expect(200);
    const otis = await world.as('otis');
    await otis.get(`/api/v1/follow-ups/${open.id}`).expect(200);
    await olga.get(`/api/v1/follow-ups/${open.id}`).expect(404);
    expect(await recipients(open.id)).toEqual(['otis']);
    await olga.get(`/api/v1/follow-ups/${done.id}`).expect(200);
    const { rows } = await world.owner.query(`SELECT subject_id FROM events WHERE type = 'followUp.assigned'`);
    expect(rows).toEqual([{ subject_id: open.id }]);
  });

  it('shows the new owner what was said before, on the lead and on its company', async () => {
    const { lead, companyId } = await newLead(olga, 'Said Before');
    const talk = { kind: 'online', status: 'completed', subject: 'First talk', startsAt: '2026-01-05T02:00:00Z' };
    const visit = await olga.post('/api/v1/visits').send({ ...talk, companyId, leadId: lead.id, minutes: 'They ask.' });
    const { version } = (await olga.get(`/api/v1/leads/${lead.id}`)).body;
    await hanna.post(`/api/v1/leads/${lead.id}/owner`).send({ version, ownerId: other }).expect(200);
    const otis = await world.as('otis');
    const { body } = await otis.get(`/api/v1/visits?lead=${lead.id}`).expect(200);
    expect(body.items).toMatchObject([{ minutes: 'They ask.' }]);
    await otis.get(`/api/v1/visits/${visit.body.id}`).expect(200);
    const subjects = async (agent: typeof olga) => {
      const { items } = (await agent.get(`/api/v1/companies/${companyId}/timeline`).expect(200)).body;
      return new Set((items as { subjectType: string }[]).map(({ subjectType }) => subjectType));
    };
    expect(await subjects(otis)).toEqual(new Set(['company', 'lead', 'visit']));
    // The former owner keeps what is still theirs: the company, and the visit they made.
    expect(await subjects(olga)).toEqual(new Set(['company', 'visit']));
  });

  it('leaves alone what somebody else has to do about it', async () => {
    const { lead } = await newLead(olga, 'Left Alone');
    const task = { leadId: lead.id, title: 'Mine', dueAt: tomorrow() };
    const { body } = await hanna.post('/api/v1/follow-ups').send(task).expect(201);
    await hanna.post(`/api/v1/leads/${lead.id}/owner`).send({ version: lead.version, ownerId: other }).expect(200);
    expect(await recipients(body.id)).toEqual(['hanna']);
  });
});

describe('deleting a company', () => {
  it('takes its own follow-ups along, and brings them back', async () => {
    const made = await olga.post('/api/v1/companies').send({ nameEn: 'Short Lived', country: 'US', region: 'US' });
    const task = { companyId: made.body.id, title: 'Call', dueAt: tomorrow() };
    const { body } = await olga.post('/api/v1/follow-ups').send(task).expect(201);
    await olga.delete(`/api/v1/companies/${made.body.id}`).expect(204);
    expect(await recipients(body.id)).toEqual([]);
    await olga.post(`/api/v1/recycle-bin/company/${made.body.id}/restore`).expect(204);
    expect(await recipients(body.id)).toEqual(['olga']);
  });
});

describe('searching', () => {
  it('finds visits, follow-ups, their reminders and departments by a part of their words', async () => {
    const { lead, companyId } = await newLead(olga, 'Searched Everywhere');
    const task = { leadId: lead.id, title: 'Send the BROCHURE', dueAt: tomorrow() };
    const { body: made } = await olga.post('/api/v1/follow-ups').send(task).expect(201);
    const talk = { kind: 'online', status: 'planned', subject: 'Brochure walk-through', startsAt: tomorrow() };
    await olga
      .post('/api/v1/visits')
      .send({ ...talk, companyId })
      .expect(201);
    const total = async (list: string, q: string) =>
      (await olga.get(`/api/v1/${list}`).query({ q }).expect(200)).body.total as number;
    expect(await total('follow-ups', 'brochure')).toBe(1);
    expect(await total('visits', 'brochure')).toBe(1);
    expect(await total(`reminders?followUp=${made.id}`, 'brochure')).toBe(2);
    expect(await total('departments', 'tea')).toBe(1);
    for (const list of ['follow-ups', 'visits', 'reminders', 'departments', 'api-tokens'])
      expect(await total(list, 'no such words')).toBe(0);
  });
});

describe('a follow-up', () => {
  it('is given to nobody who does not work with leads', async () => {
    const { lead } = await newLead(olga, 'Wrong Hands');
    const auditor = await world.user('audit', 'auditor', (await world.actor('hanna')).departmentId);
    const task = { leadId: lead.id, title: 'Call', dueAt: tomorrow(), ownerId: auditor };
    const { body } = await hanna.post('/api/v1/follow-ups').send(task).expect(422);
    expect(body.errors).toMatchObject([{ path: 'ownerId', code: 'out-of-reach' }]);
  });
});

describe('deleting a lead', () => {
  it('takes what was still to be done along, and brings it back', async () => {
    const { lead, open, done } = await withFollowUps('Deleted');
    await olga.delete(`/api/v1/leads/${lead.id}`).expect(204);
    await olga.get(`/api/v1/follow-ups/${open.id}`).expect(404);
    expect(await recipients(open.id)).toEqual([]);
    await olga.post(`/api/v1/recycle-bin/followUp/${open.id}/restore`).expect(422);
    await olga.post(`/api/v1/recycle-bin/lead/${lead.id}/restore`).expect(204);
    const { body } = await olga.get(`/api/v1/follow-ups/${open.id}`).expect(200);
    expect(body.status).toBe('open');
    expect(await recipients(open.id)).toEqual(['olga']);
    await olga.get(`/api/v1/follow-ups/${done.id}`).expect(200);
  });

  it('does not bring back what was deleted before', async () => {
    const { lead, open } = await withFollowUps('Forgotten Sooner');
    await olga.delete(`/api/v1/follow-ups/${open.id}`).expect(204);
    await olga.delete(`/api/v1/leads/${lead.id}`).expect(204);
    await olga.post(`/api/v1/recycle-bin/lead/${lead.id}/restore`).expect(204);
    await olga.get(`/api/v1/follow-ups/${open.id}`).expect(404);
  });
});

describe('a dormant lead', () => {
  const day = '2027-03-01';
  const planned = async (leadId: string) => {
    const { body } = await olga.get('/api/v1/follow-ups').query({ lead: leadId }).expect(200);
    return body.items as { id: string; title: string; dueAt: string; status: string; ownerName: string }[];
  };
  const move = async (agent: typeof olga, id: string, body: object) => {
    const { version } = (await agent.get(`/api/v1/leads/${id}`)).body;
    return agent
      .post(`/api/v1/leads/${id}/status`)
      .send({ version, ...body })
      .expect(200);
  };

  it('reminds its owner at nine in the morning of the day it wakes', async () => {
    const { lead } = await newLead(olga, 'Sleeping Beauty');
    await move(hanna, lead.id, { status: 'dormant', wakeOn: day });
    const [task] = await planned(lead.id);
    expect(task).toMatchObject({ dueAt: `${day}T01:00:00.000Z`, status: 'open', ownerName: 'olga' });
    expect(await recipients(task?.id ?? '')).toEqual(['olga']);
  });

  it('does not when it was opened again before', async () => {
    const { lead } = await newLead(olga, 'Early Riser');
    await move(olga, lead.id, { status: 'dormant', wakeOn: day });
    await move(hanna, lead.id, { status: 'contacted' });
    const [task] = await planned(lead.id);
    expect(task?.status).toBe('cancelled');
    expect(await recipients(task?.id ?? '')).toEqual([]);
  });
});

describe('the same next step for several leads', () => {
  const dueAt = tomorrow();
  const plan = (agent: typeof olga, leadIds: string[]) =>
    agent.post('/api/v1/follow-ups/for-leads').send({ leadIds, title: 'Ask for the timetable', dueAt });

  it('gives the owner of each a task, whose reminders go to them, once though asked twice under one key', async () => {
    const { lead: own } = await newLead(olga, nextName());
    const { lead: others } = await newLead(await world.as('otis'), nextName());
    const key = randomUUID();
    for (const _ of [1, 2]) {
      const { body } = await plan(hanna, [own.id, others.id, own.id]).set('Idempotency-Key', key).expect(200);
      expect(body.items).toEqual([own.id, others.id].map((leadId) => ({ leadId, ok: true, errors: [] })));
    }
    for (const [lead, owner] of [
      [own, 'olga'],
      [others, 'otis'],
    ] as const) {
      const { body } = await hanna.get(`/api/v1/follow-ups?lead=${lead.id}&q=timetable`).expect(200);
      expect(body.items.map(({ ownerName }: { ownerName: string }) => ownerName)).toEqual([owner]);
      expect(await recipients(body.items[0].id)).toEqual([owner]);
    }
  });

  it('says of each that gets none why, and plans for the others', async () => {
    const { lead } = await newLead(olga, nextName());
    const { lead: hidden } = await newLead(await world.as('otis'), nextName());
    const { body } = await plan(olga, [hidden.id, lead.id, randomUUID()]).expect(200);
    expect(body.items.map(({ ok }: { ok: boolean }) => ok)).toEqual([false, true, false]);
    expect(body.items[0].errors).toMatchObject([{ path: 'leadId', code: 'unknown' }]);
    expect((await hanna.get(`/api/v1/follow-ups?lead=${hidden.id}`).expect(200)).body.items).toEqual([]);
  });

  it('gives whoever lost a lead to the pool no task about it', async () => {
    const { lead: kept } = await newLead(olga, nextName());
    const { lead: released } = await newLead(olga, nextName());
    await hanna
      .post(`/api/v1/leads/${released.id}/release`)
      .send({ version: released.version, reason: 'nobody follows it up' })
      .expect(200);
    const { body } = await plan(hanna, [released.id, kept.id]).expect(200);
    expect(body.items).toMatchObject([
      { leadId: released.id, ok: false, errors: [{ path: 'leadId', code: 'pooled' }] },
      { leadId: kept.id, ok: true },
    ]);
    expect((await hanna.get(`/api/v1/follow-ups?lead=${released.id}`).expect(200)).body.items).toEqual([]);
    // Who does not read the lead is not told where it lies.
    const stranger = await plan(await world.as('otis'), [released.id]).expect(200);
    expect(stranger.body.items[0].errors).toMatchObject([{ code: 'unknown' }]);
  });

  it('refuses a plan without leads, or for too many, by the field', async () => {
    const { body } = await plan(olga, []).expect(400);
    expect(body.errors).toMatchObject([{ path: 'leadIds' }]);
    await plan(
      olga,
      Array.from({ length: 101 }, () => randomUUID()),
    ).expect(400);
  });
});
