import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newLead, startWorld, type World } from '../../test/support';

let world: World;
let olga: Awaited<ReturnType<World['as']>>;

beforeAll(async () => {
  world = await startWorld();
  await world.user('olga', 'officer', await world.department('Team'));
  olga = await world.as('olga');
});
afterAll(() => world.close());

describe('a phone', () => {
  it('is verified on a day, and its successor has to be verified anew', async () => {
    const { companyId } = await newLead(olga, 'Amber Foundry');
    const details = { companyId, name: 'Example Person', phone: '13800005678', phoneVerifiedOn: '2026-03-01' };
    const { body: made } = await olga.post('/api/v1/contacts').send(details).expect(201);
    expect(made).toMatchObject({ phoneVerifiedOn: '2026-03-01' });
    const { body: list } = await olga.get(`/api/v1/contacts?company=${companyId}`).expect(200);
    expect(list.items).toMatchObject([{ phoneVerifiedOn: '2026-03-01' }]);
    const patch = (version: number, change: object) =>
      olga.patch(`/api/v1/contacts/${made.id}`).send({ version, ...change });
    const { body: same } = await patch(1, { phone: '13800005678', title: 'CEO' }).expect(200);
    expect(same).toMatchObject({ phoneVerifiedOn: '2026-03-01' });
    const { body: other } = await patch(2, { phone: '13800005679' }).expect(200);
    expect(other).toMatchObject({ phoneVerifiedOn: null });
    const { body: both } = await patch(3, { phone: '13800005670', phoneVerifiedOn: '2026-04-01' }).expect(200);
    expect(both).toMatchObject({ phoneVerifiedOn: '2026-04-01' });
  });

  it('that is not there is not verified, nor on a day to come', async () => {
    const { companyId } = await newLead(olga, 'Basalt Optics');
    const refused = async (details: object) => {
      const { body } = await olga
        .post('/api/v1/contacts')
        .send({ companyId, name: 'Example Person', ...details })
        .expect(422);
      return body.errors.map(({ path, code }: { path: string; code: string }) => [path, code]);
    };
    expect(await refused({ phoneVerifiedOn: '2026-03-01' })).toEqual([['phoneVerifiedOn', 'no-phone']]);
    expect(await refused({ phone: '13800005678', phoneVerifiedOn: '2099-01-01' })).toEqual([
      ['phoneVerifiedOn', 'in-the-future'],
    ]);
  });
});
