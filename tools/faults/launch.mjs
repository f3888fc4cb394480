// The built product, as a child that says when it works: a worker has no address to ask.
import { join } from 'node:path';
import { root } from '../lib/steps.mjs';

// Nobody is to be left behind by a parent that was killed.
process.once('disconnect', () => process.exit(1));
const { closed } = await import(join(root, 'apps/server/dist/main.js'));
process.send('works');
await closed;
process.exit(0);
