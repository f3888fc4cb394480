import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, startPostgres } from '../lib/postgres.mjs';
import { root } from '../lib/steps.mjs';

/** A number given as `--name 5`. */
export function option(name, fallback) {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : Number(process.argv[at + 1]);
}

/**
 * A database with the sample zone, and the built product to be started on it. The sample is loaded by a run of its own: what
 * is measured is the product in use, not its first minute.
 */
export async function sampleProduct() {
  const scratch = mkdtempSync(join(tmpdir(), 'torch-bench-'));
  chmodSync(scratch, 0o755);
  const postgres = await startPostgres({ dataDir: join(scratch, 'postgres') });
  const port = await freePort();
  const base = `http://127.0.0.1:${port}/api/v1`;
  const env = {
    ...process.env,
    DATABASE_URL: postgres.url,
    PORT: String(port),
    LOG_LEVEL: 'error',
    STORAGE_DIR: join(scratch, 'files'),
    SIGN_IN_FAILURES_PER_MINUTE: '1000',
  };
  let server;
  /** Starts the product and waits until its address stands there. @returns what it has said */
  async function start(...args) {
    server = spawn(process.execPath, [join(root, 'apps/server/dist/main.js'), ...args], {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    await new Promise((ready) =>
      server.stdout.on('data', (chunk) => (said += chunk).includes('Torch CRM: http') && ready()),
    );
    return said;
  }
  async function stop() {
    server.kill('SIGTERM');
    await new Promise((gone) => server.once('exit', gone));
  }
  const said = await start('--sample');
  await stop();
  return {
    databaseUrl: postgres.url,
    base,
    start,
    /** @returns the cookie of one of the sample's users */
    async signIn(username) {
      const password = new RegExp(`^sign-in: ${username} (\\S+)`, 'm').exec(said)[1];
      const answer = await fetch(`${base}/sessions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ username, password }),
      });
      return answer.headers.get('set-cookie').split(';')[0];
    },
    /** Memory of the server, in MB; null where it cannot be told. */
    residentMb: () =>
      process.platform === 'linux'
        ? Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))[1]) / 1024)
        : null,
    async close() {
      await stop();
      await postgres.stop();
      rmSync(scratch, { recursive: true, force: true });
    },
  };
}
