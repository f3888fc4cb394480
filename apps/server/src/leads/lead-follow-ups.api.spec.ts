import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
     WHERE r.follow_up_id = $1 AND r.state = 'planned'`,
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

  it('leaves alone what somebody else has to do about it', async () => {
    const { lead } = await newLead(olga, 'Left Alone');
    const task = { leadId: lead.id, title: 'Mine', dueAt: tomorrow() };
    const { body } = await hanna.post('/api/v1/follow-ups').send(task).expect(201);
    await hanna.post(`/api/v1/leads/${lead.id}/owner`).send({ version: lead.version, ownerId: other }).expect(200);
    expect(await recipients(body.id)).toEqual(['hanna']);
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
