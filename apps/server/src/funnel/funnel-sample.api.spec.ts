import type { Funnel } from '@torch/contracts';
import {
  dayNumber,
  funnelOracle as oracle,
  type FunnelLead,
  type FunnelQuestion,
  funnelDimensions,
  funnelParts,
  funnelViews,
} from '@torch/domain';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { password, startWorld, type World } from '../../test/support';
import { dateIn } from '../platform/time';
import { leadOf, leadRow, type LeadRow } from './lead-rows';

let world: World;
let leader: ReturnType<typeof request.agent>;
const today = dateIn('Asia/Shanghai');

beforeAll(async () => {
  world = await startWorld({}, { setUp: false });
  const { body } = await world
    .http()
    .post('/api/v1/setup')
    .send({ zoneName: 'Zone', zone: 'sample', administrator: { username: 'boss', displayName: 'Boss', password } })
    .expect(201);
  const { username, password: its } = body.signIns.find(({ role }: { role: string }) => role === 'leader');
  leader = request.agent(world.app.getHttpServer());
  await leader.post('/api/v1/sessions').send({ username, password: its }).expect(201);
}, 120_000);
afterAll(() => world.close());

const ask = async (query: string): Promise<Funnel> =>
  (await leader.get(`/api/v1/funnel?${query}`).expect(200)).body as Funnel;

/** The leads of the zone, read once more and past the mirror. */
async function leadsOfZone(): Promise<FunnelLead[]> {
  const { rows } = await world.owner.query<LeadRow>(`SELECT ${leadRow('$1')} FROM leads l WHERE l.deleted_at IS NULL`, [
    'Asia/Shanghai',
  ]);
  return rows.map(leadOf);
}

describe('the funnel of the sample zone', () => {
  it('is what a reading of its history by brute force comes to, in every view and over every breakdown', async () => {
    const leads = await leadsOfZone();
    expect(leads.length).toBeGreaterThan(100);
    const me = (await leader.get('/api/v1/me').expect(200)).body;
    const actor = { id: me.id, role: 'leader' as const, departmentId: me.departmentId, departmentIds: [] };
    const nodes = await world.owner.query('SELECT code, chain_code FROM chain_nodes');
    const chainOfNode = new Map(nodes.rows.map(({ code, chain_code }) => [code as string, chain_code as string]));
    let checked = 0;
    for (const view of funnelViews)
      for (const groupBy of [null, ...funnelDimensions]) {
        const funnel = await ask(`view=${view}&from=2020-01-01&to=${today}${groupBy ? `&groupBy=${groupBy}` : ''}`);
        const knowledge = { chainOfNode, norms: funnel.norms };
        const question: FunnelQuestion = {
          view,
          groupBy,
          actor,
          from: dayNumber('2020-01-01'),
          to: dayNumber(today),
          asOf: dayNumber(today),
          within: null,
          filters: {},
          among: null,
        };
        const all = { key: undefined, steps: funnel.steps };
        for (const { key, steps } of groupBy ? funnel.groups : [all])
          steps.forEach((figures, index) => {
            const its = leads.filter(
              (lead) => key === undefined || oracle.groupsOf(lead, question, knowledge, index).includes(key),
            );
            for (const part of funnelParts) {
              const count = part === 'reached' ? figures.count : figures[part];
              expect(count, `${view} by ${String(groupBy)} ${String(key)}: ${part} ${figures.step}`).toBe(
                oracle.behind(its, question, knowledge, index, part).length,
              );
              checked += 1;
            }
          });
      }
    expect(checked).toBeGreaterThan(10_000);
  }, 300_000);

  it('opens every figure: the records behind it are as many as it says', async () => {
    let checked = 0;
    for (const view of funnelViews)
      for (const groupBy of [null, ...funnelDimensions]) {
        const question = `view=${view}&from=2020-01-01&to=${today}${groupBy ? `&groupBy=${groupBy}` : ''}`;
        const funnel = await ask(question);
        const all = { key: undefined, steps: funnel.steps };
        for (const { key, steps } of groupBy ? funnel.groups : [all])
          for (const figures of steps)
            // By a breakdown, the figures of its table; of the whole, every one.
            for (const part of groupBy ? (['reached'] as const) : funnelParts) {
              const count = part === 'reached' ? figures.count : figures[part];
              if (count === 0) continue;
              const group = key === undefined ? '' : `&group=${key ?? ''}`;
              const { body } = await leader
                .get(`/api/v1/funnel/records?${question}&step=${figures.step}&part=${part}${group}&limit=1`)
                .expect(200);
              expect(body.total, `${question} ${figures.step} ${part}`).toBe(count);
              expect(body.items).toHaveLength(1);
              checked += 1;
            }
      }
    expect(checked).toBeGreaterThan(500);
  }, 300_000);
});
