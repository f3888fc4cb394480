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
});
