// The built product, as a child that says when it works: a worker has no address to ask.
import { join } from 'node:path';
import { root } from '../lib/steps.mjs';

const { closed } = await import(join(root, 'apps/server/dist/main.js'));
process.send('works');
await closed;
process.exit(0);
