import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MailServer, startMailServer } from '../../test/mail-server';
import { eventually, startWorld, type World } from '../../test/support';

type Agent = Awaited<ReturnType<World['as']>>;

let world: World;
let mailServer: MailServer;
let olga: Agent;
let hanna: Agent;
const ids: Record<string, string> = {};

beforeAll(async () => {
  // It puts off whatever it is given.
  mailServer = await startMailServer();
  mailServer.refuse({ code: 451, message: 'try again later' });
  world = await startWorld({ ROLE: 'all', SMTP_URL: mailServer.url });
  const department = await world.department('Team');
  for (const [name, role] of [
    ['olga', 'officer'],
    ['otis', 'officer'],
    ['hanna', 'head'],
    ['hugo', 'head'],
  ] as const)
    ids[name] = await world.user(name, role, department);
  [olga, hanna] = [await world.as('olga'), await world.as('hanna')];
});
afterAll(async () => {
  await world.close();
  await mailServer.close();
});

interface Made {
  id: string;
  version: number;
  leadId: string;
  companyId: string;
}

/** A deal of olga, not confidential yet. */
async function deal(): Promise<Made> {
  const company = { nameEn: `Works ${randomUUID()}`, country: 'KR', region: 'KR' };
  const { id: companyId } = (await olga.post('/api/v1/companies').send(company).expect(201)).body;
  await olga.post('/api/v1/contacts').send({ companyId, name: 'Somebody' }).expect(201);
  const totalInvestment = { amount: '5000000', currency: 'USD' };
  const input = { companyId, title: 'Plant', channel: 'chain', cluster: 'MED', totalInvestment };
  return (await olga.post('/api/v1/deals').send(input).expect(201)).body as Made;
}
const conceal = ({ id, version }: Made) =>
  olga
    .post(`/api/v1/deals/${id}/confidentiality`)
    .send({ version, codename: 'Falkenstein', people: [ids['hanna']] })
    .expect(200);
const due = (ahead = 86_400_000) => new Date(Date.now() + ahead).toISOString();
/** Waits until the worker has done with the first reminders of a follow-up. */
const handedOver = (followUpId: string) =>
  eventually(
    async () =>
      (await world.owner.query('SELECT state FROM reminders WHERE subject_id = $1 AND step = 0', [followUpId]))
        .rows as { state: string }[],
    (rows) => rows.length >= 2 && rows.every(({ state }) => state !== 'planned' && state !== 'claimed'),
  );
const fieldOf = ({ body }: { body: { errors: { path: string; code: string }[] } }) => body.errors[0];

describe('a task about a confidential lead', () => {
  it('is given to nobody who is not named there', async () => {
    const made = await deal();
    await conceal(made);
    const task = { leadId: made.leadId, title: 'Call', dueAt: due() };
    const refused = await hanna
      .post('/api/v1/follow-ups')
      .send({ ...task, ownerId: ids['otis'] })
      .expect(422);
    expect(fieldOf(refused)).toMatchObject({ path: 'ownerId', code: 'not-named' });
    const { body } = await hanna
      .post('/api/v1/follow-ups')
      .send({ ...task, ownerId: ids['olga'] })
      .expect(201);
    const moved = await hanna.patch(`/api/v1/follow-ups/${body.id}`).send({ version: 1, ownerId: ids['otis'] });
    expect(moved.status).toBe(422);
    expect(fieldOf(moved)).toMatchObject({ path: 'ownerId', code: 'not-named' });
  });

  it('is made of a visit’s next step for nobody who is not named there', async () => {
    const made = await deal();
    await conceal(made);
    const step = { what: 'Send the drawings', dueOn: '2030-01-05', ownerId: ids['otis'] };
    const { body: visit } = await olga
      .post('/api/v1/visits')
      .send({
        companyId: made.companyId,
        leadId: made.leadId,
        kind: 'online',
        status: 'planned',
        subject: 'Talk',
        startsAt: due(),
        nextSteps: [step],
      })
      .expect(201);
    const path = `/api/v1/visits/${visit.id}/next-steps/${visit.nextSteps[0].id}/follow-up`;
    expect(fieldOf(await hanna.post(path).expect(422))).toMatchObject({ path: 'ownerId', code: 'not-named' });
  });

  it('reminds nobody who is not named, though it became theirs before', async () => {
    const made = await deal();
    const task = { leadId: made.leadId, title: 'Murmurine', dueAt: due(3_600_000), ownerId: ids['otis'] };
    const { body: given } = await hanna.post('/api/v1/follow-ups').send(task).expect(201);
    const path = `/api/v1/follow-ups/${given.id}`;
    await hanna.patch(path).send({ version: 1, status: 'done' }).expect(200);
    await conceal(made);
    await hanna
      .patch(path)
      .send({ version: 2, status: 'open', dueAt: due(-1000) })
      .expect(200);
    const { rows } = await world.owner.query(
      `SELECT FROM reminders WHERE subject_id = $1 AND user_id = $2 AND state <> 'cancelled' AND state <> 'superseded'`,
      [given.id, ids['otis']],
    );
    expect(rows).toEqual([]);
  });

  it('goes, where who has it leaves, to the lead’s owner instead of a successor who is not named', async () => {
    const made = await deal();
    await conceal(made);
    const task = { leadId: made.leadId, title: 'Call', dueAt: due(), ownerId: ids['hanna'] };
    const { body } = await hanna.post('/api/v1/follow-ups').send(task).expect(201);
    await (
      await world.as('hugo')
    )
      .post('/api/v1/transfers')
      .send({ fromUserId: ids['hanna'], toUserId: ids['otis'], reason: 'Leaves' })
      .expect(201);
    expect((await olga.get(`/api/v1/follow-ups/${body.id}`).expect(200)).body.ownerName).toBe('olga');
  });
});

describe('a mail that could not be sent', () => {
  const failed = async (ownerId: string | undefined) => {
    const made = await deal();
    const task = { leadId: made.leadId, title: 'Murmurine', dueAt: due(-1000), ownerId };
    const { body } = await hanna.post('/api/v1/follow-ups').send(task).expect(201);
    await handedOver(body.id);
    const mailId = (
      await world.owner.query('SELECT m.id FROM mails m JOIN reminders r ON r.mail_id = m.id WHERE r.subject_id = $1', [
        body.id,
      ])
    ).rows[0].id as string;
    await world.owner.query('SET session_replication_role = replica');
    await world.owner.query(`UPDATE mails SET state = 'failed', answer = '550', claimed_by = NULL WHERE id = $1`, [
      mailId,
    ]);
    await world.owner.query('SET session_replication_role = origin');
    return { made, mailId };
  };
  const stateOf = async (id: string) =>
    (await world.owner.query('SELECT state FROM mails WHERE id = $1', [id])).rows[0].state as string;

  it('is withdrawn when its lead becomes confidential, whoever it was for', async () => {
    const root = await world.as('root');
    for (const name of ['olga', 'otis']) {
      const { made, mailId } = await failed(ids[name]);
      await conceal(made);
      expect(await stateOf(mailId), name).toBe('cancelled');
      await root.post(`/api/v1/mails/${mailId}/retry`).expect(422);
    }
  });

  it('is marked while somebody is sending it, and withdrawn should it come back', async () => {
    const made = await deal();
    const task = { leadId: made.leadId, title: 'Murmurine', dueAt: due(-1000) };
    const { body } = await hanna.post('/api/v1/follow-ups').send(task).expect(201);
    await handedOver(body.id);
    const { rows } = await world.owner.query(
      'SELECT mail_id AS id FROM reminders WHERE subject_id = $1 AND mail_id IS NOT NULL',
      [body.id],
    );
    // By a worker that is not there any more.
    await world.owner.query('UPDATE mails SET claimed_by = 999999 WHERE id = $1', [rows[0].id]);
    await conceal(made);
    await eventually(
      () => stateOf(rows[0].id),
      (state) => state === 'cancelled',
    );
  });

  it('is not tried again for a reader who is no longer named', async () => {
    const { made, mailId } = await failed(ids['otis']);
    await world.owner.query('SET session_replication_role = replica');
    await world.owner.query(`UPDATE leads SET codename = 'Kite', confidential_to = ARRAY[owner_id] WHERE id = $1`, [
      made.leadId,
    ]);
    await world.owner.query('SET session_replication_role = origin');
    await (await world.as('root')).post(`/api/v1/mails/${mailId}/retry`).expect(422);
  });
});
