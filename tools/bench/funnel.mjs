// `npm run bench:funnel -- --leads 1000000 --deals 200000`: what the funnel costs beside bare SQL over the history, on the same data in the same run.
import pg from 'pg';
import { load } from './load.mjs';
import { option, sampleProduct } from './product.mjs';
import { historyScan, percentile, timesOfScan } from './scan.mjs';

const leads = option('leads', 1_000_000);
const deals = option('deals', 200_000);
const rounds = option('rounds', 2);

const product = await sampleProduct();
const owner = new pg.Client({ connectionString: product.databaseUrl });
await owner.connect();
await load(owner, leads, deals);
// Planning the reminders of all that was loaded is measured by itself.
await owner.query('DELETE FROM replans');
const begun = performance.now();
await product.start();
const day = (ago) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);

/** Questions of every kind: views, periods, every breakdown, every filter, some of both, time to reach a step. */
const periods = { year: `from=${day(365)}`, quarter: `from=${day(90)}`, all: 'from=1900-01-01' };
const breakdowns = [
  'cluster',
  'park',
  'region',
  'chainGap',
  'chain',
  'chainNode',
  'channel',
  'tier',
  'anchor',
  'department',
  'owner',
  'month',
];
const { rows: someone } = await owner.query(
  `SELECT id, department_id AS department FROM users WHERE role = 'officer' ORDER BY username LIMIT 1`,
);
const filters = {
  cluster: 'MED',
  park: 'ETD',
  region: 'KR,JP',
  chainGap: 'fill',
  chain: 'PRN',
  chainNode: 'PRN-U1',
  channel: 'chain',
  tier: 'GAZELLE',
  anchor: 'HP',
  department: someone[0].department,
  owner: someone[0].id,
  q: '企业一丂',
};
const narrowings = [
  ...breakdowns.map((groupBy) => `&groupBy=${groupBy}`),
  ...Object.entries(filters).map(([name, value]) => `&${name}=${encodeURIComponent(value)}`),
  '&region=KR,JP&chainGap=fill&groupBy=owner',
  '&cluster=MED&groupBy=month',
];
const questions = ['cohort', 'entered', 'snapshot'].flatMap((view) =>
  Object.values(periods).flatMap((from) => [
    { kind: view, path: `/funnel?view=${view}&${from}` },
    ...(view === 'cohort' ? [{ kind: 'cohort within 90 days', path: `/funnel?view=cohort&within=90&${from}` }] : []),
    ...narrowings.map((each) => ({
      kind: `${view}, narrowed or broken down`,
      path: `/funnel?view=${view}&${from}${each}`,
    })),
  ]),
);
for (const [kind, path] of [
  ['flow', 'flow?'],
  ['trend', 'trend?unit=month&'],
  ['trend', 'trend?unit=week&'],
  ['stays', 'stays?kind=standing&'],
  ['stays', 'stays?kind=left&'],
])
  for (const from of Object.values(periods))
    for (const each of ['', '&cluster=MED', '&region=KR,JP&chainGap=fill'])
      questions.push({ kind, path: `/funnel/${path}${from}${each}` });

try {
  const cookies = {
    leader: await product.signIn('leader'),
    head: await product.signIn('head'),
    officer: await product.signIn('officer'),
  };
  const ask = async (path, cookie) => {
    const from = performance.now();
    const answer = await fetch(product.base + path, { headers: { cookie } });
    const body = await answer.json();
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${JSON.stringify(body)}`);
    return { body, took: performance.now() - from };
  };
  const { body } = await ask('/funnel?from=1900-01-01', cookies.leader);
  const ready = performance.now() - begun;
  // Right after the start everything is asked once by the server itself: what is measured comes after that.
  for (let asked = 0; asked < 500 && (await ask('/funnel?from=1900-01-01', cookies.leader)).took > 15; asked += 1);
  const [counted] = (await owner.query({ text: historyScan, values: ['1900-01-01'], rowMode: 'array' })).rows;
  const told = body.steps.map(({ count }) => count);
  if (told.join() !== counted.map(Number).join())
    throw new Error(`the funnel says ${told.join()}, the history ${counted.join()}`);

  /** Something of a lead changes, as all day long: what was counted before does not hold as it is. */
  const { rows: leadsOfOfficer } = await owner.query(
    `SELECT l.id FROM leads l JOIN users u ON u.id = l.owner_id WHERE u.username = 'officer' AND l.confidential_to IS NULL
       AND l.deleted_at IS NULL AND l.pooled_at IS NULL ORDER BY l.id LIMIT 20`,
  );
  async function change(round) {
    for (const { id } of leadsOfOfficer) {
      const { body: lead } = await ask(`/leads/${id}`, cookies.officer);
      const answer = await fetch(`${product.base}/leads/${id}`, {
        method: 'PATCH',
        headers: { cookie: cookies.officer, origin: new URL(product.base).origin, 'content-type': 'application/json' },
        body: JSON.stringify({
          version: lead.version,
          estimatedInvestment: { amount: `${1_000_000 + round}.00`, currency: 'USD' },
        }),
      });
      if (!answer.ok) throw new Error(`change: ${answer.status} ${await answer.text()}`);
    }
  }

  const times = new Map();
  const asked = [];
  const first = [];
  const again = [];
  for (let round = 0; round < rounds; round += 1) {
    if (round > 0) await change(round);
    // All that has changed is taken in by whoever asks next.
    for (const reader of ['leader', 'head'])
      for (const { kind, path } of questions) {
        const { took } = await ask(path, cookies[reader]);
        const name = `${kind}${round === 0 ? '' : ', asked again'}`;
        times.set(name, [...(times.get(name) ?? []), took]);
        (round === 0 ? first : again).push(took);
        asked.push({ round, reader, path, took });
      }
  }
  const records = [];
  for (let round = 0; round < 20; round += 1)
    records.push((await ask('/funnel/records?from=1900-01-01&step=signed', cookies.leader)).took);
  const bare = await timesOfScan(owner, 5);
  console.log(`${leads} leads and ${deals} deals; the funnel says what plain SQL over the history says`);
  console.table(
    Object.fromEntries(
      [
        ['all questions, asked for the first time', first],
        ['all questions, asked again after changes', again],
        ...times,
        ['records behind a figure', records],
        ['bare SQL, cohort of all', bare],
      ].map(([kind, its]) => [
        kind,
        {
          asked: its.length,
          'p50 ms': percentile(its, 0.5),
          'p95 ms': percentile(its, 0.95),
          'bare SQL ÷ p95': Math.round((percentile(bare, 0.5) / percentile(its, 0.95)) * 10) / 10,
        },
      ]),
    ),
  );
  const slowest = asked.toSorted((one, other) => other.took - one.took).slice(0, 10);
  console.table(slowest.map(({ took, ...question }) => ({ ...question, ms: Math.round(took) })));
  console.table({
    'from start to the first answer, s': Math.round(ready / 100) / 10,
    'memory, MB': product.residentMb(),
  });
} finally {
  await owner.end();
  await product.close();
}
