import pg from 'pg';
import { expect, it } from 'vitest';
import { eventually, startWorld } from '../../test/support';

it('tells every tab of its reader when a notice is read, or all are', async () => {
  const world = await startWorld();
  const witness = new pg.Client({ connectionString: world.url });
  await witness.connect();
  witness.on('error', () => undefined);
  try {
    const id = await world.user('olga', 'officer', await world.department('Home'));
    const olga = await world.as('olga');
    const told: (string | undefined)[] = [];
    witness.on('notification', ({ payload }) => told.push(payload));
    await witness.query('LISTEN torch_notifications');
    await olga.post('/api/v1/notifications/read').expect(204);
    await eventually(
      async () => told,
      (all) => all.length === 1,
    );
    await olga.post(`/api/v1/notifications/${id}/read`).expect(404);
    await eventually(
      async () => told,
      (all) => all.length === 2,
    );
    expect(told).toEqual([id, id]);
  } finally {
    await witness.end();
    await world.close();
  }
});
