import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DepartmentEntity } from '../src/access/department.entity';
import { asAppRole } from '../src/platform/database/app-role';
import { v7 as uuid } from 'uuid';
import { startWorld, type World } from './support';

let world: World;
let app: pg.Client;
beforeAll(async () => {
  world = await startWorld();
  app = new pg.Client({ connectionString: world.url, options: asAppRole });
  await app.connect();
});
afterAll(async () => {
  await app.end();
  await world.close();
});

const events = async () => Number((await world.owner.query('SELECT count(*) FROM events')).rows[0].count);
const departments = async (name: string) =>
  (await world.owner.query('SELECT FROM departments WHERE name = $1', [name])).rowCount;

describe('the one write path', () => {
  it('leaves neither the write nor its event when the transaction is rolled back', async () => {
    const before = await events();
    const work = world.work.run('system', null, async (tx) => {
      const id = uuid();
      await tx.manager.insert(DepartmentEntity, { id, name: 'rolled back', version: 1, active: true });
      await tx.record('department.created', { subjectType: 'department', subjectId: id });
      throw new Error('on second thought');
    });
    await expect(work).rejects.toThrow('on second thought');
    expect(await events()).toBe(before);
    expect(await departments('rolled back')).toBe(0);
  });

  it('refuses, in the unit of work, a write without its event', async () => {
    const work = world.work.run('system', null, (tx) =>
      tx.manager.insert(DepartmentEntity, { id: uuid(), name: 'unexplained', version: 1, active: true }),
    );
    await expect(work).rejects.toThrow('written without an event that explains it: department:');
    expect(await departments('unexplained')).toBe(0);
  });

  it('refuses plain SQL without an event', async () => {
    await expect(app.query(`INSERT INTO departments (id, name) VALUES (gen_random_uuid(), 'plain')`)).rejects.toThrow(
      'without an event',
    );
    await expect(app.query(`UPDATE users SET display_name = 'x'`)).rejects.toThrow('without an event');
    await expect(app.query('DELETE FROM close_reasons')).rejects.toThrow('without an event');
    expect(await departments('plain')).toBe(0);
  });

  it('refuses an event that explains another record', async () => {
    await app.query('BEGIN');
    await app.query(
      `INSERT INTO events (id, type, subject_type, subject_id) VALUES (gen_random_uuid(), 'department.created', 'department', gen_random_uuid())`,
    );
    await app.query(`INSERT INTO departments (id, name) VALUES (gen_random_uuid(), 'other')`);
    await expect(app.query('COMMIT')).rejects.toThrow('without an event');
  });

  it('lets the application neither change nor delete events, but for the published mark', async () => {
    await expect(app.query(`UPDATE events SET type = 'x'`)).rejects.toThrow('permission denied');
    await expect(app.query('DELETE FROM events')).rejects.toThrow('permission denied');
    await expect(app.query('TRUNCATE events')).rejects.toThrow('permission denied');
    await app.query('UPDATE events SET published_at = now() WHERE published_at IS NULL');
    await expect(app.query('ALTER TABLE departments DISABLE TRIGGER ALL')).rejects.toThrow('must be owner');
  });

  it('blanks personal data in the event and says that it changed', async () => {
    const department = await world.department('Redaction');
    await world.user('olga', 'officer', department);
    const olga = await world.as('olga');
    const { body } = await olga
      .post('/api/v1/companies')
      .send({ nameEn: 'Blank Works', country: 'DE', region: 'EU' })
      .expect(201);
    const contact = { companyId: body.id, name: 'Contact One', phone: '+49 555 1234567' };
    const created = await olga.post('/api/v1/contacts').send(contact).expect(201);
    const { rows } = await world.owner.query(
      `SELECT changes FROM events WHERE type = 'contact.created' AND subject_id = $1`,
      [created.body.id],
    );
    expect(rows[0].changes).toMatchObject({
      phone: [null, '[redacted]'],
      name: [null, '[redacted]'],
      companyId: [null, body.id],
    });
  });
});
