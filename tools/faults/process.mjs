import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { fileURLToPath } from 'node:url';

const launcher = fileURLToPath(new URL('launch.mjs', import.meta.url));

/**
 * Starts the built product as a process of its own and resolves once it works.
 * @param name names its log in `folder`
 * @param options.arguments for Node, before the program
 * @param options.onDeath called when it ends without having been told to
 */
export async function startProcess(name, env, folder, { arguments: args = [], onDeath = () => undefined } = {}) {
  const child = spawn(process.execPath, [...args, launcher], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const log = createWriteStream(`${folder}/${name}.log`, { flags: 'a' });
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  let wanted = true;
  const gone = new Promise((done) => child.once('exit', done));
  const ready = new Promise((done, failed) => {
    child.once('message', done);
    void gone.then((code) =>
      failed(new Error(`${name} ended with ${code} before it worked: see ${folder}/${name}.log`)),
    );
  });
  void gone.then((code) => wanted && onDeath(`${name} ended by itself with ${code}`));
  const end = async (signal) => {
    wanted = false;
    child.kill(signal);
    await gone;
  };
  try {
    await ready;
  } catch (error) {
    await end('SIGKILL');
    throw error;
  }
  return {
    pid: child.pid,
    /** Sends the signal at once, and resolves when the process is gone. */
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
  };
}
