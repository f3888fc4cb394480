/**
 * Fills a set-up zone with leads by plain SQL, as the database's owner and past the triggers:
 * what is measured is reading, and the way in is measured by itself.
 */
export async function load(owner, leads) {
  const companies = Math.ceil(leads / 5);
  await owner.query(`SET session_replication_role = replica`);
  await owner.query(
    `INSERT INTO companies (id, name_en, name_zh, country, region, owner_id, department_id, cores, core_grams, search_text, search_grams, created_at)
     SELECT gen_random_uuid(), 'Company ' || n, '企业' || chr(19968 + n % 5000) || chr(20000 + n % 3000) || n, 'KR', 'KR', u.id, u.department_id,
            ARRAY['company' || n], ARRAY['co', 'om'], names.text,
            ARRAY(SELECT DISTINCT substr(names.text, i, 2) FROM generate_series(1, length(names.text) - 1) i), now() - n * interval '1 minute'
     FROM generate_series(1, $1) n
     CROSS JOIN LATERAL (SELECT id, department_id FROM users WHERE role = 'officer' ORDER BY username OFFSET n % 10 LIMIT 1) u
     CROSS JOIN LATERAL (SELECT '企业' || chr(19968 + n % 5000) || chr(20000 + n % 3000) || n AS text) names`,
    [companies],
  );
  await owner.query(
    `INSERT INTO leads (id, code, title, company_id, status, cluster, region, chain_node, chain_gap, channel, owner_id, department_id, created_at, updated_at, last_contact_at)
     SELECT gen_random_uuid(), 'B-' || lpad(n::text, 8, '0'), 'Lead ' || n, c.id,
            (ARRAY['new', 'contacted', 'qualified', 'dormant', 'disqualified'])[1 + n % 5], (ARRAY['MED', 'ELE', 'FSH', 'MAT', 'EQP'])[1 + n % 5],
            (ARRAY['KR', 'JP', 'EU', 'US', 'YRD'])[1 + n % 5], 'PRN-U1', (ARRAY['fill', 'extend', 'strengthen'])[1 + n % 3], 'chain',
            c.owner_id, c.department_id, now() - n * interval '15 minutes', now() - n * interval '10 minutes', now() - (n % 400) * interval '1 day'
     FROM (SELECT id, owner_id, department_id, row_number() OVER (ORDER BY created_at DESC) AS rank FROM companies WHERE name_en LIKE 'Company %') c
     JOIN generate_series(1, $1) n ON c.rank = 1 + n % $2`,
    [leads, companies],
  );
  await owner.query(`SET session_replication_role = origin`);
  await owner.query('ANALYZE');
}
