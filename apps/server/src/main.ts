import 'reflect-metadata';
import { fileURLToPath } from 'node:url';
import { Logger } from '@nestjs/common';
import { createApp } from './create-app';
import { readConfig } from './platform/config';
import { migrate, patiently } from './platform/database/data-source';
import { createLogger } from './platform/logger';
import { SetupService } from './setup';

const config = readConfig({
  WEB_ROOT: fileURLToPath(new URL('../../web/dist/browser', import.meta.url)),
  ...process.env,
});
Logger.overrideLogger(createLogger(config));
const { ROLE, HOST, PORT } = config.settings;

await patiently('migrating', () => migrate(config));
const app = await createApp(config);
const setup = app.get(SetupService);

const wantsSample = process.argv.includes('--sample');
const signIns = wantsSample ? await setup.setUpSample() : null;
if (wantsSample && !signIns)
  console.log('The database holds a zone already; the sample and its sign-ins were not made anew.');
// Printed before anything else can fail: the passwords are kept nowhere.
for (const { username, password, role } of signIns ?? []) console.log(`sign-in: ${username} ${password} (${role})`);

if (ROLE === 'worker') await app.init();
else await app.listen(PORT, wantsSample ? '127.0.0.1' : HOST);

if (ROLE !== 'worker') {
  const address = app.getHttpServer().address() as { port: number };
  console.log(`Torch CRM: http://localhost:${address.port}`);
  if (await patiently('starting', () => setup.isOpen())) console.log(`set-up token for other machines: ${setup.token}`);
}

/** Resolves when the process has been told to end and everything under way is finished or given back. */
export const closed = new Promise<void>((resolve) => {
  let closing = false;
  const close = () => {
    if (closing) return;
    closing = true;
    void app.close().finally(resolve);
  };
  process.on('SIGTERM', close);
  process.on('SIGINT', close);
});
