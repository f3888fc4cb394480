import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { redisUrl } from './support';

/**
 * A real mail server that keeps what it accepted, and can be told to refuse; a slow one answers when it is told to. One that
 * was closed comes back as another at its port.
 */
export async function startMailServer({ slow = false, port: at = 0 } = {}) {
  const mails: { at: number; to: string; mail: ParsedMail; raw: string }[] = [];
  let refusal: { code: number; message: string } | null = null;
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
          done();
        });
      });
    },
  });
  server.on('error', () => undefined);
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
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

/** The settings for each backend of the queue. */
export const backends = [
  ['PostgreSQL', () => ({})],
  ['Redis', () => ({ REDIS_URL: redisUrl ?? '' })],
] as const;

export type MailServer = Awaited<ReturnType<typeof startMailServer>>;
