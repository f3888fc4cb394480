const sleep = (time) => new Promise((done) => setTimeout(done, time));

/** Runs the work past the triggers that ask for an event: what is measured is not the way in. */
async function past(owner, work) {
  await owner.query(`SET session_replication_role = replica`);
  try {
    return await work();
  } finally {
    await owner.query(`SET session_replication_role = origin`);
  }
}

/** Officers like the first one, in the same department. */
export const loadPeople = (owner, count) =>
  past(owner, () =>
    owner.query(
      `INSERT INTO users
       SELECT (jsonb_populate_record(NULL::users, to_jsonb(u) || jsonb_build_object('id', gen_random_uuid(), 'username', 'bench-' || n,
         'display_name', 'Officer ' || n, 'email', 'bench-' || n || '@zone.example'))).*
       FROM generate_series(1, $1::int) n, (SELECT * FROM users WHERE username = 'officer-1') u`,
      [count],
    ),
  );

/** Open follow-ups of these officers in turn, due evenly between two instants, and nothing planned for them. */
export async function loadFollowUps(owner, count, from, until) {
  await past(owner, () =>
    owner.query(
      `INSERT INTO follow_ups (id, title, due_at, notice_minutes, status, company_id, owner_id, department_id)
       SELECT gen_random_uuid(), 'Call ' || n, to_timestamp(($2::float8 + ($3::float8 - $2::float8) * n / $1) / 1000), 0, 'open', c.id, u.id, u.department_id
       FROM generate_series(0, $1::int - 1) n
       JOIN (SELECT id, department_id, row_number() OVER (ORDER BY username) - 1 AS rank FROM users WHERE username LIKE 'bench-%') u
         ON u.rank = n % (SELECT count(*) FROM users WHERE username LIKE 'bench-%')
       CROSS JOIN (SELECT id FROM companies ORDER BY id LIMIT 1) c`,
      [count, from, until],
    ),
  );
  await owner.query('ANALYZE follow_ups');
}

/** Follow-ups with all that was planned and sent for them are gone. */
export async function clearFollowUps(owner) {
  for (;;)
    try {
      return await owner.query('TRUNCATE notifications, reminders, mails, follow_ups, replans CASCADE');
    } catch (error) {
      // Workers that are looking have taken the tables in another order, and go first.
      if (error.code !== '40P01') throw error;
    }
}

/** Has the rule of follow-ups planned anew, as when an administrator has changed it. */
export async function planAll(owner) {
  const { rows } = await owner.query(
    `INSERT INTO replans (rule_id) SELECT id FROM reminder_rules WHERE code = 'followUp.due' RETURNING id`,
  );
  return rows[0].id;
}

/** Waits until the order to plan is done, and counts: a mail and a notice for each. */
export async function untilPlanned(owner, count, replanned) {
  for (;;) {
    const { rows } = await owner.query('SELECT FROM replans WHERE id = $1', [replanned]);
    if (rows.length === 0) break;
    await sleep(50);
  }
  const { rows } = await owner.query(
    `SELECT count(*)::int FROM reminders WHERE step = 0 AND subject_type = 'followUp'`,
  );
  if (rows[0].count !== 2 * count) throw new Error(`${rows[0].count} reminders of ${count} follow-ups`);
}
