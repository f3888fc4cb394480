/** What the database says about the follow-ups: one row for each of their reminders by mail. */
const byMail = `
  SELECT f.id, r.state, m.state AS mail, m.kind, m.message_id AS "messageId"
  FROM follow_ups f LEFT JOIN reminders r ON r.follow_up_id = f.id AND r.channel = 'email' LEFT JOIN mails m ON m.reminder_id = r.id
  WHERE f.id = ANY($1)`;

const waiting = `
  SELECT (SELECT count(*)::int FROM reminders WHERE state = 'planned' AND remind_at <= now()) AS reminders,
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
  return rows.filter(({ state, mail }) => state !== 'handed_over' || mail !== 'sent');
}

/** How often each state occurs over the other channel. */
export async function inAppBooks(database, reminders) {
  return database.query(
    `SELECT state, count(*)::int FROM reminders WHERE follow_up_id = ANY($1) AND channel = 'in_app' GROUP BY 1`,
    [reminders.map(({ id }) => id)],
  );
}
