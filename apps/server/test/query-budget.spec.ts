import { type Permission, reachOf, type Role, roles, screeningAspects } from '@torch/domain';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HttpModule } from '../src/platform/http/http.module';
import { Storage } from '../src/platform/storage/storage';
import { startWorld, type World } from './support';
import { budgets } from './query-budgets';
import { type Kind, makeRecord, placed, type RouteCase, routeCases } from './walk-cases';

/** What the lists behind figures are narrowed by. */
const narrowed = 'q=la&ofCluster=MED&ofRegion=KR';

/** Further questions to a route, which may cost no more than its budget. */
const questions: Record<string, readonly string[]> = {
  'GET /leads': ['?q=la', '?cluster=MED&sort=lastContactAt&staleDays=1', '?limit=200'],
  'GET /deals': ['?q=la', '?cluster=MED&batch=preparing', '?flagged=false&limit=200'],
  'GET /deals/board': ['?by=batch', '?aside=true&limit=50', '?q=la'],
  'GET /companies': ['?q=wa&limit=200'],
  'GET /cockpit/records': [
    '?part=overdueFollowUps&limit=200',
    '?part=promisesDue',
    '?part=visitsPlanned',
    `?part=standing&${narrowed}`,
  ],
  'GET /coverage/records': [`?kind=deals&${narrowed}`, `?kind=companies&${narrowed}`],
  'GET /targets/:id/records': [`?${narrowed}`],
  'GET /month-closes/:month/records': [`?kpi=projectsSigned&${narrowed}`, `?kpi=projectsSigned&of=now&${narrowed}`],
  'GET /month-closes/:month/adjustments': [`?${narrowed}`],
  'GET /visits': ['?q=vi'],
  'GET /follow-ups': ['?q=ca'],
  'GET /kpis': ['?q=la&tier=GAZELLE&chain=X', '?from=1900-01-01'],
  'GET /kpis/records': ['?kpi=firstResponse&side=denominator&limit=200'],
  'GET /funds': ['?q=fu&confirmed=false&limit=200'],
};

/**
 * How the funnel takes in what has changed, for all who ask: whoever comes first pays for it, and with others at work on the
 * same cluster it is not foreseen who that is.
 */
const takingIn = 'WITH changed AS';

let world: World;
let statements = 0;
const query = pg.Client.prototype.query;
const ids: Record<string, string> = {};
let department = '';
const made = new Map<Kind, string>();

/** Bookkeeping and what there is once; copies of it would only stand in the way. */
const single = ['migrations', 'installation', 'sessions', 'idempotency_keys', 'rate_limits', 'sign_in_failures'];

const aspects = JSON.stringify(
  Object.fromEntries(screeningAspects.map((aspect) => [aspect, { verdict: 'supports', remark: '' }])),
);

/** Hangs something of every kind on each lead, deal and company. */
async function hang(): Promise<void> {
  const whose = `owner_id, department_id`;
  await world.owner.query(`
    SET session_replication_role = replica;
    INSERT INTO contacts (id, company_id, name, ${whose}) SELECT gen_random_uuid(), id, 'Contact', ${whose} FROM companies;
    INSERT INTO visits (id, kind, status, subject, company_id, lead_id, starts_at, ${whose})
      SELECT gen_random_uuid(), 'online', 'planned', 'Visit', company_id, id, now() + interval '1 day', ${whose} FROM leads;
    INSERT INTO visit_contacts SELECT v.id, k.id FROM visits v JOIN contacts k ON k.company_id = v.company_id ON CONFLICT DO NOTHING;
    INSERT INTO follow_ups (id, title, due_at, company_id, lead_id, ${whose})
      SELECT gen_random_uuid(), 'Call', now() - interval '1 day', company_id, id, ${whose} FROM leads;
    INSERT INTO attachments (id, subject_type, subject_id, lead_id, company_id, kind, file_name, content_type, size, sha256, scan, created_by)
      SELECT gen_random_uuid(), 'lead', id, id, company_id, 'photo', 'a.png', 'image/png', 1, repeat('0', 64), 'not_scanned', owner_id FROM leads;
    INSERT INTO screenings (id, lead_id, author_id, aspects, conclusion) SELECT gen_random_uuid(), id, owner_id, '${aspects}', 'recommended' FROM leads;
    INSERT INTO offers (id, deal_id, kind, what, author_id, authors) SELECT gen_random_uuid(), id, 'rent', 'Rent', owner_id, ARRAY[owner_id] FROM deals;
    INSERT INTO assignments (id, deal_id, department_id, giver_id, title, what, due_on)
      SELECT gen_random_uuid(), id, department_id, owner_id, 'Site', 'Check', current_date FROM deals;
    INSERT INTO scorecards (id, deal_id, reviewer_id, indicators, scores, vetoed) SELECT gen_random_uuid(), id, owner_id, '[]', '{}', false FROM deals;
    INSERT INTO funds (id, deal_id, kind, amount, currency, on_date, voucher, author_id, authors)
      SELECT gen_random_uuid(), id, 'fundsInPlace', 5, 'USD', '2026-01-05', 'V-1', owner_id, ARRAY[owner_id] FROM deals;
    INSERT INTO investment_plans (id, deal_id, kind, year, amount, currency)
      SELECT gen_random_uuid(), id, 'fundsInPlace', year, 5, 'EUR' FROM deals, generate_series(2024, 2030) year;
    SET session_replication_role = origin;
  `);
}

/** Makes every row several, under ids and codes of its own; what the database takes only once stays alone. */
async function multiply(times: number): Promise<void> {
  const { rows } = await world.owner.query(
    `SELECT table_name AS "table", array_agg(column_name::text) AS columns
     FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
     WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND is_generated = 'NEVER' AND NOT table_name = ANY($1) GROUP BY 1`,
    [single],
  );
  await world.owner.query('SET session_replication_role = replica');
  for (const { table, columns } of rows as { table: string; columns: string[] }[]) {
    const value = (column: string) => {
      if (column === 'id') return 'gen_random_uuid()';
      // A copy of a deal is its lead's second one.
      if (column === 'split_reason') return `'Copy'`;
      if (table === 'departments' && column === 'name') return 'name || n';
      return ['code', 'username', 'message_id', 'token_hash'].includes(column) ? `${column} || '-' || n` : column;
    };
    await world.owner.query(
      `INSERT INTO ${table} (${columns.join(', ')}) SELECT ${columns.map(value).join(', ')}
       FROM ${table}, generate_series(1, ${times}) n ON CONFLICT DO NOTHING`,
    );
  }
  await world.owner.query('SET session_replication_role = origin');
}

/** What only a secret opens; it asks for one record, and has its own tests. */
const secret = /:(token|file|secret)$/;
const routes = () =>
  world.app
    .get(HttpModule)
    .routes.filter(({ method, path }) => method === 'GET' && !path.endsWith('/stream') && !secret.test(path));
const name = ({ method, path }: { method: string; path: string }) => `${method} ${path}`;

/** Who sees most by this permission. */
const widest = (permission: Permission): Role =>
  (['all', 'department', 'own'] as const)
    .flatMap((reach) => roles.filter((role) => reachOf(role, permission) === reach))
    .at(0) as Role;

/** Statements of one answer. */
async function cost(key: string, question: string): Promise<number> {
  const route = routes().find((each) => name(each) === key);
  if (!route?.access) throw new Error(`no such route: ${key}`);
  const each: RouteCase | undefined = routeCases[key];
  const own = typeof each?.query === 'function' ? each.query(ids) : (each?.query ?? '');
  const absolute = /^\/(healthz|readyz|metrics)$/.test(route.path);
  const path = `${absolute ? '' : '/api/v1'}${placed(route.path).replace(':id', made.get(each?.kind as Kind) ?? '')}${question || own}`;
  const agent =
    'permission' in route.access ? await world.as(`budget-${widest(route.access.permission)}`) : world.http();
  statements = 0;
  const { status } = await agent.get(path);
  const counted = statements;
  expect(status, `${key}${question}`).toBe(200);
  return counted;
}

beforeAll(async () => {
  world = await startWorld();
  department = await world.department('Home');
  for (const role of roles) ids[role] = await world.user(`budget-${role}`, role, department);
  ids['colleague'] = await world.user('colleague', 'officer', department);
  await world.user('stranger', 'officer', department);
  // Signing in is not part of an answer.
  for (const role of roles) await world.as(`budget-${role}`);
  for (const [key, { kind, bytes }] of Object.entries(routeCases)) {
    if (!key.startsWith('GET') || !kind || made.has(kind)) continue;
    const [route] = routes().filter((each) => name(each) === key);
    const role = route?.access && 'permission' in route.access ? widest(route.access.permission) : 'officer';
    const { id } = await makeRecord(world, kind, { ownerId: ids[role] as string, departmentId: department });
    made.set(kind, id);
    if (bytes || kind === 'attachment') await keepBytes(id);
  }
  await hang();
  // Only what the application asks for, and not the test itself.
  pg.Client.prototype.query = function (
    this: pg.Client & { connectionParameters: { application_name?: string } },
    ...args: never[]
  ) {
    const [asked] = args as unknown[];
    const text = typeof asked === 'string' ? asked : ((asked as { text?: string } | undefined)?.text ?? '');
    if (this.connectionParameters.application_name === 'torch-crm' && !text.startsWith(takingIn)) statements += 1;
    return (query as (...args: never[]) => never).apply(this, args);
  } as typeof query;
});
afterAll(async () => {
  pg.Client.prototype.query = query;
  await world.close();
});

async function keepBytes(id: string): Promise<void> {
  const { rows } = await world.owner.query('SELECT sha256 FROM attachments WHERE id = $1', [id]);
  const storage = world.app.get(Storage);
  const path = join(await storage.scratch(), id);
  await writeFile(path, 'x');
  await storage.keep(path, rows[0].sha256);
}

describe('the statements of an answer', () => {
  it('have a budget on every route that reads, and none on a route that is gone', () => {
    expect(Object.keys(budgets).sort()).toEqual(routes().map(name).sort());
  });

  it('keep to it, with few rows as with many', async () => {
    const few = new Map<string, number>();
    const asked = routes()
      .map(name)
      .flatMap((key) => ['', ...(questions[key] ?? [])].map((question) => [key, question] as const));
    for (const [key, question] of asked) few.set(key + question, await cost(key, question));
    await multiply(11);
    const { rows } = await world.owner.query(
      'SELECT (SELECT count(*) FROM deals) AS deals, (SELECT count(*) FROM visits) AS visits',
    );
    expect(Number(rows[0].deals)).toBeGreaterThan(50);
    expect(Number(rows[0].visits)).toBeGreaterThan(50);
    const over: string[] = [];
    for (const [key, question] of asked) {
      const many = await cost(key, question);
      const first = few.get(key + question);
      if (many !== first) over.push(`${key}${question}: ${first} with few rows, ${many} with many`);
      if (many > (budgets[key] ?? -1)) over.push(`${key}${question}: ${many} statements, budget ${budgets[key]}`);
    }
    expect(over).toEqual([]);
  });
});
