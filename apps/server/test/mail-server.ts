import type { Socket } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { redisUrl } from './support';

/**
 * A real mail server that keeps what it accepted, and can be told to refuse; a slow one answers when it is told to; one that
 * vanishes takes the next mail, and is gone before it has said so. One that is gone comes back as another at its port.
 */
export async function startMailServer({ slow = false, port: at = 0 } = {}) {
  const mails: { at: number; to: string; mail: ParsedMail; raw: string }[] = [];
  let refusal: { code: number; message: string } | null = null;
  let gone: (() => void) | null = null;
  const sockets = new Set<Socket>();
  let [begin, answer]: (() => void)[] = [];
  const taking = new Promise<void>((resolve) => (begin = resolve));
  const told = new Promise<void>((resolve) => (answer = resolve));
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo: (_address, _session, done) =>
      done(refusal ? Object.assign(new Error(refusal.message), { responseCode: refusal.code }) : null),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const raw = Buffer.concat(chunks).toString();
        const to = session.envelope.rcptTo.map(({ address }) => address).join();
        begin?.();
        void simpleParser(raw).then(async (mail) => {
          if (slow) await told;
          mails.push({ at: Date.now(), to, mail, raw });
          if (!gone) return done();
          server.server.close(gone);
          for (const socket of sockets) socket.destroy();
        });
      });
    },
  });
  server.on('error', () => undefined);
  server.server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(at, '127.0.0.1', resolve));
  const { port } = server.server.address() as { port: number };
  return {
    url: `smtp://127.0.0.1:${port}`,
    port,
    mails,
    /** Resolves once the whole of a mail is there and waits for its answer. */
    taking,
    answer: () => answer?.(),
    refuse: (next: typeof refusal) => (refusal = next),
    /** Resolves once it has taken a mail and is gone. */
    vanish: () => new Promise<void>((resolve) => (gone = resolve)),
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

/** The settings for each backend of the queue. */
export const backends = [
  ['PostgreSQL', () => ({})],
  ['Redis', () => ({ REDIS_URL: redisUrl ?? '' })],
] as const;

export type MailServer = Awaited<ReturnType<typeof startMailServer>>;
