import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Page, test as base } from '@playwright/test';
import { type ParsedMail, simpleParser } from 'mailparser';
import pg from 'pg';
import { SMTPServer } from 'smtp-server';

const cluster = process.env['TEST_DATABASE_URL'];
if (!cluster) throw new Error('TEST_DATABASE_URL is missing: run the tests by `npm test`, or `npm test -- --only=e2e`');

export interface Product {
  url: string;
  /** Mails that the mail server accepted, as sent and as read. */
  mails: { raw: string; mail: ParsedMail }[];
  passwords: ReadonlyMap<string, string>;
}

const freePort = () =>
  new Promise<number>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });

async function startMailServer(mails: Product['mails']) {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, _session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const raw = Buffer.concat(chunks).toString();
        void simpleParser(raw).then((mail) => {
          mails.push({ raw, mail });
          done();
        });
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, port: (server.server.address() as { port: number }).port };
}

/** Starts the built product and reads what it prints until its address stands there. */
async function launch(env: Record<string, string>, args: string[]): Promise<{ child: ChildProcess; said: string }> {
  const main = fileURLToPath(new URL('../../server/dist/main.js', import.meta.url));
  const child = spawn(process.execPath, [main, ...args], {
    env: { ...process.env, LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  await new Promise<void>((resolve, reject) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('Torch CRM: http')) resolve();
    });
    child.once('exit', (code) => reject(new Error(`the product ended with ${code}: ${said}`)));
  });
  return { child, said };
}

/** What every sample zone is a copy of: made once for a run, since making it takes as long as several journeys. */
interface Sample {
  database: string;
  files: string;
  passwords: [string, string][];
}
const sampleIn = 'TORCH_E2E_SAMPLE';
const newName = () => `e2e_${randomBytes(6).toString('hex')}`;

async function asOwner<T>(work: (admin: pg.Client) => Promise<T>): Promise<T> {
  const admin = new pg.Client({ connectionString: cluster });
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.end();
  }
}

interface Running {
  product: Product;
  stop: () => Promise<void>;
}

async function run(database: string, files: string, args: string[], known?: Product['passwords']): Promise<Running> {
  const mails: Product['mails'] = [];
  const mailServer = await startMailServer(mails);
  const url = new URL(cluster as string);
  url.pathname = `/${database}`;
  const port = await freePort();
  const env = {
    DATABASE_URL: url.toString(),
    PORT: String(port),
    SMTP_URL: `smtp://127.0.0.1:${mailServer.port}`,
    PUBLIC_URL: `http://localhost:${port}`,
    HOST: '127.0.0.1',
    STORAGE_DIR: files,
  };
  const { child, said } = await launch(env, args);
  const lines = [...said.matchAll(/^sign-in: (\S+) (\S+) \(\S+\)$/gm)];
  const passwords = known ?? new Map(lines.map(([, username, password]) => [username as string, password as string]));
  const stop = async () => {
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await gone;
    await new Promise<void>((resolve) => mailServer.server.close(() => resolve()));
  };
  return { product: { url: `http://localhost:${port}`, mails, passwords }, stop };
}

async function forget(database: string, files: string): Promise<void> {
  await asOwner((admin) => admin.query(`DROP DATABASE ${database} WITH (FORCE)`));
  await rm(files, { recursive: true, force: true });
}

/** Makes the sample zone of a run; its answer takes it away again. */
export async function makeSample(): Promise<() => Promise<void>> {
  const [database, files] = [newName(), await mkdtemp(join(tmpdir(), 'torch-e2e-sample-'))];
  await asOwner((admin) => admin.query(`CREATE DATABASE ${database}`));
  const { product, stop } = await run(database, files, ['--sample']);
  await stop();
  const sample: Sample = { database, files, passwords: [...product.passwords] };
  process.env[sampleIn] = JSON.stringify(sample);
  return () => forget(database, files);
}

/** A product of its own: on an empty database, or on a copy of the sample zone. */
async function startProduct(sample: Sample | null): Promise<Running> {
  const [database, files] = [newName(), await mkdtemp(join(tmpdir(), 'torch-e2e-files-'))];
  await asOwner((admin) => admin.query(`CREATE DATABASE ${database} ${sample ? `TEMPLATE ${sample.database}` : ''}`));
  if (sample) await cp(sample.files, files, { recursive: true });
  const { product, stop } = await run(database, files, [], sample ? new Map(sample.passwords) : undefined);
  return {
    product,
    stop: async () => {
      await stop();
      await forget(database, files);
    },
  };
}

/** The sample zone of the file whose tests run just now: what other files left behind is not there. */
class ZoneOfFile {
  private file = '';
  private running: Running | null = null;

  async of(file: string): Promise<Product> {
    if (!this.running || this.file !== file) {
      await this.close();
      this.running = await startProduct(JSON.parse(process.env[sampleIn] as string) as Sample);
      this.file = file;
    }
    return this.running.product;
  }

  async close(): Promise<void> {
    await this.running?.stop();
    this.running = null;
  }
}

/** The sample zone, shared by the tests of a file; and an empty installation. `stay` signs in on the page as it stands. */
export const test = base.extend<
  { product: Product; signIn: (page: Page, username: string, where?: { stay?: boolean }) => Promise<void> },
  { zone: ZoneOfFile }
>({
  // Playwright reads the fixtures it needs from the pattern of the first parameter.
  zone: [
    async ({}, use) => {
      const zone = new ZoneOfFile();
      await use(zone);
      await zone.close();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  product: [async ({ zone }, use, { file }) => use(await zone.of(file)), { timeout: 120_000 }],
  signIn: async ({ product }, use) => {
    await use(async (page, username, { stay = false } = {}) => {
      if (!stay) await page.goto(`${product.url}/sign-in`);
      await page.locator('#username').fill(username);
      await page.locator('#password').fill(product.passwords.get(username) ?? '');
      await page.locator('button[type=submit]').click();
      await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
    });
  },
});
export async function emptyInstallation(use: (product: Product) => Promise<void>): Promise<void> {
  const { product, stop } = await startProduct(null);
  try {
    await use(product);
  } finally {
    await stop();
  }
}
export { expect } from '@playwright/test';
