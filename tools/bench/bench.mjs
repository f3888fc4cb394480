// `npm run bench -- --leads 100000 --deals 100000`: what the product costs beside bare SQL over one connection, on the same data in the same run.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import autocannon from 'autocannon';
import pg from 'pg';
import { root } from '../lib/steps.mjs';
import { dealWorks } from './deal-works.mjs';
import { load } from './load.mjs';
import { option, sampleProduct } from './product.mjs';

const leads = option('leads', 100_000);
const deals = option('deals', 100_000);
const seconds = option('seconds', 4);

const product = await sampleProduct();
await product.start();
const { base, signIn, residentMb } = product;

/** Median and 95th percentile. */
function percentiles(times) {
  const sorted = times.sort((a, b) => a - b);
  return { p50: sorted[Math.floor(sorted.length / 2)], p95: sorted[Math.floor(sorted.length * 0.95)] };
}

/** What a query takes over one connection, in ms. */
async function bare(client, sql, values = []) {
  const times = [];
  for (let run = 0; run < 60; run++) {
    const begun = performance.now();
    await client.query(sql, values);
    times.push(performance.now() - begun);
  }
  return percentiles(times);
}

/** What a request takes, in ms, one caller after another. */
async function api(path, cookie) {
  const times = [];
  const instance = autocannon({ url: base + path, connections: 1, duration: seconds, headers: { cookie } });
  instance.on('response', (_client, status, _bytes, time) =>
    status === 200 ? times.push(time) : times.push(Infinity),
  );
  await instance;
  return percentiles(times);
}

/** First reports: each of a company that nobody holds. What a second report costs is the conflict that it opens. */
async function creations(cookie, owner) {
  const headers = { cookie, 'content-type': 'application/json' };
  await owner.query('SET session_replication_role = replica');
  const { rows: items } = await owner.query(`
    WITH fresh AS (
      INSERT INTO companies (id, name_en, country, region, owner_id, department_id, cores, core_grams, search_text, search_grams)
      SELECT gen_random_uuid(), 'Fresh ' || n, 'KR', 'KR', u.id, u.department_id, ARRAY['fresh' || n], ARRAY['fr'], 'fresh' || n, ARRAY['fr']
      FROM generate_series(1, 20000) n, (SELECT id, department_id FROM users WHERE username = 'officer') u RETURNING id
    ) SELECT id FROM fresh`);
  await owner.query('SET session_replication_role = origin');
  let next = 0;
  const setupRequest = (request) => ({
    ...request,
    body: JSON.stringify({ companyId: items[next++ % items.length].id, title: 'Bench', channel: 'chain' }),
  });
  const { requests, non2xx } = await autocannon({
    url: `${base}/leads`,
    method: 'POST',
    connections: 8,
    duration: seconds,
    headers,
    requests: [{ setupRequest }],
  });
  if (non2xx > 0) throw new Error(`${non2xx} creations failed`);
  return Math.round(requests.average);
}

/** Brotli size in KB of what the first screen loads. */
function initialTransfer() {
  const folder = join(root, 'apps/web/dist/browser');
  const page = readFileSync(join(folder, 'index.html'), 'utf8');
  const named = [...page.matchAll(/(?:src|href)="([^"]+\.(?:js|css))"/g)].map(([, file]) => file);
  const files = readdirSync(folder).filter((file) => named.includes(file));
  return (
    Math.round(
      files.reduce((sum, file) => sum + brotliCompressSync(readFileSync(join(folder, file))).length, 0) / 102.4,
    ) / 10
  );
}

const owner = new pg.Client({ connectionString: product.databaseUrl });
await owner.connect();
try {
  const idle = residentMb();
  await load(owner, leads, deals);
  const [leader, head, officer] = [await signIn('leader'), await signIn('head'), await signIn('officer')];
  const one = (await owner.query(`SELECT id, company_id FROM leads WHERE title = 'Lead 77'`)).rows[0];
  const deal = (await owner.query(`SELECT id FROM deals WHERE title = 'Deal 77'`)).rows[0];
  const me = (await owner.query(`SELECT id, department_id FROM users WHERE username = 'officer'`)).rows[0];
  const page = (where, order = 'l.created_at DESC, l.id DESC') =>
    `SELECT l.*, c.name, o.display_name, d.name FROM leads l JOIN companies c ON c.id = l.company_id JOIN users o ON o.id = l.owner_id
     JOIN departments d ON d.id = l.department_id WHERE l.deleted_at IS NULL AND ${where} ORDER BY ${order} LIMIT 51`;
  const works = [
    ['leads, newest first', '/leads', leader, page('TRUE')],
    [
      'leads of one cluster and region',
      '/leads?cluster=MED&region=KR',
      leader,
      page(`l.cluster = 'MED' AND l.region = 'KR'`),
    ],
    ['leads by last contact', '/leads?sort=lastContactAt', leader, page('TRUE', 'l.last_contact_at, l.id')],
    [
      'quiet leads',
      '/leads?staleDays=14&sort=lastContactAt',
      leader,
      page(
        `l.status IN ('new', 'contacted', 'qualified') AND l.last_contact_at < now() - interval '14 days'`,
        'l.last_contact_at, l.id',
      ),
    ],
    [
      'an officer’s own leads',
      '/leads',
      officer,
      page(`l.owner_id = (SELECT id FROM users WHERE username = 'officer')`),
    ],
    ['one lead', `/leads/${one.id}`, leader, page(`l.id = '${one.id}'`)],
    ['one company', `/companies/${one.company_id}`, leader, `SELECT * FROM companies WHERE id = '${one.company_id}'`],
    [
      'company search, 2 characters',
      `/companies?q=${encodeURIComponent('企业')}&limit=50`,
      leader,
      `SELECT * FROM companies WHERE search_grams @> ARRAY['企业'] ORDER BY created_at DESC, id DESC LIMIT 51`,
    ],
    [
      'company search, rare name',
      `/companies?q=${encodeURIComponent('丐两')}`,
      leader,
      `SELECT * FROM companies WHERE search_grams @> ARRAY['丐两'] ORDER BY created_at DESC, id DESC LIMIT 51`,
    ],
    [
      'leads by company name',
      `/leads?q=${encodeURIComponent('企业')}`,
      leader,
      page(`l.company_id IN (SELECT id FROM companies WHERE search_grams @> ARRAY['企业'])`),
    ],
    [
      'today, of an officer',
      '/today',
      officer,
      `SELECT * FROM follow_ups WHERE owner_id = (SELECT id FROM users WHERE username = 'officer') AND status = 'open' ORDER BY due_at LIMIT 50`,
    ],
    ...dealWorks({ leader, head, officer }, { dealId: deal.id, officerId: me.id, officerDepartment: me.department_id }),
  ];
  const round = (value) => Math.round(value * 100) / 100;
  const rows = [];
  for (const [work, path, cookie, sql] of works) {
    const sqlTimes = await bare(owner, sql);
    const { p50, p95 } = await api(path, cookie);
    rows.push({
      work,
      'API p50 ms': round(p50),
      'API p95 ms': round(p95),
      'bare SQL p50 ms': round(sqlTimes.p50),
      'bare SQL p95 ms': round(sqlTimes.p95),
      'API ÷ SQL': round(p50 / sqlTimes.p50),
    });
  }
  console.log(`${leads} leads and ${deals} deals, one caller at a time`);
  console.table(rows);
  console.table({
    'leads created per second, 8 callers': await creations(officer, owner),
    'memory idle, MB': idle,
    'memory after all this, MB': residentMb(),
    'first screen, KB brotli': initialTransfer(),
  });
} finally {
  await owner.end();
  await product.close();
}
