import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The workspace's top folder. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** Says what is being done and how long it took; the output of a failed command is shown whole. */
export function step(name, work) {
  const begun = Date.now();
  process.stdout.write(`${name} … `);
  const result = work();
  console.log(`${((Date.now() - begun) / 1000).toFixed(1)} s`);
  return result;
}

/** Runs a command quietly. @throws Error with its output when it fails */
export function run(command, args, { env = {}, advice = '' } = {}) {
  const done = spawnSync(command, args, {
    cwd: root,
    env: { ...process.env, ...env },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 1 << 28,
  });
  if (done.status === 0) return done.stdout;
  const said = done.error ? done.error.message : `${done.stdout}\n${done.stderr}`.trim();
  throw new Error(`\n${command} ${args.join(' ')} failed:\n${said}${advice ? `\n${advice}` : ''}`);
}

/** Whether a program is on the PATH. */
export const has = (program) => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
