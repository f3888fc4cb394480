import { randomUUID } from 'node:crypto';
import { addDays, dateIn, timeIn } from '@torch/domain';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backends, startMailServer } from '../../test/mail-server';
import { Config } from '../platform/config';
import { WorkerPresence } from '../platform/queue/presence';
import { eventually, newLead, planned, redisUrl, startWorld, type World } from '../../test/support';

describe.each(backends)('reminders, queued on %s', (backend, settings) => {
  let world: World;
  let mailServer: Awaited<ReturnType<typeof startMailServer>>;
  let kim: Awaited<ReturnType<World['as']>>;

  beforeAll(async () => {
    mailServer = await startMailServer();
    world = await startWorld({
      ...settings(),
      ROLE: 'all',
      SMTP_URL: mailServer.url,
      PUBLIC_URL: 'http://crm.zone.example',
    });
    const department = await world.department('Seoul');
    await world.user('kim', 'officer', department, { timeZone: 'Asia/Seoul' });
    await world.user('weber', 'officer', department, { locale: 'en', timeZone: 'Europe/Berlin' });
    for (const name of ['nari', 'bora']) await world.user(name, 'officer', department, { timeZone: 'Asia/Seoul' });
    await world.user('hana', 'head', department, { locale: 'en' });
    kim = await world.as('kim');
    await planned(world);
  });
  afterAll(async () => {
    await world.close();
    await mailServer.close();
  });

  const inOne = (seconds: number) => new Date(Date.now() + seconds * 1_000);
  const followUp = async (agent: typeof kim, title: string, dueAt: Date, more: object = {}) => {
    const companyName = randomUUID();
    const { lead } = await newLead(agent, companyName);
    const { body } = await agent
      .post('/api/v1/follow-ups')
      .send({ leadId: lead.id, title, dueAt: dueAt.toISOString(), ...more })
      .expect(201);
    return { ...body, lead, companyName };
  };
  const promise = async (agent: typeof kim, what: string) => {
    const { lead } = await newLead(agent, randomUUID());
    const promised = { what, category: 'plant', toName: 'Park', promisedBy: 'Kim' };
    const { body } = await agent
      .post(`/api/v1/leads/${lead.id}/promises`)
      .send({ ...promised, promisedOn: '2030-01-07', dueOn: '2030-03-04' })
      .expect(201);
    return { ...body, lead };
  };
  /** What is planned for a record comes now, as if the days had passed. */
  const comesNow = (id: string) =>
    world.owner.query(`UPDATE reminders SET remind_at = now() WHERE subject_id = $1 AND state = 'planned'`, [id]);
  /** What the clocks in Seoul show so many hours from now. */
  const hourOf = (hours: number) => timeIn(inOne(hours * 3_600), 'Asia/Seoul');
  /** As if the workers had been away since before the promise was due, ten days ago. */
  const outageOver = (id: string) => {
    const due = addDays(dateIn(new Date(), 'Asia/Seoul'), -10);
    return world.owner.query(`BEGIN;
      ALTER TABLE promises DISABLE TRIGGER explained;
      UPDATE promises SET promised_on = '${addDays(due, -30)}', due_on = '${due}' WHERE id = '${id}';
      ALTER TABLE promises ENABLE TRIGGER explained;
      UPDATE reminders SET occurrence = '${due}', anchor_on = '${due}', remind_at = '${addDays(due, -1)}', moot_at = '${due}'
        WHERE subject_id = '${id}' AND state = 'planned';
      COMMIT`);
  };
  /** What waits of a promise: its steps, and in how many hours. */
  const waiting = async (id: string): Promise<{ step: number; hours: number }[]> =>
    (
      await world.owner.query(
        `SELECT step, extract(epoch FROM remind_at - now())::float8 / 3600 AS hours FROM reminders
         WHERE subject_id = $1 AND state = 'planned' ORDER BY step`,
        [id],
      )
    ).rows;
  const mailsAbout = (title: string) => mailServer.mails.filter(({ mail }) => mail.subject?.includes(title));
  const arrived = (title: string) =>
    eventually(
      async () => mailsAbout(title),
      (mails) => mails.length > 0,
    );
  const states = async (id: string) =>
    (
      await world.owner.query(
        `SELECT r.channel, r.state, m.state AS mail FROM reminders r LEFT JOIN mails m ON m.id = r.mail_id WHERE subject_id = $1 AND r.step = 0 ORDER BY r.channel, r.created_at`,
        [id],
      )
    ).rows;

  const allSent = (id: string) =>
    eventually(
      () => states(id),
      (rows) => rows.length > 0 && rows.every(({ state }) => state === 'sent'),
    );

  it('really uses this backend', async () => {
    const { body } = await world.http().get('/readyz').expect(200);
    expect(body).toMatchObject({ status: 'ok', queueBackend: backend === 'Redis' ? 'redis' : 'postgresql' });
  });

  it('reminds of a promise before its day and after, by mail and behind the bell, with the code, the day and a link', async () => {
    const { lead, id } = await promise(kim, '厂房交付');
    await comesNow(id);
    await allSent(id);
    await comesNow(id);
    const mails = await eventually(
      async () => mailsAbout('厂房交付'),
      (all) => all.length === 2,
    );
    const { rows } = await world.owner.query('SELECT code FROM leads WHERE id = $1', [lead.id]);
    for (const { mail } of mails) {
      expect(mail.subject).toBe(`[火炬招商] 承诺提醒 ${rows[0].code}: 厂房交付`);
      expect(mail.text).toContain('到期时间: 2030年3月4日周一');
      expect(mail.text).toContain(`http://crm.zone.example/promises?lead=${lead.id}`);
      expect(mail.text).toContain('该承诺事项由您负责');
    }
    const rung = await eventually(
      async () =>
        (await kim.get('/api/v1/notifications').expect(200)).body.items.filter(
          (item: { promiseId: string }) => item.promiseId === id,
        ),
      (items) => items.length === 2,
    );
    // Due when its day ends where its owner is.
    expect(rung[0]).toMatchObject({
      title: '厂房交付',
      followUpId: null,
      leadId: lead.id,
      dueAt: '2030-03-04T14:59:00.000Z',
    });
    const weber = await world.as('weber');
    await comesNow((await promise(weber, 'Land ready')).id);
    const [first] = await arrived('Land ready');
    expect(first?.mail.subject).toMatch(/^\[Torch CRM\] Promise reminder L-\d{4}-\d{5}: Land ready$/);
    expect(first?.mail.text).toContain('Due: Mon, 4 Mar 2030');
  });

  it('sends nothing about a promise that was settled before its morning', async () => {
    const { lead } = await newLead(kim, randomUUID());
    const given = { what: '协调入学', category: 'schooling', toName: 'Park', promisedBy: 'Kim' };
    const { body } = await kim
      .post(`/api/v1/leads/${lead.id}/promises`)
      .send({ ...given, promisedOn: '2030-01-07', dueOn: '2030-03-04' })
      .expect(201);
    await kim.post(`/api/v1/promises/${body.id}/state`).send({ version: 1, state: 'kept' }).expect(200);
    const { rows } = await world.owner.query('SELECT state FROM reminders WHERE subject_id = $1', [body.id]);
    expect(rows.map(({ state }) => state)).toEqual(Array(2).fill('cancelled'));
  });

  it('sends the mail at its instant, once, in the reader’s language and zone, with a link to the record', async () => {
    const due = inOne(2);
    const { lead, id, companyName } = await followUp(kim, '寄送园区资料', due);
    const [first] = await arrived('寄送园区资料');
    expect(first?.at).toBeGreaterThanOrEqual(due.getTime());
    const seoul = new Intl.DateTimeFormat('zh-CN', {
      timeZone: 'Asia/Seoul',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    }).format(due);
    expect(first?.mail.subject).toContain('[火炬招商] 跟进提醒 L-');
    expect(first?.mail.text).toContain(seoul);
    expect(first?.mail.text).toContain(`http://crm.zone.example/leads/${lead.id}`);
    expect(first?.mail.html).toContain(`http://crm.zone.example/leads/${lead.id}`);
    expect(first?.mail.text).not.toContain(companyName);
    expect(first?.mail.messageId).toMatch(/^<reminder-[0-9a-f-]{36}@crm\.zone\.example>$/);
    const settled = await allSent(id);
    expect(settled).toMatchObject([
      { channel: 'email', state: 'sent', mail: 'sent' },
      { channel: 'in_app', state: 'sent' },
    ]);
    expect(mailsAbout('寄送园区资料')).toHaveLength(1);
  });

  it('speaks English to who reads English, in the zone of Berlin', async () => {
    const weber = await world.as('weber');
    const due = inOne(1);
    await followUp(weber, 'Call the plant manager', due);
    const [first] = await arrived('Call the plant manager');
    const berlin = new Intl.DateTimeFormat('en-GB', {
      timeZone: 'Europe/Berlin',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    }).format(due);
    expect(first?.mail.subject).toContain('[Torch CRM] Follow-up reminder L-');
    expect(first?.mail.text).toContain(berlin);
  });

  it('rings the bell in the product too', async () => {
    const due = inOne(1);
    const { id } = await followUp(kim, 'Ring the bell', due);
    const page = await eventually(
      async () => (await kim.get('/api/v1/notifications?unread=true').expect(200)).body,
      ({ items }) => items.some((item: { followUpId: string }) => item.followUpId === id),
    );
    const mine = page.items.find((item: { followUpId: string }) => item.followUpId === id);
    const { body } = await kim.post(`/api/v1/notifications/${mine.id}/read`).expect(200);
    expect(body.readAt).not.toBeNull();
  });

  it('goes out ahead of the due instant by the notice', async () => {
    const due = new Date(Date.now() + 3_601_500);
    const { id } = await followUp(kim, 'An hour ahead', due, { noticeMinutes: 60 });
    const { body } = await kim.get(`/api/v1/reminders?followUp=${id}`).expect(200);
    expect(body.items[0].remindAt).toBe(new Date(due.getTime() - 3_600_000).toISOString());
    const [first] = await arrived('An hour ahead');
    expect(first?.at).toBeGreaterThanOrEqual(due.getTime() - 3_600_000);
  });

  it('never sends what was completed, cancelled, deleted or moved; and sends the moved one at its new instant', async () => {
    const due = inOne(3);
    const [done, cancelled, deleted, moved] = [
      await followUp(kim, 'Done before', due),
      await followUp(kim, 'Cancelled before', due),
      await followUp(kim, 'Deleted before', due),
      await followUp(kim, 'Moved before', due),
    ];
    const later = inOne(5);
    await kim.patch(`/api/v1/follow-ups/${done.id}`).send({ version: 1, status: 'done' }).expect(200);
    await kim.patch(`/api/v1/follow-ups/${cancelled.id}`).send({ version: 1, status: 'cancelled' }).expect(200);
    await kim.delete(`/api/v1/follow-ups/${deleted.id}`).expect(204);
    await kim.patch(`/api/v1/follow-ups/${moved.id}`).send({ version: 1, dueAt: later.toISOString() }).expect(200);
    const [first] = await arrived('Moved before');
    expect(first?.at).toBeGreaterThanOrEqual(later.getTime());
    for (const title of ['Done before', 'Cancelled before', 'Deleted before']) expect(mailsAbout(title)).toEqual([]);
    expect(mailsAbout('Moved before')).toHaveLength(1);
    await eventually(
      () => states(moved.id),
      (rows) => rows.filter(({ state }) => state === 'sent').length === 2,
    );
    expect((await states(moved.id)).map(({ state }) => state).sort()).toEqual([
      'sent',
      'sent',
      'superseded',
      'superseded',
    ]);
  });

  it('waits for a mail server that is away, and loses nothing', async () => {
    mailServer.refuse({ code: 451, message: 'try again later' });
    const { id } = await followUp(kim, 'Through the outage', inOne(0.5));
    await eventually(
      async () =>
        (
          await world.owner.query(
            `SELECT m.* FROM mails m JOIN reminders r ON r.mail_id = m.id WHERE r.subject_id = $1`,
            [id],
          )
        ).rows,
      ([mail]) => mail?.attempts >= 1 && mail.answer,
    );
    mailServer.refuse(null);
    await arrived('Through the outage');
    expect(mailsAbout('Through the outage')).toHaveLength(1);
  });

  it('folds a burst into one mail, and takes back what was in it and is over', async () => {
    const weber = await world.as('weber');
    mailServer.refuse({ code: 451, message: 'try again later' });
    const due = inOne(1.5);
    const marks = ['Burst one', 'Burst two', 'Burst three', 'Burst four'];
    const tasks: { id: string }[] = [];
    for (const title of marks) tasks.push(await followUp(weber, title, due));
    const mailsOf = async () =>
      (
        await world.owner.query(
          `SELECT DISTINCT m.id, m.kind, m.state, m.answer FROM mails m JOIN reminders r ON r.mail_id = m.id WHERE r.subject_id = ANY($1)`,
          [tasks.map(({ id }) => id)],
        )
      ).rows;
    const [held] = await eventually(mailsOf, (mails) => mails.length === 1 && mails[0].answer !== null);
    expect(held).toMatchObject({ kind: 'folded', state: 'queued' });
    const [first] = tasks;
    await weber.patch(`/api/v1/follow-ups/${first?.id}`).send({ version: 1, status: 'done' }).expect(200);
    // A worker may have been trying it at that very moment; it is taken back once that has failed.
    await eventually(
      async () => (await world.owner.query('SELECT state FROM mails WHERE id = $1', [held.id])).rows[0].state,
      (state) => state === 'cancelled',
    );
    mailServer.refuse(null);
    await eventually(
      () => Promise.resolve(mailServer.mails.filter(({ mail }) => mail.text?.includes('Burst two'))),
      (mails) => mails.length === 1,
    );
    const [{ mail } = { mail: null }] = mailServer.mails.filter((each) => each.mail.text?.includes('Burst two'));
    for (const title of marks.slice(1)) expect(mail?.text).toContain(title);
    expect(mail?.text).not.toContain('Burst one');
    expect(mailServer.mails.filter((each) => each.mail.text?.includes('Burst one'))).toEqual([]);
  });

  it('tells what goes late, after an outage, at no hour of the night', async () => {
    const nari = await world.as('nari');
    await nari
      .patch('/api/v1/me')
      .send({ quietFrom: hourOf(-1), quietTo: hourOf(2) })
      .expect(200);
    await planned(world);
    const { id } = await promise(nari, '夜间不扰');
    await outageOver(id);
    // Before its day there is nothing to say any more, and what is overdue waits until the night is over.
    const waits = (rows: { step: number; hours: number }[]) =>
      rows.length === 2 && rows.every(({ step, hours }) => step === 1 && hours > 1);
    await eventually(() => waiting(id), waits);
    expect(await states(id)).toMatchObject(Array(2).fill({ state: 'superseded' }));
    // It stays there however often the record is planned anew.
    await world.work.run('system', null, (tx) =>
      tx.record('promise.updated', { subjectType: 'promise', subjectId: id }),
    );
    expect(await waiting(id)).toSatisfy(waits);
    expect(mailsAbout('夜间不扰')).toEqual([]);
    // At its own hour it goes.
    await comesNow(id);
    await arrived('夜间不扰');
  });

  it('gives the owner time to act on what they hear late, before the head hears of it', async () => {
    const bora = await world.as('bora');
    const root = await world.as('root');
    await bora
      .patch('/api/v1/me')
      .send({ quietFrom: hourOf(2), quietTo: hourOf(3) })
      .expect(200);
    for (const ahead of [0, 1])
      await root
        .put(`/api/v1/calendars/KR/days/${addDays(dateIn(new Date(), 'Asia/Seoul'), ahead)}`)
        .send({ kind: 'workday', name: 'Fair' })
        .expect(200);
    await planned(world);
    const { id } = await promise(bora, '迟到的承诺');
    await outageOver(id);
    const [first] = await arrived('迟到的承诺');
    expect(first?.mail.to).toMatchObject({ text: 'bora@zone.example' });
    // The step of the deputy reaches nobody.
    await eventually(
      () => waiting(id),
      (rows) => rows.length === 2 && rows.every(({ step, hours }) => step === 3 && hours > 6),
    );
    expect(mailsAbout('迟到的承诺')).toHaveLength(1);
  });

  it('says nothing that has become pointless, and names those who were told before', async () => {
    const { id } = await promise(kim, '水电接入');
    await world.owner.query(
      `UPDATE reminders SET remind_at = now(), moot_at = now() WHERE subject_id = $1 AND state = 'planned'`,
      [id],
    );
    const first = await eventually(
      () => states(id),
      (rows) => rows.length === 2 && rows.every(({ state }) => state === 'superseded'),
    );
    expect(first).toHaveLength(2);
    expect(mailsAbout('水电接入')).toEqual([]);
    await comesNow(id);
    await arrived('水电接入');
    await eventually(
      async () =>
        (
          await world.owner.query(`SELECT DISTINCT step FROM reminders WHERE subject_id = $1 AND state = 'planned'`, [
            id,
          ])
        ).rows,
      (rows) => rows.length > 0 && rows[0].step > 1,
    );
    // Whoever was told by steps that the rule has no more was told before all the same.
    const root = await world.as('root');
    const { items } = (await root.get('/api/v1/reminder-rules').expect(200)).body;
    const rule = items.find(({ code }: { code: string }) => code === 'promise.due');
    await root
      .patch(`/api/v1/reminder-rules/${rule.id}`)
      .send({ version: rule.version, steps: rule.steps.slice(3) })
      .expect(200);
    await eventually(
      async () =>
        (
          await world.owner.query(`SELECT DISTINCT step FROM reminders WHERE subject_id = $1 AND state = 'planned'`, [
            id,
          ])
        ).rows,
      (rows) => rows.length > 0 && rows[0].step === 0,
    );
    await comesNow(id);
    const later = await eventually(
      () => Promise.resolve(mailsAbout('水电接入')),
      (mails) => mails.length > 1,
    );
    expect(later.at(-1)?.mail.to).toMatchObject({ text: 'hana@zone.example' });
    expect(later.at(-1)?.mail.text).toMatch(/kim/);
  });

  it('tells an address that is refused for good from a passing failure', async () => {
    mailServer.refuse({ code: 550, message: 'no such mailbox' });
    const { id } = await followUp(kim, 'To nobody', inOne(0.5));
    await eventually(
      () => states(id),
      (rows) => rows.some(({ mail }) => mail === 'failed'),
    );
    mailServer.refuse(null);
    const root = await world.as('root');
    const { body } = await root.get('/api/v1/mails?state=failed').expect(200);
    expect(body.items[0]).toMatchObject({ answer: expect.stringContaining('550'), attempts: 1 });
    await root.post(`/api/v1/mails/${body.items[0].id}/retry`).expect(200);
    await arrived('To nobody');
  });

  it('finds again what the queue has lost', async () => {
    const { id } = await followUp(kim, 'Lost by the queue', inOne(4));
    // The alarm is set by now or soon; whatever the queue holds is thrown away.
    await eventually(
      async () => (await world.owner.query('SELECT count(*)::int AS open FROM events WHERE published_at IS NULL')).rows,
      ([row]) => row.open === 0,
    );
    if (backend === 'Redis') {
      const { Redis } = await import('ioredis');
      const redis = new Redis(redisUrl ?? '');
      const its = await redis.keys(`${world.app.get(Config).settings.QUEUE_PREFIX}:*`);
      expect(its).not.toEqual([]);
      await redis.del(its);
      await redis.quit();
    } else await world.owner.query('DELETE FROM bullmq.job');
    await arrived('Lost by the queue');
    await allSent(id);
    expect(mailsAbout('Lost by the queue')).toHaveLength(1);
  });

  it('takes up again what its own worker claimed and dropped, as when the database went in between', async () => {
    const { id } = await followUp(kim, 'Claimed and dropped', inOne(3_600));
    const worker = world.app.get(WorkerPresence).number;
    await world.owner.query(
      `UPDATE reminders SET state = 'claimed', claimed_by = $2, claimed_at = now(), remind_at = now() WHERE subject_id = $1`,
      [id, worker],
    );
    await arrived('Claimed and dropped');
    expect(mailsAbout('Claimed and dropped')).toHaveLength(1);
  });

  it('sends nothing by a rule that was switched off, whatever a plan of the moment before has left', async () => {
    const { id } = await followUp(kim, 'By a rule that is off', inOne(2));
    // As if the plan had been made from the rules as they were.
    const off = (active: boolean) =>
      world.owner.query(
        `SET session_replication_role = replica; UPDATE reminder_rules SET active = ${active} WHERE code = 'followUp.due'; SET session_replication_role = origin`,
      );
    await off(false);
    await eventually(
      async () =>
        (await world.owner.query('SELECT reason FROM reminders WHERE subject_id = $1 AND step = 0', [id])).rows,
      (rows) => rows.every(({ reason }) => reason === 'rule-off'),
    );
    await off(true);
    expect(mailsAbout('By a rule that is off')).toEqual([]);
  });

  it('lets one that cannot be told hold up no other', async () => {
    const bad = await followUp(kim, 'Cannot be told', inOne(2));
    const good = await followUp(kim, 'Told beside it', inOne(2));
    // There is no such day to be told of.
    await world.owner.query(`UPDATE reminders SET anchor_at = 'infinity' WHERE subject_id = $1 AND channel = 'email'`, [
      bad.id,
    ]);
    await allSent(good.id);
    const row = async () =>
      (
        await world.owner.query(
          `SELECT state, reason, tries, wait_until > now() AS waits FROM reminders WHERE subject_id = $1 AND channel = 'email' AND step = 0`,
          [bad.id],
        )
      ).rows[0];
    for (const tries of [1, 2]) {
      await eventually(row, (now) => now.tries === tries && now.state === 'planned');
      expect(await row()).toMatchObject({ waits: true, reason: null });
      await world.owner.query(`UPDATE reminders SET wait_until = now() WHERE subject_id = $1 AND step = 0`, [bad.id]);
    }
    await eventually(row, ({ state }) => state === 'failed');
    expect(await row()).toMatchObject({ reason: 'untold', tries: 3 });
    const { rows } = await world.owner.query(
      `SELECT data ->> 'reason' AS reason FROM events WHERE subject_id = $1 AND type = 'followUp.reminderDropped'`,
      [bad.id],
    );
    expect(rows).toEqual([{ reason: 'untold' }]);

    // Somebody has seen to it.
    const root = await world.as('root');
    expect((await root.get('/api/v1/reminders/health').expect(200)).body.untold).toBe(1);
    await world.owner.query(`UPDATE reminders SET anchor_at = now() WHERE subject_id = $1 AND step = 0`, [bad.id]);
    const { body } = await root.post('/api/v1/mails/retry').expect(200);
    expect(body.retried).toBeGreaterThan(0);
    await allSent(bad.id);
    expect(mailsAbout('Cannot be told')).toHaveLength(1);
    expect((await root.get('/api/v1/reminders/health').expect(200)).body.untold).toBe(0);
  });

  it('sends what its own worker claimed in the outbox and dropped', async () => {
    mailServer.refuse({ code: 451, message: 'try again later' });
    const { id } = await followUp(kim, 'Dropped in the outbox', inOne(0.5));
    const mailOf = async () =>
      (
        await world.owner.query(
          `SELECT m.* FROM mails m JOIN reminders r ON r.mail_id = m.id WHERE r.subject_id = $1`,
          [id],
        )
      ).rows;
    const [mail] = await eventually(mailOf, ([row]) => row?.answer !== null && row?.claimed_by === null);
    await world.owner.query(
      `UPDATE mails SET claimed_by = $2, next_try_at = now() + interval '300 seconds' WHERE id = $1`,
      [mail.id, world.app.get(WorkerPresence).number],
    );
    mailServer.refuse(null);
    await arrived('Dropped in the outbox');
    expect(mailsAbout('Dropped in the outbox')).toHaveLength(1);
    // A refusal is an answer; of what was dropped nobody can tell.
    expect([mail.perhaps_out, (await mailOf())[0]?.perhaps_out]).toEqual([false, true]);
  });
});

describe('with a mail server that puts mails off', () => {
  it('a mail to somebody who was put out is dropped, and what is over is not sent again by hand', async () => {
    const mailServer = await startMailServer();
    mailServer.refuse({ code: 451, message: 'try again later' });
    const world = await startWorld({ ROLE: 'all', SMTP_URL: mailServer.url });
    try {
      const id = await world.user('gone', 'officer', await world.department('Gone'));
      const gone = await world.as('gone');
      const { lead } = await newLead(gone, 'Put Out');
      const task = { leadId: lead.id, title: 'Wait', dueAt: new Date(Date.now() + 500).toISOString() };
      await gone.post('/api/v1/follow-ups').send(task).expect(201);
      const root = await world.as('root');
      const mails = async () =>
        (await root.get('/api/v1/mails').expect(200)).body.items as { id: string; state: string }[];
      const [mail] = await eventually(mails, (items) => items.length > 0);
      await root.patch(`/api/v1/users/${id}`).send({ version: 1, active: false }).expect(200);
      // It may have been under way just then.
      await eventually(mails, ([it]) => it?.state === 'cancelled');
      await world.work.run('system', null, async (tx) => {
        await tx.query(`UPDATE mails SET state = 'failed' WHERE id = $1`, [mail?.id]);
        await tx.record('mail.failed', { subjectType: 'mail', subjectId: mail?.id ?? null });
      });
      await root.post(`/api/v1/mails/${mail?.id}/retry`).expect(422);
    } finally {
      await world.close();
      await mailServer.close();
    }
  });
});

describe.each(backends)('shutting down, queued on %s', (_, settings) => {
  it('lets a mail that the server is taking be noted as sent before the database goes', async () => {
    const mailServer = await startMailServer({ slow: true });
    const world = await startWorld({ ...settings(), ROLE: 'all', SMTP_URL: mailServer.url });
    const witness = new pg.Client({ connectionString: world.url });
    await witness.connect();
    witness.on('error', () => undefined);
    try {
      await world.user('late', 'officer', await world.department('Late'));
      const late = await world.as('late');
      const { lead } = await newLead(late, randomUUID());
      const task = { leadId: lead.id, title: 'Slow', dueAt: new Date(Date.now() + 300).toISOString() };
      await late.post('/api/v1/follow-ups').send(task).expect(201);
      await mailServer.taking;
      const closed = world.app.close();
      mailServer.answer();
      await closed;
      expect((await witness.query('SELECT state FROM mails')).rows).toEqual([{ state: 'sent' }]);
      expect(mailServer.mails).toHaveLength(1);
    } finally {
      await witness.end();
      await world.close();
      await mailServer.close();
    }
  });
});
