import type { QueryRunner } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  changesOf,
  convert,
  deal,
  hanna,
  move,
  nextName,
  olga,
  qualified,
  startDealWorld,
  usd,
  world,
} from '../../test/deals';
import { newLead } from '../../test/support';
import { DealsWithTheirLead1764960000000 } from '../platform/database/migrations/1764960000000-deals-with-their-lead';

beforeAll(startDealWorld);
afterAll(() => world.close());

describe('a lead becomes a deal', () => {
  it('in one act, with its tags, and is counted as converted', async () => {
    const { leadId, version } = await qualified();
    const { body } = await convert(leadId, { version }).expect(201);
    expect(body).toMatchObject({
      stage: 'negotiating',
      leadId,
      cluster: 'MED',
      totalInvestment: usd('5000000.00'),
      ownerName: 'olga',
      flagged: [],
    });
    expect(body.code).toMatch(/^D-\d{4}-\d{5}$/);
    expect((await olga.get(`/api/v1/leads/${leadId}`).expect(200)).body.status).toBe('converted');
    expect(await changesOf(body.id)).toMatchObject([{ from: null, to: 'negotiating', byName: 'olga' }]);
    const { rows } = await world.owner.query(`SELECT type FROM events WHERE lead_id = $1 AND type LIKE 'deal.%'`, [
      leadId,
    ]);
    expect(rows).toEqual([{ type: 'deal.created' }]);
  });

  it('once, however often and however simultaneously it is asked for', async () => {
    const { leadId, version } = await qualified();
    const answers = await Promise.all(Array.from({ length: 5 }, () => convert(leadId, { version }).expect(201)));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect((await olga.get(`/api/v1/deals?lead=${leadId}`).expect(200)).body.total).toBe(1);
  });

  it('not before it is qualified, nor without what the first stage asks for, each named', async () => {
    const { lead } = await newLead(olga, nextName());
    const early = await convert(lead.id, { version: lead.version }).expect(422);
    expect(early.body.errors).toMatchObject([{ code: 'not-qualified' }]);
    const bare = await qualified({ cluster: null, estimatedInvestment: null });
    const { body } = await convert(bare.leadId, { version: bare.version }).expect(422);
    expect(body.errors.map(({ path }: { path: string }) => path)).toEqual([
      'evidence.cluster',
      'evidence.totalInvestment',
    ]);
    expect((await olga.get(`/api/v1/leads/${bare.leadId}`)).body.status).toBe('qualified');
    await olga
      .post(`/api/v1/leads/${bare.leadId}/status`)
      .send({ version: bare.version, status: 'converted' })
      .expect(422);
  });

  it('and cannot be deleted under it', async () => {
    const { leadId } = await deal();
    await olga.delete(`/api/v1/leads/${leadId}`).expect(409);
  });

  it('and goes along when the lead is handed over', async () => {
    const made = await deal();
    const otis = await world.user('otis', 'officer', (await world.actor('olga')).departmentId);
    const { version } = (await hanna.get(`/api/v1/leads/${made.leadId}`)).body;
    await hanna.post(`/api/v1/leads/${made.leadId}/owner`).send({ version, ownerId: otis }).expect(200);
    await olga.get(`/api/v1/deals/${made.id}`).expect(404);
    const { body } = await (await world.as('otis')).get(`/api/v1/deals/${made.id}`).expect(200);
    expect(body.ownerName).toBe('otis');
  });

  it('several only by a split with its reason', async () => {
    const { leadId } = await deal();
    const { version } = (await olga.get(`/api/v1/leads/${leadId}`)).body;
    const split = { version, title: 'Second plant', totalInvestment: usd('2') };
    await olga.post(`/api/v1/leads/${leadId}/split`).send(split).expect(400);
    const { body } = await olga
      .post(`/api/v1/leads/${leadId}/split`)
      .send({ ...split, reason: 'Two plants' })
      .expect(201);
    expect(body).toMatchObject({ title: 'Second plant', splitReason: 'Two plants', stage: 'negotiating' });
    expect((await olga.get(`/api/v1/deals?lead=${leadId}`)).body.total).toBe(2);
    // A second click comes with the version of the first, and makes no third deal.
    const again = { ...split, reason: 'Two plants' };
    await olga.post(`/api/v1/leads/${leadId}/split`).send(again).expect(409);
    expect((await olga.get(`/api/v1/deals?lead=${leadId}`)).body.total).toBe(2);
  });

  it('entered directly, makes its lead with it', async () => {
    const { companyId } = await qualified();
    const input = { companyId, title: 'Direct', channel: 'chain', cluster: 'ELE', totalInvestment: usd('7') };
    const { body } = await olga.post('/api/v1/deals').send(input).expect(201);
    const lead = await olga.get(`/api/v1/leads/${body.leadId}`).expect(200);
    expect(lead.body).toMatchObject({ status: 'converted', title: 'Direct', cluster: 'ELE' });
    const before = await world.owner.query('SELECT count(*) FROM leads');
    await olga
      .post('/api/v1/deals')
      .send({ ...input, cluster: null })
      .expect(422);
    expect((await world.owner.query('SELECT count(*) FROM leads')).rows).toEqual(before.rows);
  });
});

describe('a deal entered by mistake', () => {
  const leadOf = async (id: string) => (await olga.get(`/api/v1/leads/${id}`).expect(200)).body;
  const restore = (id: string) => olga.post(`/api/v1/recycle-bin/deal/${id}/restore`);

  it('goes to the recycle bin, its lead is qualified again, and both come back', async () => {
    const made = await deal();
    await olga.delete(`/api/v1/deals/${made.id}`).expect(204);
    await olga.get(`/api/v1/deals/${made.id}`).expect(404);
    expect((await olga.get(`/api/v1/deals?lead=${made.leadId}`).expect(200)).body.total).toBe(0);
    expect((await leadOf(made.leadId)).status).toBe('qualified');
    expect((await olga.get('/api/v1/recycle-bin?type=deal').expect(200)).body.items).toMatchObject([{ id: made.id }]);
    await restore(made.id).expect(204);
    expect((await leadOf(made.leadId)).status).toBe('converted');
    expect((await olga.get(`/api/v1/deals/${made.id}`).expect(200)).body.stage).toBe('negotiating');
  });

  it('makes room for another, beside which it does not come back', async () => {
    const made = await deal();
    await olga.delete(`/api/v1/deals/${made.id}`).expect(204);
    const { version } = await leadOf(made.leadId);
    await convert(made.leadId, { version }).expect(201);
    await restore(made.id).expect(422);
  });

  it('comes back to whom its lead was handed meanwhile', async () => {
    const made = await deal();
    await olga.delete(`/api/v1/deals/${made.id}`).expect(204);
    const { version } = await leadOf(made.leadId);
    const otto = await world.user('otto', 'officer', (await world.actor('olga')).departmentId);
    await hanna.post(`/api/v1/leads/${made.leadId}/owner`).send({ version, ownerId: otto }).expect(200);
    await hanna.post(`/api/v1/recycle-bin/deal/${made.id}/restore`).expect(204);
    const { body } = await hanna.get(`/api/v1/deals/${made.id}`).expect(200);
    expect(body).toMatchObject({ ownerName: 'otto', stage: 'negotiating' });
    await olga.get(`/api/v1/deals/${made.id}`).expect(404);
  });

  it('is given to the owner of its lead where it had come back to another, on a database from before', async () => {
    const made = await deal();
    const { version } = await leadOf(made.leadId);
    const ada = await world.user('ada', 'officer', (await world.actor('olga')).departmentId);
    await hanna.post(`/api/v1/leads/${made.leadId}/owner`).send({ version, ownerId: ada }).expect(200);
    await world.owner.query(`SET session_replication_role = replica`);
    await world.owner.query(
      `UPDATE deals SET owner_id = (SELECT id FROM users WHERE username = 'olga') WHERE id = $1`,
      [made.id],
    );
    await world.owner.query(`SET session_replication_role = origin`);
    await new DealsWithTheirLead1764960000000().up(world.owner as unknown as QueryRunner);
    expect((await hanna.get(`/api/v1/deals/${made.id}`).expect(200)).body.ownerName).toBe('ada');
  });

  it('stays there while its lead lies in the pool or is closed', async () => {
    const pooled = await deal();
    await olga.delete(`/api/v1/deals/${pooled.id}`).expect(204);
    let { version } = await leadOf(pooled.leadId);
    await olga.post(`/api/v1/leads/${pooled.leadId}/release`).send({ version, reason: 'no time' }).expect(200);
    const held = await hanna.post(`/api/v1/recycle-bin/deal/${pooled.id}/restore`).expect(422);
    expect(held.body.errors).toMatchObject([{ code: 'pooled' }]);
    const closed = await deal();
    await olga.delete(`/api/v1/deals/${closed.id}`).expect(204);
    ({ version } = await leadOf(closed.leadId));
    await olga
      .post(`/api/v1/leads/${closed.leadId}/status`)
      .send({ version, status: 'disqualified', reason: 'policy' })
      .expect(200);
    const { body } = await restore(closed.id).expect(422);
    expect(body.errors).toMatchObject([{ code: 'lead-closed' }]);
    expect((await leadOf(closed.leadId)).status).toBe('disqualified');
  });

  it('is not deleted once it has gone on, nor by who may not', async () => {
    const made = await deal();
    const { body } = await move(hanna, made, { stage: 'site_visit', override: true, reason: 'Known' }).expect(200);
    const refused = await olga.delete(`/api/v1/deals/${made.id}`).expect(422);
    expect(refused.body.errors).toMatchObject([{ path: 'stage', code: 'under-way' }]);
    expect((await olga.get(`/api/v1/deals/${made.id}`).expect(200)).body.version).toBe(body.version);
  });
});
