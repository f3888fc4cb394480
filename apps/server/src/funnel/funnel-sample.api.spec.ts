import type { Funnel, FunnelFlow, FunnelStays, FunnelTrend } from '@torch/contracts';
import {
  dayNumber,
  flowSources,
  flowTargets,
  funnelOracle as oracle,
  type FunnelLead,
  type FunnelQuestion,
  funnelDimensions,
  funnelParts,
  funnelSteps,
  funnelViews,
  stayBucket,
  stayBuckets,
  stayKinds,
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

/** What the brute force needs to know. */
async function readZone() {
  const leads = await leadsOfZone();
  expect(leads.length).toBeGreaterThan(100);
  const me = (await leader.get('/api/v1/me').expect(200)).body;
  const actor = { id: me.id, role: 'leader' as const, departmentId: me.departmentId, departmentIds: [] };
  const nodes = await world.owner.query('SELECT code, chain_code FROM chain_nodes');
  const chainOfNode = new Map(nodes.rows.map(({ code, chain_code }) => [code as string, chain_code as string]));
  return { leads, actor, chainOfNode };
}

/** All records of a list. */
async function recordsOf(path: string) {
  const items = [];
  for (let cursor = ''; ;) {
    const { body } = await leader.get(`/api/v1${path}&limit=200${cursor}`).expect(200);
    items.push(...body.items);
    if (!body.nextCursor) return items;
    cursor = `&cursor=${body.nextCursor}`;
  }
}

describe('the funnel of the sample zone', () => {
  it('is what a reading of its history by brute force comes to, in every view and over every breakdown', async () => {
    const { leads, actor, chainOfNode } = await readZone();
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

  it('counts deals that can be told one by one, and reasons that nobody gave', async () => {
    for (const view of funnelViews) {
      const question = `view=${view}&from=2020-01-01&to=${today}`;
      for (const { step, deals, lostReasons } of (await ask(question)).steps) {
        const listed = await recordsOf(`/funnel/records?${question}&step=${step}`);
        const counted = listed.flatMap((record) => record.deals.filter((deal: { counted: boolean }) => deal.counted));
        expect(counted.length, `${view} ${step}`).toBe(deals);
        for (const { reason, count } of lostReasons) {
          const lost = await recordsOf(`/funnel/records?${question}&step=${step}&part=lost&reason=${reason}`);
          expect(lost.length, `${view} ${step} ${reason}`).toBe(count);
        }
      }
    }
  }, 300_000);

  it('tells of every move between its steps, and of the time at each, what the brute force tells, and opens them', async () => {
    const { leads, actor, chainOfNode } = await readZone();
    const { norms } = await ask('');
    const knowledge = { chainOfNode, norms };
    let checked = 0;
    for (const [from, filter] of [
      ['2020-01-01', ''],
      [`${today.slice(0, 4)}-01-01`, ''],
      ['2020-01-01', 'region=KR'],
    ] as const) {
      const period = `from=${from}&to=${today}&${filter}`;
      const question = {
        from: dayNumber(from),
        to: dayNumber(today),
        asOf: dayNumber(today),
        filters: filter ? { region: ['KR'] } : {},
        among: null,
        actor,
      };
      const flow = (await leader.get(`/api/v1/funnel/flow?${period}`).expect(200)).body as FunnelFlow;
      for (const source of flowSources)
        for (const target of flowTargets) {
          const move = { from: source, to: target };
          const count = flow.links.find((link) => link.from === source && link.to === target)?.count ?? 0;
          expect(count, `${source} ${target}`).toBe(oracle.moved(leads, question, knowledge, move).length);
          if (count === 0) continue;
          const { body } = await leader
            .get(`/api/v1/funnel/flow/records?${period}&source=${source}&target=${target}&limit=1`)
            .expect(200);
          expect(body.total, `${period} ${source} ${target}`).toBe(count);
          checked += 1;
        }
      for (const kind of stayKinds) {
        const stays = (await leader.get(`/api/v1/funnel/stays?${period}&kind=${kind}`).expect(200)).body as FunnelStays;
        for (const [index, { step, count, norm, buckets }] of stays.steps.entries()) {
          const its = oracle.stays(leads, { ...question, kind }, knowledge, index);
          for (const bucket of [null, ...stayBuckets]) {
            const told = bucket === null ? count : buckets[bucket];
            const inBucket = its.filter(
              ({ days }) => bucket === null || stayBucket(days, norm ?? undefined) === bucket,
            );
            expect(told, `${period} ${kind} ${step} ${String(bucket)}`).toBe(inBucket.length);
            if (told === 0) continue;
            const one = bucket === null ? '' : `&bucket=${bucket}`;
            const { body } = await leader
              .get(`/api/v1/funnel/stays/records?${period}&kind=${kind}&step=${step}${one}&limit=1`)
              .expect(200);
            expect(body.total, `${period} ${kind} ${step} ${String(bucket)}`).toBe(told);
            checked += 1;
          }
        }
      }
    }
    expect(checked).toBeGreaterThan(100);
  }, 300_000);

  it('opens every month and week of its course in the funnel of what was entered then', async () => {
    let checked = 0;
    for (const [unit, from] of [
      ['month', '1900-01-01'],
      ['week', `${today.slice(0, 4)}-01-01`],
    ] as const) {
      const { body } = await leader.get(`/api/v1/funnel/trend?unit=${unit}&from=${from}&to=${today}`).expect(200);
      const trend = body as FunnelTrend;
      for (const point of trend.points)
        for (const step of funnelSteps) {
          if (point.counts[step] === 0 && step !== 'created') continue;
          const question = `view=entered&from=${point.from}&to=${point.to}&asOf=${trend.asOf}&step=${step}`;
          const records = await leader.get(`/api/v1/funnel/records?${question}&limit=1`).expect(200);
          expect(records.body.total, question).toBe(point.counts[step]);
          checked += 1;
        }
    }
    expect(checked).toBeGreaterThan(50);
  }, 300_000);
});
