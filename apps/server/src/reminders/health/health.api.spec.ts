import { dateIn } from '@torch/domain';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startWorld, type World } from '../../../test/support';
import { Heartbeat } from './heartbeat';

type Agent = Awaited<ReturnType<World['as']>>;

let world: World;
let root: Agent;
let home: string;
let olga: string;

beforeAll(async () => {
  world = await startWorld();
  home = await world.department('Home');
  olga = await world.user('olga', 'officer', home);
  root = await world.as('root');
});
afterAll(() => world.close());

/** Past the triggers: the rows stand for what has long been explained. */
const put = async (sql: string, values: unknown[]) => {
  await world.owner.query('SET session_replication_role = replica');
  await world.owner.query(sql, values);
  await world.owner.query('SET session_replication_role = origin');
};
const reminder = (channel: string, state: string, remindAt: string, endedAt: string | null = null) =>
  put(
    `INSERT INTO reminders (id, subject_type, subject_id, occurrence, step_id, user_id, channel, remind_at, state, ended_at, handed_over_at)
     VALUES (gen_random_uuid(), 'user', $1, gen_random_uuid()::text, '0', $1, $2, now() + $3::interval, $4, now() + $5::interval, now())`,
    [olga, channel, remindAt, state, endedAt],
  );
const mail = async (state: string, sentAt: string | null = null) => {
  const id = randomUUID();
  await put(
    `INSERT INTO mails (id, user_id, recipient, kind, subject, text, html, message_id, state, sent_at, next_try_at)
     VALUES ($1::uuid, $2, 'a@zone.example', 'reminder', 's', 't', 'h', $1::uuid::text, $3, now() + $4::interval, now() - interval '3 minutes')`,
    [id, olga, state, sentAt],
  );
  return id;
};

it('tells what is under way, what went and what is stuck, as the rows have it', async () => {
  // Without a mail server, what waits for one is not late.
  await reminder('email', 'planned', '-20 minutes');
  await reminder('email', 'planned', '1 hour');
  await reminder('in_app', 'planned', '-10 minutes');
  await reminder('in_app', 'claimed', '-1 minute');
  await reminder('email', 'handed_over', '-2 minutes');
  await reminder('in_app', 'sent', '-1 minute', '-20 seconds');
  await reminder('in_app', 'sent', '-1 hour', '-50 minutes');
  await reminder('email', 'sent', '-3 days', '-3 days');
  await reminder('email', 'failed', '-1 hour', '-1 hour');
  for (const state of ['queued', 'failed', 'parked', 'parked']) await mail(state);
  await mail('sent', '-10 seconds');
  await mail('sent', '-30 minutes');
  await world.owner.query('DELETE FROM replans');
  await world.owner.query('INSERT INTO replans DEFAULT VALUES');

  const { body } = await root.get('/api/v1/reminders/health').expect(200);
  const [email, inApp, robot] = body.channels;
  expect(email).toMatchObject({
    channel: 'email',
    due: 1,
    claimed: 0,
    handedOver: 1,
    sentLastHour: 0,
    failedLastDay: 1,
  });
  expect(inApp).toMatchObject({ channel: 'in_app', due: 1, claimed: 1, sentLastMinute: 1, sentLastHour: 2 });
  expect(robot).toMatchObject({ channel: 'robot', due: 0, lastSuccessAt: null });
  const ago = (at: string) => Math.round((Date.parse(body.at) - Date.parse(at)) / 60_000);
  expect([ago(body.oldestDueAt), ago(email.lastSuccessAt), ago(body.mails.oldestDueAt)]).toEqual([10, 3 * 1_440, 3]);
  expect(body.mails).toMatchObject({ queued: 1, failed: 1, parked: 2, sentLastMinute: 1, sentLastHour: 2 });
  expect(body).toMatchObject({
    workers: 0,
    replans: 1,
    queueAnswers: true,
    queueBackend: 'postgresql',
    serverConfigured: false,
    serverAwaySince: null,
    robotPosts: { queued: 0, failed: 0, parked: 0 },
    untold: 0,
    reports: { failed: 0, late: 0 },
  });
  await (await world.as('olga')).get('/api/v1/reminders/health').expect(403);

  const { text } = await world.http().get('/metrics').expect(200);
  for (const line of [
    'torch_reminders_due{channel="email"} 1',
    'torch_reminders_handed_over{channel="email"} 1',
    'torch_reminders_sent_last_minute{channel="in_app"} 1',
    'torch_reminders_failed_last_day{channel="email"} 1',
    'torch_reminders_untold 0',
    'torch_mail_server_away_seconds 0',
    'torch_mails_stuck{state="parked"} 2',
    'torch_mails_waiting 1',
    'torch_workers 0',
    'torch_replans 1',
  ])
    expect(text).toContain(line);
  expect(text).toMatch(/torch_reminders_overdue_seconds 6\d\d\./);
});

it('counts a worker that is there', async () => {
  await world.owner.query('SELECT pg_advisory_lock(7312, 99)');
  expect((await root.get('/api/v1/reminders/health').expect(200)).body.workers).toBe(1);
  await world.owner.query('SELECT pg_advisory_unlock(7312, 99)');
});

it('gives all stuck mails another chance at once', async () => {
  const { body } = await root.post('/api/v1/mails/retry').expect(200);
  expect(body).toEqual({ retried: 3, left: 0 });
  const { body: health } = await root.get('/api/v1/reminders/health').expect(200);
  expect(health.mails).toMatchObject({ queued: 4, failed: 0, parked: 0 });
  expect((await root.post('/api/v1/mails/retry').expect(200)).body).toEqual({ retried: 0, left: 0 });
  await (await world.as('olga')).post('/api/v1/mails/retry').expect(403);
});

it('sends nothing again that is over by its time', async () => {
  const told = (mailId: string, subjectType: string, mootIn: string | null) =>
    put(
      `INSERT INTO reminders (id, subject_type, subject_id, occurrence, step_id, user_id, channel, remind_at, state, reason, ended_at, handed_over_at, mail_id, moot_at)
       VALUES (gen_random_uuid(), $2, $3, gen_random_uuid()::text, '0', $3, 'email', now() - interval '4 days', 'failed', 'mail-failed', now(), now(), $1, now() + $4::interval)`,
      [mailId, subjectType, olga, mootIn],
    );
  const [visits, folded, digest] = [await mail('failed'), await mail('failed'), await mail('parked')];
  await put(`UPDATE mails SET kind = 'digest' WHERE id = $1`, [digest]);
  await told(visits, 'visit', '-1 day');
  await told(visits, 'visit', '-1 hour');
  await told(folded, 'visit', '-1 day');
  await told(folded, 'lead', null);
  // The day of a digest is over; what was kept for it is not.
  await told(digest, 'user', '-3 days');
  await told(digest, 'lead', null);
  for (const late of [visits, digest]) await root.post(`/api/v1/mails/${late}/retry`).expect(422);

  expect((await root.post('/api/v1/mails/retry').expect(200)).body).toEqual({ retried: 1, left: 0 });
  const { rows: mails } = await world.owner.query('SELECT id, state FROM mails WHERE id = ANY($1)', [
    [visits, folded, digest],
  ]);
  expect(Object.fromEntries(mails.map(({ id, state }) => [id, state]))).toEqual({
    [visits]: 'cancelled',
    [folded]: 'queued',
    [digest]: 'cancelled',
  });
  const became = async (mailId: string) =>
    (
      await world.owner.query(
        `SELECT subject_type || ' ' || state || ' ' || coalesce(reason, '') AS it FROM reminders WHERE mail_id = $1 ORDER BY 1`,
        [mailId],
      )
    ).rows.map(({ it: row }) => row);
  expect(await became(visits)).toEqual(['visit superseded too-late', 'visit superseded too-late']);
  expect(await became(digest)).toEqual(['user superseded too-late']);
  const { rows: kept } = await world.owner.query(
    `SELECT subject_type, state FROM reminders WHERE reason = 'in-digest' AND mail_id IS NULL`,
  );
  expect(kept).toEqual([{ subject_type: 'lead', state: 'superseded' }]);
});

it('sends a test mail to who asks for it, if they have an address', async () => {
  await put(`UPDATE users SET email = NULL WHERE username = 'root'`, []);
  await root.post('/api/v1/mails/test').expect(422);
  await put(`UPDATE users SET email = 'root@zone.example' WHERE username = 'root'`, []);
  const { body } = await root.post('/api/v1/mails/test').expect(201);
  expect(body).toMatchObject({
    kind: 'test',
    recipient: 'root@zone.example',
    state: 'queued',
    waitingFor: 'no_server',
  });
});

it('makes one heartbeat a day, however many workers there are, once it is time where its reader is', async () => {
  const zones = ['Pacific/Kiritimati', 'Etc/GMT+12', 'Asia/Shanghai', 'America/New_York'];
  const hour = (timeZone: string) =>
    Number(new Intl.DateTimeFormat('en', { timeZone, hour: '2-digit', hourCycle: 'h23' }).format(new Date()));
  const early = zones.find((zone) => hour(zone) < 8);
  const late = zones.find((zone) => hour(zone) >= 8) as string;
  const adam = await world.user('adam', 'admin', home, { timeZone: early ?? late });
  await root.patch('/api/v1/reminder-settings').send({ version: 1, heartbeatTo: adam }).expect(200);
  const heartbeat = world.app.get(Heartbeat);
  const mails = async () =>
    (await world.owner.query(`SELECT recipient, html, text FROM mails WHERE kind = 'heartbeat'`)).rows;
  if (early) {
    await heartbeat.beat();
    expect(await mails()).toEqual([]);
    await put('UPDATE users SET time_zone = $2 WHERE id = $1', [adam, late]);
  }
  // Made days ago, and given up just now; the other was given up long ago.
  for (const at of ['-1 minute', '-3 days']) {
    const id = await mail('failed');
    await put(`UPDATE mails SET created_at = now() - interval '4 days' WHERE id = $1`, [id]);
    await put(
      `INSERT INTO events (id, at, type, subject_type, subject_id) VALUES (gen_random_uuid(), now() + $2::interval, 'mail.failed', 'mail', $1)`,
      [id, at],
    );
  }
  await Promise.all([heartbeat.beat(), heartbeat.beat(), heartbeat.beat()]);
  await heartbeat.beat();
  const made = await mails();
  expect(made).toHaveLength(1);
  expect(made[0]).toMatchObject({ recipient: 'adam@zone.example' });
  expect(made[0].html).toContain('/delivery');
  expect(made[0].html).toContain('/account/notifications');
  expect(made[0].text).toMatch(/失败.*1/);
  const { rows } = await world.owner.query('SELECT day::text FROM heartbeats');
  expect(rows).toEqual([{ day: dateIn(new Date(), late) }]);
});
