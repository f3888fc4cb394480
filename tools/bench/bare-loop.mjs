// The least that sending reminders can cost: SELECT what is due, send it, UPDATE its row. No claims, no events, no folding.
import { createTransport } from 'nodemailer';
import pg from 'pg';

const count = Number(process.env.COUNT);
const db = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 5 });
const transport = createTransport({ url: process.env.SMTP_URL, pool: true, maxConnections: 5 });

await db.query(
  `CREATE TABLE bare_reminders (id uuid PRIMARY KEY, recipient text, subject text, body text, due_at timestamptz, state text)`,
);
let begun = performance.now();
await db.query(
  `INSERT INTO bare_reminders SELECT gen_random_uuid(), 'bench-' || n || '@zone.example', 'Reminder: call ' || n, repeat('What is due, and when. ', 40), now(), 'planned'
   FROM generate_series(1, $1::int) n`,
  [count],
);
const planMs = performance.now() - begun;
await db.query('CREATE INDEX ON bare_reminders (due_at, id) WHERE state = $$planned$$');

begun = performance.now();
for (;;) {
  const { rows } = await db.query(
    `SELECT * FROM bare_reminders WHERE state = 'planned' AND due_at <= now() ORDER BY due_at, id LIMIT 500`,
  );
  if (rows.length === 0) break;
  const queue = rows.values();
  await Promise.all(
    Array.from({ length: 5 }, async () => {
      for (const { id, recipient, subject, body } of queue) {
        const html = `<p>${body}</p>`;
        await transport.sendMail({
          from: 'torch@zone.example',
          to: recipient,
          subject,
          text: body,
          html,
          messageId: `<${id}@x>`,
        });
        await db.query(`UPDATE bare_reminders SET state = 'sent' WHERE id = $1`, [id]);
      }
    }),
  );
}
process.send({ perSecond: (count * 1_000) / (performance.now() - begun), planMs });
transport.close();
await db.end();
process.exit(0);
