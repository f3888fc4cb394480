import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DataSource } from 'typeorm';
import { deal, olga, startDealWorld, usd, world } from '../../test/deals';

beforeAll(startDealWorld);
afterAll(() => world.close());

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

describe('facts that break several rules', () => {
  it('are refused once, with all that stands against them', async () => {
    const made = await deal();
    const facts = {
      signedOn: '2026-03-02',
      registeredOn: '2026-03-01',
      startedOn: '2026-02-01',
      statisticsEntryOn: '2026-01-01',
      promisedRegisteredOn: '2027-12-01',
      promisedProducedOn: '2026-01-01',
      fixedAssetInvestment: usd('5000000.01'),
      contractedForeignCapital: usd('5000000.01'),
      localRegistrationNumber: '91371000MA3C4X5Y2K',
    };
    const refused = async (path: string, body: object) => {
      const answer = await olga[path === '' ? 'patch' : 'post'](`/api/v1/deals/${made.id}${path}`).send(body);
      expect(answer.status).toBe(422);
      return answer.body.errors.map((flaw: { path: string; code: string }) => [flaw.path, flaw.code]);
    };
    const all = [
      ['localRegistrationNumber', 'check-digit'],
      ['registeredOn', 'before-signedOn'],
      ['startedOn', 'before-signedOn'],
      ['promisedProducedOn', 'before-promisedRegisteredOn'],
      ['statisticsEntryOn', 'before-startedOn'],
      ['fixedAssetInvestment', 'above-total'],
      ['contractedForeignCapital', 'above-total'],
    ];
    expect(await refused('', { version: made.version, ...facts })).toEqual(all);
    const move = { version: made.version, stage: 'review', evidence: facts };
    expect(await refused('/stage', move)).toEqual(all.map(([path, code]) => [`evidence.${path}`, code]));
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

describe('the contracted foreign capital', () => {
  const contracted = async (amount: object) => {
    const made = await deal();
    return olga.patch(`/api/v1/deals/${made.id}`).send({ version: made.version, contractedForeignCapital: amount });
  };

  it('cannot be more than the total investment, as far as both are in one currency', async () => {
    const { body } = (await contracted(usd('5000000.01'))) as { body: { errors: object[] } };
    expect(body.errors).toMatchObject([{ path: 'contractedForeignCapital', code: 'above-total' }]);
    expect((await contracted(usd('5000000.00'))).status).toBe(200);
    expect((await contracted({ amount: '36000000', currency: 'CNY' })).status).toBe(200);
  });

  it('is let be, where it was entered before there was the rule, until one of the two is changed', async () => {
    const made = await deal();
    await world.owner.query('SET session_replication_role = replica');
    await world.owner.query(
      `UPDATE deals SET contracted_foreign_capital_amount = 6000000, contracted_foreign_capital_currency = 'USD' WHERE id = $1`,
      [made.id],
    );
    await world.owner.query('SET session_replication_role = origin');
    const patch = (input: object) => olga.patch(`/api/v1/deals/${made.id}`).send(input);
    const same = { contractedForeignCapital: usd('6000000') };
    const { body } = await patch({ version: made.version, landMu: '12', ...same }).expect(200);
    const lowered = { version: body.version, contractedForeignCapital: usd('5500000') };
    expect((await patch(lowered).expect(422)).body.errors).toMatchObject([{ path: 'contractedForeignCapital' }]);
    const total = { version: body.version, totalInvestment: usd('5500000') };
    expect((await patch(total).expect(422)).body.errors).toMatchObject([{ path: 'contractedForeignCapital' }]);
    await patch({ version: body.version, contractedForeignCapital: usd('4000000') }).expect(200);
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

describe('what the bureau’s sheets ask for', () => {
  const facts = {
    constructionKind: 'renovation',
    investorKind: 'joint',
    investorOrigin: 'existing',
    leaderInCharge: 'Vice Director',
    leaderLevel: 'city',
    centreKind: 'both',
    industryCode: 'C3921',
    fundParticipation: 'Industry fund, 30 million',
  };

  it('is unknown at first, kept as it was entered, and taken back', async () => {
    const made = await deal();
    const none = Object.fromEntries(Object.keys(facts).map((name) => [name, null]));
    expect(made).toMatchObject(none);
    const patch = (version: number, body: object) => olga.patch(`/api/v1/deals/${made.id}`).send({ version, ...body });
    const { body } = await patch(made.version, { ...facts, industryCode: ' c3921 ' }).expect(200);
    expect(body).toMatchObject(facts);
    expect((await olga.get(`/api/v1/deals/${made.id}`).expect(200)).body).toMatchObject(facts);
    expect((await patch(body.version, facts).expect(200)).body.version).toBe(body.version);
    expect((await patch(body.version, none).expect(200)).body).toMatchObject(none);
  });

  it('is refused at its field where it is no industry of GB/T 4754, or no kind that there is', async () => {
    const made = await deal();
    const refused = async (change: object) => {
      const { body } = await olga
        .patch(`/api/v1/deals/${made.id}`)
        .send({ version: made.version, ...change })
        .expect(400);
      return body.errors.map(({ path }: { path: string }) => path);
    };
    for (const industryCode of ['C39211', 'U39', '3', 'steel'])
      expect(await refused({ industryCode }), industryCode).toEqual(['industryCode']);
    expect(await refused({ constructionKind: 'rebuilt' })).toEqual(['constructionKind']);
    expect(await refused({ leaderInCharge: ' ' })).toEqual(['leaderInCharge']);
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
