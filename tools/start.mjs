// `npm start`: PostgreSQL unless DATABASE_URL names one, then the product, in this one process.
import { createServer } from 'node:net';
import { join } from 'node:path';
import { root } from './lib/steps.mjs';

const isFree = (port) =>
  new Promise((done) => {
    const server = createServer().once('error', () => done(false));
    server.listen(port, () => server.close(() => done(true)));
  });

async function choosePort() {
  if (process.env.PORT) {
    if (process.env.PORT === '0' || (await isFree(Number(process.env.PORT)))) return process.env.PORT;
    throw new Error(`PORT ${process.env.PORT} is in use: stop what runs there or choose another one`);
  }
  for (let port = 3000; port < 3100; port++) {
    if (!(await isFree(port))) continue;
    if (port !== 3000) console.log(`Port 3000 is in use; taking ${port}.`);
    return String(port);
  }
  throw new Error('Ports 3000 to 3099 are all in use: set PORT to a free one');
}

try {
  process.env.PORT = await choosePort();
  process.env.LOG_LEVEL ??= 'warn';
  process.env.STORAGE_DIR ??= join(process.env.DATA_DIR ?? join(root, '.data'), 'files');
  let postgres = null;
  if (!process.env.DATABASE_URL) {
    const { startPostgres } = await import('./lib/postgres.mjs');
    postgres = await startPostgres({ dataDir: join(process.env.DATA_DIR ?? join(root, '.data'), 'postgres') });
    process.env.DATABASE_URL = postgres.url;
  }
  const { closed } = await import(join(root, 'apps/server/dist/main.js'));
  await closed;
  await postgres?.stop();
  process.exit(0);
} catch (error) {
  console.error(`\n${error.message}`);
  process.exit(1);
}
