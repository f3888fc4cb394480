import { spawn } from 'node:child_process';
import { createConnection } from 'node:net';

const answers = (port) =>
  new Promise((done) => {
    const socket = createConnection(port, '127.0.0.1', () => socket.write('PING\r\n'));
    socket.once('data', () => {
      socket.destroy();
      done(true);
    });
    socket.once('error', () => done(false));
  });

/** A Redis that keeps nothing, for tests. */
export async function startRedis(port, folder) {
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder];
  const server = spawn('redis-server', args, { stdio: 'ignore' });
  const gone = new Promise((done) => server.once('exit', done));
  /** Resolves once its port is free again. */
  const stop = () => {
    server.kill('SIGTERM');
    return gone;
  };
  for (let tries = 0; tries < 200; tries++) {
    if (await answers(port)) return { url: `redis://127.0.0.1:${port}`, stop };
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error('redis-server did not start');
}
