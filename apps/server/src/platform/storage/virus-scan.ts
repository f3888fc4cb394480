import { createReadStream } from 'node:fs';
import { connect } from 'node:net';
import { Problem } from '@torch/contracts';

/** Milliseconds to wait for the scanner's verdict. */
const patience = 60_000;

/**
 * Asks clamd about a file by its INSTREAM command: chunks with their length before each, an empty one at the end,
 * and one line as the answer.
 * @param address `host:port`, or the path of a socket
 * @throws Problem `rule-broken` when the file is infected, `scanner-unavailable` when nobody can say
 */
export async function demandClean(address: string, path: string): Promise<void> {
  const answer = await ask(address, path).catch((error: Error) => {
    throw new Problem('scanner-unavailable', { detail: error.message });
  });
  if (/: OK\0?$/.test(answer)) return;
  const found = /: (.+) FOUND\0?$/.exec(answer)?.[1];
  if (!found) throw new Problem('scanner-unavailable', { detail: answer.replace(/\0/g, '') });
  throw Problem.field('rule-broken', 'file', 'infected', `the virus scanner found ${found}`);
}

async function ask(address: string, path: string): Promise<string> {
  const [host = '', port] = address.split(':');
  const socket = port ? connect(Number(port), host) : connect(address);
  socket.setTimeout(patience, () => socket.destroy(new Error('the virus scanner does not answer')));
  const answer = new Promise<string>((resolve, reject) => {
    let text = '';
    socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
    socket.on('end', () => resolve(text.trim()));
    socket.on('error', reject);
  });
  // Awaited below; a connection that fails meanwhile must not count as unhandled.
  answer.catch(() => undefined);
  const write = (data: Buffer) =>
    new Promise<void>((resolve, reject) => socket.write(data, (error) => (error ? reject(error) : resolve())));
  try {
    await write(Buffer.from('zINSTREAM\0'));
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(chunk.length);
      await write(Buffer.concat([length, chunk]));
    }
    await write(Buffer.alloc(4));
    return await answer;
  } finally {
    socket.destroy();
  }
}
