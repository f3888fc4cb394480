// `npm run bench:pages -- --leads 1000000 --deals 200000`: what the cockpit, the key figures, a closed month, coverage and targets cost beside bare SQL over the history, on the same data in the same run.
import pg from 'pg';
import { load } from './load.mjs';
import { option, sampleProduct } from './product.mjs';
import { percentile, timesOfScan } from './scan.mjs';

const leads = option('leads', 1_000_000);
const deals = option('deals', 200_000);
const rounds = option('rounds', 5);

const product = await sampleProduct();
const owner = new pg.Client({ connectionString: product.databaseUrl });
await owner.connect();
await load(owner, leads, deals);
// Planning the reminders of all that was loaded is measured by itself.
await owner.query('DELETE FROM replans');
await product.start();

const today = new Date().toISOString().slice(0, 10);
/** The month before last: over in every time zone. */
const month = new Date(Date.UTC(Number(today.slice(0, 4)), Number(today.slice(5, 7)) - 3, 1)).toISOString().slice(0, 7);

/** What is asked, and by whom; what a page opens with is asked by both. */
const questions = [
  ...['leader', 'head'].flatMap((who) => [
    [`cockpit, ${who}`, '/cockpit', who],
    [`key figures of this year, ${who}`, '/kpis', who],
    [`coverage, ${who}`, '/coverage', who],
    [`targets, ${who}`, '/targets/progress', who],
  ]),
  ['key figures of all time, leader', '/kpis?from=1900-01-01', 'leader'],
  ['records behind a key figure of this year', '/kpis/records?kpi=projectsSigned', 'leader'],
  ['closed months', '/month-closes', 'leader'],
  ['a closed month beside the same month now', `/month-closes/${month}`, 'leader'],
  ['its adjustments', `/month-closes/${month}/adjustments`, 'leader'],
];

try {
  const cookies = {};
  for (const who of ['leader', 'head', 'statistician']) cookies[who] = await product.signIn(who);
  const ask = async (path, who, body) => {
    const from = performance.now();
    const answer = await fetch(product.base + path, {
      method: body ? 'POST' : 'GET',
      headers: { cookie: cookies[who], origin: new URL(product.base).origin, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
    return performance.now() - from;
  };
  const closing = await ask('/month-closes', 'statistician', { month });
  // The first answer reads the funnel's history into memory; right after it the server asks of everything once itself.
  await ask('/cockpit', 'leader');
  for (let asked = 0; asked < 500 && (await ask('/funnel?from=1900-01-01', 'leader')) > 15; asked += 1);

  const times = new Map();
  for (let round = 0; round < rounds; round += 1)
    for (const [kind, path, who] of questions) times.set(kind, [...(times.get(kind) ?? []), await ask(path, who)]);

  // How long somebody else waits, and what memory it takes, while the whole history is counted.
  const quiet = product.residentMb();
  let peak = quiet;
  let counting = true;
  const others = [];
  const whole = ask('/kpis?from=1900-01-01', 'leader').finally(() => (counting = false));
  while (counting) {
    others.push(await ask('/me', 'head'));
    peak = Math.max(peak, product.residentMb());
  }
  await whole;

  const bare = await timesOfScan(owner, 5);
  console.log(`${leads} leads and ${deals} deals`);
  const row = (its) => ({ asked: its.length, 'p50 ms': percentile(its, 0.5), 'p95 ms': percentile(its, 0.95) });
  console.table(
    Object.fromEntries(
      [
        ...times,
        ['closing a month', [closing]],
        ['another request while all time is counted', others],
        ['bare SQL, cohort of all', bare],
      ].map(([kind, its]) => [
        kind,
        { ...row(its), 'bare SQL ÷ p50': Math.round((percentile(bare, 0.5) / percentile(its, 0.5)) * 100) / 100 },
      ]),
    ),
  );
  console.table({ 'memory before, MB': quiet, 'memory while all time is counted, MB': peak });
} finally {
  await owner.end();
  await product.close();
}
