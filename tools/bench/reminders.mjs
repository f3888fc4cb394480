// `npm run bench:reminders`: what planning and sending reminders costs, beside a bare loop over the same rows to the same
// mail server in the same run. Options: --subjects=100000 --reminders-seconds=30 --burst=4000 --backends=PostgreSQL,Redis
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { startWorld } from '../faults/world.mjs';
import { spread } from '../faults/verdict.mjs';
import { clearFollowUps, loadFollowUps, loadPeople, planAll, untilPlanned } from './reminder-load.mjs';

const option = (name, fallback) => {
  const given = process.argv.find((argument) => argument.startsWith(`--${name}=`));
  return given ? given.slice(name.length + 3) : String(fallback);
};
const subjects = Number(option('subjects', 100_000));
const sliceSeconds = Number(option('reminders-seconds', 30));
const burst = Number(option('burst', 4_000));
const backends = option('backends', 'PostgreSQL,Redis').split(',');
const people = 2_000;
const hour = 3_600_000;

const sleep = (time) => new Promise((done) => setTimeout(done, time));
const round = (value, digits = 1) => Math.round(value * 10 ** digits) / 10 ** digits;
const say = (text) => console.log(`${new Date().toISOString().slice(11, 19)} ${text}`);

/** Median of what a piece of work takes, in ms. */
async function median(times, work) {
  const taken = [];
  for (let n = 0; n < times; n++) {
    const begun = performance.now();
    await work(n);
    taken.push(performance.now() - begun);
  }
  return spread(taken).p50;
}

/** Moves one follow-up after another by the API, and the same rows by bare SQL over one connection. */
async function editCost({ zone }, owner) {
  const { rows } = await owner.query(
    `SELECT id, version FROM follow_ups WHERE status = 'open' ORDER BY random() LIMIT 120`,
  );
  const later = (n) => new Date(Date.now() + 40 * 24 * hour + n * 1_000).toISOString();
  const api = await median(60, (n) =>
    zone.head('PATCH', `/follow-ups/${rows[n].id}`, { version: rows[n].version, dueAt: later(n) }),
  );
  const sql = await median(60, async (n) => {
    const { id } = rows[60 + n];
    await owner.query('BEGIN');
    await owner.query(`SET LOCAL session_replication_role = replica`);
    await owner.query('SELECT * FROM follow_ups WHERE id = $1 FOR UPDATE', [id]);
    await owner.query('UPDATE follow_ups SET due_at = $2, version = version + 1 WHERE id = $1', [id, later(n)]);
    await owner.query(`UPDATE reminders SET remind_at = $2 WHERE subject_id = $1 AND state = 'planned'`, [
      id,
      later(n),
    ]);
    await owner.query('COMMIT');
  });
  return { 'edit one, API ms': round(api, 2), 'bare SQL ms': round(sql, 2), 'API ÷ SQL': round(api / sql) };
}

/** How late mails were that were due in the slice, by what the mail server saw. */
async function lateness({ mailServer }, owner, from, until) {
  const at = new Map(
    mailServer.accepted.map((mail) => [/^message-id:\s*(\S+)/im.exec(mail.raw.toString('latin1'))[1], mail.at]),
  );
  const { rows } = await owner.query(
    `SELECT m.message_id AS id, r.remind_at AS due FROM reminders r LEFT JOIN mails m ON m.id = r.mail_id
     WHERE r.subject_type = 'followUp' AND r.channel = 'email' AND r.remind_at >= $1 AND r.remind_at < $2`,
    [new Date(from), new Date(until)],
  );
  const late = rows.flatMap(({ id, due }) => (at.has(id) ? [at.get(id) - due.getTime()] : []));
  return { due: rows.length, missing: rows.length - late.length, ...spread(late) };
}

/** Plans so many that are due at one instant, which comes once all is planned. @returns the instant */
async function planBurst(owner) {
  for (let ahead = 4_000 + burst; ; ahead *= 2) {
    await clearFollowUps(owner);
    const due = Date.now() + ahead;
    await loadFollowUps(owner, burst, due, due);
    await untilPlanned(owner, burst, await planAll(owner));
    if (Date.now() < due) return due;
  }
}

/** Everything due at one instant: how much goes per second. */
async function burstOf(world, owner, names) {
  const { accepted } = world.mailServer;
  for (const name of names) await world.workers.start(name);
  const due = await planBurst(owner);
  accepted.length = 0;
  await sleep(due - Date.now());
  while (accepted.length < burst && Date.now() < due + 300_000) await sleep(20);
  const took = accepted.at(-1).at - due;
  const peak = await world.workers.peakMb();
  await world.workers.stopAll();
  return {
    mails: accepted.length,
    'per second': round((accepted.length * 1_000) / took),
    'memory of a worker, MB': peak,
  };
}

/** The same number of mails by a loop that does nothing else: SELECT what is due, send, UPDATE. */
async function bareLoop(world) {
  const child = fork(fileURLToPath(new URL('bare-loop.mjs', import.meta.url)), {
    env: {
      ...process.env,
      DATABASE_URL: world.database.url,
      SMTP_URL: world.mailServer.urlFor('bare'),
      COUNT: String(burst),
    },
  });
  const [{ perSecond, planMs }] = await Promise.all([
    new Promise((done) => child.once('message', done)),
    new Promise((done) => child.once('exit', done)),
  ]);
  return { perSecond, planMs };
}

async function bench(backend) {
  const world = await startWorld(backend, 5);
  const owner = new pg.Client({ connectionString: world.database.url });
  await owner.connect();
  try {
    await loadPeople(owner, people);
    const planning = [];
    const both = ['worker-1', 'worker-2'];
    await Promise.all(both.map(world.workers.start));
    let perSubject = 5;
    let from = 0;
    for (const open of [subjects / 100, subjects / 10, subjects]) {
      await clearFollowUps(owner);
      const last = open === subjects;
      // The hour begins once all is planned, as far as can be told from the planning before.
      from = Date.now() + (last ? 40_000 + open * perSubject * 1.5 : 30 * 24 * hour);
      await loadFollowUps(owner, open, from, from + hour);
      const begun = Date.now();
      const replanned = await planAll(owner);
      await untilPlanned(owner, open, replanned);
      const took = Date.now() - begun;
      perSubject = took / open;
      say(`${backend}: ${open} planned in ${round(took / 1_000)} s`);
      planning.push({
        'open subjects': open,
        'planned in s': round(took / 1_000, 2),
        ...(await editCost(world, owner)),
      });
    }
    if (Date.now() > from) say('the hour began before everything was planned: what is late by that counts');
    await sleep(Math.max(0, from - Date.now()));
    world.mailServer.accepted.length = 0;
    await sleep(sliceSeconds * 1_000 + 6_000);
    const slice = await lateness(world, owner, from, from + sliceSeconds * 1_000);
    const slicePeak = await world.workers.peakMb();
    await world.workers.stopAll();

    const rows = {};
    for (const count of [1, 2, 4]) {
      const names = Array.from({ length: count }, (_, n) => `worker-${n + 1}`);
      rows[`${count} worker${count > 1 ? 's' : ''}`] = await burstOf(world, owner, names);
      say(`${backend}: burst with ${count}`);
    }
    const bare = await bareLoop(world);
    console.log(`\n${backend}: planning; a bare INSERT of the same ${burst} rows takes ${round(bare.planMs)} ms`);
    console.table(planning);
    console.log(`${subjects} due within the hour, two workers, the first ${sliceSeconds} s`);
    console.table({
      [`${round(subjects / 3_600)} per second`]: {
        due: slice.due,
        missing: slice.missing,
        'late p50 ms': slice.p50,
        'late p99 ms': slice.p99,
        'late max ms': slice.max,
        'memory of a worker, MB': slicePeak,
      },
    });
    console.log(`${burst} due at one instant`);
    rows['bare loop'] = { mails: burst, 'per second': round(bare.perSecond) };
    for (const row of Object.values(rows)) row['÷ bare loop'] = round(row['per second'] / bare.perSecond, 2);
    console.table(rows);
  } finally {
    await owner.end();
    await world.close();
  }
}

for (const backend of backends) await bench(backend);
process.exit(0);
