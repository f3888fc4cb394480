// Brings a bare machine to where the scripts of package.json can run. It runs on the machine's own
// Node (20.19 or newer) with nothing installed, so it uses built-in modules only.
import { existsSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBrowser, ensureOffice, ensureRedis } from './lib/machine.mjs';
import { locked } from './lib/lock.mjs';
import { root, run, step } from './lib/steps.mjs';

const purpose = process.argv[2] ?? 'start';
const state = join(root, '.data');

function demandNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new Error(`Node ${process.versions.node} is too old: install Node 20.19 or newer (https://nodejs.org)`);
}

const age = (file) => (existsSync(file) ? statSync(file).mtimeMs : 0);

/** npm writes its own record last, so a half-finished install has none or an old one. */
function installed() {
  const record = join(root, 'node_modules/.package-lock.json');
  const mark = join(root, 'node_modules/.torch-installed');
  return age(record) > 0 && age(mark) >= age(join(root, 'package-lock.json'));
}

function install() {
  if (installed()) return;
  // `npm ci` in the environment of a running npm script would take over its settings.
  const env = Object.fromEntries(
    Object.keys(process.env)
      .filter((name) => name.startsWith('npm_'))
      .map((name) => [name, undefined]),
  );
  step('Installing dependencies (a few minutes the first time)', () =>
    run('npm', ['ci', '--no-audit', '--no-fund'], { env, advice: 'Check the network and run the command again.' }),
  );
  writeFileSync(join(root, 'node_modules/.torch-installed'), '');
}

/** Linux brings Node 24 as a package; elsewhere the machine's own must be new enough. */
function demandRuntime() {
  const bundled = join(root, 'node_modules/.bin/node');
  if (existsSync(bundled)) return;
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 24 || (major === 24 && minor >= 15) || (major === 22 && minor >= 22)) return;
  throw new Error(
    `On this platform Node comes from the machine, and ${process.versions.node} is too old: install Node 24 LTS (https://nodejs.org)`,
  );
}

const built = () =>
  existsSync(join(root, 'apps/server/dist/main.js')) && existsSync(join(root, 'apps/web/dist/browser/index.html'));

/** Nx knows what is stale, and takes from its cache what was built before. */
function build() {
  const node = existsSync(join(root, 'node_modules/.bin/node'))
    ? join(root, 'node_modules/.bin/node')
    : process.execPath;
  const nx = () =>
    run(node, [join(root, 'node_modules/.bin/nx'), 'run-many', '-t', 'build'], {
      env: { NX_DAEMON: 'false', NX_TUI: 'false' },
    });
  step('Building what is stale (a minute or two the first time)', () => {
    try {
      nx();
    } catch {
      // A cache spoilt by a killed run must not stand in the way: once more without it.
      rmSync(join(root, '.nx'), { recursive: true, force: true });
      nx();
    }
  });
  if (!built()) throw new Error('the build ended without its files: run `npm run build` to see why');
}

try {
  demandNode();
  await locked(state, 'bootstrap', () => {
    install();
    demandRuntime();
    if (purpose !== 'dev') build();
    if (purpose === 'test' || purpose === 'faults') ensureRedis();
    if (purpose === 'test') {
      ensureBrowser();
      ensureOffice();
    }
  });
} catch (error) {
  console.error(`\n${error.message}`);
  process.exit(1);
}
