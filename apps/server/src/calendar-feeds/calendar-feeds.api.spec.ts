import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newLead, password, startWorld, type World } from '../../test/support';

type Agent = Awaited<ReturnType<World['as']>>;

let world: World;
let olga: Agent;
const ids: Record<string, string> = {};
const day = (offset: number) => new Date(Date.now() + offset * 86_400_000);

beforeAll(async () => {
  world = await startWorld({ PUBLIC_URL: 'http://crm.zone.example' });
  ids['home'] = await world.department('Home');
  ids['olga'] = await world.user('olga', 'officer', ids['home'], { locale: 'en' });
  ids['nina'] = await world.user('nina', 'officer', ids['home']);
  olga = await world.as('olga');
});
afterAll(() => world.close());

const address = async (agent: Agent): Promise<string> => {
  const { body } = await agent.post('/api/v1/me/calendar-feed').expect(201);
  return new URL(body.feedUrl).pathname;
};
/** Lines longer than 75 bytes go on in the next one. */
const read = async (path: string) => (await world.http().get(path).expect(200)).text.replace(/\r\n /g, '');

describe('a calendar address', () => {
  it('is shown once, works without a session, and no more once another is made or it is revoked', async () => {
    expect((await olga.get('/api/v1/me/calendar-feed').expect(200)).body).toEqual({ createdAt: null });
    const key = 'make-it-once';
    const { body } = await olga.post('/api/v1/me/calendar-feed').set('Idempotency-Key', key).expect(201);
    expect(body.feedUrl).toMatch(/^http:\/\/crm\.zone\.example\/calendar\/[\w-]{43}\.ics$/);
    const again = await olga.post('/api/v1/me/calendar-feed').set('Idempotency-Key', key).expect(201);
    expect(again.body).toEqual({ ...body, feedUrl: null });
    expect((await olga.get('/api/v1/me/calendar-feed')).body.createdAt).toBe(body.createdAt);
    const first = new URL(body.feedUrl).pathname;
    const { headers } = await world.http().get(first).expect(200);
    expect(headers['content-type']).toBe('text/calendar; charset=utf-8');

    const second = await address(olga);
    await world.http().get(first).expect(404);
    await world.http().get(second).expect(200);
    await olga.delete('/api/v1/me/calendar-feed').expect(204);
    await world.http().get(second).expect(404);
    for (const wrong of ['x.ics', `${'A'.repeat(43)}.ics`, '..%2F..%2Fetc.ics'])
      await world.http().get(`/calendar/${wrong}`).expect(404);
    // Neither the log nor any table holds it as it is.
    const secret = /calendar\/(.*)\.ics/.exec(second)?.[1] ?? '';
    for (const table of ['events', 'calendar_feeds', 'idempotency_keys', 'mails'])
      expect((await world.owner.query(`SELECT FROM ${table} t WHERE t::text LIKE $1`, [`%${secret}%`])).rowCount).toBe(
        0,
      );
  });

  it('is not made by a token, and not read by who was put out', async () => {
    const expiresOn = day(5).toISOString().slice(0, 10);
    const { body } = await olga.post('/api/v1/api-tokens').send({ name: 'T', scope: 'write', expiresOn }).expect(201);
    await world.http().post('/api/v1/me/calendar-feed').set('Authorization', `Bearer ${body.token}`).expect(403);
    const id = await world.user('gone', 'officer', ids['home'] as string);
    const path = await address(await world.as('gone'));
    await (await world.as('root')).patch(`/api/v1/users/${id}`).send({ version: 1, active: false }).expect(200);
    await world.http().get(path).expect(404);
  });
});

describe('a calendar of somebody whose role or password is changed', () => {
  it('is read by its old address no more, and a new one holds nothing that the role does not read', async () => {
    const id = await world.user('rolf', 'officer', ids['home'] as string);
    await world.user('sam', 'security_admin', ids['home'] as string);
    const rolf = await world.as('rolf');
    const { lead } = await newLead(rolf, 'Formerly');
    const dueAt = day(3).toISOString();
    const { body: task } = await rolf
      .post('/api/v1/follow-ups')
      .send({ leadId: lead.id, title: 'Ask them', dueAt })
      .expect(201);
    const path = await address(rolf);
    expect(await read(path)).toContain(task.id);
    const version = async () =>
      (await world.owner.query('SELECT version FROM users WHERE id = $1', [id])).rows[0].version as number;
    const sam = await world.as('sam');
    await sam
      .post(`/api/v1/users/${id}/role`)
      .send({ version: await version(), role: 'auditor' })
      .expect(200);
    await world.http().get(path).expect(404);
    const { rows } = await world.owner.query(
      `SELECT count(*)::int AS count FROM events e JOIN calendar_feeds f ON f.id = e.subject_id WHERE f.user_id = $1 AND e.type = 'calendarFeed.revoked'`,
      [id],
    );
    expect(rows).toEqual([{ count: 1 }]);
    await rolf.post('/api/v1/sessions').send({ username: 'rolf', password }).expect(201);
    const next = await address(rolf);
    expect(await read(next)).not.toContain('BEGIN:VEVENT');

    await (
      await world.as('root')
    )
      .patch(`/api/v1/users/${id}`)
      .send({ version: await version(), password: 'another-long-secret-77' })
      .expect(200);
    await world.http().get(next).expect(404);
  });
});

describe('a calendar', () => {
  it('holds what is one’s own, in few words, under names that stay and numbers that rise; what is over goes', async () => {
    const { lead, companyId } = await newLead(olga, 'Almanac');
    const dueAt = day(3).toISOString();
    const { body: task } = await olga
      .post('/api/v1/follow-ups')
      .send({ leadId: lead.id, title: 'Ring them; soon', dueAt })
      .expect(201);
    await olga
      .post(`/api/v1/leads/${lead.id}/promises`)
      .send({
        what: 'A map',
        category: 'other',
        toName: 'Guest',
        promisedBy: 'Us',
        promisedOn: '2026-01-05',
        dueOn: day(9).toISOString().slice(0, 10),
      })
      .expect(201);
    const { body: visit } = await olga
      .post('/api/v1/visits')
      .send({
        kind: 'inbound',
        status: 'planned',
        subject: 'Almanac comes',
        companyId,
        leadId: lead.id,
        startsAt: day(5).toISOString(),
        location: 'Hall 3',
      })
      .expect(201);
    await olga
      .post('/api/v1/follow-ups')
      .send({ leadId: lead.id, title: 'In two years', dueAt: day(800).toISOString() })
      .expect(201);
    const path = await address(olga);
    const text = await read(path);
    expect(text).toContain('X-WR-TIMEZONE:Asia/Shanghai');
    expect(text).toContain(`UID:followUp-${task.id}@crm.zone.example`);
    expect(text).toContain('Ring them\\; soon');
    expect(text).toContain('A map');
    expect(text).toContain(`UID:visit-${visit.id}@crm.zone.example`);
    expect(text).not.toMatch(/Almanac|Hall 3|In two years/);
    expect(text).toContain(`http://crm.zone.example/visits/${visit.id}`);
    const sequence = (all: string) => /UID:followUp[^]*?SEQUENCE:(\d+)/.exec(all)?.[1];
    expect(sequence(text)).toBe('1');

    // Nothing has changed: the tag says so.
    const { headers } = await world.http().get(path);
    await world
      .http()
      .get(path)
      .set('If-None-Match', headers['etag'] as string)
      .expect(304);
    await olga
      .patch(`/api/v1/follow-ups/${task.id}`)
      .send({ version: 1, dueAt: day(4).toISOString() })
      .expect(200);
    const after = await read(path);
    expect(sequence(after)).toBe('2');
    await world
      .http()
      .get(path)
      .set('If-None-Match', headers['etag'] as string)
      .expect(200);
    await olga.patch(`/api/v1/follow-ups/${task.id}`).send({ version: 2, status: 'done' }).expect(200);
    await olga.patch(`/api/v1/visits/${visit.id}`).send({ version: visit.version, status: 'cancelled' }).expect(200);
    const left = await read(path);
    expect(left).not.toContain(task.id);
    expect(left).not.toContain(visit.id);

    await world.work.run('system', null, async (tx) => {
      await tx.query(`UPDATE reminder_settings SET mail_content = 'full'`);
      const [row] = await tx.query<{ id: string }>('SELECT id FROM reminder_settings');
      await tx.record('reminderSettings.updated', { subjectType: 'reminderSettings', subjectId: row?.id ?? null });
    });
    expect(await read(path)).toContain('Almanac');
    expect(await read(await address(await world.as('nina')))).not.toContain('BEGIN:VEVENT');
  });

  it('tells of a confidential matter its code alone, even where mails are full, and to nobody else anything', async () => {
    const { lead } = await newLead(olga, 'Hush');
    const { body: task } = await olga
      .post('/api/v1/follow-ups')
      .send({ leadId: lead.id, title: 'Ask Hush', dueAt: day(2).toISOString() })
      .expect(201);
    await world.work.run('system', null, async (tx) => {
      await tx.query(`UPDATE leads SET confidential_to = ARRAY[$2::uuid], codename = 'Owl' WHERE id = $1`, [
        lead.id,
        ids['olga'],
      ]);
      await tx.record('lead.concealed', { subjectType: 'lead', subjectId: lead.id, leadId: lead.id });
    });
    const path = await address(olga);
    const text = await read(path);
    expect(text).toContain(`/leads/${lead.id}`);
    expect(text).not.toContain('Hush');
    // Somebody else's task about it, as it may be left over: in their calendar it is not.
    const other = await address(await world.as('nina'));
    await world.work.run('system', null, async (tx) => {
      await tx.query('UPDATE follow_ups SET owner_id = $2 WHERE id = $1', [task.id, ids['nina']]);
      await tx.record('followUp.assigned', { subjectType: 'followUp', subjectId: task.id, leadId: lead.id });
    });
    expect(await read(other)).not.toContain(lead.id);
    expect(await read(path)).not.toContain(lead.id);
  });
});
