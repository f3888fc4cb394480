import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MailServer, startMailServer } from '../../test/mail-server';
import { eventually, newLead, startWorld, type World } from '../../test/support';

let world: World;
let server: MailServer;
const ids: Record<string, string> = {};

beforeAll(async () => {
  server = await startMailServer();
  world = await startWorld({ ROLE: 'all', SMTP_URL: server.url, PUBLIC_URL: 'http://crm.zone.example' });
  ids['home'] = await world.department('Home');
});
afterAll(async () => {
  await world.close();
  await server.close();
});

describe('the mail of a visit', () => {
  it('brings it into the calendar, and whatever happens to it then', async () => {
    await world.user('vera', 'officer', ids['home'] as string, { locale: 'en', timeZone: 'Europe/Berlin' });
    const vera = await world.as('vera');
    const { lead, companyId } = await newLead(vera, 'Guests');
    // Tomorrow at noon in Berlin; the reminder of the day before is due as soon as its step is set ahead of it.
    const startsAt = new Date(Date.now() + 90_000);
    await world.work.run('system', null, async (tx) => {
      const [rule] = await tx.query<{ id: string }>(
        `UPDATE reminder_rules SET steps = '[{"id":"soon","since":null,"offset":-1,"unit":"minutes","to":["owner"],"time":null}]' WHERE code = 'visit.soon' RETURNING id`,
      );
      const [row] = await tx.query<{ id: string }>(`SELECT id FROM reminder_rules WHERE code = 'visit.soon'`);
      await tx.record('reminderRule.updated', { subjectType: 'reminderRule', subjectId: row?.id ?? rule?.id ?? null });
    });
    const { body: visit } = await vera
      .post('/api/v1/visits')
      .send({
        kind: 'inbound',
        status: 'planned',
        subject: 'Guests of Guests',
        companyId,
        leadId: lead.id,
        startsAt: new Date(startsAt.getTime() - 27_000).toISOString(),
        location: 'Hall 3',
      })
      .expect(201);
    const uid = `UID:visit-${visit.id}@crm.zone.example`;
    const about = (method: string, count = 1) =>
      eventually(
        async () =>
          server.mails.flatMap(({ to, mail }) => {
            const file = mail.attachments.find(({ contentType }) => /calendar|ics/.test(contentType));
            const text = file?.content.toString() ?? '';
            return text.includes(uid) && text.includes(`METHOD:${method}`) ? [{ to, text, mail }] : [];
          }),
        (files) => files.length >= count,
        20_000,
      );
    const [first] = await about('REQUEST');
    const sequence = (text = '') => Number(/SEQUENCE:(\d+)/.exec(text)?.[1]);
    expect(first?.to).toBe('vera@zone.example');
    // Minimal: what it is and its code; whose guests, and where, is not for the mail.
    expect(first?.text).not.toMatch(/Guests|Hall/);
    expect(first?.text).toMatch(/SUMMARY:.* L-/);

    const later = new Date(startsAt.getTime() + 86_400_000).toISOString();
    const moved = await vera
      .patch(`/api/v1/visits/${visit.id}`)
      .send({ version: visit.version, startsAt: later })
      .expect(200);
    const [, second] = await about('REQUEST', 2);
    expect(sequence(second?.text)).toBeGreaterThan(sequence(first?.text));
    expect(second?.mail.subject).toContain('A visit has changed');
    // What the calendar does not show is no news for it.
    const noted = await vera
      .patch(`/api/v1/visits/${visit.id}`)
      .send({ version: moved.body.version, purpose: 'Look around' })
      .expect(200);
    await vera
      .patch(`/api/v1/visits/${visit.id}`)
      .send({ version: noted.body.version, status: 'cancelled' })
      .expect(200);
    const [gone] = await about('CANCEL');
    expect(sequence(gone?.text)).toBeGreaterThan(sequence(second?.text));
    expect(await about('REQUEST', 2)).toHaveLength(2);
    const { rows } = await world.owner.query(
      `SELECT kind, count(*)::int FROM mails WHERE kind = 'invitation' GROUP BY kind`,
    );
    expect(rows).toEqual([{ kind: 'invitation', count: 2 }]);
  });

  it('goes with the visit when it changes hands: out of the one calendar, into the other', async () => {
    const home = ids['home'] as string;
    const from = await world.user('ada', 'officer', home, { locale: 'en' });
    const to = await world.user('ben', 'officer', home, { locale: 'en' });
    await world.user('cora', 'head', home);
    const [ada, ben, cora] = [await world.as('ada'), await world.as('ben'), await world.as('cora')];
    await world.work.run('system', null, async (tx) => {
      await tx.query(
        `UPDATE reminder_rules SET steps = '[{"id":"soon","since":null,"offset":-60,"unit":"minutes","to":["owner"],"time":null}]' WHERE code = 'visit.soon'`,
      );
      const [row] = await tx.query<{ id: string }>(`SELECT id FROM reminder_rules WHERE code = 'visit.soon'`);
      await tx.record('reminderRule.updated', { subjectType: 'reminderRule', subjectId: row?.id ?? null });
    });
    const { companyId } = await newLead(ada, 'Handed');
    const meet = (startsAt: Date) =>
      ada
        .post('/api/v1/visits')
        .send({ kind: 'inbound', status: 'planned', subject: 'Handed', companyId, startsAt: startsAt.toISOString() })
        .expect(201);
    const { body: visit } = await meet(new Date(Date.now() + 3_600_000 + 2_000));
    // Of this one nobody has heard: it is in no calendar, and leaves none.
    const { body: far } = await meet(new Date(Date.now() + 20 * 86_400_000));
    const messages = (name: string, id = visit.id) =>
      server.mails.flatMap(({ to: address, mail }) => {
        const file = mail.attachments.find(({ contentType }) => /calendar|ics/.test(contentType));
        const text = file?.content.toString() ?? '';
        if (address !== `${name}@zone.example` || !text.includes(`UID:visit-${id}@crm.zone.example`)) return [];
        const [, method] = /METHOD:(\w+)/.exec(text) ?? [];
        return [{ method, sequence: Number(/SEQUENCE:(\d+)/.exec(text)?.[1]), subject: mail.subject }];
      });
    /** The latest of its kind above a number, once it is there. */
    const told = (name: string, method: string, above = 0, subject = '') =>
      eventually(
        async () =>
          messages(name).findLast(
            (each) => each.method === method && each.sequence > above && each.subject?.includes(subject),
          )?.sequence ?? 0,
        (sequence) => sequence > 0,
        20_000,
      );
    const first = await told('ada', 'REQUEST');

    const { body: transfer } = await cora
      .post('/api/v1/transfers')
      .send({ fromUserId: from, toUserId: to, reason: 'Leaves' })
      .expect(201);
    const gone = await told('ada', 'CANCEL', first, 'A visit is no longer yours');
    const taken = await told('ben', 'REQUEST', 0, 'A visit is now yours');

    // From here on it is the new one's calendar that follows.
    const { body: now } = await ben.get(`/api/v1/visits/${visit.id}`).expect(200);
    const later = new Date(Date.parse(visit.startsAt) + 3_600_000).toISOString();
    await ben.patch(`/api/v1/visits/${visit.id}`).send({ version: now.version, startsAt: later }).expect(200);
    const moved = await told('ben', 'REQUEST', taken, 'A visit has changed');
    expect(messages('ada').filter(({ sequence }) => sequence > gone)).toEqual([]);

    await cora.post(`/api/v1/transfers/${transfer.id}/undo`).expect(200);
    await told('ben', 'CANCEL', moved);
    await told('ada', 'REQUEST', gone);
    expect([...messages('ada', far.id), ...messages('ben', far.id)]).toEqual([]);
  });

  it('is news to nobody who has not heard of it, nor by mail to whoever does not want that', async () => {
    const home = ids['home'] as string;
    const [eve, fred, gus] = await Promise.all(
      ['eve', 'fred', 'gus'].map((name) => world.user(name, 'officer', home, { locale: 'en' })),
    );
    await world.user('hedy', 'head', home);
    const [asEve, asFred, hedy] = [await world.as('eve'), await world.as('fred'), await world.as('hedy')];
    const asGus = await world.as('gus');
    await asGus
      .put('/api/v1/me/notification-preferences')
      .send({ items: [{ kind: 'visit', channel: 'email', mode: 'off' }] })
      .expect(200);
    const { companyId } = await newLead(asEve, 'Unheard of');
    const meet = async (subject: string) =>
      (
        await asEve
          .post('/api/v1/visits')
          .send({
            kind: 'inbound',
            status: 'planned',
            subject,
            companyId,
            startsAt: new Date(Date.now() + 3_600_000 + 2_000).toISOString(),
          })
          .expect(201)
      ).body as { id: string; version: number };
    const invitations = async () =>
      (
        await world.owner.query(
          `SELECT u.username AS to, m.subject FROM mails m JOIN users u ON u.id = m.user_id
           WHERE m.kind = 'invitation' AND u.id = ANY($1) ORDER BY m.created_at, m.id`,
          [[eve, fred, gus]],
        )
      ).rows.map(({ to, subject }) => `${to}: ${subject}`);
    const waits = (id: string) =>
      eventually(
        async () =>
          (
            await world.owner.query(
              `SELECT m.id FROM mails m JOIN reminders r ON r.mail_id = m.id WHERE r.subject_id = $1
                 AND m.state = 'queued' AND m.claimed_by IS NULL AND m.answer IS NOT NULL`,
              [id],
            )
          ).rows.length,
        (count) => count > 0,
        20_000,
      );

    // The mail that was to bring it waits, and is taken back with the visit.
    server.refuse({ code: 451, message: 'mailbox busy' });
    const off = await meet('Called off');
    await waits(off.id);
    await asEve.patch(`/api/v1/visits/${off.id}`).send({ version: off.version, status: 'cancelled' }).expect(200);
    const given = await meet('Given away');
    await waits(given.id);
    const hand = (from: unknown, to: unknown) =>
      hedy.post('/api/v1/transfers').send({ fromUserId: from, toUserId: to, reason: 'Leaves' }).expect(201);
    await hand(eve, fred);
    expect(await invitations()).toEqual([]);

    server.refuse(null);
    await world.owner.query(`UPDATE mails SET next_try_at = now() WHERE state = 'queued' AND claimed_by IS NULL`);
    await eventually(
      async () => server.mails.filter(({ to }) => to === 'fred@zone.example'),
      (all) => all.some(({ mail }) => mail.attachments.length > 0),
      20_000,
    );
    await asFred.get(`/api/v1/visits/${given.id}`).expect(200);
    await hand(fred, gus);
    expect(await invitations()).toEqual([expect.stringMatching(/^fred: .*A visit is no longer yours/)]);
  });
});
