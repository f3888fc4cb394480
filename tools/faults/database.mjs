import pg from 'pg';
import { startPostgres } from '../lib/postgres.mjs';

/** Asks over a connection of its own: the server may have been stopped since the last question. */
async function ask(url, sql, values) {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(sql, values)).rows;
  } finally {
    await client.end();
  }
}

/** The queue goes on working on its rows meanwhile, in another order: of two that wait for each other, one is refused. */
async function untilItWins(work) {
  for (;;)
    try {
      return await work();
    } catch (error) {
      if (error.code !== '40P01') throw error;
    }
}

/** PostgreSQL of its own, which can be stopped and started again on the same data and port. */
export async function startDatabase(dataDir) {
  // What is not on the disk at a stop may be gone at the start: no setting that would make it faster.
  let server = await startPostgres({ dataDir });
  const { url, port } = server;
  return {
    url,
    query: (sql, values = []) => ask(url, sql, values),
    /** Stops it; the returned function starts it again. */
    stop: async () => {
      await server.stop();
      return async () => {
        server = await startPostgres({ dataDir, port });
      };
    },
    /** While the work is done, nobody gets a mail into the outbox. */
    holdOutbox: async (work) => {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      try {
        await client.query('BEGIN; LOCK TABLE mails IN EXCLUSIVE MODE');
        await work();
      } finally {
        await client.end();
      }
    },
    /** Whatever the queue knows is gone. */
    emptyQueue: async () => {
      const tables = await ask(
        url,
        `SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'bullmq' AND tablename <> 'migration'`,
      );
      for (const { name } of tables) await untilItWins(() => ask(url, `DELETE FROM bullmq.${name}`));
    },
    close: () => server.stop(),
  };
}
