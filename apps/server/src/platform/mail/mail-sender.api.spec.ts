import { EventEmitter, once } from 'node:events';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, it } from 'vitest';
import { eventually, startWorld, type World } from '../../../test/support';
import { queueMail } from './queue-mail';

let world: World;
const accepted: string[] = [];
const signals = new EventEmitter();
/** The server is asked about an address; what it answers waits until the test says so. */
const [isAsked, isToAnswer] = [once(signals, 'asked'), once(signals, 'answer')];
let refuses = true;
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  onRcptTo: ({ address }, _session, done) => {
    if (!refuses) return done();
    signals.emit('asked');
    void isToAnswer.then(() => {
      refuses = false;
      done(Object.assign(new Error(`closing for ${address}`), { responseCode: 421 }));
    });
  },
  onData: (stream, session, done) => {
    stream.resume();
    stream.on('end', () => {
      accepted.push(...session.envelope.rcptTo.map(({ address }) => address));
      done();
    });
  },
});

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as { port: number };
  world = await startWorld({ ROLE: 'all', SMTP_URL: `smtp://127.0.0.1:${port}` });
});
afterAll(async () => {
  await world.close();
  await new Promise<void>((resolve) => server.close(() => resolve()));
});

const queue = (recipient: string, attempts: number) =>
  world.work.run('system', null, async (tx) => {
    const id = await queueMail(tx, {
      userId: null,
      recipient,
      kind: 'test',
      subject: 'Test',
      text: 'Test',
      html: '<p>Test</p>',
      host: 'zone.example',
    });
    await tx.query('UPDATE mails SET attempts = $2 WHERE id = $1', [id, attempts]);
    return id;
  });
const arrived = (recipient: string) =>
  eventually(
    () => Promise.resolve(accepted),
    (all) => all.includes(recipient),
  );
const away = (is: boolean) =>
  eventually(
    () => world.owner.query<{ away: boolean }>('SELECT away_since IS NOT NULL AS away FROM mail_server'),
    ({ rows }) => rows[0]?.away === is,
  );

it('sends what failed as the server went away, though it was back before that was written down', async () => {
  // By its own pauses it would come in a quarter of an hour.
  const id = await queue('kim@zone.example', 10);
  await isAsked;
  await world.owner.query('BEGIN');
  try {
    await world.owner.query('SELECT FROM mails WHERE id = $1 FOR UPDATE', [id]);
    signals.emit('answer');
    await away(true);
    await queue('lena@zone.example', 0);
    await arrived('lena@zone.example');
    await away(false);
  } finally {
    await world.owner.query('COMMIT');
  }
  await arrived('kim@zone.example');
});
