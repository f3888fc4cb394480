// `npm run bench:ledgers -- --leads 100000`: what a ledger as a file costs, in time and memory, beside a bare COPY of the same rows in the same run.
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { load } from './load.mjs';
import { option, sampleProduct } from './product.mjs';

const leads = option('leads', 100_000);
const rounds = option('rounds', 3);

const product = await sampleProduct();
const owner = new pg.Client({ connectionString: product.databaseUrl });
await owner.connect();
await load(owner, leads, 0);
// Everybody is known by somebody, as in a ledger in use.
await owner.query(`SET session_replication_role = replica;
  INSERT INTO contacts (id, company_id, name, title, phone, owner_id, department_id)
    SELECT gen_random_uuid(), id, 'Example Person', 'Manager', '+82 2 5550 0100', owner_id, department_id FROM companies WHERE name_en LIKE 'Company %';
  SET session_replication_role = origin; ANALYZE contacts; DELETE FROM replans`);
await product.start();

/** The same rows by one statement, to nowhere. */
const copy = `COPY (SELECT l.code, l.title, c.name, c.country, l.region, l.status, l.cluster, l.chain_node, l.channel, l.investment_amount,
    l.investment_currency, l.summary, s.conclusion, k.name, k.phone, l.last_contact_at, o.display_name, d.name, l.created_at
  FROM leads l JOIN companies c ON c.id = l.company_id JOIN users o ON o.id = l.owner_id JOIN departments d ON d.id = l.department_id
  LEFT JOIN LATERAL (SELECT k.name, k.phone FROM contacts k WHERE k.company_id = c.id AND k.deleted_at IS NULL ORDER BY k.created_at DESC LIMIT 1) k ON true
  LEFT JOIN LATERAL (SELECT conclusion FROM screenings s WHERE s.lead_id = l.id ORDER BY s.created_at DESC LIMIT 1) s ON true
  WHERE l.deleted_at IS NULL AND l.pooled_at IS NULL AND l.confidential_to IS NULL ORDER BY l.created_at DESC, l.id DESC) TO '/dev/null'`;

try {
  const cookies = { asks: await product.signIn('statistician'), decides: await product.signIn('leader') };
  const call = async (cookie, path, body) => {
    const answer = await fetch(product.base + path, {
      method: body ? 'POST' : 'GET',
      headers: { cookie, origin: new URL(product.base).origin, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer;
  };
  const { items } = await (await call(cookies.asks, '/exports/ledgers')).json();
  const { usual } = items.find(({ ledger }) => ledger === 'leads');

  const results = {};
  for (const format of ['xlsx', 'csv']) {
    const choice = { ledger: 'leads', columns: usual, filters: {}, format, purpose: 'Bench' };
    const request = await (await call(cookies.asks, '/exports', choice)).json();
    if (request.state === 'awaitingApproval')
      await call(cookies.decides, `/exports/${request.id}/decision`, { version: 1, decision: 'approve' });
    const before = product.residentMb();
    let peak = before;
    const watch = setInterval(() => (peak = Math.max(peak, product.residentMb())), 20);
    const took = [];
    let bytes = 0;
    for (let round = 0; round < rounds; round += 1) {
      const from = performance.now();
      bytes = 0;
      await pipeline(
        (await call(cookies.asks, `/exports/${request.id}/file`)).body,
        new Writable({
          write(piece, _, done) {
            bytes += piece.length;
            done();
          },
        }),
      );
      took.push(performance.now() - from);
    }
    clearInterval(watch);
    results[format] = { rows: request.rows, took: Math.min(...took), MB: bytes / 1e6, before, peak };
  }
  const bare = [];
  for (let round = 0; round < rounds; round += 1) {
    const from = performance.now();
    await owner.query(copy);
    bare.push(performance.now() - from);
  }
  const least = Math.min(...bare);
  const rounded = (value) => Math.round(value * 100) / 100;
  console.table({
    ...Object.fromEntries(
      Object.entries(results).map(([format, { rows, took, MB, before, peak }]) => [
        format,
        {
          rows,
          columns: usual.length,
          seconds: rounded(took / 1000),
          MB: rounded(MB),
          'memory before, MB': before,
          'peak, MB': peak,
          '÷ bare COPY': rounded(took / least),
        },
      ]),
    ),
    'bare COPY': { rows: results.xlsx.rows, seconds: rounded(least / 1000), '÷ bare COPY': 1 },
  });
} finally {
  await owner.end();
  await product.close();
}
