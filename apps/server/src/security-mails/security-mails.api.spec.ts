import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MailServer, startMailServer } from '../../test/mail-server';
import { eventually, password, startWorld, type World } from '../../test/support';

let world: World;
let server: MailServer;
const ids: Record<string, string> = {};

beforeAll(async () => {
  server = await startMailServer();
  world = await startWorld({ ROLE: 'all', SMTP_URL: server.url, PUBLIC_URL: 'http://crm.zone.example' });
  ids['home'] = await world.department('Home');
  ids['olga'] = await world.user('olga', 'officer', ids['home'], { locale: 'en', displayName: 'Olga' });
  ids['sam'] = await world.user('sam', 'security_admin', ids['home'], { displayName: 'Sam' });
});
afterAll(async () => {
  await world.close();
  await server.close();
});

const arrived = (subject: RegExp, count = 1) =>
  eventually(
    async () => server.mails.filter(({ mail }) => subject.test(mail.subject ?? '')),
    (mails) => mails.length >= count,
  );
const version = async (name: string) =>
  (await world.owner.query('SELECT version FROM users WHERE id = $1', [ids[name]])).rows[0].version as number;

describe('a change of an account', () => {
  it('is told to its holder whatever they have turned off: a password, a token, a calendar address', async () => {
    const olga = await world.as('olga');
    await olga
      .put('/api/v1/me/notification-preferences')
      .send({ items: [{ kind: 'followUp', channel: 'email', mode: 'off' }] })
      .expect(200);
    const expiresOn = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
    await olga.post('/api/v1/api-tokens').send({ name: 'Importer', scope: 'read', expiresOn }).expect(201);
    const [token] = await arrived(/API token was created/);
    expect(token?.to).toBe('olga@zone.example');
    expect(token?.mail.text).toContain('Importer');
    expect(token?.mail.text).toContain('127.0.0.1');
    expect(token?.mail.messageId).toMatch(/^<security-/);

    await olga.post('/api/v1/me/calendar-feed').expect(201);
    await arrived(/calendar address was made/);
    await olga.post('/api/v1/me/calendar-feed').expect(201);
    await arrived(/calendar address was renewed/);
    await olga
      .post('/api/v1/me/password')
      .send({ currentPassword: password, newPassword: 'Another-Horse-9' })
      .expect(200);
    await arrived(/password was changed/);
  });

  it('names who made it, where that was somebody else', async () => {
    const sam = await world.as('sam');
    await sam.post(`/api/v1/users/${ids['olga']}/role`).send({ version: await version('olga'), role: 'head' });
    await sam.put(`/api/v1/users/${ids['olga']}/role`).send({ version: await version('olga'), role: 'head' });
    const [role] = await arrived(/role was changed/);
    expect(role?.mail.text).toContain('Sam');
    expect(role?.mail.text).toMatch(/Attraction officer → Department head/);
  });

  it('of the mail address goes to the old one too', async () => {
    const root = await world.as('root');
    await root
      .patch(`/api/v1/users/${ids['olga']}`)
      .send({ version: await version('olga'), email: 'elsewhere@zone.example' })
      .expect(200);
    const mails = await arrived(/mail address was changed/, 2);
    expect(mails.map(({ to }) => to).sort()).toEqual(['elsewhere@zone.example', 'olga@zone.example']);
    await root
      .patch(`/api/v1/users/${ids['olga']}`)
      .send({ version: await version('olga'), password: 'A-New-Horse-9' })
      .expect(200);
    const [reset] = await arrived(/password was reset/);
    expect(reset?.to).toBe('elsewhere@zone.example');
    expect(reset?.mail.text).not.toContain('Horse');
  });

  it('that was refused tells nothing', async () => {
    const before = (await world.owner.query(`SELECT count(*) FROM mails WHERE kind = 'security'`)).rows[0].count;
    const sam = await world.as('sam');
    await sam
      .post('/api/v1/me/password')
      .send({ currentPassword: 'wrong', newPassword: 'Another-Horse-8' })
      .expect(422);
    await sam.post('/api/v1/me/password').send({ currentPassword: password, newPassword: 'short' }).expect(422);
    expect((await world.owner.query(`SELECT count(*) FROM mails WHERE kind = 'security'`)).rows[0].count).toBe(before);
  });
});
