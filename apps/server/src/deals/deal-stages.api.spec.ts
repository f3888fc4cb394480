import { replay } from '@torch/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changesOf, convert, deal, hanna, move, olga, qualified, startDealWorld, usd, world } from '../../test/deals';

beforeAll(startDealWorld);
afterAll(() => world.close());

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
