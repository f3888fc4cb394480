import { SMTPServer } from 'smtp-server';

const refusal = (responseCode, message) => Object.assign(new Error(message), { responseCode });

/**
 * A real mail server that notes what it accepted and when, and that can be told to misbehave.
 * A client says who it is by the name in its greeting, which `urlFor(name)` gives it.
 * @param isGone whether a mail address is refused for good while the server is `permanent`
 */
export async function startMailServer({ isGone = () => false } = {}) {
  /** One entry for each acceptance: `{ at, raw, to, client, unanswered }`. */
  const accepted = [];
  const sockets = new Set();
  /** How often each way of misbehaving met a mail. */
  const struck = {};
  const strike = (what) => (struck[what] = (struck[what] ?? 0) + 1);
  let mode = 'well';
  let onAcceptance = null;
  let turn = 0;

  const socketOf = ({ remotePort }) => [...sockets].find((socket) => socket.remotePort === remotePort);
  const keep = (session, raw, unanswered) => {
    const mail = {
      at: Date.now(),
      raw,
      to: session.envelope.rcptTo.map(({ address }) => address),
      client: session.hostNameAppearsAs,
      unanswered,
    };
    accepted.push(mail);
    return mail;
  };

  /** What happens once a mail is there as a whole and waits for its answer. */
  const answers = {
    well: (session, raw, done) => {
      const mail = keep(session, raw, false);
      // Somebody may want to kill the client just now: accepted here, and not known there.
      if (onAcceptance?.(mail)) return;
      done();
    },
    hangs: () => strike('hangs'),
    // Every other mail is taken and noted first: it will come again, and that is nobody's fault.
    drops: (session, raw) => {
      const takesIt = turn++ % 2 === 1;
      if (takesIt) keep(session, raw, true);
      strike(takesIt ? 'drops after acceptance' : 'drops before acceptance');
      socketOf(session)?.destroy();
    },
    temporary: (_session, _raw, done) => {
      strike('temporary');
      done(refusal(452, 'insufficient system storage, try again later'));
    },
  };
  answers.permanent = answers.well;

  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    onConnect: (_session, done) => {
      if (mode === 'hangs') return strike('hangs');
      done();
    },
    onRcptTo: ({ address }, _session, done) => {
      if (mode === 'hangs') return strike('hangs');
      if (mode === 'permanent' && isGone(address)) {
        strike('permanent');
        return done(refusal(550, 'no such mailbox'));
      }
      if (mode === 'temporary' && turn++ % 2 === 0) {
        strike('temporary');
        return done(refusal(451, 'try again later'));
      }
      done();
    },
    onData: (stream, session, done) => {
      const chunks = [];
      stream.on('data', (chunk) => chunks.push(chunk));
      stream.on('end', () => answers[mode](session, Buffer.concat(chunks), done));
    },
  });
  server.on('error', () => undefined);
  server.server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  const listen = (port) =>
    new Promise((ready, failed) => {
      server.server.once('error', failed);
      server.server.listen(port, '127.0.0.1', () => {
        server.server.off('error', failed);
        ready();
      });
    });
  const hangUp = () => {
    for (const socket of sockets) socket.destroy();
  };
  const stopListening = () =>
    new Promise((done) => {
      server.server.close(done);
      hangUp();
    });
  await listen(0);
  const { port } = server.server.address();

  return {
    accepted,
    struck,
    urlFor: (client) => `smtp://127.0.0.1:${port}?name=${client}`,
    /** From now on: `well`, `hangs`, `drops`, `temporary` or `permanent`. */
    behave: (next) => {
      const before = mode;
      mode = next;
      // Whoever hangs never comes to itself again: it is killed.
      if (before === 'hangs') hangUp();
    },
    /** Refuses connections until the returned function is called. */
    refuse: async () => {
      strike('refuses');
      await stopListening();
      return () => listen(port);
    },
    /**
     * Takes this client's mails and leaves them without an answer, until there are so many, or for so long, in milliseconds,
     * after the first; then calls back.
     */
    leaveUnanswered: (client, count, time, act) => {
      let taken = 0;
      const end = () => {
        if (!onAcceptance) return;
        onAcceptance = null;
        act();
      };
      onAcceptance = (mail) => {
        if (mail.client !== client) return false;
        taken += 1;
        if (taken === 1) setTimeout(end, time);
        if (taken === count) end();
        return true;
      };
    },
    close: stopListening,
  };
}
