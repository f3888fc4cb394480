/** Triggers that fill in what the database derives by itself. */
const derived = [
  'leads ? TRIGGER searched',
  'deals ? TRIGGER searched',
  'deals ? TRIGGER tagged',
  'stage_changes ? TRIGGER reached',
];

/**
 * Fills a set-up zone with leads and deals by plain SQL, as the database's owner and past the triggers:
 * what is measured is reading, and the way in is measured by itself. Ids are of the time at which a record was made, as those of
 * the product are.
 */
export async function load(owner, leads, deals) {
  const companies = Math.ceil(leads / 5);
  // An index of search terms is built many times faster than it is kept.
  const { rows: searches } = await owner.query(
    `SELECT indexname AS name, indexdef AS definition FROM pg_indexes WHERE indexname IN ('leads_search', 'deals_search')`,
  );
  for (const { name } of searches) await owner.query(`DROP INDEX ${name}`);
  await owner.query(`SET session_replication_role = replica`);
  for (const trigger of derived) await owner.query(`ALTER TABLE ${trigger.replace('?', 'ENABLE ALWAYS')}`);
  await owner.query(
    `INSERT INTO companies (id, name_en, name_zh, country, region, owner_id, department_id, cores, core_grams, search_text, search_grams, created_at)
     SELECT uuidv7(n * interval '-1 minute'), 'Company ' || n, '企业' || chr(19968 + n % 5000) || chr(20000 + n % 3000) || n, 'KR', 'KR', u.id, u.department_id,
            ARRAY['company' || n], ARRAY['co', 'om'], names.text,
            ARRAY(SELECT DISTINCT substr(names.text, i, 2) FROM generate_series(1, length(names.text) - 1) i), now() - n * interval '1 minute'
     FROM generate_series(1, $1) n
     CROSS JOIN LATERAL (SELECT id, department_id FROM users WHERE role = 'officer' ORDER BY username OFFSET n % 10 LIMIT 1) u
     CROSS JOIN LATERAL (SELECT '企业' || chr(19968 + n % 5000) || chr(20000 + n % 3000) || n AS text) names`,
    [companies],
  );
  await owner.query(
    `INSERT INTO leads (id, code, title, title_text, company_id, status, cluster, region, chain_node, chain_gap, channel, owner_id, department_id, created_at, updated_at, last_contact_at)
     SELECT uuidv7(-n * $3::interval), 'B-' || lpad(n::text, 8, '0'), 'Lead ' || n, 'lead' || n, c.id,
            (ARRAY['new', 'contacted', 'qualified', 'dormant', 'disqualified'])[1 + n % 5], (ARRAY['MED', 'ELE', 'FSH', 'MAT', 'EQP'])[1 + n % 5],
            (ARRAY['KR', 'JP', 'EU', 'US', 'YRD'])[1 + n % 5], c.nodes[1 + n % cardinality(c.nodes)], (ARRAY['fill', 'extend', 'strengthen'])[1 + n % 3], 'chain',
            c.owner_id, c.department_id, now() - n * $3::interval, now() - n * $3::interval * 0.7, now() - (n % 400) * interval '1 day'
     FROM (SELECT id, owner_id, department_id, row_number() OVER (ORDER BY created_at DESC) AS rank, nodes.codes AS nodes
       FROM companies, (SELECT array_agg(code ORDER BY code) AS codes FROM chain_nodes WHERE NOT retired) nodes WHERE name_en LIKE 'Company %') c
     JOIN generate_series(1, $1) n ON c.rank = 1 + n % $2`,
    // Over five years, or faster than every quarter of an hour.
    [leads, companies, `${Math.min(900, (5 * 365 * 86_400) / leads)} seconds`],
  );
  await loadDeals(owner, deals);
  await loadStatuses(owner);
  for (const { definition } of searches) await owner.query(definition);
  for (const trigger of derived) await owner.query(`ALTER TABLE ${trigger.replace('?', 'ENABLE')}`);
  await owner.query(`SET session_replication_role = origin`);
  await owner.query('VACUUM ANALYZE');
}

/** Of a hundred deals, how many stand at which stage. */
const spread = {
  negotiating: 35,
  site_visit: 15,
  review: 10,
  signed: 8,
  registered: 6,
  filed: 6,
  construction: 6,
  production: 4,
  at_capacity: 3,
  on_hold: 3,
  lost: 4,
};
const road = Object.keys(spread).slice(0, -2);
const standing = Object.entries(spread).flatMap(([stage, share]) => Array(share).fill(stage));

/** Deals, each with its own lead and its moves so far; one in a hundred flagged, one in 4,000 confidential. */
async function loadDeals(owner, deals) {
  await owner.query(
    `CREATE TEMP TABLE made AS
     SELECT n, uuidv7(n * interval '-13 minutes') AS id, uuidv7(n * interval '-13 minutes') AS lead_id, c.id AS company_id, c.owner_id,
            c.department_id, c.nodes[1 + n % cardinality(c.nodes)] AS node, s.stage, CASE WHEN s.stage IN ('on_hold', 'lost') THEN 'review' END AS stage_left,
            now() - n * interval '13 minutes' AS created_at, current_date - n % 400 AS stage_since, n % 4000 = 0 AS secret
     FROM (SELECT id, owner_id, department_id, row_number() OVER (ORDER BY created_at) AS rank, nodes.codes AS nodes
       FROM companies, (SELECT array_agg(code ORDER BY code) AS codes FROM chain_nodes WHERE NOT retired) nodes WHERE name_en LIKE 'Company %') c
     JOIN generate_series(1, $1) n ON c.rank = 1 + n % (SELECT count(*) FROM companies WHERE name_en LIKE 'Company %')
     CROSS JOIN LATERAL (SELECT ($2::text[])[1 + (hashint4(n) & 2147483647) % 100] AS stage) s`,
    [deals, standing],
  );
  await owner.query(
    `INSERT INTO leads (id, code, title, title_text, company_id, status, cluster, region, chain_node, chain_gap, channel, owner_id, department_id,
       created_at, updated_at, last_contact_at, confidential_to, codename)
     SELECT lead_id, 'C-' || lpad(n::text, 8, '0'), 'Deal ' || n, 'deal' || n, company_id, 'converted', (ARRAY['MED', 'ELE', 'FSH', 'MAT', 'EQP'])[1 + n % 5],
            (ARRAY['KR', 'JP', 'EU', 'US', 'YRD', 'PRD', 'JJJ'])[1 + n / 5 % 7], node, (ARRAY['fill', 'extend', 'strengthen'])[1 + n % 3],
            'chain', owner_id, department_id, created_at, created_at, created_at,
            CASE WHEN secret THEN ARRAY[owner_id] END, CASE WHEN secret THEN 'Codename ' || n END FROM made`,
  );
  await owner.query(
    `INSERT INTO deals (id, code, title, title_text, lead_id, company_id, stage, stage_left, stage_since, flagged, owner_id, department_id,
       created_at, updated_at, total_investment_amount, total_investment_currency)
     SELECT id, 'E-' || lpad(n::text, 8, '0'), 'Deal ' || n, 'deal' || n, lead_id, company_id, stage, stage_left, stage_since,
            CASE WHEN n % 100 = 0 THEN ARRAY['proposal'] ELSE '{}' END, owner_id, department_id, created_at, created_at,
            1000000 + n % 900000, 'USD' FROM made`,
  );
  await owner.query(
    `INSERT INTO stage_changes (id, deal_id, from_stage, to_stage, from_rank, to_rank, to_name, effective_on, at, evidence)
     SELECT uuidv7(m.created_at - now()), m.id, CASE WHEN r.rank > 1 THEN ($1::text[])[r.rank - 1] END, r.stage, nullif(r.rank, 1) - 2, r.rank - 1, '{}',
            m.stage_since - 30 * (array_position($1, coalesce(m.stage_left, m.stage)) - r.rank)::int, m.created_at, '{}'
     FROM made m JOIN unnest($1::text[]) WITH ORDINALITY r (stage, rank) ON r.rank <= array_position($1, coalesce(m.stage_left, m.stage))`,
    [road],
  );
  await owner.query(
    `INSERT INTO stage_changes (id, deal_id, from_stage, to_stage, from_rank, to_name, effective_on, at, evidence)
     SELECT uuidv7(created_at - now()), id, stage_left, stage, 2, '{}', stage_since, created_at, '{}' FROM made WHERE stage_left IS NOT NULL`,
  );
  await owner.query('DROP TABLE made');
}

/** How each lead came to its status: contacted within a week, qualified within another two. */
async function loadStatuses(owner) {
  await owner.query(
    `INSERT INTO status_changes (id, lead_id, from_status, to_status, effective_at, at, close_reason)
     SELECT uuidv7(least(m.at - now(), interval '0')), l.id, m.was, m.became, least(m.at, now()), least(m.at, now()), CASE WHEN m.became = 'disqualified' THEN 'policy' END
     FROM (SELECT id, status, created_at, hashint8(hashtextextended(id::text, 0)) & 1023 AS chance FROM leads WHERE code ~ '^[BC]-') l
     CROSS JOIN LATERAL (VALUES
       ('new', 'contacted', l.created_at + l.chance % 7 * interval '1 day', l.status <> 'new'),
       ('contacted', 'qualified', l.created_at + (7 + l.chance % 14) * interval '1 day', l.status IN ('qualified', 'converted')),
       ('qualified', 'converted', l.created_at + (21 + l.chance % 9) * interval '1 day', l.status = 'converted'),
       ('contacted', l.status, l.created_at + (30 + l.chance % 60) * interval '1 day', l.status IN ('dormant', 'disqualified'))
     ) m (was, became, at, holds) WHERE m.holds`,
  );
}
