import { randomUUID } from 'node:crypto';
import { dateIn } from '@torch/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backends, startMailServer } from '../../../test/mail-server';
import { eventually, newLead, planned, startWorld, type World } from '../../../test/support';
import { createApp } from '../../create-app';
import { readConfig } from '../../platform/config';
import { Queues } from '../../platform/queue/queues';

type Agent = Awaited<ReturnType<World['as']>>;
type Trigger = 'digest.personal' | 'digest.weekly' | 'digest.monthly';

const site = 'http://crm.zone.example';
const zone = 'Asia/Shanghai';
const days = (count: number) => dateIn(new Date(Date.now() + count * 86_400_000), zone);

describe.each(backends)('digests, queued on %s', (_, settings) => {
  let world: World;
  let mailServer: Awaited<ReturnType<typeof startMailServer>>;
  const ids: Record<string, string> = {};
  let olga: Agent;

  beforeAll(async () => {
    mailServer = await startMailServer();
    world = await startWorld({ ...settings(), ROLE: 'all', SMTP_URL: mailServer.url, PUBLIC_URL: site });
    const [east, west] = [await world.department('East'), await world.department('West')];
    for (const [name, role, department, more] of [
      ['olga', 'officer', east, {}],
      ['otis', 'officer', east, {}],
      ['hana', 'head', east, {}],
      ['paul', 'officer', east, {}],
      ['wim', 'officer', west, {}],
      ['wanda', 'head', west, {}],
      ['leo', 'leader', west, { locale: 'en' }],
      ['coll', 'collaborator', west, {}],
      ['idle', 'officer', west, { timeZone: 'America/New_York' }],
      ['mute', 'officer', west, { email: null }],
      ['adam', 'admin', west, {}],
    ] as const)
      ids[name] = await world.user(name, role, department, { timeZone: zone, ...more });
    olga = await world.as('olga');
    await planned(world);
  });
  afterAll(async () => {
    await world.close();
    await mailServer.close();
  });

  const rowsOf = async (name: string, trigger: Trigger) =>
    (
      await world.owner.query(
        `SELECT r.id, r.state, r.reason, r.occurrence, r.remind_at, r.moot_at, r.channel, r.user_id, m.kind, m.state AS mail
         FROM reminders r JOIN reminder_rules q ON q.id = r.rule_id LEFT JOIN mails m ON m.id = r.mail_id
         WHERE r.subject_type = 'user' AND r.subject_id = $1 AND q.trigger = $2 ORDER BY r.occurrence`,
        [ids[name], trigger],
      )
    ).rows;
  /** What is planned comes now, as if its day were there; told of another day where one is given. */
  const falls = async (name: string, trigger: Trigger, occurrence: string | null = null, moot = '1 day') => {
    const { rows } = await world.owner.query(
      `UPDATE reminders SET remind_at = now(), moot_at = now() + $4::interval, occurrence = coalesce($3, occurrence)
       WHERE subject_id = $1 AND rule_id = (SELECT id FROM reminder_rules WHERE trigger = $2) AND state = 'planned' RETURNING id`,
      [ids[name], trigger, occurrence, moot],
    );
    expect(rows).toHaveLength(1);
    return rows[0].id as string;
  };
  /** The same, as if it were the first of all. */
  const comesNow = async (name: string, trigger: Trigger, occurrence: string | null = null, moot = '1 day') => {
    await world.owner.query(
      `DELETE FROM reminders WHERE subject_id = $1 AND state <> 'planned'
         AND rule_id = (SELECT id FROM reminder_rules WHERE trigger = $2)`,
      [ids[name], trigger],
    );
    return falls(name, trigger, occurrence, moot);
  };
  const stateOf = async (id: string) =>
    (await world.owner.query('SELECT state, reason, mail_id FROM reminders WHERE id = $1', [id])).rows[0];
  const settled = (id: string) =>
    eventually(
      () => stateOf(id),
      ({ state }) => ['sent', 'cancelled', 'superseded', 'failed'].includes(state),
    );
  const mailsTo = (name: string) =>
    mailServer.mails.filter(({ raw }) => raw.includes(`To: ${name}@zone.example`) && /^List-Id: <digest\./im.test(raw));
  /** The digest of somebody, as it arrives. */
  const digestOf = async (name: string, trigger: Trigger, occurrence: string | null = null) => {
    const before = mailsTo(name).length;
    expect(await settled(await comesNow(name, trigger, occurrence))).toMatchObject({ state: 'sent' });
    expect(mailsTo(name)).toHaveLength(before + 1);
    return mailsTo(name).at(-1)?.mail as NonNullable<ReturnType<typeof mailsTo>[number]>['mail'];
  };
  const followUp = async (agent: Agent, title: string, dueAt: Date, more: object = {}) => {
    const { lead } = await newLead(agent, randomUUID());
    const task = { leadId: lead.id, title, dueAt: dueAt.toISOString(), ...more };
    return (await agent.post('/api/v1/follow-ups').send(task).expect(201)).body as { id: string; version: number };
  };
  const daysAgo = (count: number) => new Date(Date.now() - count * 86_400_000);
  const prefer = (name: string, kind: string, mode: string) =>
    world.work.run('system', null, async (tx) => {
      await tx.query(
        `INSERT INTO notification_preferences (user_id, kind, channel, mode) VALUES ($1, $2, 'email', $3)
         ON CONFLICT (user_id, kind, channel) DO UPDATE SET mode = $3`,
        [ids[name], kind, mode],
      );
      await tx.record('notificationPreference.updated', {
        subjectType: 'notificationPreference',
        subjectId: ids[name] ?? null,
      });
    });

  it('are planned ahead, one of each kind, for whoever reads them and has an address', async () => {
    const planned = async (name: string) => ({
      personal: (await rowsOf(name, 'digest.personal')).length,
      weekly: (await rowsOf(name, 'digest.weekly')).length,
      monthly: (await rowsOf(name, 'digest.monthly')).length,
    });
    expect(await planned('otis')).toEqual({ personal: 1, weekly: 0, monthly: 0 });
    expect(await planned('hana')).toEqual({ personal: 1, weekly: 1, monthly: 0 });
    expect(await planned('leo')).toEqual({ personal: 1, weekly: 0, monthly: 1 });
    expect(await planned('coll')).toEqual({ personal: 1, weekly: 0, monthly: 0 });
    for (const name of ['mute', 'adam']) expect(await planned(name)).toEqual({ personal: 0, weekly: 0, monthly: 0 });
    const [row] = await rowsOf('idle', 'digest.personal');
    expect(row).toMatchObject({ state: 'planned', channel: 'email', user_id: ids['idle'] });
    const hour = new Intl.DateTimeFormat('en-GB', { timeZone: 'America/New_York', hour: '2-digit', minute: '2-digit' });
    expect(hour.format(row.remind_at)).toBe('08:30');
    expect(dateIn(row.moot_at, 'America/New_York') > row.occurrence).toBe(true);
  });

  it('follow rules, people and absences', async () => {
    const otis = await world.as('otis');
    const me = (await otis.get('/api/v1/me').expect(200)).body;
    const before = (await rowsOf('otis', 'digest.personal'))[0];
    await otis.patch('/api/v1/me').send({ version: me.version, timeZone: 'Europe/Berlin' }).expect(200);
    const [moved] = await rowsOf('otis', 'digest.personal');
    expect(moved.remind_at).not.toEqual(before.remind_at);
    await otis
      .post('/api/v1/absences')
      .send({ userId: ids['otis'], deputyId: ids['olga'], fromOn: days(-1), toOn: days(40) })
      .expect(201);
    const [after] = await eventually(
      async () => (await rowsOf('otis', 'digest.personal')).filter(({ state }) => state === 'planned'),
      ([row]) => row?.occurrence > days(40),
    );
    expect(after.user_id).toBe(ids['otis']);
    await world.work.run('system', null, async (tx) => {
      await tx.query(`UPDATE reminder_rules SET active = false WHERE trigger = 'digest.monthly'`);
      const [rule] = await tx.query<{ id: string }>(`SELECT id FROM reminder_rules WHERE trigger = 'digest.monthly'`);
      await tx.record('reminderRule.updated', { subjectType: 'reminderRule', subjectId: rule?.id ?? null });
    });
    const monthly = () => rowsOf('leo', 'digest.monthly');
    await eventually(monthly, ([row]) => row?.state !== 'planned');
    await world.work.run('system', null, async (tx) => {
      await tx.query(`UPDATE reminder_rules SET active = true WHERE trigger = 'digest.monthly'`);
      const [rule] = await tx.query<{ id: string }>(`SELECT id FROM reminder_rules WHERE trigger = 'digest.monthly'`);
      await tx.record('reminderRule.updated', { subjectType: 'reminderRule', subjectId: rule?.id ?? null });
    });
    expect(await eventually(monthly, ([row]) => row?.state === 'planned')).toHaveLength(1);
  });

  it('say nothing where there is nothing to say, and the next one is planned all the same', async () => {
    const id = await comesNow('idle', 'digest.personal');
    expect(await settled(id)).toMatchObject({ state: 'cancelled', reason: 'nothing-to-say', mail_id: null });
    expect(mailsTo('idle')).toEqual([]);
    const rows = await rowsOf('idle', 'digest.personal');
    expect(rows.map(({ state }) => state)).toEqual(['cancelled', 'planned']);
  });

  it('of the morning tell of the reader’s own, with links to where it is', async () => {
    await followUp(olga, '补报能耗数据', daysAgo(3));
    await followUp(await world.as('otis'), '别人的事', daysAgo(3));
    const { lead } = await newLead(olga, 'Promised');
    await olga
      .post(`/api/v1/leads/${lead.id}/promises`)
      .send({
        what: '协调入学',
        category: 'schooling',
        toName: 'Park',
        promisedBy: 'Olga',
        promisedOn: days(-9),
        dueOn: days(2),
      })
      .expect(201);
    const visit = {
      kind: 'online',
      status: 'planned',
      subject: '机密会谈',
      companyId: (await newLead(olga, 'V')).companyId,
    };
    await olga
      .post('/api/v1/visits')
      .send({ ...visit, startsAt: new Date(Date.parse(`${days(0)}T15:59:00Z`)).toISOString() })
      .expect(201);
    const mail = await digestOf('olga', 'digest.personal');
    expect(mail.subject).toMatch(/^\[火炬招商\] 今日工作 .*: 逾期 1 项.*会面 1 场.*承诺 1 项$/);
    expect(mail.text).toContain('补报能耗数据');
    expect(mail.text).toContain('协调入学');
    expect(mail.text).toContain(`${site}/promises?lead=${lead.id}`);
    // A visit's subject names the investor: minimal mails leave it out.
    expect(mail.text).not.toContain('机密会谈');
    expect(mail.text).not.toContain('别人的事');
    expect(mail.html).toContain(`href="${site}"`);
    expect(mail.messageId).toMatch(/^<digest-[0-9a-f-]{36}@crm\.zone\.example>$/);
    const rows = await rowsOf('olga', 'digest.personal');
    expect(rows.map(({ state, kind }) => [state, kind])).toEqual([
      ['sent', 'digest'],
      ['planned', null],
    ]);
  });

  it('of the morning name what is quiet by the rules', async () => {
    const wim = await world.as('wim');
    const { lead } = await newLead(wim, 'Silent');
    await world.work.run('system', null, async (tx) => {
      await tx.query(
        `UPDATE leads SET status = 'contacted', last_contact_at = now() - interval '40 days',
           protected_from = now() - interval '40 days' WHERE id = $1`,
        [lead.id],
      );
      await tx.record('lead.moved', {
        subjectType: 'lead',
        subjectId: lead.id,
        changes: { status: ['new', 'contacted'] },
      });
    });
    const { rows } = await world.owner.query('SELECT code FROM leads WHERE id = $1', [lead.id]);
    const { text, subject } = await digestOf('wim', 'digest.personal');
    expect(subject).toContain('久未联系 1 项');
    expect(text).toContain(rows[0].code);
    expect(text).toContain(`${site}/leads/${lead.id}`);
  });

  it('tell what their reader wants told there alone, once', async () => {
    const { lead } = await newLead(olga, 'Kept');
    const promised = { what: '水电接入', category: 'plant', toName: 'Park', promisedBy: 'Olga' };
    const { body } = await olga
      .post(`/api/v1/leads/${lead.id}/promises`)
      .send({ ...promised, promisedOn: '2030-01-07', dueOn: '2030-03-04' })
      .expect(201);
    await prefer('olga', 'promise', 'digest');
    await world.owner.query(`UPDATE reminders SET remind_at = now() WHERE subject_id = $1 AND channel = 'email'`, [
      body.id,
    ]);
    const kept = async () =>
      (
        await world.owner.query(
          `SELECT state, reason, mail_id FROM reminders WHERE subject_id = $1 AND channel = 'email' ORDER BY step`,
          [body.id],
        )
      ).rows;
    await eventually(kept, ([row]) => row.state === 'superseded' && row.reason === 'in-digest');
    const mail = await digestOf('olga', 'digest.personal');
    expect(mail.subject).toContain('其他提醒 1 项');
    expect(mail.text).toContain('水电接入');
    const [row] = await eventually(kept, ([each]) => each.state === 'sent');
    expect(row.mail_id).not.toBeNull();
    expect((await digestOf('olga', 'digest.personal')).text).not.toContain('水电接入');
    await prefer('olga', 'promise', 'on');
  });

  it('tell what was kept beside what else they tell of the same record', async () => {
    const wim = await world.as('wim');
    const { lead } = await newLead(wim, 'Ending');
    await prefer('wim', 'protection', 'digest');
    await world.work.run('system', null, async (tx) => {
      await tx.query(
        `UPDATE leads SET status = 'contacted', last_contact_at = now() - interval '16 days',
           protected_from = now() - interval '16 days' WHERE id = $1`,
        [lead.id],
      );
      await tx.record('lead.moved', {
        subjectType: 'lead',
        subjectId: lead.id,
        changes: { status: ['new', 'contacted'] },
      });
    });
    const ending = `subject_id = $1 AND channel = 'email' AND rule_id IN (SELECT id FROM reminder_rules WHERE trigger = 'lead.protectionEnds')`;
    await world.owner.query(`UPDATE reminders SET remind_at = now() WHERE state = 'planned' AND ${ending}`, [lead.id]);
    const kept = async () =>
      (await world.owner.query(`SELECT state, reason FROM reminders WHERE ${ending} ORDER BY step`, [lead.id])).rows;
    await eventually(kept, (rows) => rows.some(({ reason }) => reason === 'in-digest'));
    const { subject } = await digestOf('wim', 'digest.personal');
    expect(subject).toMatch(/久未联系 \d 项/);
    expect(subject).toContain('其他提醒 1 项');
    await prefer('wim', 'protection', 'on');
  });

  it('leave out what their reader has put off, until it moves', async () => {
    const paul = await world.as('paul');
    const task = await followUp(paul, '催要环评批复', daysAgo(3), { noticeMinutes: 0 });
    await followUp(paul, '另一件事', daysAgo(3));
    expect((await digestOf('paul', 'digest.personal')).text).toContain('催要环评批复');
    await paul.post(`/api/v1/follow-ups/${task.id}/snooze`).send({ days: 7 }).expect(200);
    const off = await digestOf('paul', 'digest.personal');
    expect(off.subject).toContain('逾期 1 项');
    expect(off.text).toContain('另一件事');
    expect(off.text).not.toContain('催要环评批复');
    // With another date it is another matter.
    const dueAt = daysAgo(2).toISOString();
    await paul.patch(`/api/v1/follow-ups/${task.id}`).send({ version: task.version, dueAt }).expect(200);
    expect((await digestOf('paul', 'digest.personal')).text).toContain('催要环评批复');
  });

  it('tell nothing of what was kept and has moved or gone to somebody else', async () => {
    const paul = await world.as('paul');
    await prefer('paul', 'followUp', 'digest');
    const ahead = new Date(Date.now() + 20 * 86_400_000);
    const kept = async (title: string) => {
      const task = await followUp(paul, title, ahead);
      await world.owner.query(
        `UPDATE reminders SET remind_at = now() WHERE subject_id = $1 AND channel = 'email' AND state = 'planned'`,
        [task.id],
      );
      await eventually(
        async () =>
          (
            await world.owner.query(`SELECT reason FROM reminders WHERE subject_id = $1 AND channel = 'email'`, [
              task.id,
            ])
          ).rows,
        (rows) => rows.some(({ reason }) => reason === 'in-digest'),
      );
      return task;
    };
    const [moved, given] = [await kept('改期的事'), await kept('移交的事')];
    await kept('仍在的事');
    const hana = await world.as('hana');
    const change = (task: typeof moved, changes: object) =>
      hana
        .patch(`/api/v1/follow-ups/${task.id}`)
        .send({ version: task.version, ...changes })
        .expect(200);
    await change(moved, { dueAt: new Date(Date.now() + 40 * 86_400_000).toISOString() });
    await change(given, { ownerId: ids['olga'] });
    const { text } = await digestOf('paul', 'digest.personal');
    expect(text).toContain('仍在的事');
    expect(text).not.toContain('改期的事');
    expect(text).not.toContain('移交的事');
    await prefer('paul', 'followUp', 'on');
  });

  it('are dropped when switched off or when their day is over, and go on the day after', async () => {
    await prefer('hana', 'digest', 'off');
    await followUp(await world.as('hana'), 'Own', daysAgo(3));
    const off = await comesNow('hana', 'digest.personal');
    expect(await settled(off)).toMatchObject({ state: 'cancelled', reason: 'switched-off' });
    await prefer('hana', 'digest', 'on');
    const late = await comesNow('hana', 'digest.personal', null, '-1 second');
    expect(await settled(late)).toMatchObject({ state: 'superseded', reason: 'too-late' });
    const left = (await rowsOf('hana', 'digest.personal')).map(({ state }) => state);
    expect(left.sort()).toEqual(['planned', 'superseded']);
    expect(mailsTo('hana')).toEqual([]);
  });

  it('of the week are about the head’s own department, by name', async () => {
    await followUp(await world.as('otis'), 'Late', daysAgo(3));
    const mail = await digestOf('hana', 'digest.weekly', days(1));
    expect(mail.subject).toContain('部门周报 East');
    expect(mail.text).toContain('各人员逾期事项');
    const table = mail.text?.slice(mail.text.indexOf('各人员逾期事项')) ?? '';
    expect(table.indexOf('olga')).toBeLessThan(table.indexOf('otis'));
    expect(mail.text).not.toContain('wim');
    expect(mail.html).toContain(`${site}/leads/`);
    const west = await digestOf('wanda', 'digest.weekly', days(1));
    expect(west.text).toContain('wim');
    expect(west.text).not.toContain('olga');
  });

  it('of the week begin where the last one ended that its reader got, at most four weeks back', async () => {
    const hana = await world.as('hana');
    await newLead(hana, 'This week');
    const { lead } = await newLead(hana, 'Weeks ago');
    const created = (ago: string) =>
      world.work.run('system', null, async (tx) => {
        await tx.query('UPDATE leads SET created_at = now() - $2::interval WHERE id = $1', [lead.id, ago]);
        await tx.record('lead.updated', { subjectType: 'lead', subjectId: lead.id });
      });
    const link = `${site}/leads/${lead.id}`;
    /** One went on a day, that of the week after fell out; the next one tells. */
    const since = async (id: string, last: string) => {
      await world.owner.query('UPDATE reminders SET occurrence = $2 WHERE id = $1', [id, last]);
      const missed = await falls('hana', 'digest.weekly', days(-5), '-1 second');
      expect(await settled(missed)).toMatchObject({ reason: 'too-late' });
      const next = await falls('hana', 'digest.weekly', days(2));
      expect(await settled(next)).toMatchObject({ state: 'sent' });
      await world.owner.query('DELETE FROM reminders WHERE id = ANY($1)', [[id, missed]]);
      return { next, html: mailsTo('hana').at(-1)?.mail.html };
    };
    await created('15 days');
    const first = await comesNow('hana', 'digest.weekly', days(1));
    expect(await settled(first)).toMatchObject({ state: 'sent' });
    expect(mailsTo('hana').at(-1)?.mail.html).not.toContain(link);
    const { next, html } = await since(first, days(-19));
    expect(html).toContain(link);
    await created('40 days');
    expect((await since(next, days(-60))).html).not.toContain(link);
  });

  it('of the month are sums by department', async () => {
    const next = `${dateIn(new Date(Date.parse(`${days(0).slice(0, 7)}-28`) + 5 * 86_400_000), zone).slice(0, 7)}-01`;
    const { text, subject } = await digestOf('leo', 'digest.monthly', next);
    expect(subject).toMatch(/Monthly digest, .*: \d+ new/);
    expect(text).toMatch(/^East +[1-9]/m);
    expect(text?.indexOf('East')).toBeLessThan(text?.indexOf('West') ?? 0);
    for (const name of ['olga', 'otis', 'wim']) expect(text).not.toContain(name);
  });

  it('let a confidential matter change nothing for whoever is not named there', async () => {
    const all = async () => {
      const next = `${dateIn(new Date(Date.parse(`${days(0).slice(0, 7)}-28`) + 5 * 86_400_000), zone).slice(0, 7)}-01`;
      const mails = [
        await digestOf('hana', 'digest.weekly', days(1)),
        await digestOf('hana', 'digest.personal'),
        await digestOf('leo', 'digest.monthly', next),
      ];
      return mails.map(({ text, subject }) => `${subject}\n${text}`);
    };
    const before = await all();
    const made = await olga
      .post('/api/v1/companies')
      .send({ nameEn: 'Murmurine', country: 'KR', region: 'KR' })
      .expect(201);
    await olga.post('/api/v1/contacts').send({ companyId: made.body.id, name: 'Somebody' }).expect(201);
    const { body: deal } = await olga
      .post('/api/v1/deals')
      .send({
        companyId: made.body.id,
        title: 'Murmurine',
        channel: 'chain',
        cluster: 'MED',
        totalInvestment: { amount: '5000000', currency: 'USD' },
      })
      .expect(201);
    await olga
      .post(`/api/v1/deals/${deal.id}/confidentiality`)
      .send({ version: deal.version, codename: 'Falkenstein', people: [] })
      .expect(200);
    await olga
      .post('/api/v1/follow-ups')
      .send({ leadId: deal.leadId, title: 'Murmurine call', dueAt: daysAgo(3).toISOString() })
      .expect(201);
    expect(await all()).toEqual(before);
    const own = await digestOf('olga', 'digest.personal');
    // Whoever is named reads of it, by code and codename.
    const { rows } = await world.owner.query('SELECT code FROM leads WHERE id = $1', [deal.leadId]);
    expect(own.text).toContain(rows[0].code);
    expect(own.text).toContain('Falkenstein');
    expect(`${own.text}${own.html}`).not.toContain('Murmurine');
  });

  it('go once though two workers see them due at once', async () => {
    const other = await createApp(
      readConfig({
        ...settings(),
        DATABASE_URL: world.url,
        LOG_LEVEL: 'silent',
        ROLE: 'worker',
        SMTP_URL: mailServer.url,
        PUBLIC_URL: site,
      }),
    );
    await other.init();
    try {
      await digestOf('olga', 'digest.personal');
      await digestOf('hana', 'digest.weekly', days(1));
      const { rows } = await world.owner.query(
        `SELECT count(*)::int AS planned FROM reminders WHERE subject_id = $1 AND state = 'planned' GROUP BY rule_id`,
        [ids['hana']],
      );
      expect(rows).toEqual([{ planned: 1 }, { planned: 1 }]);
    } finally {
      await other.close();
    }
  });

  it('are planned at the beginning of a zone’s day for whoever has none', async () => {
    await world.owner.query('DELETE FROM reminders WHERE subject_id = $1', [ids['idle']]);
    await world.app.get(Queues).wake('digests', [{ id: 'America/New_York', jobId: randomUUID() }]);
    await eventually(
      () => rowsOf('idle', 'digest.personal'),
      (rows) => rows.length === 1,
    );
  });

  it('have a schedule in each zone where somebody reads them', async () => {
    const queues = world.app.get(Queues);
    await eventually(
      () => queues.schedules('digests'),
      (all) => all.some(({ id }) => id === 'Asia/Shanghai'),
    );
    await queues.schedule('digests', [{ id: 'Asia/Seoul', pattern: '10 0 * * *', timeZone: 'Asia/Seoul' }]);
    await queues.schedule('digests', [{ id: 'Asia/Seoul', pattern: '10 0 * * *', timeZone: 'Asia/Seoul' }]);
    const [seoul, ...more] = await queues.schedules('digests');
    expect(more).toEqual([]);
    // Ten past midnight in Seoul.
    expect(seoul?.next.toISOString().slice(10)).toBe('T15:10:00.000Z');
  });
});
