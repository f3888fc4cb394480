// `npm run faults`: nothing is lost and nothing comes twice, whatever fails. docs/reliability.md tells what the columns mean.
import { writeFileSync } from 'node:fs';
import { checksOf, selfChecks } from './checks.mjs';
import { runBackend } from './run.mjs';

const option = (name, fallback) => {
  const given = process.argv.find((argument) => argument.startsWith(`--${name}=`));
  return given ? given.slice(name.length + 3) : fallback;
};
const size = process.argv.includes('--short') ? 'short' : 'full';
const backends = option('backends', 'PostgreSQL,Redis').split(',');
const patience = Number(option('patience', '60'));
const report = option('report', '');

const seconds = (time) => (time === null ? null : Math.round(time / 10) / 100);
const spreadRow = ({ count, p50, p99, max }) => ({
  count,
  'p50 s': seconds(p50),
  'p99 s': seconds(p99),
  'max s': seconds(max),
});

const rowOf = (run) => ({
  planned: run.planned,
  sent: run.sent,
  lost: run.lost.length,
  doubled: run.doubled.length + run.explained.length,
  'of those explained': run.explained.length,
  early: run.early.length,
  're-sent by hand': run.resent,
  'mails accepted': run.mails,
  'wrong in the books': run.wrongBooks.length,
});

function tell({ backend, faults, clocks, calendar, struck, deaths, scratch }) {
  console.log(`\n${backend}`);
  console.table({ outages: rowOf(faults), 'clocks ±1 h': rowOf(clocks) });
  // The outages of the short run follow each other too closely to say what was late by which.
  if (size === 'full') {
    console.log('how late');
    console.table({
      'outside outages': spreadRow(faults.late.outside),
      'after recovery': spreadRow(faults.late.recovered),
      'arrived during an outage': spreadRow(faults.late.during),
      ...Object.fromEntries(Object.entries(faults.byWindow).map(([name, row]) => [`… after: ${name}`, spreadRow(row)])),
      'clocks ±1 h': spreadRow(clocks.late.outside),
    });
    console.log('mornings around a shift of the clocks');
    console.table(calendar);
  }
  console.log('what the mail server did', struck);
  for (const run of [faults, clocks]) {
    for (const list of ['lost', 'doubled', 'early', 'astray'])
      if (run[list].length > 0) console.log(list, run[list].slice(0, 20).join(' '));
    // Seconds after the first was due: where the time went that nothing excuses.
    if (size === 'full' && run.unexcused.length > 0) console.table(run.unexcused.slice(0, 25));
    if (run.wrongBooks.length > 0) console.table(run.wrongBooks.slice(0, 10));
  }
  for (const death of deaths) console.log(death);
  for (const row of calendar) if (!row.right) console.log('not at 09:00', row);
  if (process.argv.includes('--keep')) console.log(`logs: ${scratch}`);
}

const checks = selfChecks();
try {
  // The short run has no time to be judged by, so both backends may share the machine.
  const say = (backend) => (text) => console.log(`${new Date().toISOString().slice(11, 19)} ${backend}: ${text}`);
  const run = (backend) => runBackend(backend, size, patience, say(backend));
  const judgeAll = (results) => {
    for (const result of results) {
      tell(result);
      checks.push(...checksOf(result, { timed: size === 'full' }));
    }
  };
  if (size === 'short') judgeAll(await Promise.all(backends.map(run)));
  else for (const backend of backends) judgeAll([await run(backend)]);
} catch (error) {
  console.error(error);
  checks.push({ name: 'the run came to its end', passed: false });
}
console.log('');
for (const { name, passed } of checks) console.log(`${passed ? '✓' : '✗'} ${name}`);
const failed = checks.filter(({ passed }) => !passed).length;
console.log(`${checks.length - failed} of ${checks.length} hold`);
if (report) writeFileSync(report, JSON.stringify({ passed: checks.length - failed, failed }));
process.exit(failed === 0 ? 0 : 1);
