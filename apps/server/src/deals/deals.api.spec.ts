import { dealStages, replay } from '@torch/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DataSource } from 'typeorm';
import { newLead, startWorld, type World } from '../../test/support';

let world: World;
let olga: Awaited<ReturnType<World['as']>>;
let hanna: Awaited<ReturnType<World['as']>>;
beforeAll(async () => {
  world = await startWorld();
  const department = await world.department('Team');
  await world.user('olga', 'officer', department);
  await world.user('hanna', 'head', department);
  [olga, hanna] = [await world.as('olga'), await world.as('hanna')];
});
afterAll(() => world.close());

const names = [
  'Amber Foundry',
  'Basalt Optics',
  'Copper Valley',
  'Dorado Pumps',
  'Ember Ceramics',
  'Fjord Robotics',
  'Granite Yarn',
  'Harbour Lasers',
  'Indigo Valves',
  'Juniper Seals',
  'Kestrel Motors',
  'Lotus Pigments',
  'Mistral Sensors',
  'Nimbus Glass',
  'Onyx Bearings',
  'Prairie Films',
  'Quartz Needles',
  'Raven Fibres',
  'Saffron Dies',
  'Tundra Coils',
  'Umbra Gaskets',
  'Vesper Plastics',
  'Willow Tubes',
  'Xenon Lamps',
  'Yonder Castings',
  'Zephyr Fans',
  'Alderbay Mills',
  'Birchmint',
  'Cedarkiln',
  'Dovetail Press',
  'Elmforge',
  'Firclay',
  'Gingham Weave',
  'Hazelnut Oils',
  'Inkwell Print',
  'Jasper Tools',
  'Larkspur',
  'Mulberry Silk',
  'Alder Springs',
  'Cobalt Rollers',
  'Estuary Pipes',
  'Falcon Bricks',
  'Glacier Pumps',
  'Heron Textiles',
  'Iris Solvents',
  'Jackdaw Rails',
  'Kelp Chemistry',
  'Lantern Parts',
  'Magpie Brushes',
  'Nutmeg Foods',
  'Osprey Drones',
  'Pewter Locks',
  'Quail Packaging',
  'Rosewood Desks',
  'Sparrow Wires',
  'Thistle Hoses',
  'Urchin Filters',
  'Violet Ovens',
  'Walnut Hinges',
];
const usd = (amount: string) => ({ amount, currency: 'USD' });

/** A qualified lead with somebody known at its company. */
async function qualified(more: object = {}) {
  const { companyId, lead } = await newLead(olga, names.shift() as string);
  await olga.post('/api/v1/contacts').send({ companyId, name: 'Somebody' }).expect(201);
  const facts = { cluster: 'MED', estimatedInvestment: usd('5000000'), ...more };
  let { version } = (
    await olga
      .patch(`/api/v1/leads/${lead.id}`)
      .send({ version: lead.version, ...facts })
      .expect(200)
  ).body;
  for (const status of ['contacted', 'qualified'])
    ({ version } = (await olga.post(`/api/v1/leads/${lead.id}/status`).send({ version, status }).expect(200)).body);
  return { companyId, leadId: lead.id, version };
}
const convert = (leadId: string, body: object) => olga.post(`/api/v1/leads/${leadId}/convert`).send(body);
async function deal() {
  const { leadId, companyId, version } = await qualified();
  const { body } = await convert(leadId, { version }).expect(201);
  return { ...body, companyId } as { id: string; leadId: string; companyId: string; version: number; code: string };
}
const move = (agent: typeof olga, { id, version }: { id: string; version: number }, body: object) =>
  agent.post(`/api/v1/deals/${id}/stage`).send({ version, ...body });
const changesOf = async (id: string) => (await olga.get(`/api/v1/deals/${id}/stage-changes`).expect(200)).body.items;

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
    const { lead } = await newLead(olga, names.shift() as string);
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

describe('moving a deal', () => {
  it('names each piece of missing evidence, and changes nothing', async () => {
    const made = await deal();
    const { body } = await move(olga, made, { stage: 'review' }).expect(422);
    expect(body.errors.map(({ path }: { path: string }) => path)).toEqual([
      'evidence.completedVisit',
      'evidence.fixedAssetInvestment',
      'evidence.park',
      'evidence.landOrPlant',
      'evidence.proposal',
    ]);
    expect((await olga.get(`/api/v1/deals/${made.id}`)).body).toMatchObject({
      stage: 'negotiating',
      version: made.version,
    });
    expect(await changesOf(made.id)).toHaveLength(1);
  });

  it('goes on once the evidence is there, on the day it took effect', async () => {
    const made = await deal();
    const visit = { kind: 'inbound', status: 'completed', subject: 'On site', startsAt: '2026-01-05T02:00:00Z' };
    await olga
      .post('/api/v1/visits')
      .send({ ...visit, companyId: made.companyId, leadId: made.leadId })
      .expect(201);
    const { body } = await move(olga, made, { stage: 'site_visit' }).expect(200);
    expect(body).toMatchObject({ stage: 'site_visit', version: made.version + 1 });
    expect(body.missing).not.toContain('completedVisit');
    const future = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);
    const refused = await move(olga, body, { stage: 'on_hold', reason: 'x', on: future }).expect(422);
    expect(refused.body.errors).toMatchObject([{ path: 'on', code: 'in-the-future' }]);
  });

  it('rests, goes on where it stopped, is lost with a reason, and is reopened by the head alone', async () => {
    let body = (await deal()) as { id: string; version: number };
    await move(olga, body, { stage: 'on_hold' }).expect(422);
    ({ body } = await move(olga, body, { stage: 'on_hold', reason: 'Budget' }).expect(200));
    expect(body).toMatchObject({ stage: 'on_hold', stageLeft: 'negotiating' });
    ({ body } = await move(olga, body, { stage: 'negotiating' }).expect(200));
    ({ body } = await move(olga, body, { stage: 'lost', closeReason: 'elsewhere' }).expect(200));
    expect(body).toMatchObject({ stage: 'lost', stageLeft: 'negotiating', closeReason: 'elsewhere' });
    const back = { stage: 'negotiating', reason: 'They came back' };
    const refused = await move(olga, body, back).expect(422);
    expect(refused.body.errors).toMatchObject([{ code: 'head-only' }]);
    ({ body } = await move(hanna, body, back).expect(200));
    expect(body).toMatchObject({ stage: 'negotiating', stageLeft: null, closeReason: null });
    const changes = await changesOf(body.id);
    expect(changes[1]).toMatchObject({
      toName: { 'zh-CN': '搁置', en: 'On hold' },
      evidence: { hasContact: true, hasAgreement: false },
    });
    expect(replay(changes)).toEqual({ stage: 'negotiating', stageLeft: null });
    expect(changes).toHaveLength(5);
  });

  it('may be forced by the head with a reason, and stays flagged until the evidence is there', async () => {
    const made = await deal();
    const wish = { stage: 'site_visit', override: true, reason: 'The visit was abroad' };
    await move(olga, made, wish).expect(422);
    const { body } = await move(hanna, made, wish).expect(200);
    expect(body).toMatchObject({ stage: 'site_visit', flagged: ['completedVisit'] });
    const flagged = async () => (await hanna.get('/api/v1/deals?flagged=true').expect(200)).body.items;
    expect(await flagged()).toMatchObject([{ id: made.id }]);
    expect(await changesOf(made.id)).toMatchObject([{}, { overridden: ['completedVisit'], byName: 'hanna' }]);
    const visit = { kind: 'outbound', status: 'completed', subject: 'Abroad', startsAt: '2026-01-05T02:00:00Z' };
    await olga
      .post('/api/v1/visits')
      .send({ ...visit, companyId: made.companyId, leadId: made.leadId })
      .expect(201);
    expect(await flagged()).toEqual([]);
  });

  it('takes evidence along in its body: both are kept, or neither', async () => {
    const made = await deal();
    const evidence = { fixedAssetInvestment: usd('3000000.00'), landMu: '35.00', signedOn: '2026-02-01' };
    const standing = async () => (await olga.get(`/api/v1/deals/${made.id}`)).body;
    const short = await move(olga, made, { stage: 'review', evidence }).expect(422);
    expect(short.body.errors.map(({ path }: { path: string }) => path)).toEqual([
      'evidence.completedVisit',
      'evidence.park',
      'evidence.proposal',
    ]);
    const disorder = { ...evidence, registeredOn: '2026-01-01', localRegistrationNumber: null };
    for (const [facts, path, code] of [
      [disorder, 'evidence.registeredOn', 'before-signedOn'],
      [{ localRegistrationNumber: '91310000MA1K30XX0X' }, 'evidence.localRegistrationNumber', 'check-digit'],
    ] as const) {
      const { body } = await move(hanna, made, { stage: 'site_visit', override: true, reason: 'x', evidence: facts });
      expect([body.status, body.errors]).toEqual([422, [expect.objectContaining({ path, code })]]);
    }
    await move(olga, made, { stage: 'review', evidence: { title: '' } }).expect(400);
    expect(await standing()).toMatchObject({ stage: 'negotiating', version: made.version, fixedAssetInvestment: null });
    const wish = { stage: 'review', override: true, reason: 'The rest follows', evidence };
    const { body } = await move(hanna, made, wish).expect(200);
    expect(body).toMatchObject({ stage: 'review', ...evidence, flagged: ['completedVisit', 'park', 'proposal'] });
    const { rows } = await world.owner.query('SELECT type FROM events WHERE subject_id = $1 ORDER BY id', [made.id]);
    expect(rows.map(({ type }) => type)).toEqual(['deal.created', 'deal.updated', 'deal.moved']);
  });

  it('by two at the same instant is done by one; the other sees how it stands', async () => {
    const made = await deal();
    const answers = await Promise.all([
      move(olga, made, { stage: 'on_hold', reason: 'One' }),
      move(hanna, made, { stage: 'lost', closeReason: 'elsewhere' }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const [won, lost] = answers.sort((a, b) => a.status - b.status);
    expect(lost?.body.current).toMatchObject({ id: made.id, stage: won?.body.stage });
    expect(await changesOf(made.id)).toHaveLength(2);
  });
});

describe('the days of a deal', () => {
  const today = () => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  const shifted = (days: number) => new Date(Date.now() + 8 * 3_600_000 + days * 86_400_000).toISOString().slice(0, 10);

  it('may begin in the past, where the talks did, and go on from there', async () => {
    const { companyId } = await qualified();
    const input = { companyId, title: 'Long under way', channel: 'fund', cluster: 'MAT', totalInvestment: usd('9') };
    const late = await olga
      .post('/api/v1/deals')
      .send({ ...input, on: shifted(2) })
      .expect(422);
    expect(late.body.errors).toMatchObject([{ path: 'on', code: 'in-the-future' }]);
    const { body } = await olga
      .post('/api/v1/deals')
      .send({ ...input, on: '2026-01-10' })
      .expect(201);
    expect(body.stageSince).toBe('2026-01-10');
    const early = await move(olga, body, { stage: 'on_hold', reason: 'x', on: '2026-01-09' }).expect(422);
    expect(early.body.errors).toMatchObject([{ path: 'on', code: 'before-last-move' }]);
    const { body: held } = await move(olga, body, { stage: 'on_hold', reason: 'x', on: '2026-01-10' }).expect(200);
    expect(held.stageSince).toBe('2026-01-10');
    const [first, second] = await changesOf(body.id);
    expect([first.on, second.on]).toEqual(['2026-01-10', '2026-01-10']);
    // The instant of recording stands beside it.
    expect(Date.now() - Date.parse(second.at)).toBeLessThan(60_000);
    const { leadId, version } = await qualified();
    expect((await convert(leadId, { version, on: '2026-02-03' }).expect(201)).body.stageSince).toBe('2026-02-03');
  });

  it('are those that have come: a signing that lies ahead is none yet, not even for the head', async () => {
    const made = await deal();
    const patch = { version: made.version, signedOn: shifted(5), agreementKind: 'formal', agreedAmount: usd('1') };
    const { body } = await olga.patch(`/api/v1/deals/${made.id}`).send(patch).expect(200);
    const wish = { stage: 'signed', override: true, reason: 'Soon' };
    const refused = await move(hanna, body, wish).expect(422);
    expect(refused.body.errors).toMatchObject([{ path: 'signedOn', code: 'in-the-future' }]);
    const due = await olga
      .patch(`/api/v1/deals/${made.id}`)
      .send({ version: body.version, signedOn: today() })
      .expect(200);
    await move(hanna, due.body, wish).expect(200);
  });

  it('contradict no evidence: a signing does not count before the day that it shows', async () => {
    const { leadId, version } = await qualified();
    const { body: made } = await convert(leadId, { version, on: '2026-01-02' }).expect(201);
    const evidence = { signedOn: '2026-02-20', agreementKind: 'formal', agreedAmount: usd('1') };
    const wish = { stage: 'signed', override: true, reason: 'Papers follow', evidence };
    const { body } = await move(hanna, made, { ...wish, on: '2026-01-05' }).expect(422);
    expect(body.errors).toMatchObject([{ path: 'on', code: 'before-signedOn' }]);
    await move(hanna, made, { ...wish, on: '2026-02-20' }).expect(200);
  });

  it('go on where the calendar is a day behind that of the last mover', async () => {
    const made = await deal();
    await world.user('west', 'head', (await world.actor('hanna')).departmentId, { timeZone: 'Pacific/Pago_Pago' });
    await world.user('east', 'head', (await world.actor('hanna')).departmentId, { timeZone: 'Pacific/Kiritimati' });
    const { body } = await move(await world.as('east'), made, { stage: 'on_hold', reason: 'x' }).expect(200);
    const { body: again } = await move(await world.as('west'), body, { stage: 'negotiating' }).expect(200);
    expect(again.stageSince).toBe(body.stageSince);
  });

  it('leave no flag behind for a stage that is no longer passed', async () => {
    const made = await deal();
    const { body } = await move(hanna, made, { stage: 'review', override: true, reason: 'Papers follow' }).expect(200);
    expect(body.flagged).toContain('proposal');
    const { body: back } = await move(hanna, body, { stage: 'site_visit', reason: 'Too early' }).expect(200);
    expect(back.flagged).toEqual(['completedVisit']);
    const { body: start } = await move(hanna, back, { stage: 'negotiating', reason: 'Too early' }).expect(200);
    expect(start.flagged).toEqual([]);
  });

  it('put aside twice, remember the stage on the road; whoever reopens says why', async () => {
    let body = (await deal()) as { id: string; version: number };
    ({ body } = await move(olga, body, { stage: 'on_hold', reason: 'Budget' }).expect(200));
    for (const stage of ['site_visit', 'review', 'signed']) await move(hanna, body, { stage, reason: 'x' }).expect(422);
    ({ body } = await move(olga, body, { stage: 'lost', closeReason: 'elsewhere' }).expect(200));
    expect(body).toMatchObject({ stageLeft: 'negotiating' });
    await move(hanna, body, { stage: 'on_hold', reason: 'x' }).expect(422);
    const silent = await move(hanna, body, { stage: 'negotiating' }).expect(422);
    expect(silent.body.errors).toMatchObject([{ path: 'reason', code: 'reason-missing' }]);
    await move(olga, body, { stage: 'lost', closeReason: 'elsewhere' }).expect(422);
    const unknown = await deal();
    const { body: problem } = await move(olga, unknown, { stage: 'lost', closeReason: 'no-such-reason' }).expect(422);
    expect(problem.errors).toMatchObject([{ path: 'closeReason' }]);
  });
});

describe('evidence that is withdrawn after its stage was passed', () => {
  const patch = (made: { id: string }, version: number, body: object) =>
    olga.patch(`/api/v1/deals/${made.id}`).send({ version, ...body });
  const facts = {
    fixedAssetInvestment: usd('3'),
    landMu: '3.00',
    agreementKind: 'formal',
    signedOn: '2026-01-20',
    agreedAmount: usd('5'),
    localCompanyName: 'Local',
    registeredCapital: usd('2'),
    registeredOn: '2026-02-20',
  };

  it('is owed, and told in the history, until it is there again', async () => {
    const made = await deal();
    const wish = { stage: 'registered', override: true, reason: 'Papers follow', evidence: facts };
    const { body: moved } = await move(hanna, made, wish).expect(200);
    const left = ['completedVisit', 'park', 'proposal', 'scorecard', 'agreement', 'registrationNumber'];
    expect(moved.flagged).toEqual(left);
    const { body: bare } = await patch(made, moved.version, { signedOn: null, agreedAmount: null }).expect(200);
    expect(bare.flagged).toEqual([...left.slice(0, 4), 'signedOn', 'agreedAmount', ...left.slice(4)]);
    const { rows } = await world.owner.query(
      `SELECT changes -> 'flagged' AS flagged FROM events WHERE subject_id = $1 ORDER BY id DESC LIMIT 1`,
      [made.id],
    );
    expect(rows).toEqual([{ flagged: [left, bare.flagged] }]);
    const { body: again } = await patch(made, bare.version, { signedOn: '2026-01-21', agreedAmount: usd('5') }).expect(
      200,
    );
    expect(again.flagged).toEqual(left);
    const ahead = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10);
    const { body: planned } = await patch(made, again.version, { registeredOn: ahead }).expect(200);
    expect([planned.flagged, planned.missing]).toEqual([
      [...left, 'registeredOn'],
      expect.arrayContaining(['registeredOn']),
    ]);
  });

  it('is owed also when it is a document that settled the debt, and is then deleted', async () => {
    const made = await deal();
    const wish = { stage: 'signed', override: true, reason: 'Papers follow', evidence: facts };
    await move(hanna, made, wish).expect(200);
    const flagged = async () => (await olga.get(`/api/v1/deals/${made.id}`).expect(200)).body.flagged;
    expect(await flagged()).toContain('agreement');
    const fields = { subjectType: 'deal', subjectId: made.id, kind: 'agreement' };
    const upload = olga.post('/api/v1/attachments');
    for (const [name, value] of Object.entries(fields)) upload.field(name, value);
    const { body: file } = await upload.attach('file', Buffer.from('Signed.'), 'agreement.txt').expect(201);
    expect(await flagged()).not.toContain('agreement');
    await hanna.delete(`/api/v1/attachments/${file.id}`).expect(204);
    expect(await flagged()).toContain('agreement');
  });

  it('is owed when a visit is called off, and settled when it is brought back', async () => {
    const made = await deal();
    const visit = { kind: 'inbound', status: 'completed', subject: 'On site', startsAt: '2026-01-05T02:00:00Z' };
    const about = { companyId: made.companyId, leadId: made.leadId };
    const { body: held } = await olga
      .post('/api/v1/visits')
      .send({ ...visit, ...about })
      .expect(201);
    await move(olga, made, { stage: 'site_visit' }).expect(200);
    const flagged = async () => (await olga.get(`/api/v1/deals/${made.id}`).expect(200)).body.flagged;
    const { body: off } = await olga
      .patch(`/api/v1/visits/${held.id}`)
      .send({ version: held.version, status: 'cancelled' })
      .expect(200);
    expect(await flagged()).toEqual(['completedVisit']);
    await olga.patch(`/api/v1/visits/${held.id}`).send({ version: off.version, status: 'completed' }).expect(200);
    expect(await flagged()).toEqual([]);
    await hanna.delete(`/api/v1/visits/${held.id}`).expect(204);
    expect(await flagged()).toEqual(['completedVisit']);
    await hanna.post(`/api/v1/recycle-bin/visit/${held.id}/restore`).expect(204);
    expect(await flagged()).toEqual([]);
  });
});

describe('what shows a deal’s stage', () => {
  it('is no visit whose day has not come, however it was written down', async () => {
    const made = await deal();
    const visit = { kind: 'inbound', status: 'completed', subject: 'On site', startsAt: '2026-01-05T02:00:00Z' };
    const { body: held } = await olga
      .post('/api/v1/visits')
      .send({ ...visit, companyId: made.companyId, leadId: made.leadId })
      .expect(201);
    const missing = async () => (await olga.get(`/api/v1/deals/${made.id}`).expect(200)).body.missing;
    expect(await missing()).not.toContain('completedVisit');
    await world.work.run('system', null, async (tx) => {
      await tx.query(`UPDATE visits SET starts_at = now() + interval '1 year' WHERE id = $1`, [held.id]);
      await tx.record('visit.updated', { subjectType: 'visit', subjectId: held.id });
    });
    expect(await missing()).toContain('completedVisit');
  });
});

describe('what hangs on a deal’s lead and company', () => {
  it('settles what was owed as soon as it is entered there, and is owed again when it goes', async () => {
    const made = await deal();
    const wish = { stage: 'review', override: true, reason: 'Papers follow' };
    const { body } = await move(hanna, made, wish).expect(200);
    expect(body.flagged).toContain('park');
    const flagged = async () => (await olga.get(`/api/v1/deals/${made.id}`).expect(200)).body.flagged;
    await world.owner.query(
      `BEGIN; SET LOCAL session_replication_role = replica;
       INSERT INTO parks (id, code, name_zh, name_en, position) VALUES (gen_random_uuid(), 'P1', 'P1', 'P1', 1); COMMIT`,
    );
    const patch = async (park: string | null) => {
      const { version } = (await olga.get(`/api/v1/leads/${made.leadId}`).expect(200)).body;
      await olga.patch(`/api/v1/leads/${made.leadId}`).send({ version, park }).expect(200);
    };
    await patch('P1');
    expect(await flagged()).not.toContain('park');
    await patch(null);
    expect(await flagged()).toContain('park');
    const [contact] = (await olga.get(`/api/v1/contacts?company=${made.companyId}`).expect(200)).body.items;
    await hanna.delete(`/api/v1/contacts/${contact.id}`).expect(204);
    expect(await flagged()).toContain('contact');
    await olga.post('/api/v1/contacts').send({ companyId: made.companyId, name: 'Somebody else' }).expect(201);
    expect(await flagged()).not.toContain('contact');
    const [other] = (await olga.get(`/api/v1/contacts?company=${made.companyId}`).expect(200)).body.items;
    await hanna.delete(`/api/v1/contacts/${other.id}`).expect(204);
    await hanna.post(`/api/v1/recycle-bin/contact/${contact.id}/restore`).expect(204);
    expect(await flagged()).not.toContain('contact');
  });
});

describe('an amount of nothing', () => {
  it('shows nothing, except where what is produced and taxed may be nothing yet', async () => {
    const made = await deal();
    const [none, some] = [usd('0'), usd('0.01')];
    const amounts = { totalInvestment: none, fixedAssetInvestment: none, agreedAmount: none, registeredCapital: none };
    const { body } = await olga
      .patch(`/api/v1/deals/${made.id}`)
      .send({ version: made.version, ...amounts, landMu: '0', plantM2: '0.00', annualOutput: none, annualTax: none })
      .expect(200);
    const empty = ['totalInvestment', 'fixedAssetInvestment', 'landOrPlant', 'agreedAmount', 'registeredCapital'];
    expect(body.missing).toEqual(expect.arrayContaining(empty));
    expect(body.missing).not.toContain('annualOutput');
    expect(body.missing).not.toContain('annualTax');
    // The talks had begun with an amount.
    expect(body.flagged).toEqual(['totalInvestment']);
    const filed = { filingCertificate: 'F-1', filingAmount: none };
    const { body: filing } = await olga
      .patch(`/api/v1/deals/${made.id}`)
      .send({ version: body.version, ...filed, totalInvestment: some, plantM2: '0.01' })
      .expect(200);
    expect(filing.missing).toContain('filing');
    expect(filing.missing).not.toContain('landOrPlant');
    expect(filing.flagged).toEqual([]);
    const lead = await qualified({ estimatedInvestment: none });
    await convert(lead.leadId, { version: lead.version }).expect(422);
  });
});

describe('several moves under one key', () => {
  it('are made once, and answered alike', async () => {
    const [one, two] = [await deal(), await deal()];
    const body = { items: [one, two].map(({ id, version }) => ({ id, version })), stage: 'on_hold', reason: 'Budget' };
    const send = () => olga.post('/api/v1/deals/stage').set('Idempotency-Key', 'several-1').send(body).expect(200);
    const first = await send();
    expect(first.body.items.map(({ ok }: { ok: boolean }) => ok)).toEqual([true, true]);
    expect((await send()).body).toEqual(first.body);
    const twice = {
      ...body,
      items: [one, one].map(({ id }) => ({ id, version: one.version + 1 })),
      stage: 'negotiating',
    };
    const { body: answer } = await olga.post('/api/v1/deals/stage').send(twice).expect(200);
    expect(answer.items).toMatchObject([{ ok: true }, { ok: false, problem: 'stale' }]);
    expect(await changesOf(one.id)).toHaveLength(3);
  });
});

describe('an approved offer', () => {
  it('saved unchanged, in whatever spelling of its amount, stays approved', async () => {
    const made = await deal();
    const cny = (amount: string) => ({ amount, currency: 'CNY' });
    const { body: offer } = await olga
      .post(`/api/v1/deals/${made.id}/offers`)
      .send({ kind: 'subsidy', what: 'Equipment', amount: cny('1000000'), legalBasis: 'Rule 7' })
      .expect(201);
    const { body: handed } = await olga
      .post(`/api/v1/offers/${offer.id}/state`)
      .send({ version: offer.version, state: 'in_review' })
      .expect(200);
    const { body: approved } = await hanna
      .post(`/api/v1/offers/${offer.id}/review`)
      .send({ version: handed.version, outcome: 'approved', note: 'Open to all' })
      .expect(200);
    for (const amount of ['1000000.00', '1000000', '1000000.0']) {
      const { body } = await olga
        .patch(`/api/v1/offers/${offer.id}`)
        .send({
          version: approved.version,
          kind: 'subsidy',
          what: ' Equipment ',
          amount: { currency: 'CNY', amount },
          legalBasis: 'Rule 7',
        })
        .expect(200);
      expect(body, amount).toMatchObject({ state: 'approved', version: approved.version });
    }
    const { body: changed } = await olga
      .patch(`/api/v1/offers/${offer.id}`)
      .send({ version: approved.version, amount: cny('1000000.01') })
      .expect(200);
    expect(changed.state).toBe('draft');
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

  it('is not deleted once it has gone on, nor by who may not', async () => {
    const made = await deal();
    const { body } = await move(hanna, made, { stage: 'site_visit', override: true, reason: 'Known' }).expect(200);
    const refused = await olga.delete(`/api/v1/deals/${made.id}`).expect(422);
    expect(refused.body.errors).toMatchObject([{ path: 'stage', code: 'under-way' }]);
    expect((await olga.get(`/api/v1/deals/${made.id}`).expect(200)).body.version).toBe(body.version);
  });
});

describe('the facts of a deal', () => {
  it('keep exact amounts, refuse a wrong number and dates out of order, each at its field', async () => {
    const made = await deal();
    const patch = (version: number, body: object) => olga.patch(`/api/v1/deals/${made.id}`).send({ version, ...body });
    const { body } = await patch(made.version, {
      totalInvestment: usd('123456789012.3'),
      fixedAssetInvestment: usd('123456789012.3'),
      signedOn: '2026-03-01',
    }).expect(200);
    expect(body).toMatchObject({ fixedAssetInvestment: usd('123456789012.30'), signedOn: '2026-03-01' });
    const early = await patch(body.version, { registeredOn: '2026-02-01' }).expect(422);
    expect(early.body.errors).toMatchObject([{ path: 'registeredOn', code: 'before-signedOn' }]);
    const wrong = await patch(body.version, { localRegistrationNumber: '91371000MA3C4X5Y2K' }).expect(422);
    expect(wrong.body.errors).toMatchObject([{ path: 'localRegistrationNumber' }]);
    await patch(made.version, { landMu: '1' }).expect(409);
    const same = await patch(body.version, { fixedAssetInvestment: usd('123456789012.30') }).expect(200);
    expect(same.body.version).toBe(body.version);
  });
});

describe('the entry into the statistics', () => {
  it('does not lie before the start', async () => {
    const made = await deal();
    const { body } = await olga
      .patch(`/api/v1/deals/${made.id}`)
      .send({ version: made.version, startedOn: '2026-03-02', statisticsEntryOn: '2026-03-01' })
      .expect(422);
    expect(body.errors).toMatchObject([{ path: 'statisticsEntryOn', code: 'before-startedOn' }]);
  });
});

describe('the fixed assets', () => {
  it('cannot be more than the total investment', async () => {
    const made = await deal();
    const { body } = await olga
      .patch(`/api/v1/deals/${made.id}`)
      .send({ version: made.version, fixedAssetInvestment: usd('5000000.01') })
      .expect(422);
    expect(body.errors).toMatchObject([{ path: 'fixedAssetInvestment', code: 'above-total' }]);
  });
});

describe('what a deal needs and promises', () => {
  const needs = {
    powerKva: '1250.50',
    waterTonnes: '80.00',
    gasM3: '0.00',
    environmentalCapacity: 'VOC 1.2 t a year',
    workers: [
      { skill: 'Operators', count: 120 },
      { skill: 'Engineers', count: 8 },
    ],
    outputPerMu: { amount: '6000000.00', currency: 'CNY' },
    taxPerMu: { amount: '300000.00', currency: 'CNY' },
    promisedRegisteredOn: '2026-03-01',
    promisedCapacityOn: '2028-12-31',
  };

  it('is kept exactly, told in its history, and unchanged when sent again', async () => {
    const made = await deal();
    const { body } = await olga
      .patch(`/api/v1/deals/${made.id}`)
      .send({ version: made.version, ...needs })
      .expect(200);
    expect(body).toMatchObject(needs);
    const again = await olga
      .patch(`/api/v1/deals/${made.id}`)
      .send({ version: body.version, ...needs, powerKva: '1250.5' })
      .expect(200);
    expect(again.body.version).toBe(body.version);
    const { rows } = await world.owner.query(
      `SELECT changes -> 'workers' AS workers FROM events WHERE type = 'deal.updated' AND subject_id = $1`,
      [made.id],
    );
    expect(rows).toEqual([{ workers: [[], needs.workers] }]);
  });

  it('promises its milestones in their order, and workers by skill with their number', async () => {
    const made = await deal();
    const refused = async (change: object) => {
      const { status, body } = await olga
        .patch(`/api/v1/deals/${made.id}`)
        .send({ version: made.version, ...needs, ...change });
      return [status, body.errors?.[0]?.path, body.errors?.[0]?.code];
    };
    expect(await refused({ promisedStartedOn: '2026-02-28' })).toEqual([
      422,
      'promisedStartedOn',
      'before-promisedRegisteredOn',
    ]);
    expect((await refused({ workers: [{ skill: 'Operators', count: 0 }] }))[0]).toBe(400);
    expect((await refused({ workers: [{ skill: ' ', count: 3 }] }))[0]).toBe(400);
    expect((await refused({ powerKva: '-1' }))[0]).toBe(400);
  });
});

describe('the one door', () => {
  it('no stage is written past it, and no change of stage is changed', async () => {
    const made = await deal();
    await expect(
      world.work.run('system', null, async (tx) => {
        await tx.query(`UPDATE deals SET stage = 'signed' WHERE id = $1`, [made.id]);
        await tx.record('deal.updated', { subjectType: 'deal', subjectId: made.id });
      }),
    ).rejects.toThrow('without its stage change');
    for (const sql of [`UPDATE stage_changes SET reason = 'x'`, 'DELETE FROM stage_changes'])
      await expect(world.work.run('system', null, (tx) => tx.query(sql))).rejects.toThrow('permission denied');
  });
});

describe('the list of deals', () => {
  it('filters by the lead’s tags, stage, batch, company name and code', async () => {
    const { companyId } = await qualified({ chainGap: 'fill' });
    const input = {
      companyId,
      title: 'Listed',
      channel: 'fund',
      cluster: 'MAT',
      region: 'JP',
      totalInvestment: usd('9'),
    };
    const { body: made } = await olga.post('/api/v1/deals').send(input).expect(201);
    const found = async (query: object) =>
      (await olga.get('/api/v1/deals').query(query).expect(200)).body.items.some(
        ({ id }: { id: string }) => id === made.id,
      );
    for (const hit of [
      { cluster: 'MAT' },
      { region: 'JP' },
      { channel: 'fund' },
      { stage: 'negotiating' },
      { batch: 'preparing' },
      { q: made.code },
      { q: made.companyName.slice(0, 6) },
      { flagged: 'false' },
      { company: companyId },
    ])
      expect(await found(hit), JSON.stringify(hit)).toBe(true);
    for (const miss of [
      { cluster: 'MED' },
      { stage: 'lost,signed' },
      { batch: 'started' },
      { staleDays: 1 },
      { flagged: 'true' },
    ])
      expect(await found(miss), JSON.stringify(miss)).toBe(false);
    for (const query of ['stage=gone', 'sort=title', 'batch=x', 'flagged=maybe', 'cursor=rubbish'])
      await olga.get(`/api/v1/deals?${query}`).expect(400);
  });
});

describe('how long a deal has stood', () => {
  it('is counted in days of whoever asks', async () => {
    const { leadId, version } = await qualified();
    const yesterday = new Date(Date.now() + (14 - 24) * 3_600_000).toISOString().slice(0, 10);
    await convert(leadId, { version, on: yesterday }).expect(201);
    const department = (await world.actor('hanna')).departmentId;
    const found = async (name: string) =>
      (await (await world.as(name)).get(`/api/v1/deals?lead=${leadId}&staleDays=1`).expect(200)).body.total;
    await world.user('ahead', 'head', department, { timeZone: 'Pacific/Kiritimati' });
    await world.user('behind', 'head', department, { timeZone: 'Pacific/Pago_Pago' });
    expect([await found('ahead'), await found('behind')]).toEqual([1, 0]);
  });
});

describe('the tags of a deal', () => {
  it('are its lead’s, and follow them in every filter', async () => {
    const made = await deal();
    const found = async (filter: string) =>
      (await olga.get(`/api/v1/deals?lead=${made.leadId}&${filter}`).expect(200)).body.total;
    expect(await found('cluster=MED')).toBe(1);
    const { version } = (await olga.get(`/api/v1/leads/${made.leadId}`).expect(200)).body;
    await olga
      .patch(`/api/v1/leads/${made.leadId}`)
      .send({ version, cluster: 'EQP', chainGap: 'fill', region: 'JP' })
      .expect(200);
    for (const filter of ['cluster=EQP', 'chainGap=fill', 'region=JP', 'cluster=ELE,EQP'])
      expect(await found(filter)).toBe(1);
    expect(await found('cluster=MED')).toBe(0);
    expect((await olga.get(`/api/v1/deals/${made.id}`).expect(200)).body).toMatchObject({
      cluster: 'EQP',
      region: 'JP',
    });
  });

  it('are no way past the events: whatever else is written with them needs one', async () => {
    const made = await deal();
    const db = world.app.get(DataSource);
    await expect(
      db.query(`UPDATE deals SET cluster = 'ELE', title = 'Other' WHERE id = $1`, [made.id]),
    ).rejects.toThrow('without an event');
  });
});

describe('pages of deals', () => {
  it.each(['createdAt', '-createdAt', 'updatedAt', '-updatedAt', 'stageSince', '-stageSince', 'code', '-code'])(
    'by %s hold every deal once',
    async (sort) => {
      const { body: all } = await olga.get(`/api/v1/deals?sort=${sort}&limit=200`).expect(200);
      const seen: string[] = [];
      for (let cursor: string | null = ''; cursor !== null;) {
        const { body }: { body: { items: { id: string }[]; nextCursor: string | null } } = await olga
          .get('/api/v1/deals')
          .query({ sort, limit: 3, ...(cursor && { cursor }) })
          .expect(200);
        seen.push(...body.items.map(({ id }: { id: string }) => id));
        cursor = body.nextCursor;
      }
      expect(seen).toEqual(all.items.map(({ id }: { id: string }) => id));
    },
  );
});

describe('the board', () => {
  const board = async (query = '') => (await olga.get(`/api/v1/deals/board${query}`).expect(200)).body;

  it('has a column for every stage, each from what has stood there longest, and goes on where the list goes on', async () => {
    for (let count = 0; count < 4; count++) await deal();
    const { columns } = await board('?limit=2');
    expect(columns.map(({ key }: { key: string }) => key)).toEqual([...dealStages, 'on_hold']);
    const { body: list } = await olga.get('/api/v1/deals?stage=negotiating&sort=stageSince&limit=200').expect(200);
    const [first] = columns;
    expect(first).toMatchObject({ total: list.total, totalIsExact: true });
    const next = await olga
      .get('/api/v1/deals')
      .query({ stage: 'negotiating', sort: 'stageSince', limit: 200, cursor: first.nextCursor })
      .expect(200);
    const ids = (items: { id: string }[]) => items.map(({ id }) => id);
    expect([...ids(first.items), ...ids(next.body.items)]).toEqual(ids(list.items));
  });

  it('shows what was lost only when asked, the four batches with the leads before them, and heeds the list’s filters', async () => {
    expect((await board('?aside=true')).columns.at(-1).key).toBe('lost');
    const { columns, openLeads } = await board('?by=batch');
    expect(columns.map(({ key }: { key: string }) => key)).toEqual(['preparing', 'reserve', 'started', 'completed']);
    expect(openLeads).toBeGreaterThan(0);
    const none = await board('?cluster=NOPE');
    expect(
      none.columns.every(({ total, items }: { total: number; items: [] }) => total === 0 && items.length === 0),
    ).toBe(true);
    const reserve = columns.find(({ key }: { key: string }) => key === 'reserve');
    const list = await olga.get('/api/v1/deals?batch=reserve').expect(200);
    expect(reserve.total).toBe(list.body.total);
    await olga.get('/api/v1/deals/board?by=owner').expect(400);
  });

  it('counts the leads before it by the same filters, and says so where it does not count them all', async () => {
    const { leadId } = await qualified({ cluster: 'EQP' });
    const { title } = (await olga.get(`/api/v1/leads/${leadId}`).expect(200)).body;
    const leads = async (query: object) => {
      const { body } = await olga
        .get('/api/v1/deals/board')
        .query({ by: 'batch', ...query })
        .expect(200);
      return [body.openLeads, body.openLeadsAreExact];
    };
    const [owner, other] = [(await world.actor('olga')).id, (await world.actor('hanna')).id];
    const department = (await world.actor('olga')).departmentId;
    for (const query of [{ cluster: 'EQP' }, { q: title }, { lead: leadId }])
      expect(await leads(query)).toEqual([1, true]);
    for (const query of [{ cluster: 'NOPE' }, { owner: other }, { channel: 'fund', cluster: 'EQP' }, { q: 'nowhere' }])
      expect(await leads(query)).toEqual([0, true]);
    const every = await leads({});
    expect(await leads({ owner, department })).toEqual(every);
    expect((await board()).openLeads).toBeNull();
    const { id, companyId, departmentId } = (await olga.get(`/api/v1/leads/${leadId}`).expect(200)).body;
    await world.owner.query('BEGIN');
    await world.owner.query('SET LOCAL session_replication_role = replica');
    await world.owner.query(
      `INSERT INTO leads (id, code, title, company_id, status, region, channel, owner_id, department_id)
       SELECT gen_random_uuid(), 'X-' || n, 'Many', $1, 'new', 'KR', 'chain', $2, $3 FROM generate_series(1, 1001) n`,
      [companyId, owner, departmentId],
    );
    await world.owner.query('COMMIT');
    expect(await leads({})).toEqual([1_000, false]);
    await world.owner.query('BEGIN');
    await world.owner.query('SET LOCAL session_replication_role = replica');
    await world.owner.query(`DELETE FROM leads WHERE title = 'Many' AND id <> $1`, [id]);
    await world.owner.query('COMMIT');
  });

  it('moves several at once, each through the one door: one that is refused holds up no other', async () => {
    const [one, two, three] = [await deal(), await deal(), await deal()];
    const items = [one, two, three].map(({ id, version }) => ({ id, version }));
    (items[1] as { version: number }).version = 9;
    const { body } = await olga
      .post('/api/v1/deals/stage')
      .send({ items, stage: 'on_hold', reason: 'Budget' })
      .expect(200);
    expect(body.items).toMatchObject([{ ok: true }, { ok: false, problem: 'stale' }, { ok: true }]);
    const refused = await olga
      .post('/api/v1/deals/stage')
      .send({ items: [{ id: two.id, version: two.version }], stage: 'review' })
      .expect(200);
    expect(refused.body.items[0]).toMatchObject({ ok: false, problem: 'rule-broken' });
    expect(refused.body.items[0].errors.map(({ path }: { path: string }) => path)).toContain('evidence.proposal');
    expect((await olga.get(`/api/v1/deals/${two.id}`)).body.stage).toBe('negotiating');
    expect(await changesOf(one.id)).toHaveLength(2);
  });
});
