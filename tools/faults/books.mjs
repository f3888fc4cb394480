/** What the database says about the follow-ups: one row for the first reminder by mail of each. */
const byMail = `
  SELECT f.id, r.state, r.reason, m.state AS mail, m.attempts, m.answer, m.message_id AS "messageId"
  FROM unnest($1::uuid[]) AS f (id) LEFT JOIN reminders r ON r.subject_id = f.id AND r.channel = 'email' AND r.step = 0
  LEFT JOIN mails m ON m.id = r.mail_id`;

const waiting = `
  SELECT (SELECT count(*)::int FROM reminders WHERE state = 'claimed' OR state = 'planned' AND remind_at <= now()) AS reminders,
         (SELECT count(*)::int FROM mails WHERE state = 'queued') AS mails`;

/** How much is due and not settled yet. */
export async function unsettled(database) {
  const [{ reminders, mails }] = await database.query(waiting);
  return reminders + mails;
}

/** Kinds of mails by Message-ID: a digest that names a follow-up too is no second reminder. */
export async function kindsOfMails(database) {
  const rows = await database.query('SELECT message_id AS id, kind FROM mails');
  return new Map(rows.map(({ id, kind }) => [id, kind]));
}

/** Follow-ups whose reminder by mail the database does not call sent, with what it says instead. */
export async function wrongBooks(database, reminders) {
  const rows = await database.query(byMail, [reminders.map(({ id }) => id)]);
  return rows.filter(({ state, mail }) => state !== 'sent' || mail !== 'sent');
}

/** How often each state occurs over the other channel. */
export async function inAppBooks(database, reminders) {
  return database.query(
    `SELECT state, count(*)::int FROM reminders WHERE subject_id = ANY($1) AND channel = 'in_app' AND step = 0 GROUP BY 1`,
    [reminders.map(({ id }) => id)],
  );
}

/** What happened to the mails of some follow-ups on their way, in seconds after an instant: why one was late. */
export async function journeys(database, from, reminders) {
  const rows = await database.query(
    `SELECT f.id, r.handed_over_at AS "handedOver", m.created_at AS queued, m.sent_at AS sent, m.attempts, m.answer
     FROM unnest($1::uuid[]) AS f (id) JOIN reminders r ON r.subject_id = f.id AND r.channel = 'email' AND r.step = 0
     LEFT JOIN mails m ON m.id = r.mail_id`,
    [reminders.map(({ id }) => id)],
  );
  const of = new Map(rows.map((row) => [row.id, row]));
  const after = (at) => (at === null || at === undefined ? null : Math.round((Number(at) - from) / 100) / 10);
  return reminders.map(({ id, due, arrived }) => {
    const { handedOver, queued, sent, attempts, answer } = of.get(id) ?? {};
    return {
      due: after(due),
      'handed over': after(handedOver),
      queued: after(queued),
      arrived: after(arrived),
      'called sent': after(sent),
      attempts,
      answer,
    };
  });
}
