// `npm run dev`: server and web rebuilt and reloaded on every save, on the embedded database.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { root } from './lib/steps.mjs';
import { startPostgres } from './lib/postgres.mjs';

const url = process.env.DATABASE_URL;
const postgres = url
  ? null
  : await startPostgres({ dataDir: join(process.env.DATA_DIR ?? join(root, '.data'), 'postgres') });
const env = { ...process.env, DATABASE_URL: url ?? postgres.url, PORT: process.env.PORT ?? '3000', LOG_LEVEL: 'info' };

const children = [
  ['apps/server', ['../../node_modules/vite/bin/vite.js', 'build', '--watch', '--logLevel', 'warn']],
  ['apps/server', ['--watch', '--watch-path=dist', 'dist/main.js', ...process.argv.slice(2)]],
  [
    'apps/web',
    ['../../node_modules/@angular/cli/bin/ng.js', 'serve', '--proxy-config', 'proxy.json', '--port', '4200'],
  ],
].map(([folder, args]) => {
  // The web's own server would take our PORT for itself.
  const own = folder === 'apps/web' ? { ...env, PORT: undefined } : env;
  return spawn(process.execPath, args, { cwd: join(root, folder), env: own, stdio: 'inherit' });
});
console.log('Pages: http://localhost:4200');

const stop = async () => {
  for (const child of children) child.kill('SIGTERM');
  await postgres?.stop();
  process.exit(0);
};
process.on('SIGINT', stop);
process.on('SIGTERM', stop);
