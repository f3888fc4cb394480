// `npm test`: every suite, each against real parts of its own, then the true totals in the last line.
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { browserPath } from './lib/machine.mjs';
import { freePort, startPostgres } from './lib/postgres.mjs';
import { startRedis } from './lib/redis.mjs';
import { root } from './lib/steps.mjs';

const bin = (path) => join(root, 'node_modules', path);
const only = process.argv
  .find((argument) => argument.startsWith('--only='))
  ?.slice(7)
  .split(',');
const scratch = mkdtempSync(join(tmpdir(), 'torch-test-'));
// PostgreSQL runs as another user when we are root, and has to reach its folder.
chmodSync(scratch, 0o755);

/** A suite's command; `report` is the JSON that its runner writes, without one the exit code is its one test. */
const vitest = (name, folder) => ({
  name,
  folder,
  command: [
    bin('vitest/vitest.mjs'),
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${join(scratch, `${name}.json`)}`,
  ],
  report: 'vitest',
});
const check = (name, folder, ...command) => ({ name, folder, command });

const suites = [
  check('lint', '.', 'tools/lint.mjs'),
  check('format', '.', bin('prettier/bin/prettier.cjs'), '--check', '--log-level=warn', '.'),
  check('docker', '.', 'tools/lint-docker.mjs'),
  check('types domain', 'libs/domain', bin('typescript/bin/tsc'), '-p', '.'),
  check('types contracts', 'libs/contracts', bin('typescript/bin/tsc'), '-p', '.'),
  check('types server', 'apps/server', bin('typescript/bin/tsc'), '-p', '.'),
  check(
    'types web',
    'apps/web',
    bin('@angular/compiler-cli/bundles/src/bin/ngc.js'),
    '-p',
    'tsconfig.json',
    '--noEmit',
  ),
  vitest('domain', 'libs/domain'),
  vitest('contracts', 'libs/contracts'),
  vitest('web', 'apps/web'),
  vitest('server', 'apps/server'),
  {
    name: 'faults',
    folder: '.',
    command: ['tools/faults/faults.mjs', '--short', `--report=${join(scratch, 'faults.json')}`],
    report: 'faults',
  },
  { name: 'e2e', folder: 'apps/web-e2e', command: [bin('@playwright/test/cli.js'), 'test'], report: 'playwright' },
].filter(({ name }) => !only || only.includes(name));

const children = new Set();
/** What runs beside others says all at its end; what runs alone, as it goes. */
function run({ name, folder, command }, env, { alone = true } = {}) {
  return new Promise((done) => {
    const heading = `\n── ${name} ──`;
    if (alone) console.log(heading);
    const child = spawn(process.execPath, command, {
      cwd: join(root, folder),
      env: { ...process.env, ...env },
      stdio: ['ignore', ...(alone ? ['inherit', 'inherit'] : ['pipe', 'pipe'])],
    });
    const said = [];
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => said.push(chunk));
    children.add(child);
    child.once('close', (code) => {
      children.delete(child);
      if (!alone) console.log(`${heading}\n${Buffer.concat(said)}`);
      done(code ?? 1);
    });
  });
}

const counts = {
  vitest: ({ numPassedTests, numFailedTests }) => ({ passed: numPassedTests, failed: numFailedTests }),
  playwright: ({ stats }) => ({ passed: stats.expected, failed: stats.unexpected + stats.flaky + stats.skipped }),
  faults: ({ passed, failed }) => ({ passed, failed }),
};

/** What the runner itself counted. A crash counts as a failure, and so does a suite in which nothing ran. */
function totals({ name, report }, code) {
  const failed = code === 0 ? 0 : 1;
  if (!report) return { passed: 1 - failed, failed };
  const file = join(scratch, `${name}.json`);
  if (!existsSync(file)) return { passed: 0, failed: 1 };
  const result = JSON.parse(readFileSync(file, 'utf8'));
  const counted = counts[report](result);
  if (counted.failed === 0 && (failed || counted.passed === 0)) counted.failed = 1;
  return counted;
}

let postgres;
let redis;
async function clean() {
  for (const child of children) child.kill('SIGTERM');
  await postgres?.stop();
  redis?.stop();
  rmSync(scratch, { recursive: true, force: true });
}
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void clean().then(() => process.exit(1)));

try {
  postgres = await startPostgres({
    dataDir: join(scratch, 'postgres'),
    settings: ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'],
  });
  redis = await startRedis(await freePort(), scratch);
  const env = {
    TEST_DATABASE_URL: postgres.url,
    TEST_REDIS_URL: redis.url,
    CHROME_BIN: browserPath() ?? '',
    PLAYWRIGHT_JSON_OUTPUT_NAME: join(scratch, 'e2e.json'),
    NX_DAEMON: 'false',
    NG_CLI_ANALYTICS: 'false',
    FORCE_COLOR: '0',
  };
  const rows = [];
  const runNext = async (waiting, how) => {
    for (let suite = waiting.shift(); suite; suite = waiting.shift()) {
      const begun = Date.now();
      const code = await run(suite, env, how);
      rows.push({ suite: suite.name, ...totals(suite, code), seconds: Math.round((Date.now() - begun) / 100) / 10 });
    }
  };
  // What uses the database or the browser has the machine to itself; the rest goes two at a time.
  const alone = suites.filter(({ name }) => ['server', 'faults', 'e2e'].includes(name));
  const others = suites.filter((suite) => !alone.includes(suite));
  await Promise.all([runNext(others, { alone: false }), runNext(others, { alone: false })]);
  await runNext(alone, { alone: true });
  console.log('');
  console.table(rows);
  const sum = (field) => rows.reduce((total, row) => total + row[field], 0);
  const [passed, failed] = [sum('passed'), sum('failed')];
  await clean();
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed === 0 && passed > 0 ? 0 : 1);
} catch (error) {
  console.error(error);
  await clean();
  console.log('0 passed, 1 failed');
  process.exit(1);
}
