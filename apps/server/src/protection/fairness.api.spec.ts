import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWorld, type World } from '../../test/support';
import { ProtectionSweep } from '.';

type Agent = Awaited<ReturnType<World['as']>>;
interface Made {
  id: string;
  version: number;
  code: string;
}

let world: World;
const ids: Record<string, string> = {};
const agents: Record<string, Agent> = {};
const as = (name: string) => agents[name] as Agent;
const usd = { amount: '5000000', currency: 'USD' };
const day = 86_400_000;

beforeAll(async () => {
  world = await startWorld();
  ids['bureau'] = await world.department('Bureau');
  ids['seoul'] = await world.department('Seoul', ids['bureau']);
  ids['tokyo'] = await world.department('Tokyo', ids['bureau']);
  for (const [name, role, department] of [
    ['kim', 'officer', 'seoul'],
    ['park', 'officer', 'seoul'],
    ['choi', 'officer', 'seoul'],
    ['headseoul', 'head', 'seoul'],
    ['sato', 'officer', 'tokyo'],
    ['headtokyo', 'head', 'tokyo'],
    ['director', 'head', 'bureau'],
  ] as const) {
    ids[name] = await world.user(name, role, ids[department] as string, { locale: 'en' });
    agents[name] = await world.as(name);
  }
});
afterAll(() => world.close());

const company = async (agent: Agent, more: object = {}) =>
  (
    await agent
      .post('/api/v1/companies')
      .send({ nameEn: `Works ${randomUUID()}`, country: 'KR', region: 'KR', ...more })
      .expect(201)
  ).body as Made;
const report = async (agent: Agent, companyId: string, more: object = {}) =>
  (
    await agent
      .post('/api/v1/leads')
      .send({ companyId, title: 'Plant', channel: 'chain', ...more })
      .expect(201)
  ).body as Made;
const deal = async (agent: Agent, companyId: string) => {
  await agent.post('/api/v1/contacts').send({ companyId, name: 'Somebody' }).expect(201);
  const input = { companyId, title: 'Direct', channel: 'chain', cluster: 'MED', totalInvestment: usd };
  return (await agent.post('/api/v1/deals').send(input).expect(201)).body as Made & { leadId: string };
};
const conflictsOf = async (agent: Agent, leadId: string) =>
  (await agent.get(`/api/v1/conflicts?lead=${leadId}`).expect(200)).body.items;
const settle = (agent: Agent, { id, version }: { id: string; version: number }, body: object) =>
  agent.post(`/api/v1/conflicts/${id}/settle`).send({ version, reason: 'By the rule', ...body });
async function conflict() {
  const { id: companyId } = await company(as('kim'));
  const first = await report(as('kim'), companyId);
  const second = await report(as('sato'), companyId);
  const [found] = await conflictsOf(as('headseoul'), first.id);
  return { companyId, first, second, found };
}
const ownership = async (agent: Agent, leadId: string) =>
  (await agent.get(`/api/v1/leads/${leadId}/ownership`).expect(200)).body.changes;

describe('both sides of a conflict', () => {
  it('still see it, and the reason, when the lead has gone to the other side', async () => {
    const { first, found } = await conflict();
    await settle(as('headtokyo'), found, { ruling: 'transfer' }).expect(200);
    for (const agent of ['kim', 'headseoul', 'sato', 'headtokyo', 'director']) {
      const { body } = await as(agent).get(`/api/v1/conflicts/${found.id}`);
      expect(body, agent).toMatchObject({ state: 'settled', ruling: 'transfer', reason: 'By the rule' });
      const listed = (await as(agent).get('/api/v1/conflicts?limit=200').expect(200)).body.items;
      expect(listed.map(({ id }: Made) => id)).toContain(found.id);
    }
    const { body } = await as('kim').get(`/api/v1/conflicts/${found.id}`).expect(200);
    expect(JSON.stringify(body)).not.toContain(first.id);
    await as('park').get(`/api/v1/conflicts/${found.id}`).expect(404);
  });

  it('learn from a refused second ruling how it was settled', async () => {
    const { found } = await conflict();
    await settle(as('headtokyo'), found, { ruling: 'transfer' }).expect(200);
    const { body } = await settle(as('headseoul'), found, { ruling: 'keep' }).expect(409);
    expect(body.current).toMatchObject({ state: 'settled', ruling: 'transfer' });
  });

  it('see of the other who holds it and until when, and nothing else', async () => {
    const { second } = await conflict();
    const [seen] = await conflictsOf(as('sato'), second.id);
    expect(seen.held).toEqual({
      leadId: null,
      leadCode: null,
      companyName: null,
      ownerId: null,
      ownerName: 'kim',
      departmentName: 'Seoul',
      reportedAt: null,
      until: expect.any(String),
    });
    // Who rules must know who came first.
    expect((await conflictsOf(as('headtokyo'), second.id))[0].held).toMatchObject({
      ownerId: ids['kim'],
      reportedAt: expect.any(String),
      leadId: null,
    });
  });

  it('learn nothing of a confidential holder, not even from the histories of their own lead and of the company', async () => {
    const { id: companyId } = await company(as('kim'));
    const secret = await deal(as('kim'), companyId);
    await as('kim')
      .post(`/api/v1/deals/${secret.id}/confidentiality`)
      .send({ version: secret.version, codename: 'Heron', people: [] })
      .expect(200);
    const second = await report(as('sato'), companyId);
    for (const agent of ['sato', 'headtokyo', 'director', 'headseoul']) {
      expect(await conflictsOf(as(agent), second.id), agent).toEqual([]);
      for (const path of [`leads/${second.id}/timeline`, `companies/${companyId}/timeline`]) {
        const { body, status } = await as(agent).get(`/api/v1/${path}?limit=200`);
        if (status !== 404) expect(JSON.stringify(body), `${agent} ${path}`).not.toContain('conflict');
      }
    }
    const { rows } = await world.owner.query(`SELECT FROM conflicts WHERE second_lead_id = $1`, [second.id]);
    expect(rows).toHaveLength(1);
  });

  it('leave no trace in the history of the second lead, though who reported it, or a common head, is named', async () => {
    ids['busan'] = await world.department('Busan', ids['bureau']);
    ids['ulsan'] = await world.department('Ulsan', ids['bureau']);
    await world.user('busan', 'officer', ids['busan'], { locale: 'en' });
    await world.user('ulsan', 'officer', ids['ulsan'], { locale: 'en' });
    for (const [holder, named, reporter, reader] of [
      ['kim', 'sato', 'sato', 'headtokyo'],
      ['busan', 'director', 'ulsan', 'ulsan'],
    ] as const) {
      const first = await world.as(holder);
      const { id: companyId } = await company(first);
      const secret = await deal(first, companyId);
      await first
        .post(`/api/v1/deals/${secret.id}/confidentiality`)
        .send({ version: secret.version, codename: 'Heron', people: [ids[named]] })
        .expect(200);
      const second = await report(await world.as(reporter), companyId);
      const agent = await world.as(reader);
      const { text } = await agent.get(`/api/v1/leads/${second.id}/timeline?limit=200`).expect(200);
      expect(text).not.toContain('onflict');
      expect((await agent.get(`/api/v1/leads/${second.id}`).expect(200)).body.nextFollowUpAt, reader).toBeNull();
      const { rows } = await world.owner.query(
        `SELECT u.username FROM follow_ups f JOIN users u ON u.id = f.owner_id WHERE f.lead_id = $1 ORDER BY u.username`,
        [secret.leadId],
      );
      expect(rows).toEqual([holder, named].sort().map((username) => ({ username })));
    }
  });
});

describe('a ruling', () => {
  const shares = (...each: [string, number][]) => each.map(([name, percent]) => ({ userId: ids[name], percent }));

  it('that shares names both sides, each once, and stands in the history of both leads', async () => {
    const { first, second, found } = await conflict();
    for (const wrong of [
      shares(['kim', 60], ['park', 40]),
      shares(['kim', 50], ['kim', 50]),
      shares(['park', 1], ['choi', 99]),
    ]) {
      const { body } = await settle(as('director'), found, { ruling: 'share', shares: wrong }).expect(422);
      expect(body.errors).toMatchObject([{ path: 'shares' }]);
    }
    for (const wrong of [shares(['kim', 99], ['sato', 2]), shares(['kim', 33], ['sato', 66]), shares(['kim', 99])])
      await settle(as('director'), found, { ruling: 'share', shares: wrong }).expect(400);
    await settle(as('director'), found, {
      ruling: 'share',
      shares: shares(['kim', 34], ['sato', 33], ['park', 33]),
    }).expect(200);
    for (const [agent, lead] of [
      ['kim', first],
      ['sato', second],
    ] as const)
      expect((await ownership(as(agent), lead.id))[0]).toMatchObject({
        kind: 'shared',
        toName: agent,
        byName: 'director',
        reason: 'By the rule',
      });
  });

  it('that hands over takes deals, follow-ups and their reminders along, whatever the road so far', async () => {
    const { id: companyId } = await company(as('kim'));
    const held = await deal(as('kim'), companyId);
    const dueAt = new Date(Date.now() + 5 * day).toISOString();
    const { body: task } = await as('kim')
      .post('/api/v1/follow-ups')
      .send({ leadId: held.leadId, title: 'Call', dueAt })
      .expect(201);
    const second = await report(as('sato'), companyId);
    const [found] = await conflictsOf(as('headtokyo'), second.id);
    await settle(as('headtokyo'), found, { ruling: 'transfer' }).expect(200);
    expect((await as('sato').get(`/api/v1/deals/${held.id}`).expect(200)).body.ownerName).toBe('sato');
    expect((await as('sato').get(`/api/v1/follow-ups/${task.id}`).expect(200)).body.ownerName).toBe('sato');
    const { rows } = await world.owner.query(
      `SELECT DISTINCT u.username FROM reminders r JOIN users u ON u.id = r.user_id WHERE r.subject_id = $1 AND r.state = 'planned'`,
      [task.id],
    );
    expect(rows).toEqual([{ username: 'sato' }]);
  });

  it('touches no lead that lies in the recycle bin', async () => {
    const kept = await conflict();
    await as('sato').delete(`/api/v1/leads/${kept.second.id}`).expect(204);
    await settle(as('headseoul'), kept.found, { ruling: 'keep' }).expect(200);
    const { rows } = await world.owner.query('SELECT status FROM leads WHERE id = $1', [kept.second.id]);
    expect(rows).toEqual([{ status: 'new' }]);
    const gone = await conflict();
    await as('kim').delete(`/api/v1/leads/${gone.first.id}`).expect(204);
    const { body } = await settle(as('headtokyo'), gone.found, { ruling: 'transfer' }).expect(422);
    expect(body.errors).toMatchObject([{ path: 'ruling', code: 'lead-deleted' }]);
  });
});

describe('a company that counts as the same', () => {
  it('does so from whichever side it is entered: the group’s child or parent, the older or the newer name', async () => {
    const parent = await company(as('kim'));
    const child = await company(as('kim'), { parentId: parent.id });
    const byChild = await report(as('kim'), child.id);
    await report(as('sato'), parent.id);
    expect(await conflictsOf(as('kim'), byChild.id)).toMatchObject([{ basis: 'group' }]);

    const name = `Similar ${randomUUID()}`;
    const older = await company(as('kim'), { nameEn: name });
    const newer = await company(as('kim'), { nameEn: `${name}s`, distinctFrom: [older.id] });
    const byNewer = await report(as('kim'), newer.id);
    await report(as('sato'), older.id);
    expect(await conflictsOf(as('kim'), byNewer.id)).toMatchObject([{ basis: 'similar' }]);
  });

  it('does so too when it got the confusing name by being renamed', async () => {
    const name = `Renamed ${randomUUID()}`;
    const known = await company(as('kim'), { nameEn: name });
    const held = await report(as('kim'), known.id);
    const other = await company(as('sato'));
    await as('sato')
      .patch(`/api/v1/companies/${other.id}`)
      .send({ version: other.version, nameEn: `${name}s`, distinctFrom: [known.id] })
      .expect(200);
    await report(as('sato'), other.id);
    expect(await conflictsOf(as('kim'), held.id)).toMatchObject([{ basis: 'similar' }]);
  });
});

describe('a lead that holds its company again', () => {
  const versionOf = async (agent: Agent, id: string) =>
    (await agent.get(`/api/v1/leads/${id}`).expect(200)).body.version as number;
  const lapse = async (leadId: string) => {
    await world.owner.query('SET session_replication_role = replica');
    await world.owner.query(
      `UPDATE leads SET last_contact_at = now() - interval '40 days', protected_from = now() - interval '40 days' WHERE id = $1`,
      [leadId],
    );
    await world.owner.query('SET session_replication_role = origin');
  };
  /** Ways to hold nothing, and back. */
  const ways: Record<
    string,
    {
      out: (id: string, companyId: string) => Promise<unknown>;
      back: (id: string, companyId: string) => Promise<unknown>;
    }
  > = {
    'claimed out of the pool': {
      out: async (id) =>
        as('kim')
          .post(`/api/v1/leads/${id}/release`)
          .send({ version: await versionOf(as('kim'), id), reason: 'Busy' })
          .expect(200),
      back: (id) => as('kim').post(`/api/v1/leads/${id}/claim`).expect(200),
    },
    'opened again': {
      out: async (id) =>
        as('kim')
          .post(`/api/v1/leads/${id}/status`)
          .send({ version: await versionOf(as('kim'), id), status: 'disqualified', reason: 'held-by-other' })
          .expect(200),
      back: async (id) =>
        as('headseoul')
          .post(`/api/v1/leads/${id}/status`)
          .send({ version: await versionOf(as('headseoul'), id), status: 'contacted' })
          .expect(200),
    },
    'brought back from the bin': {
      out: (id) => as('kim').delete(`/api/v1/leads/${id}`).expect(204),
      back: (id) => as('kim').post(`/api/v1/recycle-bin/lead/${id}/restore`).expect(204),
    },
    'in contact again after its time': {
      out: lapse,
      back: (leadId, companyId) =>
        as('kim')
          .post('/api/v1/visits')
          .send({
            kind: 'online',
            status: 'completed',
            subject: 'Talk',
            startsAt: new Date().toISOString(),
            companyId,
            leadId,
          })
          .expect(201),
    },
  };

  it.each(Object.keys(ways))('%s, comes into conflict with whoever holds it meanwhile, once', async (name) => {
    const { out, back } = ways[name] as (typeof ways)[string];
    const { id: companyId } = await company(as('kim'));
    const old = await report(as('kim'), companyId);
    await out(old.id, companyId);
    const held = await report(as('sato'), companyId);
    expect(await conflictsOf(as('sato'), held.id)).toEqual([]);
    await back(old.id, companyId);
    const [found, ...more] = await conflictsOf(as('sato'), held.id);
    expect(more).toEqual([]);
    expect(found).toMatchObject({ state: 'open', basis: 'same', held: { leadId: held.id } });
    // The same two, still to be ruled about.
    await out(old.id, companyId);
    await back(old.id, companyId);
    expect(await conflictsOf(as('sato'), held.id)).toHaveLength(1);
  });

  it('does so again, where the head opens what was closed for the other', async () => {
    const { first, second, found } = await conflict();
    await settle(as('director'), found, { ruling: 'keep' }).expect(200);
    await as('headtokyo')
      .post(`/api/v1/leads/${second.id}/status`)
      .send({ version: await versionOf(as('headtokyo'), second.id), status: 'contacted' })
      .expect(200);
    const states = (await conflictsOf(as('director'), first.id)).map(({ state }: { state: string }) => state);
    expect(states.sort()).toEqual(['open', 'settled']);
  });
});

describe('several holders', () => {
  it('are each looked at: one’s own lead on the parent does not hide who holds the subsidiary', async () => {
    const parent = await company(as('kim'));
    const child = await company(as('kim'), { parentId: parent.id });
    await report(as('kim'), parent.id);
    const held = await report(as('sato'), child.id);
    const second = await report(as('kim'), child.id);
    expect(await conflictsOf(as('kim'), second.id)).toMatchObject([{ basis: 'same', held: { ownerName: 'sato' } }]);
    const third = await report(as('choi'), child.id);
    const [found] = await conflictsOf(as('choi'), third.id);
    expect(found).toMatchObject({ basis: 'same', held: { ownerName: 'sato' } });
    expect((await conflictsOf(as('sato'), held.id)).map(({ id }: Made) => id)).toContain(found.id);
  });

  it('are told apart: a confidential one does not keep an open one from being known', async () => {
    const { id: companyId } = await company(as('kim'));
    const secret = await deal(as('kim'), companyId);
    await as('kim')
      .post(`/api/v1/deals/${secret.id}/confidentiality`)
      .send({ version: secret.version, codename: 'Heron', people: [] })
      .expect(200);
    await report(as('choi'), companyId);
    const third = await report(as('sato'), companyId);
    expect(await conflictsOf(as('sato'), third.id)).toMatchObject([{ held: { ownerName: 'choi' } }]);
  });

  it('of companies that are alike, reported at the same instant, are one and a conflict for the other', async () => {
    for (let round = 0; round < 5; round++) {
      const name = `Alike ${randomUUID()}`;
      const older = await company(as('kim'), { nameEn: name });
      const newer = await company(as('kim'), { nameEn: `${name}s`, distinctFrom: [older.id] });
      await Promise.all([report(as('kim'), newer.id), report(as('sato'), older.id)]);
      const { rows } = await world.owner.query(
        `SELECT count(*)::int AS count FROM conflicts k JOIN leads l ON l.id = k.second_lead_id WHERE l.company_id = ANY($1)`,
        [[older.id, newer.id]],
      );
      expect(rows).toEqual([{ count: 1 }]);
    }
  });
});

describe('the holder’s time', () => {
  const standing = async (id: string) =>
    (await world.owner.query('SELECT last_contact_at, protected_from, warned FROM leads WHERE id = $1', [id])).rows[0];
  const silence = (leadId: string, days: number, warned = 0) =>
    world.work.run('system', null, async (tx) => {
      await tx.query(
        `UPDATE leads SET last_contact_at = now() - make_interval(days => $2), protected_from = now() - make_interval(days => $2),
           warned = $3, warned_at = CASE WHEN $3 > 0 THEN now() END WHERE id = $1`,
        [leadId, days, warned],
      );
      await tx.record('lead.updated', { subjectType: 'lead', subjectId: leadId });
    });
  const visit = (companyId: string, leadId: string, at: number, status = 'completed') =>
    as('kim')
      .post('/api/v1/visits')
      .send({ kind: 'online', status, subject: 'Talk', startsAt: new Date(at).toISOString(), companyId, leadId })
      .expect(201);

  it('is renewed by contact that took place, and neither by editing, nor by planning', async () => {
    const { id: companyId } = await company(as('kim'));
    const lead = await report(as('kim'), companyId);
    await as('kim')
      .post(`/api/v1/leads/${lead.id}/status`)
      .send({ version: lead.version, status: 'contacted' })
      .expect(200);
    await silence(lead.id, 25, 1);
    const before = await standing(lead.id);
    const { version } = (await as('kim').get(`/api/v1/leads/${lead.id}`)).body;
    await as('kim').patch(`/api/v1/leads/${lead.id}`).send({ version, title: 'Edited' }).expect(200);
    await as('kim')
      .post(`/api/v1/leads/${lead.id}/status`)
      .send({ version: version + 1, status: 'qualified' })
      .expect(200);
    const dueAt = new Date(Date.now() + day).toISOString();
    await as('kim').post('/api/v1/follow-ups').send({ leadId: lead.id, title: 'Call', dueAt }).expect(201);
    await visit(companyId, lead.id, Date.now() - day, 'planned');
    await visit(companyId, lead.id, Date.now() + 10 * day, 'planned');
    await visit(companyId, lead.id, Date.now() - 40 * day);
    expect(await standing(lead.id)).toEqual(before);
    await visit(companyId, lead.id, Date.now() - day);
    const after = await standing(lead.id);
    expect(after.warned).toBe(0);
    expect(Date.now() - after.last_contact_at.getTime()).toBeLessThan(1.1 * day);
  });

  it('runs anew, with both warnings before its end, once the head opens a dormant lead again', async () => {
    const { id: companyId } = await company(as('kim'));
    const { id } = await report(as('kim'), companyId);
    await silence(id, 90, 2);
    const move = async (agent: Agent, wish: object) => {
      const { version } = (await agent.get(`/api/v1/leads/${id}`).expect(200)).body;
      return agent
        .post(`/api/v1/leads/${id}/status`)
        .send({ version, ...wish })
        .expect(200);
    };
    const wakeOn = new Date(Date.now() + 60 * day).toISOString().slice(0, 10);
    await move(as('kim'), { status: 'dormant', wakeOn });
    await world.owner.query('SET session_replication_role = replica');
    await world.owner.query(`UPDATE leads SET warned_at = now() - interval '60 days' WHERE id = $1`, [id]);
    await world.owner.query('SET session_replication_role = origin');
    await move(as('headseoul'), { status: 'contacted' });
    await world.app.get(ProtectionSweep).run();
    expect((await as('kim').get(`/api/v1/leads/${id}`).expect(200)).body.pooledAt).toBeNull();
    expect(await standing(id)).toMatchObject({ warned: 0 });
    expect(Date.now() - (await standing(id)).protected_from.getTime()).toBeLessThan(day);
  });

  it('forgets its warnings with the first contact, so that the next silence is warned of anew', async () => {
    const { id: companyId } = await company(as('kim'));
    const { id, version } = await report(as('kim'), companyId);
    await silence(id, 28, 2);
    await as('kim').post(`/api/v1/leads/${id}/status`).send({ version, status: 'contacted' }).expect(200);
    expect(await standing(id)).toMatchObject({ warned: 0 });
  });

  it('rests in the recycle bin, and ends with both warnings before it when the lead comes back', async () => {
    const { id: companyId } = await company(as('kim'));
    const { id } = await report(as('kim'), companyId);
    await as('kim').delete(`/api/v1/leads/${id}`).expect(204);
    await silence(id, 68, 2);
    await world.owner.query('SET session_replication_role = replica');
    await world.owner.query(
      `UPDATE leads SET warned_at = now() - interval '41 days', deleted_at = now() - interval '40 days' WHERE id = $1`,
      [id],
    );
    await world.owner.query('SET session_replication_role = origin');
    await as('kim').post(`/api/v1/recycle-bin/lead/${id}/restore`).expect(204);
    expect((await as('kim').get(`/api/v1/leads/${id}/ownership`).expect(200)).body.silentDays).toBe(28);
    await world.app.get(ProtectionSweep).run();
    expect(await standing(id)).toMatchObject({ warned: 1 });
    expect((await as('kim').get(`/api/v1/leads/${id}`).expect(200)).body.pooledAt).toBeNull();
  });

  it('is looked at for every silent lead, however many others wait for the end of their warning', async () => {
    const { id: companyId } = await company(as('kim'));
    const late = await report(as('kim'), companyId);
    await silence(late.id, 21);
    // As after a long stop of the worker: more than one look takes up, all warned twice a moment ago.
    await world.owner.query(`SET session_replication_role = replica`);
    await world.owner.query(
      `INSERT INTO leads (id, code, title, company_id, status, region, channel, owner_id, department_id, last_contact_at, protected_from, warned, warned_at)
       SELECT gen_random_uuid(), 'crowd' || n, 'Crowd', $1, 'new', 'KR', 'chain', $2, $3, now() - interval '90 days', now() - interval '90 days', 2, now()
       FROM generate_series(1, 501) n`,
      [companyId, ids['kim'], ids['seoul']],
    );
    await world.owner.query(`SET session_replication_role = origin`);
    await world.app.get(ProtectionSweep).run();
    expect(await standing(late.id)).toMatchObject({ warned: 1 });
    const { rows } = await world.owner.query(
      `SELECT count(*)::int AS pooled FROM leads WHERE title = 'Crowd' AND pooled_at IS NOT NULL`,
    );
    expect(rows).toEqual([{ pooled: 0 }]);
    await world.owner.query(`DELETE FROM leads WHERE title = 'Crowd'`).catch(() => undefined);
  });
});

describe('a transfer', () => {
  const transfer = (agent: Agent, from: string, to: string) =>
    agent.post('/api/v1/transfers').send({ fromUserId: ids[from], toUserId: ids[to], reason: 'Leaves' });
  const assign = async (lead: Made, to: string) => {
    const { version } = (await as('director').get(`/api/v1/leads/${lead.id}`).expect(200)).body;
    return as('director').post(`/api/v1/leads/${lead.id}/owner`).send({ version, ownerId: ids[to] });
  };

  it('takes what is confidential along, and tells its number to those alone who are named', async () => {
    for (const name of ['leaves', 'stays']) {
      ids[name] = await world.user(name, 'officer', ids['seoul'] as string);
      agents[name] = await world.as(name);
    }
    const { id: companyId } = await company(as('leaves'));
    const secret = await deal(as('leaves'), companyId);
    const dueAt = new Date(Date.now() + day).toISOString();
    const about = { leadId: secret.leadId, companyId };
    await as('leaves').post('/api/v1/follow-ups').send({ leadId: secret.leadId, title: 'Call', dueAt }).expect(201);
    const talk = { ...about, kind: 'online', status: 'planned', subject: 'Talk', startsAt: dueAt };
    await as('leaves').post('/api/v1/visits').send(talk).expect(201);
    const vow = { what: 'Water', category: 'utilities', toName: 'Lee', promisedBy: 'Us', promisedOn: '2026-01-05' };
    await as('leaves')
      .post(`/api/v1/leads/${secret.leadId}/promises`)
      .send({ ...vow, dueOn: '2030-01-01' })
      .expect(201);
    const trouble = { kind: 'land', what: 'No land', dueOn: '2030-01-01' };
    await as('leaves').post(`/api/v1/deals/${secret.id}/problems`).send(trouble).expect(201);
    await as('leaves')
      .post(`/api/v1/deals/${secret.id}/confidentiality`)
      .send({ version: secret.version, codename: 'Heron', people: [ids['director']] })
      .expect(200);
    const hidden = { leads: 0, deals: 0, followUps: 0, promises: 0, problems: 0, visits: 0, companies: 1 };
    const known = { leads: 1, deals: 1, followUps: 1, promises: 1, problems: 1, visits: 1, companies: 1 };
    const preview = async (agent: Agent) =>
      (await agent.get(`/api/v1/transfers/preview?fromUserId=${ids['leaves']}`).expect(200)).body;
    expect(await preview(as('headseoul'))).toMatchObject(hidden);
    expect(await preview(as('director'))).toMatchObject(known);
    const { body: made } = await transfer(as('headseoul'), 'leaves', 'stays').expect(201);
    expect(made.moved).toMatchObject(hidden);
    await as('stays').get(`/api/v1/deals/${secret.id}`).expect(200);
    for (const [agent, moved] of [
      ['headseoul', hidden],
      ['director', known],
    ] as const) {
      expect((await as(agent).get(`/api/v1/transfers/${made.id}`).expect(200)).body.moved).toMatchObject(moved);
      const { items } = (await as(agent).get('/api/v1/transfers?limit=200').expect(200)).body;
      expect(items.find(({ id }: Made) => id === made.id).moved).toMatchObject(moved);
    }
  });

  it('goes to nobody who cannot hold leads', async () => {
    ids['planner'] = await world.user('planner', 'collaborator', ids['seoul'] as string);
    ids['gone'] = await world.user('gone', 'officer', ids['seoul'] as string, { active: false });
    await world.owner.query(`ALTER TABLE users DISABLE TRIGGER explained`);
    await world.owner.query(`UPDATE users SET active = false WHERE username = 'gone'`);
    await world.owner.query(`ALTER TABLE users ENABLE TRIGGER explained`);
    const lead = await report(as('kim'), (await company(as('kim'))).id);
    for (const to of ['planner', 'gone']) {
      const { body } = await transfer(as('director'), 'kim', to).expect(422);
      expect(body.errors).toMatchObject([{ path: 'toUserId', code: 'unknown' }]);
      expect((await assign(lead, to)).status).toBe(422);
    }
    expect((await transfer(as('headseoul'), 'kim', 'sato').expect(422)).body.errors).toMatchObject([
      { path: 'toUserId', code: 'out-of-reach' },
    ]);
  });

  it('of somebody who was deactivated, or has another role by now, loses nothing that was still to be done', async () => {
    await world.user('guard', 'security_admin', ids['bureau'] as string);
    const [root, guard] = [await world.as('root'), await world.as('guard')];
    const leaving = (id: string, version: number) => root.patch(`/api/v1/users/${id}`).send({ version, active: false });
    const turning = (id: string, version: number) =>
      guard.post(`/api/v1/users/${id}/role`).send({ version, role: 'collaborator' });
    for (const [name, change] of Object.entries({ leaving, turning })) {
      ids[name] = await world.user(name, 'officer', ids['seoul'] as string);
      const agent = await world.as(name);
      const { id: companyId } = await company(agent);
      const lead = await report(agent, companyId);
      const dueAt = new Date(Date.now() + 5 * day).toISOString();
      const { body: task } = await agent
        .post('/api/v1/follow-ups')
        .send({ leadId: lead.id, title: 'Call', dueAt })
        .expect(201);
      const { version } = (await root.get(`/api/v1/users/${ids[name]}`).expect(200)).body;
      await change(ids[name] as string, version).expect(200);
      const { body: preview } = await as('headseoul')
        .get(`/api/v1/transfers/preview?fromUserId=${ids[name]}`)
        .expect(200);
      expect(preview, name).toMatchObject({ leads: 1, followUps: 1, companies: 1 });
      await transfer(as('headseoul'), name, 'choi').expect(201);
      expect((await as('choi').get(`/api/v1/leads/${lead.id}`).expect(200)).body.ownerName).toBe('choi');
      const { rows } = await world.owner.query(
        `SELECT DISTINCT u.username FROM reminders r JOIN users u ON u.id = r.user_id WHERE r.subject_id = $1 AND r.state = 'planned'`,
        [task.id],
      );
      expect(rows, name).toEqual([{ username: 'choi' }]);
    }
  });

  it('of somebody who works elsewhere by now takes nothing out of a department beyond the head’s reach', async () => {
    ids['mover'] = await world.user('mover', 'officer', ids['seoul'] as string);
    const mover = await world.as('mover');
    const stays = await report(mover, (await company(mover)).id);
    await world.owner.query(`ALTER TABLE users DISABLE TRIGGER explained`);
    await world.owner.query(`UPDATE users SET department_id = $1 WHERE username = 'mover'`, [ids['tokyo']]);
    await world.owner.query(`ALTER TABLE users ENABLE TRIGGER explained`);
    const { body: preview } = await as('headtokyo')
      .get(`/api/v1/transfers/preview?fromUserId=${ids['mover']}`)
      .expect(200);
    expect(preview).toMatchObject({ leads: 0, companies: 0 });
    await transfer(as('headtokyo'), 'mover', 'sato').expect(201);
    const owner = async () =>
      (await world.owner.query('SELECT owner_id FROM leads WHERE id = $1', [stays.id])).rows[0].owner_id;
    expect(await owner()).toBe(ids['mover']);
    // The director reaches both departments.
    await transfer(as('director'), 'mover', 'park').expect(201);
    expect(await owner()).toBe(ids['park']);
  });

  it('taken back leaves what has changed hands since, though it came back, and says what', async () => {
    ids['leaver'] = await world.user('leaver', 'officer', ids['seoul'] as string);
    ids['heir'] = await world.user('heir', 'officer', ids['seoul'] as string);
    const leaver = await world.as('leaver');
    const back = await report(leaver, (await company(leaver)).id);
    const untouched = await report(leaver, (await company(leaver)).id);
    const away = await report(leaver, (await company(leaver)).id);
    const { body: made } = await transfer(as('headseoul'), 'leaver', 'heir').expect(201);
    // Somebody decided since that it is to be the heir's.
    for (const to of ['park', 'heir']) expect((await assign(back, to)).status).toBe(200);
    expect((await assign(away, 'park')).status).toBe(200);
    const { body } = await as('headseoul').post(`/api/v1/transfers/${made.id}/undo`).expect(200);
    expect(body.left).toBe(2);
    expect(body.leftLeads.map(({ code }: Made) => code).sort()).toEqual([back.code, away.code].sort());
    const owners = await world.owner.query(
      'SELECT u.username FROM leads l JOIN users u ON u.id = l.owner_id WHERE l.id = ANY($1) ORDER BY 1',
      [[back.id, untouched.id, away.id]],
    );
    expect(owners.rows.map(({ username }) => username)).toEqual(['heir', 'leaver', 'park']);
    const { body: shown } = await as('headseoul').get(`/api/v1/transfers/${made.id}`).expect(200);
    expect(shown.leftLeads).toHaveLength(2);
  });
});

describe('what nobody wants any more', () => {
  it('goes for good without a stumble, also where it was screened, shared or once taken for another', async () => {
    const { RecycleBinPurge } = await import('../recycle-bin/purge');
    const { companyId, first, second } = await conflict();
    const name = `Purged ${randomUUID()}`;
    const known = await company(as('kim'), { nameEn: name });
    const alike = await company(as('kim'), { nameEn: `${name}s`, distinctFrom: [known.id] });
    const screened = await report(as('kim'), alike.id);
    const aspects = Object.fromEntries(
      ['industry', 'market', 'technology', 'environment', 'energy', 'benefit'].map((each) => [
        each,
        { verdict: 'supports' },
      ]),
    );
    await as('kim')
      .post(`/api/v1/leads/${screened.id}/screenings`)
      .send({ conclusion: 'recommended', aspects })
      .expect(201);
    await world.owner.query('SET session_replication_role = replica');
    for (const table of ['leads', 'companies', 'follow_ups'])
      await world.owner.query(
        `UPDATE ${table} SET deleted_at = now() - interval '91 days' WHERE id = ANY($1) OR ${table === 'follow_ups' ? 'company_id = ANY($1)' : 'false'}`,
        [[companyId, first.id, second.id, known.id, alike.id, screened.id]],
      );
    await world.owner.query('SET session_replication_role = origin');
    await world.app.get(RecycleBinPurge).run();
    await world.app.get(RecycleBinPurge).run();
    const left = async (table: string, id: string) =>
      (await world.owner.query(`SELECT FROM ${table} WHERE id = $1`, [id])).rowCount;
    // What was ruled about is kept; the rest is gone.
    expect([await left('leads', first.id), await left('leads', second.id)]).toEqual([1, 1]);
    expect([
      await left('leads', screened.id),
      await left('companies', alike.id),
      await left('companies', known.id),
    ]).toEqual([0, 0, 0]);
  });
});
