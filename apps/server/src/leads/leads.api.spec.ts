import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newLead, startWorld, type World } from '../../test/support';

let world: World;
let olga: Awaited<ReturnType<World['as']>>;
let hanna: Awaited<ReturnType<World['as']>>;
beforeAll(async () => {
  world = await startWorld();
  const upper = await world.department('Upper');
  const lower = await world.department('Lower', upper);
  const aside = await world.department('Aside');
  await world.user('olga', 'officer', lower);
  await world.user('oskar', 'officer', aside);
  await world.user('hanna', 'head', upper);
  await world.user('leo', 'leader', upper);
  [olga, hanna] = [await world.as('olga'), await world.as('hanna')];
});
afterAll(() => world.close());

describe('logging a lead', () => {
  it('keeps the lead and its event together, tagged and numbered', async () => {
    const made = await olga
      .post('/api/v1/companies')
      .send({ nameEn: 'Tagged Works', country: 'KR', region: 'KR' })
      .expect(201);
    const { body: lead } = await olga
      .post('/api/v1/leads')
      .send({
        companyId: made.body.id,
        title: 'OPC drums',
        channel: 'chain',
        cluster: 'ELE',
        chainNode: 'PRN-U1',
        chainGap: 'fill',
        estimatedInvestment: { amount: '1200000', currency: 'USD' },
      })
      .expect(201);
    expect(lead).toMatchObject({
      status: 'new',
      region: 'KR',
      cluster: 'ELE',
      chainGap: 'fill',
      ownerName: 'olga',
      estimatedInvestment: { amount: '1200000.00', currency: 'USD' },
    });
    expect(lead.code).toMatch(/^L-\d{4}-\d{5}$/);
    const { rows } = await world.owner.query(`SELECT type, actor_id, request_id FROM events WHERE subject_id = $1`, [
      lead.id,
    ]);
    expect(rows).toMatchObject([{ type: 'lead.created', actor_id: lead.ownerId, request_id: expect.any(String) }]);
  });

  it('names every field that is at fault, and writes nothing', async () => {
    const { body } = await olga
      .post('/api/v1/leads')
      .send({ title: '', channel: 'chain', estimatedInvestment: { amount: 12, currency: 'usd' }, colour: 'red' })
      .expect(400);
    expect(body.errors.map(({ path }: { path: string }) => path).sort()).toEqual([
      'colour',
      'companyId',
      'estimatedInvestment.amount',
      'estimatedInvestment.currency',
      'title',
    ]);
  });

  it('repeats the answer, not the act, for the same Idempotency-Key, also when both come at once', async () => {
    const { companyId } = await newLead(olga, 'Twice Pressed');
    const send = () =>
      olga.post('/api/v1/leads').set('Idempotency-Key', 'press-1').send({ companyId, title: 'Once', channel: 'chain' });
    const [first, second] = await Promise.all([send(), send()]);
    const third = await send();
    expect([first.status, second.status, third.status]).toEqual([201, 201, 201]);
    expect(new Set([first.body.id, second.body.id, third.body.id]).size).toBe(1);
    await olga
      .post('/api/v1/leads')
      .set('Idempotency-Key', 'press-1')
      .send({ companyId, title: 'Other', channel: 'chain' })
      .expect(422);
  });

  it('cannot be given to somebody out of reach', async () => {
    const { companyId } = await newLead(olga, 'Given Away');
    const oskar = await world.actor('oskar');
    const { body } = await olga
      .post('/api/v1/leads')
      .send({ companyId, title: 'x', channel: 'chain', ownerId: oskar.id })
      .expect(422);
    expect(body.errors).toMatchObject([{ path: 'ownerId', code: 'out-of-reach' }]);
  });
});

describe('who sees a lead', () => {
  it('the owner, the heads above and the leader; for others it does not exist', async () => {
    const { lead } = await newLead(olga, 'Scoped');
    const [oskar, leo] = [await world.as('oskar'), await world.as('leo')];
    await hanna.get(`/api/v1/leads/${lead.id}`).expect(200);
    await leo.get(`/api/v1/leads/${lead.id}`).expect(200);
    await oskar.get(`/api/v1/leads/${lead.id}`).expect(404);
    const { body } = await oskar.get('/api/v1/leads').expect(200);
    expect(body).toMatchObject({ items: [], total: 0 });
    await leo.patch(`/api/v1/leads/${lead.id}`).send({ version: 1, title: 'x' }).expect(403);
  });
});

describe('changing a lead', () => {
  it('shows the other one’s change instead of overwriting it', async () => {
    const { lead } = await newLead(olga, 'Contended');
    await hanna.patch(`/api/v1/leads/${lead.id}`).send({ version: lead.version, summary: 'by the head' }).expect(200);
    const { body } = await olga
      .patch(`/api/v1/leads/${lead.id}`)
      .send({ version: lead.version, summary: 'by the officer' })
      .expect(409);
    expect(body).toMatchObject({ type: '/problems/stale', current: { summary: 'by the head', version: 2 } });
  });

  it('lets exactly one of two simultaneous changes win', async () => {
    const { lead } = await newLead(olga, 'Simultaneous');
    const patch = (title: string) => olga.patch(`/api/v1/leads/${lead.id}`).send({ version: lead.version, title });
    const answers = await Promise.all(['a', 'b', 'c', 'd'].map((title) => patch(title)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
  });

  it('records nothing when nothing differs', async () => {
    const { lead } = await newLead(olga, 'Unmoved');
    const { body } = await olga
      .patch(`/api/v1/leads/${lead.id}`)
      .send({ version: 1, title: 'Unmoved plant' })
      .expect(200);
    expect(body.version).toBe(1);
  });
});

describe('moving a lead', () => {
  const move = (agent: typeof olga, id: string, body: object) => agent.post(`/api/v1/leads/${id}/status`).send(body);

  it('follows the road, with a wake-up date or a reason where one is due', async () => {
    const { lead } = await newLead(olga, 'Roadworthy');
    await move(olga, lead.id, { version: 1, status: 'qualified' }).expect(422);
    await move(olga, lead.id, { version: 1, status: 'contacted' }).expect(200);
    const missing = await move(olga, lead.id, { version: 2, status: 'dormant' }).expect(422);
    expect(missing.body.errors).toMatchObject([{ path: 'wakeOn', code: 'wake-date-missing' }]);
    await move(olga, lead.id, { version: 2, status: 'dormant', wakeOn: '2000-01-01' }).expect(422);
    const { body } = await move(olga, lead.id, { version: 2, status: 'disqualified', reason: 'elsewhere' }).expect(200);
    expect(body).toMatchObject({ status: 'disqualified', closeReason: 'elsewhere', version: 3 });
  });

  it('is reopened by the head alone', async () => {
    const { lead } = await newLead(olga, 'Reopened');
    await move(olga, lead.id, { version: 1, status: 'disqualified', reason: 'other' }).expect(200);
    await move(olga, lead.id, { version: 2, status: 'contacted' }).expect(403);
    const { body } = await move(hanna, lead.id, { version: 2, status: 'contacted' }).expect(200);
    expect(body).toMatchObject({ status: 'contacted', closeReason: null });
  });

  it('counts a visit that took place as contact', async () => {
    const { lead, companyId } = await newLead(olga, 'Visited');
    const visit = {
      companyId,
      leadId: lead.id,
      kind: 'online',
      status: 'completed',
      subject: 'Talk',
      startsAt: new Date().toISOString(),
    };
    await olga.post('/api/v1/visits').send(visit).expect(201);
    const { body } = await olga.get(`/api/v1/leads/${lead.id}`).expect(200);
    expect(body.status).toBe('contacted');
    const { body: timeline } = await olga.get(`/api/v1/leads/${lead.id}/timeline`).expect(200);
    expect(timeline.items.map(({ type }: { type: string }) => type)).toEqual([
      'lead.moved',
      'visit.created',
      'lead.created',
    ]);
  });
});

describe('a visit that lies ahead', () => {
  it('has not taken place: neither entered so, nor said so, nor moved there; within a day it may be', async () => {
    const { lead, companyId } = await newLead(olga, 'Harlequin Works');
    const at = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
    const visit = { companyId, leadId: lead.id, kind: 'online', subject: 'Talk' };
    const send = (more: object) => olga.post('/api/v1/visits').send({ ...visit, ...more });
    const error = [{ path: 'startsAt', code: 'in-the-future' }];
    const entered = await send({ status: 'completed', startsAt: at(30) }).expect(422);
    expect(entered.body.errors).toMatchObject(error);
    const { body: planned } = await send({ status: 'planned', startsAt: at(30) }).expect(201);
    const change = (version: number, more: object) =>
      olga.patch(`/api/v1/visits/${planned.id}`).send({ version, ...more });
    expect((await change(planned.version, { status: 'completed' }).expect(422)).body.errors).toMatchObject(error);
    const done = { status: 'completed', startsAt: at(20) };
    const { body: held } = await change(planned.version, done).expect(200);
    expect((await change(held.version, { startsAt: at(30) }).expect(422)).body.errors).toMatchObject(error);
    const quick = { companyId, visit: { kind: 'online', subject: 'Talk', status: 'completed', startsAt: at(30) } };
    const { body } = await olga.post('/api/v1/quick-logs').send(quick).expect(422);
    expect(body.errors).toMatchObject([{ path: 'visit.startsAt', code: 'in-the-future' }]);
  });
});

describe('the list of leads', () => {
  it('pages by keyset without gaps or repeats, in every sort', async () => {
    const { companyId } = await newLead(olga, 'Many Leads');
    for (let index = 0; index < 25; index++)
      await olga
        .post('/api/v1/leads')
        .send({ companyId, title: `Lead ${index}`, channel: 'chain' })
        .expect(201);
    for (const sort of ['createdAt', '-createdAt', 'code', '-code', '-updatedAt', 'lastContactAt']) {
      const seen: string[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const query: object = { limit: 7, sort, company: companyId, ...(cursor && { cursor }) };
        const answer = await olga.get('/api/v1/leads').query(query).expect(200);
        expect(answer.body).toMatchObject({ total: 26, totalIsExact: true });
        seen.push(...answer.body.items.map(({ id }: { id: string }) => id));
        cursor = answer.body.nextCursor as string | null;
      }
      expect(new Set(seen).size, sort).toBe(26);
      expect(seen).toHaveLength(26);
    }
  });

  it('filters by tags, tier, text, quiet days and dates', async () => {
    const made = await olga
      .post('/api/v1/companies')
      .send({ nameZh: '安静企业', country: 'JP', region: 'JP', tiers: ['UNICORN'] })
      .expect(201);
    const { body: lead } = await olga
      .post('/api/v1/leads')
      .send({
        companyId: made.body.id,
        title: 'Quiet',
        channel: 'fund',
        cluster: 'MAT',
        chainNode: 'CFC-U5',
        chainGap: 'fill',
      })
      .expect(201);
    await world.work.run('system', null, async (tx) => {
      await tx.query(
        `UPDATE leads SET last_contact_at = now() - interval '20 days', created_at = '2025-03-31T16:30:00Z' WHERE id = $1`,
        [lead.id],
      );
      await tx.record('lead.updated', { subjectType: 'lead', subjectId: lead.id });
    });
    const found = async (query: object) => {
      const { body } = await olga.get('/api/v1/leads').query(query).expect(200);
      return body.items.some(({ id }: { id: string }) => id === lead.id);
    };
    for (const hit of [
      { cluster: 'MAT,MED' },
      { region: 'JP' },
      { tier: 'UNICORN' },
      { channel: 'fund' },
      { chainNode: 'CFC-U5' },
      { chainGap: 'fill' },
      { q: '安静' },
      { q: 'aj' },
      { q: lead.code },
      { staleDays: 20 },
      { status: 'new' },
    ])
      expect(await found(hit), JSON.stringify(hit)).toBe(true);
    for (const miss of [
      { cluster: 'MED' },
      { region: 'KR' },
      { staleDays: 21 },
      { q: '吵闹' },
      { status: 'qualified' },
    ])
      expect(await found(miss), JSON.stringify(miss)).toBe(false);
    // Half past midnight on 1 April in the reader's zone, Shanghai.
    expect(await found({ createdFrom: '2025-04-01', createdTo: '2025-04-01' })).toBe(true);
    expect(await found({ createdFrom: '2025-03-31', createdTo: '2025-03-31' })).toBe(false);
  });

  it.each([
    'sort=summary',
    'sort=created_at',
    'status=gone',
    'limit=0',
    'limit=9999',
    'cursor=rubbish',
    'cursor=WyJ4IiwieSJd',
    'owner=me',
    'createdFrom=yesterday',
    'shoe=1',
    'createdFrom=0000-01-01',
  ])('refuses ?%s', async (query) => {
    const { body } = await olga.get(`/api/v1/leads?${query}`).expect(400);
    expect(body.errors[0].path).toContain(query.split('=')[0]);
  });
});

describe('what is no longer used', () => {
  it('is not chosen anew, and stays where it was', async () => {
    const { lead, companyId } = await newLead(olga, 'Retired Codes');
    const facts = { version: lead.version, channel: 'exhibition', cluster: 'FSH' };
    const { body } = await olga.patch(`/api/v1/leads/${lead.id}`).send(facts).expect(200);
    await world.work.run('system', null, async (tx) => {
      for (const [table, code, subjectType] of [
        ['channels', 'exhibition', 'channel'],
        ['clusters', 'FSH', 'cluster'],
      ] as const) {
        await tx.query(`UPDATE ${table} SET retired = true WHERE code = $1`, [code]);
        const [row] = await tx.query<{ id: string }>(`SELECT id FROM ${table} WHERE code = $1`, [code]);
        await tx.record(`${subjectType}.updated`, { subjectType, subjectId: row?.id ?? null });
      }
    });
    const renamed = { version: body.version, title: 'Renamed', channel: 'exhibition', cluster: 'FSH' };
    await olga.patch(`/api/v1/leads/${lead.id}`).send(renamed).expect(200);
    const anew = { companyId, title: 'Anew', channel: 'exhibition', cluster: 'FSH' };
    const refused = await olga.post('/api/v1/leads').send(anew).expect(422);
    expect(refused.body.errors).toMatchObject([
      { path: 'cluster', code: 'retired' },
      { path: 'channel', code: 'retired' },
    ]);
    const company = { nameEn: 'Retired Cluster Ltd', country: 'US', region: 'US', clusters: ['FSH'] };
    await olga.post('/api/v1/companies').send(company).expect(422);
  });
});

describe('quick log', () => {
  const visit = {
    kind: 'inbound',
    status: 'completed',
    subject: 'First talk',
    startsAt: '2026-01-05T02:00:00Z',
    minutes: 'They ask for a plant.',
  };
  const followUp = { title: 'Send the plant list', dueAt: new Date(Date.now() + 86_400_000).toISOString() };

  it('writes company, contact, lead, visit and follow-up in one act', async () => {
    const { body } = await olga
      .post('/api/v1/quick-logs')
      .send({
        company: { nameEn: 'On The Fly', country: 'US', region: 'US' },
        contact: { name: 'Contact' },
        lead: { title: 'Plant', channel: 'inquiry' },
        visit,
        followUp,
      })
      .expect(201);
    const lead = await olga.get(`/api/v1/leads/${body.leadId}`).expect(200);
    expect(lead.body).toMatchObject({ status: 'contacted', companyName: 'On The Fly', nextFollowUpAt: followUp.dueAt });
    const reminders = await olga.get(`/api/v1/reminders?followUp=${body.followUpId}`).expect(200);
    expect(reminders.body.items.map(({ channel }: { channel: string }) => channel).sort()).toEqual(['email', 'in_app']);
  });

  it('writes nothing at all when one part is refused, and names the field', async () => {
    const before = await world.owner.query('SELECT count(*) FROM companies');
    const { body } = await olga
      .post('/api/v1/quick-logs')
      .send({
        company: { nameEn: 'Half Written', country: 'US', region: 'US' },
        lead: { title: 'x', channel: 'no-such-channel' },
        visit,
      })
      .expect(422);
    expect(body.errors).toMatchObject([{ code: 'unknown' }]);
    const numbered = await olga
      .post('/api/v1/quick-logs')
      .send({
        company: { nameEn: 'Half Written', country: 'KR', region: 'KR', registrationNumber: '1234567890' },
        visit,
      })
      .expect(422);
    expect(numbered.body.errors).toMatchObject([{ path: 'company.registrationNumber' }]);
    expect((await world.owner.query('SELECT count(*) FROM companies')).rows).toEqual(before.rows);
  });
});
