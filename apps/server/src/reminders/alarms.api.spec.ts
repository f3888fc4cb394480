import { afterAll, beforeAll, expect, it } from 'vitest';
import { newLead, startWorld, type World } from '../../test/support';
import { WorkerPresence } from '../platform/queue/presence';
import { ReminderEngine } from './reminder.engine';

let world: World;
let engine: ReminderEngine;
beforeAll(async () => {
  // No worker but this test, which sounds the alarms itself.
  world = await startWorld({ ROLE: 'api' });
  await world.app.get(WorkerPresence)['appear']();
  engine = world.app.get(ReminderEngine);
  await world.user('kim', 'officer', await world.department('Seoul'));
});
afterAll(() => world.close());

const state = async (id: string) =>
  (await world.owner.query<{ state: string }>('SELECT state FROM reminders WHERE id = $1', [id])).rows[0]?.state;
/** A notice that came due so many seconds ago. */
async function due(name: string, seconds: number): Promise<string> {
  const kim = await world.as('kim');
  const { lead } = await newLead(kim, name);
  const { body } = await kim
    .post('/api/v1/follow-ups')
    .send({ leadId: lead.id, title: name, dueAt: '2099-03-04T05:00:00Z' })
    .expect(201);
  const { rows } = await world.owner.query<{ id: string }>(
    `UPDATE reminders SET remind_at = now() - make_interval(secs => $2)
     WHERE subject_id = $1 AND channel = 'in_app' AND state = 'planned' RETURNING id`,
    [body.id, seconds],
  );
  expect(rows).toHaveLength(1);
  return rows[0]?.id as string;
}

it('hands over what an alarm calls in time', async () => {
  const now = await due('Called in time', 0);
  await engine.handOver([now], { byAlarm: true });
  expect(await state(now)).toBe('sent');
});

it('leaves what an alarm calls too late to the backlog, so that it holds up nothing that is due now', async () => {
  const backlog = await due('Called late', 30);
  await engine.handOver([backlog], { byAlarm: true });
  expect(await state(backlog)).toBe('planned');
  await engine.sweep();
  expect(await state(backlog)).toBe('sent');
});
