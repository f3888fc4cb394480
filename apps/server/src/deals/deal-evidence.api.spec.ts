import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { convert, deal, hanna, move, olga, qualified, startDealWorld, usd, world } from '../../test/deals';

beforeAll(startDealWorld);
afterAll(() => world.close());

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
