import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../lib/postgres.mjs';
import { startRedis } from '../lib/redis.mjs';
import { startDatabase } from './database.mjs';
import { startMailServer } from './mail-server.mjs';
import { startProcess } from './process.mjs';
import { setUpZone } from './zone.mjs';

/** Every third officer's address may be refused for good by the mail server. */
const isGone = (n) => n % 3 === 0;

/**
 * The product as it runs in earnest, on parts of its own: PostgreSQL, Redis where the queue is there, a mail server,
 * one process that answers and two that send.
 * @param backend `PostgreSQL` or `Redis`
 * @param officers how many people there are to be reminded
 */
export async function startWorld(backend, officers) {
  const scratch = mkdtempSync(join(tmpdir(), 'torch-faults-'));
  // PostgreSQL runs as another user when we are root, and has to reach its folder.
  chmodSync(scratch, 0o755);
  mkdirSync(join(scratch, 'redis'));
  const ends = [];
  const deaths = [];
  const close = async ({ keep = false } = {}) => {
    for (const end of ends.reverse()) await end();
    if (!keep) rmSync(scratch, { recursive: true, force: true });
  };
  try {
    const database = await startDatabase(join(scratch, 'postgres'));
    ends.push(database.close);
    let redis = null;
    if (backend === 'Redis') {
      const [port, folder] = [await freePort(), join(scratch, 'redis')];
      redis = { port, folder, server: await startRedis(port, folder) };
      redis.flush = () => flush(redis.server.url);
      ends.push(() => redis.server.stop());
    }
    const mailServer = await startMailServer({ isGone: (address) => address.includes('-gone@') });
    ends.push(mailServer.close);
    const port = await freePort();
    const env = {
      DATABASE_URL: database.url,
      REDIS_URL: redis?.server.url ?? '',
      PORT: String(port),
      HOST: '127.0.0.1',
      PUBLIC_URL: 'http://crm.zone.example',
      STORAGE_DIR: join(scratch, 'files'),
      LOG_LEVEL: 'warn',
      MAIL_RATE_PER_SECOND: '1000',
    };
    const onDeath = (text) => deaths.push(text);
    const api = await startProcess('api', { ...env, ROLE: 'api' }, scratch, { onDeath });
    ends.push(api.stop);
    const zone = await setUpZone(`http://127.0.0.1:${port}`, officers, isGone);
    const workers = workerSet(env, mailServer, scratch, onDeath);
    ends.push(workers.stopAll);
    return { backend, scratch, database, redis, mailServer, zone, workers, kills: [], deaths, api, close };
  } catch (error) {
    await close({ keep: true });
    throw error;
  }
}

const peakOf = (pid) =>
  Math.round(Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024);

async function flush(url) {
  const { Redis } = await import('ioredis');
  const client = new Redis(url);
  await client.flushall();
  await client.quit();
}

/** Workers by name; each greets the mail server by its own. */
function workerSet(env, mailServer, folder, onDeath) {
  const running = new Map();
  const start = async (name, { clockShift = 0 } = {}) => {
    const worker = await startProcess(
      name,
      { ...env, ROLE: 'worker', SMTP_URL: mailServer.urlFor(name), CLOCK_SHIFT_MS: String(clockShift) },
      folder,
      { onDeath, arguments: clockShift ? ['--import', new URL('shift-clock.mjs', import.meta.url).href] : [] },
    );
    running.set(name, worker);
  };
  return {
    start,
    /** Kills it with SIGKILL, at once. */
    kill: (name) => running.get(name).kill(),
    pidOf: (name) => running.get(name).pid,
    /** The most memory that any of them has had resident, in MB; null where the system does not tell. */
    peakMb: () =>
      process.platform === 'linux' ? Math.max(...[...running.values()].map(({ pid }) => peakOf(pid))) : null,
    stopAll: async () => {
      await Promise.all([...running.values()].map((worker) => worker.stop()));
      running.clear();
    },
  };
}
