import {
  Assignment,
  Attachment,
  Deal,
  Fund,
  InvestorPromise,
  Lead,
  Offer,
  ProjectProblem,
  StandingPlan,
  Tour,
} from '@torch/contracts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type * as z from 'zod';
import { startWorld, type World } from './support';

type Agent = Awaited<ReturnType<World['as']>>;

let world: World;
let olga: Agent;
let planner: Agent;
let deal: { id: string; leadId: string };
let planning: string;
const usd = (amount: string) => ({ amount, currency: 'USD' });

beforeAll(async () => {
  world = await startWorld();
  const department = await world.department('Team');
  planning = await world.department('Planning');
  await world.user('olga', 'officer', department);
  await world.user('planner', 'collaborator', planning);
  [olga, planner] = [await world.as('olga'), await world.as('planner')];
  const company = { nameEn: 'Stale Works', country: 'KR', region: 'KR' };
  const { id: companyId } = (await olga.post('/api/v1/companies').send(company).expect(201)).body;
  await olga.post('/api/v1/contacts').send({ companyId, name: 'Contact' }).expect(201);
  const input = { companyId, title: 'Plant', channel: 'chain', cluster: 'MED', totalInvestment: usd('5') };
  deal = (await olga.post('/api/v1/deals').send(input).expect(201)).body;
});
afterAll(() => world.close());

const made = async (path: string, body: object) =>
  (await olga.post(`/api/v1/${path}`).send(body).expect(201)).body as { id: string };

/** Each way of writing that takes a version: who asks, what, and the shape of which the record in `current` is to be. */
const cases: Record<
  string,
  [schema: z.ZodType, ask: () => Promise<[Agent, 'post' | 'patch' | 'put', string, object]>]
> = {
  'an assignment, by the department that it was given to': [
    Assignment,
    async () => {
      const task = { departmentId: planning, title: 'Site', what: 'A site', dueOn: '2030-03-01' };
      const { id } = await made(`deals/${deal.id}/assignments`, task);
      return [planner, 'post', `assignments/${id}/answer`, { version: 9, state: 'accepted' }];
    },
  ],
  'an offer': [
    Offer,
    async () => {
      const { id } = await made(`deals/${deal.id}/offers`, { kind: 'rent', what: 'Rent' });
      return [olga, 'patch', `offers/${id}`, { version: 9, what: 'x' }];
    },
  ],
  funds: [
    Fund,
    async () => {
      const paid = { kind: 'fundsInPlace', amount: usd('7'), on: '2026-01-06', voucher: '7' };
      const { id } = await made(`deals/${deal.id}/funds`, paid);
      return [olga, 'patch', `funds/${id}`, { version: 9, note: 'x' }];
    },
  ],
  'a plan': [
    StandingPlan,
    async () => {
      const plan = { kind: 'fundsInPlace', year: 2026, planned: usd('7') };
      await olga
        .put(`/api/v1/deals/${deal.id}/plans`)
        .send({ ...plan, version: null })
        .expect(200);
      return [olga, 'put', `deals/${deal.id}/plans`, { ...plan, version: 9 }];
    },
  ],
  'a promise': [
    InvestorPromise,
    async () => {
      const vow = { what: 'Water', category: 'utilities', toName: 'Kim', promisedBy: 'Olga' };
      const { id } = await made(`leads/${deal.leadId}/promises`, {
        ...vow,
        promisedOn: '2026-01-05',
        dueOn: '2026-02-01',
      });
      return [olga, 'patch', `promises/${id}`, { version: 9, what: 'x' }];
    },
  ],
  'a problem': [
    ProjectProblem,
    async () => {
      const { id } = await made(`deals/${deal.id}/problems`, { kind: 'land', what: 'No land', dueOn: '2030-01-01' });
      return [olga, 'patch', `problems/${id}`, { version: 9, what: 'x' }];
    },
  ],
  'a tour': [
    Tour,
    async () => {
      const { id } = await made('tours', { title: 'Tour', fromOn: '2026-01-05', toOn: '2026-01-06' });
      return [olga, 'patch', `tours/${id}`, { version: 9, title: 'x' }];
    },
  ],
  'a document': [
    Attachment,
    async () => {
      const { body } = await olga
        .post('/api/v1/attachments')
        .field({ subjectType: 'deal', subjectId: deal.id, kind: 'proposal' })
        .attach('file', Buffer.from('Text'), 'a.txt')
        .expect(201);
      return [olga, 'patch', `attachments/${body.id}`, { version: 9, note: 'x' }];
    },
  ],
  'a deal': [Deal, () => Promise.resolve([olga, 'post', `deals/${deal.id}/stage`, { version: 99, stage: 'lost' }])],
  'a lead that is to be split': [
    Lead,
    () =>
      Promise.resolve([
        olga,
        'post',
        `leads/${deal.leadId}/split`,
        { version: 99, title: 'Two', reason: 'Two', totalInvestment: usd('1') },
      ]),
  ],
};

it.each(Object.keys(cases))(
  'a stale version is answered with %s as it stands, and nothing that no answer would name',
  async (name) => {
    const [schema, ask] = cases[name] as (typeof cases)[string];
    const [agent, method, path, body] = await ask();
    const { body: refused } = await agent[method](`/api/v1/${path}`).send(body).expect(409);
    expect(refused.type).toBe('/problems/stale');
    const { current } = refused;
    expect(current).toMatchObject({ version: expect.any(Number) });
    expect(current).toEqual(JSON.parse(JSON.stringify(schema.parse(current))));
    expect(JSON.stringify(current)).not.toContain('confidentialTo');
  },
);
