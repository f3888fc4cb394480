import { mailActs, type MailAct } from '@torch/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually, newLead, startWorld, type World } from '../../../test/support';
import { signToken } from './mail-token';

type Agent = Awaited<ReturnType<World['as']>>;

let world: World;
let olga: Agent;
const ids: Record<string, string> = {};
let lead: { id: string };

beforeAll(async () => {
  world = await startWorld({ ROLE: 'all' });
  ids['home'] = await world.department('Home');
  ids['away'] = await world.department('Away');
  ids['olga'] = await world.user('olga', 'officer', ids['home']);
  ids['hugo'] = await world.user('hugo', 'head', ids['home']);
  ids['nina'] = await world.user('nina', 'officer', ids['away']);
  olga = await world.as('olga');
  ({ lead } = await newLead(olga, 'Link'));
});
afterAll(() => world.close());

async function token(reminderId: string, act: MailAct, who = 'olga', days = 14): Promise<string> {
  const { rows } = await world.owner.query('SELECT secret FROM link_keys');
  const expires = Math.floor(Date.now() / 1000) + days * 86_400;
  return signToken({ reminderId, userId: ids[who] as string, act, expires }, rows[0].secret);
}

/** A follow-up and the mail's reminder of it. */
async function followUp(title: string, dueAt = new Date(Date.now() + 3 * 86_400_000)) {
  const { body } = await olga
    .post('/api/v1/follow-ups')
    .send({ leadId: lead.id, title, dueAt: dueAt.toISOString() })
    .expect(201);
  return { id: body.id as string, reminderId: await reminderOf(body.id, 'olga') };
}
async function reminderOf(subjectId: string, who: string): Promise<string> {
  const { rows } = await world.owner.query(
    `SELECT id FROM reminders WHERE subject_id = $1 AND user_id = $2 AND channel = 'email' ORDER BY id LIMIT 1`,
    [subjectId, ids[who]],
  );
  return rows[0].id;
}
const look = (text: string) => world.http().get(`/api/v1/mail-links/${text}`);
const act = (text: string) => world.http().post(`/api/v1/mail-links/${text}`);
const plans = async (id: string) =>
  (
    await world.owner.query(
      `SELECT u.username AS who, channel, occurrence, remind_at AS at, state, reason FROM reminders r JOIN users u ON u.id = r.user_id
       WHERE subject_id = $1 ORDER BY remind_at, channel`,
      [id],
    )
  ).rows;

describe('a link in a mail', () => {
  it('changes nothing when it is looked at, by whatever method, then does what it says once it is confirmed', async () => {
    const { id, reminderId } = await followUp('Ring the mill');
    const text = await token(reminderId, 'done');
    const before = (await world.owner.query('SELECT count(*) FROM events')).rows[0].count;
    for (let time = 0; time < 3; time += 1) {
      const { body } = await look(text).expect(200);
      expect(body).toMatchObject({
        act: 'done',
        state: 'ready',
        title: 'Ring the mill',
        userName: 'olga',
        usedAt: null,
      });
      await world.http().head(`/api/v1/mail-links/${text}`);
      await world.http().options(`/api/v1/mail-links/${text}`);
    }
    expect((await world.owner.query('SELECT count(*) FROM events')).rows[0].count).toBe(before);
    expect((await olga.get(`/api/v1/follow-ups/${id}`)).body.status).toBe('open');

    const { body } = await act(text).expect(200);
    expect(body).toMatchObject({ state: 'used', usedAt: expect.any(String) });
    expect((await olga.get(`/api/v1/follow-ups/${id}`)).body.status).toBe('done');
    const { rows } = await world.owner.query(
      `SELECT actor_id, data ->> 'via' AS via FROM events WHERE subject_id = $1 AND type = 'followUp.completed'`,
      [id],
    );
    expect(rows).toEqual([{ actor_id: ids['olga'], via: 'mail' }]);

    // Again, it tells when it was done, and does nothing: not even after the follow-up was opened anew.
    const again = await act(text).expect(200);
    expect(again.body).toMatchObject({ state: 'used', usedAt: body.usedAt });
    const { version } = (await olga.get(`/api/v1/follow-ups/${id}`)).body;
    await olga.patch(`/api/v1/follow-ups/${id}`).send({ version, status: 'open' }).expect(200);
    await act(text).expect(200);
    expect((await olga.get(`/api/v1/follow-ups/${id}`)).body.status).toBe('open');
  });

  it('of ten at once does it once', async () => {
    const { id, reminderId } = await followUp('Only once');
    const text = await token(reminderId, 'done');
    const answers = await Promise.all(Array.from({ length: 10 }, () => act(text)));
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
    const { rows } = await world.owner.query(
      `SELECT count(*)::int AS count FROM events WHERE subject_id = $1 AND type = 'followUp.completed'`,
      [id],
    );
    expect(rows[0].count).toBe(1);
  });

  it('is nothing when it was made or changed by somebody else, and leads to the record when it has expired', async () => {
    const { id, reminderId } = await followUp('Too late');
    const text = await token(reminderId, 'done');
    await look(`${text.slice(0, -2)}AA`).expect(404);
    await act(`${text.slice(0, 40)}A${text.slice(41)}`).expect(404);
    const old = await token(reminderId, 'done', 'olga', -1);
    expect((await look(old).expect(200)).body).toMatchObject({ state: 'expired', page: `/leads/${lead.id}` });
    const { body } = await act(old).expect(422);
    expect(body.errors).toMatchObject([{ path: 'token', code: 'expired' }]);
    expect((await olga.get(`/api/v1/follow-ups/${id}`)).body.status).toBe('open');
  });

  it('keeps out other sites’ forms', async () => {
    const { reminderId } = await followUp('Foreign');
    const text = await token(reminderId, 'done');
    await act(text).set('Origin', 'https://evil.example').set('Sec-Fetch-Site', 'cross-site').expect(403);
    await act(text).set('Sec-Fetch-Site', 'same-origin').expect(200);
  });

  it('does nothing for who was put out, nor for who has no say there any more, nor for what is over', async () => {
    const { id, reminderId } = await followUp('Not any more');
    // Somebody of another department holds a link to it, as after a hand-over.
    const strange = await token(reminderId, 'done', 'nina');
    expect((await look(strange)).body.state).toBe('not-entitled');
    const { body } = await act(strange).expect(422);
    expect(body.errors).toMatchObject([{ code: 'not-entitled' }]);

    await world.user('gone', 'officer', ids['home'] as string);
    const { rows } = await world.owner.query(`SELECT id FROM users WHERE username = 'gone'`);
    ids['gone'] = rows[0].id;
    const root = await world.as('root');
    await root.patch(`/api/v1/users/${ids['gone']}`).send({ version: 1, active: false }).expect(200);
    await act(await token(reminderId, 'snooze1', 'gone')).expect(422);

    const { version } = (await olga.get(`/api/v1/follow-ups/${id}`)).body;
    await olga.patch(`/api/v1/follow-ups/${id}`).send({ version, status: 'cancelled' }).expect(200);
    expect((await act(await token(reminderId, 'done')).expect(422)).body.errors).toMatchObject([{ code: 'over' }]);
  });

  it('says nothing of a confidential matter to who is not named, and only the code to who is', async () => {
    const { lead: secret } = await newLead(olga, 'Veiled');
    const { body } = await olga
      .post('/api/v1/follow-ups')
      .send({ leadId: secret.id, title: 'Ask Veiled Ltd', dueAt: new Date(Date.now() + 86_400_000).toISOString() })
      .expect(201);
    const text = await token(await reminderOf(body.id, 'olga'), 'done');
    const other = await token(await reminderOf(body.id, 'olga'), 'done', 'hugo');
    expect((await look(other)).body).toMatchObject({ state: 'ready', title: 'Ask Veiled Ltd' });
    await world.work.run('system', null, async (tx) => {
      await tx.query(`UPDATE leads SET confidential_to = ARRAY[$2::uuid], codename = 'Owl' WHERE id = $1`, [
        secret.id,
        ids['olga'],
      ]);
      await tx.record('lead.concealed', { subjectType: 'lead', subjectId: secret.id, leadId: secret.id });
    });
    const named = (await look(text)).body;
    expect(named).toMatchObject({ state: 'ready', title: null });
    expect(named.code).toMatch(/^L-/);
    expect((await look(other)).body).toMatchObject({ state: 'not-entitled', title: null, code: null, page: '/' });
  });

  it('keeps a promise, which needs no further word', async () => {
    const { body } = await olga
      .post(`/api/v1/leads/${lead.id}/promises`)
      .send({
        what: 'Send the map',
        category: 'other',
        toName: 'Guest',
        promisedBy: 'Us',
        promisedOn: '2026-01-05',
        dueOn: '2030-01-07',
      })
      .expect(201);
    const { body: told } = await act(await token(await reminderOf(body.id, 'olga'), 'done')).expect(200);
    expect(told.state).toBe('used');
    expect((await olga.get(`/api/v1/promises/${body.id}`)).body.state).toBe('kept');
  });

  it('is asked for no oftener than an office would', async () => {
    let refused = 0;
    for (let time = 0; time < 130; time += 1) {
      const { status } = await world.http().get(`/api/v1/mail-links/${'x'.repeat(92)}`);
      if (status === 429) refused += 1;
    }
    expect(refused).toBeGreaterThan(0);
    await world.owner.query(`DELETE FROM rate_limits WHERE key LIKE 'public%'`);
  });
});

describe('what is put off', () => {
  it('keeps its own date, comes again on the reader’s working morning, and is told to others as before', async () => {
    // Two days overdue next Monday: the ladder has gone to the owner, and goes on to the head.
    const due = new Date(Date.now() + 7 * 86_400_000);
    const { id, reminderId } = await followUp('Later please', due);
    const before = (await olga.get(`/api/v1/follow-ups/${id}`)).body.dueAt;
    const { body } = await act(await token(reminderId, 'snooze7')).expect(200);
    expect(body).toMatchObject({ act: 'snooze7', state: 'used', until: expect.any(String) });
    expect((await olga.get(`/api/v1/follow-ups/${id}`)).body.dueAt).toBe(before);
    expect((await olga.get(`/api/v1/follow-ups/${id}`)).body.version).toBe(1);
    const rows = await plans(id);
    expect(rows.filter(({ state }) => state === 'superseded')).toMatchObject([
      { who: 'olga', channel: 'email', reason: 'snoozed' },
      { who: 'olga', channel: 'in_app', reason: 'snoozed' },
    ]);
    const again = rows.filter(({ state, occurrence }) => state === 'planned' && / snoozed /.test(occurrence));
    expect(again.map(({ who, channel, at }) => [who, channel, at.toISOString()])).toEqual([
      ['olga', 'email', body.until],
      ['olga', 'in_app', body.until],
    ]);
    expect(body.until).toMatch(/T01:00:00.000Z$/);
    // Put off again, by less: what stood there is withdrawn.
    const { body: less } = await olga.post(`/api/v1/follow-ups/${id}/snooze`).send({ days: 1 }).expect(200);
    const open = (await plans(id)).filter(({ state }) => state === 'planned');
    expect(open.filter(({ occurrence }) => / snoozed /.test(occurrence)).map(({ at }) => at.toISOString())).toEqual([
      less.until,
      less.until,
    ]);
    // Another date is another matter.
    const { version } = (await olga.get(`/api/v1/follow-ups/${id}`)).body;
    const moved = new Date(due.getTime() - 86_400_000);
    await olga.patch(`/api/v1/follow-ups/${id}`).send({ version, dueAt: moved.toISOString() }).expect(200);
    const fresh = (await plans(id)).filter(({ state }) => state === 'planned');
    expect(fresh.every(({ occurrence }) => !/ snoozed /.test(occurrence))).toBe(true);
    expect(fresh.length).toBeGreaterThan(0);
    const { rows: events } = await world.owner.query(
      `SELECT data FROM events WHERE subject_id = $1 AND type = 'followUp.snoozed' ORDER BY at`,
      [id],
    );
    expect(events.map(({ data }) => [data.days, data.via ?? null])).toEqual([
      [7, 'mail'],
      [1, null],
    ]);
  });

  it('goes to nobody who has handed it on, and to its new owner as ever', async () => {
    const { id } = await followUp('Handed on', new Date(Date.now() + 20 * 86_400_000));
    await olga.post(`/api/v1/follow-ups/${id}/snooze`).send({ days: 3 }).expect(200);
    const hugo = await world.as('hugo');
    const { version } = (await hugo.get(`/api/v1/follow-ups/${id}`)).body;
    ids['paul'] = await world.user('paul', 'officer', ids['home'] as string);
    await hugo.patch(`/api/v1/follow-ups/${id}`).send({ version, ownerId: ids['paul'] }).expect(200);
    const open = (await plans(id)).filter(({ state }) => state === 'planned');
    expect(open.every(({ who }) => who !== 'olga')).toBe(true);
    expect(open.some(({ who }) => who === 'paul')).toBe(true);
  });

  it('has to be there still: what has moved on or gone to somebody else is over', async () => {
    const { id, reminderId } = await followUp('Moved on');
    const text = await token(reminderId, 'snooze3');
    expect((await look(text)).body).toMatchObject({ state: 'ready', until: expect.any(String) });
    const patch = async (changes: object) => {
      const hugo = await world.as('hugo');
      const { version } = (await hugo.get(`/api/v1/follow-ups/${id}`)).body;
      await hugo
        .patch(`/api/v1/follow-ups/${id}`)
        .send({ version, ...changes })
        .expect(200);
    };
    await patch({ dueAt: new Date(Date.now() + 30 * 86_400_000).toISOString() });
    expect((await look(text)).body).toMatchObject({ state: 'over', until: null });
    expect((await act(text).expect(422)).body.errors).toMatchObject([{ path: 'token', code: 'over' }]);
    expect((await world.owner.query('SELECT FROM snoozes WHERE subject_id = $1', [id])).rows).toEqual([]);

    // The reminder of its new date is another, until it is somebody else's.
    const { rows } = await world.owner.query(
      `SELECT id FROM reminders WHERE subject_id = $1 AND user_id = $2 AND channel = 'email' AND state = 'planned'`,
      [id, ids['olga']],
    );
    const anew = await token(rows[0].id, 'snooze3');
    expect((await look(anew)).body.state).toBe('ready');
    ids['rita'] = await world.user('rita', 'officer', ids['home'] as string);
    await patch({ ownerId: ids['rita'] });
    expect((await look(anew)).body.state).toBe('over');
  });

  it('behind the bell is over with what it told of', async () => {
    const { body } = await olga
      .post('/api/v1/follow-ups')
      .send({ leadId: lead.id, title: 'Rung', dueAt: new Date(Date.now() + 300).toISOString() })
      .expect(201);
    const mine = async () =>
      (await olga.get('/api/v1/notifications?unread=true').expect(200)).body.items.find(
        (each: { followUpId: string }) => each.followUpId === body.id,
      );
    const notice = (await eventually(mine, Boolean)) as { id: string };
    const { version } = (await olga.get(`/api/v1/follow-ups/${body.id}`)).body;
    const later = new Date(Date.now() + 30 * 86_400_000).toISOString();
    await olga.patch(`/api/v1/follow-ups/${body.id}`).send({ version, dueAt: later }).expect(200);
    const refused = await olga.post(`/api/v1/notifications/${notice.id}/snooze`).send({ days: 1 }).expect(422);
    expect(refused.body.errors).toMatchObject([{ path: 'days', code: 'nothing-to-snooze' }]);
  });

  it('behind the bell marks the notice as read', async () => {
    const { body } = await olga
      .post('/api/v1/follow-ups')
      .send({ leadId: lead.id, title: 'Bell', dueAt: new Date(Date.now() + 300).toISOString() })
      .expect(201);
    const mine = async () =>
      (await olga.get('/api/v1/notifications?unread=true').expect(200)).body.items.find(
        (each: { followUpId: string }) => each.followUpId === body.id,
      );
    const notice = (await eventually(mine, Boolean)) as { id: string };
    await olga.post(`/api/v1/notifications/${notice.id}/snooze`).send({ days: 2 }).expect(400);
    await (await world.as('nina')).post(`/api/v1/notifications/${notice.id}/snooze`).send({ days: 1 }).expect(404);
    await olga.post(`/api/v1/notifications/${notice.id}/snooze`).send({ days: 1 }).expect(200);
    expect(await mine()).toBeUndefined();
  });

  it('knows every act', () => expect(mailActs).toHaveLength(4));
});
