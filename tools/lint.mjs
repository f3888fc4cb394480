// ESLint over everything. The rule on module boundaries reads Nx's graph of projects and is
// silently skipped without it, so the graph is made first.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import devkit from '@nx/devkit';
import { root } from './lib/steps.mjs';

process.env.NX_DAEMON = 'false';
await devkit.createProjectGraphAsync({ exitOnError: true });
const { status } = spawnSync(
  process.execPath,
  [join(root, 'node_modules/eslint/bin/eslint.js'), '.', '--max-warnings=0'],
  {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, NX_DAEMON: 'false' },
  },
);
process.exit(status ?? 1);
