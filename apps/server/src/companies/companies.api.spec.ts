import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWorld, type World } from '../../test/support';

let world: World;
let officer: Awaited<ReturnType<World['as']>>;
beforeAll(async () => {
  world = await startWorld();
  await world.user('olaf', 'officer', await world.department('Companies'));
  officer = await world.as('olaf');
});
afterAll(() => world.close());

const create = (company: object) => officer.post('/api/v1/companies').send(company);
const cn = { country: 'CN', region: 'BHR' };
const names = async (q: string) => {
  const { body } = await officer.get('/api/v1/companies').query({ q }).expect(200);
  return body.items.map(({ name }: { name: string }) => name);
};

describe('registering a company', () => {
  it('checks the registration number by the rule of its country', async () => {
    const { body } = await create({ ...cn, nameZh: '校验一号', registrationNumber: '91371000267107131X' }).expect(422);
    expect(body.errors).toMatchObject([{ path: 'registrationNumber', code: 'check-digit' }]);
    await create({ nameLocal: '검증', country: 'KR', region: 'KR', registrationNumber: '124-81-00998' }).expect(201);
    await create({ nameLocal: '検証', country: 'JP', region: 'JP', registrationNumber: '1180301018771' }).expect(201);
  });

  it('refuses a number that is known, and links to the company that has it', async () => {
    const number = { country: 'KR', region: 'KR', registrationNumber: '2208162517' };
    const first = await create({ ...number, nameEn: 'First Holder' }).expect(201);
    const { body } = await create({ ...number, nameEn: 'Wholly Other' }).expect(409);
    expect(body).toMatchObject({
      type: '/problems/company.registered',
      existing: { id: first.body.id, name: 'First Holder' },
    });
  });

  it.each([
    ['威高集团有限公司', '威高集團股份有限公司'],
    ['Nordic Fibre GmbH', 'NORDIC FIBRE Inc.'],
    ['株式会社東洋精機', '東洋精機'],
    ['(주)한빛정밀', '한빛정밀 주식회사'],
    ['ＡＢＣ Robotics', 'abc robotics co., ltd.'],
  ])('shows %s when %s is typed, and wants it confirmed', async (known, typed) => {
    const first = await create({ ...cn, nameLocal: known }).expect(201);
    const shown = await officer.get('/api/v1/companies/similar').query({ name: typed }).expect(200);
    expect(shown.body.items[0]).toMatchObject({ id: first.body.id, similarity: 1 });
    const { body } = await create({ ...cn, nameLocal: typed }).expect(409);
    expect(body.similar).toMatchObject([{ id: first.body.id }]);
    await create({ ...cn, nameLocal: typed, distinctFrom: [first.body.id] }).expect(201);
  });

  it('wants a name in at least one language', async () => {
    const { body } = await create(cn).expect(400);
    expect(body.errors).toMatchObject([{ path: 'nameZh' }]);
  });

  it('says which list an unknown code is missing from', async () => {
    const { body } = await create({ nameEn: 'Nowhere Works', country: 'US', region: 'MOON' }).expect(422);
    expect(body.errors).toMatchObject([{ path: 'region', code: 'unknown' }]);
  });

  it('keeps a company from being its own parent', async () => {
    const parent = await create({ nameEn: 'Upper Holding Zwei', ...cn }).expect(201);
    const child = await create({ nameEn: 'Lower Daughter Drei', ...cn, parentId: parent.body.id }).expect(201);
    await officer
      .patch(`/api/v1/companies/${parent.body.id}`)
      .send({ version: 1, parentId: child.body.id })
      .expect(422);
  });
});

describe('searching companies', () => {
  beforeAll(async () => {
    await create({ nameZh: '重庆钛业', nameEn: 'Chongqing Titanium', ...cn }).expect(201);
    await create({ nameZh: '威高骨科', ...cn }).expect(201);
    await create({ nameLocal: '신도리코', nameEn: 'SINDOH', country: 'KR', region: 'KR' }).expect(201);
    await create({
      nameLocal: 'オリンパス',
      nameZh: '奥林巴斯',
      nameEn: 'Olympus',
      country: 'JP',
      region: 'JP',
    }).expect(201);
  });

  it.each([
    ['钛业', '重庆钛业'],
    ['鈦業', '重庆钛业'],
    ['신도', '신도리코'],
    ['リン', '奥林巴斯'],
    ['ol', '奥林巴斯'],
    ['ＯＬＹＭ', '奥林巴斯'],
    ['alb', '奥林巴斯'],
    ['aolinbasi', '奥林巴斯'],
    ['wg', '威高骨科'],
    ['weigao', '威高骨科'],
  ])('finds by %s', async (q, name) => {
    expect(await names(q)).toContain(name);
  });

  it('finds nothing by what only looks like a pattern', async () => {
    expect(await names('%_')).toEqual([]);
    expect(await names('\\')).toEqual([]);
  });
});

describe('deleting a company', () => {
  it('waits until nothing hangs on it, and can be undone', async () => {
    const { body } = await create({ nameEn: 'Passing Fancy', ...cn }).expect(201);
    const lead = await officer
      .post('/api/v1/leads')
      .send({ companyId: body.id, title: 'x', channel: 'chain' })
      .expect(201);
    await officer.delete(`/api/v1/companies/${body.id}`).expect(409);
    await officer.delete(`/api/v1/leads/${lead.body.id}`).expect(204);
    await officer.delete(`/api/v1/companies/${body.id}`).expect(204);
    await officer.get(`/api/v1/companies/${body.id}`).expect(404);
    expect(await names('passing')).toEqual([]);
    await officer.post(`/api/v1/recycle-bin/lead/${lead.body.id}/restore`).expect(422);
    await officer.post(`/api/v1/recycle-bin/company/${body.id}/restore`).expect(204);
    await officer.post(`/api/v1/recycle-bin/lead/${lead.body.id}/restore`).expect(204);
    await officer.get(`/api/v1/leads/${lead.body.id}`).expect(200);
  });
});
