import { reminderKinds } from '@torch/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MailServer, startMailServer } from '../../test/mail-server';
import { eventually, newLead, startWorld, type World } from '../../test/support';

type Agent = Awaited<ReturnType<World['as']>>;
let mailServer: MailServer;
let world: World;
let olga: Agent;
beforeAll(async () => {
  mailServer = await startMailServer();
  world = await startWorld({ ROLE: 'all', SMTP_URL: mailServer.url });
  await world.user('olga', 'officer', await world.department('Home'));
  olga = await world.as('olga');
});
afterAll(async () => {
  await world.close();
  await mailServer.close();
});

const path = '/api/v1/me/notification-preferences';
const off = { kind: 'followUp', channel: 'email', mode: 'off' };

describe('how my reminders come', () => {
  it('is on until I say otherwise, but for what cannot be turned off', async () => {
    const { body } = await olga.get(path).expect(200);
    expect(body.alwaysOn).toEqual(['security']);
    expect(body.items).toHaveLength(reminderKinds.length * 2 - 1);
    expect(body.items.every(({ mode }: { mode: string }) => mode === 'on')).toBe(true);
  });

  it('is what I said last, told in the audit log by kind and channel', async () => {
    await olga
      .put(path)
      .send({ items: [off, { kind: 'visit', channel: 'email', mode: 'digest' }] })
      .expect(200);
    const { body } = await olga
      .put(path)
      .send({ items: [off] })
      .expect(200);
    expect(body.items.filter(({ mode }: { mode: string }) => mode !== 'on')).toEqual([off]);
    await olga
      .put(path)
      .send({ items: [off] })
      .expect(200);
    const { rows } = await world.owner.query(
      `SELECT changes FROM events WHERE type = 'notificationPreference.updated' ORDER BY at`,
    );
    expect(rows.map(({ changes }) => changes)).toEqual([
      { 'followUp.email': ['on', 'off'], 'visit.email': ['on', 'digest'] },
      { 'visit.email': ['digest', 'on'] },
    ]);
  });

  it('refuses what there is not: the bell in the digest, a digest of digests, security, anything twice', async () => {
    for (const items of [
      [{ kind: 'visit', channel: 'in_app', mode: 'digest' }],
      [{ kind: 'digest', channel: 'email', mode: 'digest' }],
      [{ kind: 'security', channel: 'email', mode: 'off' }],
      [off, { ...off, mode: 'digest' }],
      [{ ...off, channel: 'robot' }],
    ])
      await olga.put(path).send({ items }).expect(400);
  });

  it('comes at once without the morning digest, whatever was left to it', async () => {
    const kept = { kind: 'followUp', channel: 'email', mode: 'digest' };
    const withDigest = await olga
      .put(path)
      .send({ items: [kept] })
      .expect(200);
    expect(withDigest.body.getsDigest).toBe(true);
    const { lead } = await newLead(olga, 'No morning');
    const stateOfNext = async () => {
      const dueAt = new Date(Date.now() + 1_000).toISOString();
      const { body } = await olga
        .post('/api/v1/follow-ups')
        .send({ leadId: lead.id, title: 'Told', dueAt })
        .expect(201);
      const mail = async () =>
        (
          await world.owner.query(
            `SELECT state, reason FROM reminders WHERE subject_id = $1 AND channel = 'email' AND step = 0`,
            [body.id],
          )
        ).rows[0];
      return eventually(mail, ({ state }) => !['planned', 'claimed', 'handed_over'].includes(state));
    };
    expect(await stateOfNext()).toEqual({ state: 'superseded', reason: 'in-digest' });

    const without = await olga
      .put(path)
      .send({ items: [kept, { kind: 'digest', channel: 'email', mode: 'off' }] })
      .expect(200);
    expect(without.body.getsDigest).toBe(false);
    // The choice itself stays, for when the digest is back.
    expect(without.body.items).toContainEqual(kept);
    expect(await stateOfNext()).toEqual({ state: 'sent', reason: null });

    await olga
      .put(path)
      .send({ items: [kept] })
      .expect(200);
    const personal = (active: boolean) =>
      world.work.run('system', null, async (tx) => {
        await tx.query(`UPDATE reminder_rules SET active = $1 WHERE trigger = 'digest.personal'`, [active]);
        const [rule] = await tx.query<{ id: string }>(
          `SELECT id FROM reminder_rules WHERE trigger = 'digest.personal'`,
        );
        await tx.record('reminderRule.updated', { subjectType: 'reminderRule', subjectId: rule?.id ?? null });
      });
    await personal(false);
    expect((await olga.get(path).expect(200)).body.getsDigest).toBe(false);
    expect(await stateOfNext()).toEqual({ state: 'sent', reason: null });
    await personal(true);
  });

  it('holds for what was planned before', async () => {
    const { lead } = await newLead(olga, 'Preferred');
    const { body } = await olga
      .post('/api/v1/follow-ups')
      .send({ leadId: lead.id, title: 'Quiet', dueAt: new Date(Date.now() + 1_500).toISOString() })
      .expect(201);
    await olga
      .put(path)
      .send({ items: [{ ...off, channel: 'in_app' }] })
      .expect(200);
    const states = await eventually(
      async () =>
        (
          await world.owner.query(
            `SELECT DISTINCT channel, state, reason FROM reminders WHERE subject_id = $1 AND occurrence NOT LIKE '%snoozed%' AND step = 0 ORDER BY channel`,
            [body.id],
          )
        ).rows,
      (rows) => rows.every(({ state }) => !['planned', 'claimed', 'handed_over'].includes(state)),
    );
    expect(states).toEqual([
      { channel: 'email', state: 'sent', reason: null },
      { channel: 'in_app', state: 'cancelled', reason: 'switched-off' },
    ]);
  });
});
