import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MailServer, startMailServer } from '../../test/mail-server';
import { eventually, newLead, planned, startWorld, type World } from '../../test/support';
import { ReminderEngine } from './reminder.engine';
import { WaitingMails } from './waiting-mails';

type Agent = Awaited<ReturnType<World['as']>>;

const soon = (seconds: number) => new Date(Date.now() + seconds * 1_000).toISOString();
/** A follow-up that is due in half a second. */
async function followUp(agent: Agent, title: string) {
  const { lead } = await newLead(agent, randomUUID());
  const { body } = await agent
    .post('/api/v1/follow-ups')
    .send({ leadId: lead.id, title, dueAt: soon(0.5) })
    .expect(201);
  return { ...body, lead } as { id: string; version: number; lead: { id: string; version: number } };
}

describe('while the mail server is away', () => {
  let world: World;
  let mailServer: MailServer;
  let port: number;
  const ids: Record<string, string> = {};
  let kim: Agent;
  let hana: Agent;

  beforeAll(async () => {
    mailServer = await startMailServer();
    ({ port } = mailServer);
    world = await startWorld({ ROLE: 'all', SMTP_URL: mailServer.url, PUBLIC_URL: 'http://crm.zone.example' });
    const home = await world.department('Home');
    for (const name of ['kim', 'otto', 'paul', 'rosa', 'lena']) ids[name] = await world.user(name, 'officer', home);
    await world.user('hana', 'head', home);
    [kim, hana] = [await world.as('kim'), await world.as('hana')];
    await planned(world);
  });
  afterAll(async () => {
    await world.close();
    await mailServer.close();
  });

  const rows = async (id: string) =>
    (
      await world.owner.query(
        `SELECT r.channel, r.step, r.state, r.reason, u.username AS who, m.id AS mail, m.kind FROM reminders r JOIN users u ON u.id = r.user_id
         LEFT JOIN mails m ON m.id = r.mail_id WHERE r.subject_id = $1 ORDER BY r.step, r.channel, r.created_at`,
        [id],
      )
    ).rows as {
      channel: string;
      step: number;
      state: string;
      reason: string | null;
      who: string;
      mail: string | null;
    }[];
  const email = async (id: string) => (await rows(id)).filter(({ channel, step }) => channel === 'email' && step === 0);
  const rang = (id: string, step = 0) =>
    eventually(
      () => rows(id),
      (all) => all.some((row) => row.channel === 'in_app' && row.step === step && row.state === 'sent'),
    );
  const goAway = async (first: Agent) => {
    await mailServer.close();
    const known = await followUp(first, `Finds it away ${randomUUID()}`);
    await eventually(
      async () => (await world.owner.query('SELECT away_since FROM mail_server')).rows[0].away_since,
      (since) => since !== null,
    );
    return known;
  };
  const comeBack = async () => (mailServer = await startMailServer({ port }));
  const subjects = (name: string) =>
    mailServer.mails.filter(({ to }) => to === `${name}@zone.example`).map(({ mail }) => mail.subject ?? '');

  it('rings the bell, goes on with the ladder, and makes mails of what still holds once it is back', async () => {
    const outboxed = await goAway(kim);
    const moved = await followUp(kim, 'Handed to Otto');
    const others = [await followUp(kim, 'Left with Kim'), await followUp(kim, 'Also with Kim')];
    const done = await followUp(kim, 'Done meanwhile');
    const moot = await followUp(kim, 'Pointless by then');
    for (const { id } of [moved, ...others, done, moot]) await rang(id);
    expect((await email(moved.id)).map(({ state, mail }) => [state, mail])).toEqual([['planned', null]]);
    const told = (await kim.get(`/api/v1/reminders/trace/${moved.id}`).expect(200)).body;
    expect(JSON.stringify(told)).toContain('"waitsFor":"server_away"');
    const root = await world.as('root');
    expect((await root.get('/api/v1/reminders/health').expect(200)).body.serverAwaySince).toEqual(expect.any(String));

    await kim.patch(`/api/v1/follow-ups/${done.id}`).send({ version: 1, status: 'done' }).expect(200);
    await hana
      .post(`/api/v1/leads/${moved.lead.id}/owner`)
      .send({ version: moved.lead.version, ownerId: ids['otto'] })
      .expect(200);
    expect(await email(moved.id)).toMatchObject(
      expect.arrayContaining([expect.objectContaining({ who: 'kim', state: 'superseded', reason: 'changed' })]),
    );
    await world.owner.query(`UPDATE reminders SET moot_at = now() WHERE subject_id = $1 AND state = 'planned'`, [
      moot.id,
    ]);

    // What was in the outbox before comes out of it.
    await minutesLater();
    await eventually(
      () => email(outboxed.id),
      ([row]) => row?.state === 'planned',
    );

    await comeBack();
    await eventually(
      () => email(others[0]?.id ?? ''),
      ([row]) => row?.state === 'sent',
    );
    // Three of Kim's are left, and one mail does for them.
    expect(subjects('kim')).toHaveLength(1);
    const mails = new Set<string | null>();
    for (const { id } of [outboxed, ...others]) for (const { mail } of await email(id)) mails.add(mail);
    expect(mails.size).toBe(1);
    await eventually(
      async () => subjects('otto'),
      (all) => all.some((subject) => subject.includes('Handed to Otto')),
    );
    expect((await email(moot.id)).map(({ state, reason }) => [state, reason])).toContainEqual([
      'superseded',
      'too-late',
    ]);
    expect((await email(done.id)).map(({ state }) => state)).not.toContain('sent');
  });

  /** As after minutes of an outage. */
  const minutesLater = async () => {
    await world.owner.query(`SET session_replication_role = replica`);
    await world.owner.query(`UPDATE mails SET created_at = created_at - interval '5 minutes' WHERE state = 'queued'`);
    await world.owner.query(`SET session_replication_role = origin`);
    await world.owner.query(`UPDATE mail_server SET away_since = away_since - interval '5 minutes'`);
  };

  it('keeps under its Message-ID what the server may have taken before it went, and says it anew only where it has to', async () => {
    const lena = await world.as('lena');
    const copies: { id: string | undefined; subject: string }[] = [];
    const take = () => {
      for (const { to, mail } of mailServer.mails.splice(0))
        if (to === 'lena@zone.example') copies.push({ id: mail.messageId, subject: mail.subject ?? '' });
    };
    /** Taken by the server, which is gone before it has said so. */
    const unheard = async (title: string) => {
      const gone = mailServer.vanish();
      const made = await followUp(lena, title);
      await gone;
      take();
      await eventually(
        async () => (await world.owner.query('SELECT away_since FROM mail_server')).rows[0].away_since,
        (since) => since !== null,
      );
      return made;
    };
    const back = async (id: string) => {
      await comeBack();
      await eventually(
        () => email(id),
        (all) => all.some(({ state }) => state === 'sent'),
        20_000,
      );
      take();
    };

    const kept = await unheard('Taken unheard');
    await minutesLater();
    await world.app.get(WaitingMails).look();
    await world.app.get(ReminderEngine).takeBack();
    await back(kept.id);
    expect(copies.map(({ subject }) => subject.includes('Taken unheard'))).toEqual([true, true]);
    expect(new Set(copies.map(({ id }) => id)).size).toBe(1);

    // What has become confidential meanwhile must not go as it is.
    copies.length = 0;
    const hidden = await unheard('Secret matter');
    const { id: leadId } = hidden.lead;
    await world.work.run('system', null, async (tx) => {
      await tx.query(`UPDATE leads SET confidential_to = ARRAY[$2]::uuid[], codename = 'Heron' WHERE id = $1`, [
        leadId,
        ids['lena'],
      ]);
      await tx.record('lead.concealed', { subjectType: 'lead', subjectId: leadId, leadId });
    });
    await back(hidden.id);
    expect(copies.map(({ subject }) => subject.includes('Secret matter'))).toEqual([true, false]);
    expect(new Set(copies.map(({ id }) => id)).size).toBe(1);
  });

  it('looks again at what waits for other reasons: who has lost a record is not told, and one mail does for many', async () => {
    mailServer.refuse({ code: 451, message: 'mailbox busy' });
    const rosa = await world.as('rosa');
    const waiting = async (id: string) =>
      eventually(
        () => email(id),
        ([row]) => row?.state === 'handed_over',
      );
    const all: Awaited<ReturnType<typeof followUp>>[] = [];
    for (const title of ['One', 'Two', 'Three', 'Four']) {
      const made = await followUp(rosa, title);
      await waiting(made.id);
      all.push(made);
    }
    const [lost, ...kept] = all as [(typeof all)[0], ...typeof all];
    await hana
      .post(`/api/v1/leads/${lost.lead.id}/owner`)
      .send({ version: lost.lead.version, ownerId: ids['otto'] })
      .expect(200);
    await eventually(
      () => email(lost.id),
      (mails) => mails.some(({ who, state }) => who === 'rosa' && state === 'superseded'),
    );
    await world.owner.query(`SET session_replication_role = replica`);
    await world.owner.query(`UPDATE mails SET created_at = created_at - interval '5 minutes' WHERE state = 'queued'`);
    await world.owner.query(`SET session_replication_role = origin`);
    const folded = async () => {
      const mails: string[] = [];
      for (const { id } of kept) for (const { mail } of await email(id)) mails.push(mail ?? id);
      return mails;
    };
    await eventually(folded, (mails) => new Set(mails).size === 1, 30_000);
    mailServer.refuse(null);
    await world.owner.query(`UPDATE mails SET next_try_at = now() WHERE state = 'queued' AND claimed_by IS NULL`);
    await eventually(
      async () => subjects('rosa').concat(subjects('otto')),
      (sent) => sent.length >= 2 && sent.some((subject) => subject.includes('One')),
    );
    expect(subjects('rosa')).toHaveLength(1);
    expect(subjects('rosa')[0]).not.toContain('One');
  });

  it('sends the latest step of a ladder alone', async () => {
    const root = await world.as('root');
    const { body: rules } = await root.get('/api/v1/reminder-rules').expect(200);
    const rule = rules.items.find(({ code }: { code: string }) => code === 'followUp.due');
    const step = { to: ['owner'], time: null };
    // Both at the same instant, an hour before.
    const steps = [
      { ...step, offset: -60, unit: 'minutes' },
      { ...step, offset: 0, unit: 'notice' },
    ];
    await root.patch(`/api/v1/reminder-rules/${rule.id}`).send({ version: rule.version, steps }).expect(200);
    const paul = await world.as('paul');
    await goAway(await world.as('rosa'));
    const { lead } = await newLead(paul, randomUUID());
    const { body } = await paul
      .post('/api/v1/follow-ups')
      .send({ leadId: lead.id, title: 'Overtaken', dueAt: soon(3_600.5), noticeMinutes: 60 })
      .expect(201);
    await rang(body.id, 0);
    await rang(body.id, 1);
    await comeBack();
    await eventually(
      async () => subjects('paul'),
      (all) => all.length > 0,
    );
    const all = await eventually(
      async () => (await rows(body.id)).filter(({ channel }) => channel === 'email'),
      (mails) => mails.every(({ state }) => state === 'sent' || state === 'superseded'),
    );
    expect(all.map(({ step: index, state, reason }) => [index, state, reason])).toEqual([
      [0, 'superseded', 'newer'],
      [1, 'sent', null],
    ]);
    expect(subjects('paul')).toHaveLength(1);
  });
});

it('without a mail server, reminders by mail wait and say why; others go', async () => {
  const world = await startWorld({ ROLE: 'all' });
  try {
    await world.user('solo', 'officer', await world.department('Solo'));
    const solo = await world.as('solo');
    const { id } = await followUp(solo, 'Wait');
    const trace = async () => (await solo.get(`/api/v1/reminders/trace/${id}`).expect(200)).body;
    const told = await eventually(trace, (body) => JSON.stringify(body).includes('"waitsFor":"no_server"'));
    const lines = told.rules
      .flatMap(
        ({ occurrences }: { occurrences: { current: boolean; steps: { step: number; lines: object[] }[] }[] }) =>
          occurrences,
      )
      .flatMap(({ steps }: { steps: { step: number; lines: object[] }[] }) => steps[0]?.lines ?? []);
    expect(lines).toMatchObject(
      expect.arrayContaining([expect.objectContaining({ channel: 'email', state: 'planned', waitsFor: 'no_server' })]),
    );
    await eventually(
      async () => (await solo.get('/api/v1/notifications').expect(200)).body.items,
      (items) => items.length > 0,
    );
    const root = await world.as('root');
    const { body: health } = await root.get('/api/v1/reminders/health').expect(200);
    expect(health).toMatchObject({ serverConfigured: false, oldestDueAt: null, mails: { queued: 0 } });
    expect(health.channels[0]).toMatchObject({ channel: 'email', due: 1 });
  } finally {
    await world.close();
  }
});
