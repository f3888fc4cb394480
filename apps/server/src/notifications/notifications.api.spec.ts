import { afterAll, beforeAll, expect, it } from 'vitest';
import { newLead, password, startWorld, type World } from '../../test/support';

let world: World;
let home: string;

beforeAll(async () => {
  world = await startWorld();
  home = await world.department('Home');
});
afterAll(() => world.close());

it('tell nothing of records that the reader’s role reads no more, and all of it again once it does', async () => {
  const id = await world.user('olga', 'officer', home);
  await world.user('sam', 'security_admin', home);
  const sam = await world.as('sam');
  const { lead } = await newLead(await world.as('olga'), 'Formerly');
  // As if the first reminder had come.
  await world.owner.query(
    `INSERT INTO notifications (id, reminder_id, user_id)
     SELECT gen_random_uuid(), id, user_id FROM reminders WHERE subject_id = $1 AND user_id = $2 AND channel = 'in_app' LIMIT 1`,
    [lead.id, id],
  );
  const become = async (role: string) => {
    const { rows } = await world.owner.query('SELECT version FROM users WHERE id = $1', [id]);
    await sam.post(`/api/v1/users/${id}/role`).send({ version: rows[0].version, role }).expect(200);
  };
  const told = async () => {
    const olga = await world.as('olga');
    await olga.post('/api/v1/sessions').send({ username: 'olga', password }).expect(201);
    const { body } = await olga.get('/api/v1/notifications').expect(200);
    const { body: me } = await olga.get('/api/v1/me').expect(200);
    return [body.total, me.unreadNotifications];
  };
  expect(await told()).toEqual([1, 1]);
  await become('auditor');
  expect(await told()).toEqual([0, 0]);
  await become('officer');
  expect(await told()).toEqual([1, 1]);
});
