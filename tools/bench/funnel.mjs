// `npm run bench:funnel -- --leads 1000000 --deals 200000`: what the funnel costs beside bare SQL over the history, on the same data in the same run.
import pg from 'pg';
import { load } from './load.mjs';
import { option, sampleProduct } from './product.mjs';
import { historyScan, percentile, timesOfScan } from './scan.mjs';

const leads = option('leads', 1_000_000);
const deals = option('deals', 200_000);
const rounds = option('rounds', 5);

const product = await sampleProduct();
const owner = new pg.Client({ connectionString: product.databaseUrl });
await owner.connect();
await load(owner, leads, deals);
// Planning the reminders of all that was loaded is measured by itself.
await owner.query('DELETE FROM replans');
const begun = performance.now();
await product.start();
const day = (ago) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);

/** Questions of every kind: views, periods, breakdowns, filters and readers. */
const periods = { year: `from=${day(365)}`, quarter: `from=${day(90)}`, all: 'from=2000-01-01' };
const filters = ['', '&cluster=MED', '&region=KR,JP&chainGap=fill', '&channel=chain&tier=GAZELLE'];
const breakdowns = ['', 'cluster', 'region', 'channel', 'department', 'owner', 'month', 'tier'];
const questions = ['cohort', 'entered', 'snapshot'].flatMap((view) =>
  Object.entries(periods).flatMap(([period, from]) =>
    breakdowns.flatMap((groupBy) =>
      filters.map((filter) => ({
        kind: `${view}, ${period}${groupBy && ', broken down'}`,
        path: `/funnel?view=${view}&${from}${filter}${groupBy && `&groupBy=${groupBy}`}`,
      })),
    ),
  ),
);

for (const [kind, path] of [
  ['flow', 'flow?'],
  ['trend', 'trend?unit=month&'],
  ['trend', 'trend?unit=week&'],
  ['stays', 'stays?kind=standing&'],
  ['stays', 'stays?kind=left&'],
])
  for (const [period, from] of Object.entries(periods))
    for (const filter of filters)
      questions.push({ kind: `${kind}, ${period}`, path: `/funnel/${path}${from}${filter}` });

try {
  const cookies = { leader: await product.signIn('leader'), head: await product.signIn('head') };
  const ask = async (path, cookie) => {
    const from = performance.now();
    const answer = await fetch(product.base + path, { headers: { cookie } });
    const body = await answer.json();
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${JSON.stringify(body)}`);
    return { body, took: performance.now() - from };
  };
  const { body } = await ask('/funnel?from=2000-01-01', cookies.leader);
  const ready = performance.now() - begun;
  const [counted] = (await owner.query({ text: historyScan, values: ['2000-01-01'], rowMode: 'array' })).rows;
  const told = body.steps.map(({ count }) => count);
  if (told.join() !== counted.map(Number).join())
    throw new Error(`the funnel says ${told.join()}, the history ${counted.join()}`);

  const times = new Map();
  const all = [];
  for (let round = 0; round < rounds; round += 1)
    for (const { kind, path } of questions) {
      const { took } = await ask(path, round % 3 === 2 ? cookies.head : cookies.leader);
      times.set(kind, [...(times.get(kind) ?? []), took]);
      all.push(took);
    }
  const records = [];
  for (let round = 0; round < 20; round += 1)
    records.push((await ask('/funnel/records?from=2000-01-01&step=signed', cookies.leader)).took);
  const bare = await timesOfScan(owner, 5);
  console.log(`${leads} leads and ${deals} deals; the funnel says what plain SQL over the history says`);
  console.table(
    Object.fromEntries(
      [['all questions', all], ...times, ['records behind a figure', records], ['bare SQL, cohort of all', bare]].map(
        ([kind, its]) => [kind, { asked: its.length, 'p50 ms': percentile(its, 0.5), 'p95 ms': percentile(its, 0.95) }],
      ),
    ),
  );
  console.table({
    'bare SQL ÷ the same question, p50': Math.round(percentile(bare, 0.5) / percentile(times.get('cohort, all'), 0.5)),
    'from start to the first answer, s': Math.round(ready / 100) / 10,
    'memory, MB': product.residentMb(),
  });
} finally {
  await owner.end();
  await product.close();
}
