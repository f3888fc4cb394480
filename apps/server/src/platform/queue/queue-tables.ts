import { quoteSchemaName, runMigrations } from 'bullmq';
import type pg from 'pg';

/** The queue's own schema in the database. */
export const queueSchema = 'bullmq';

/** Creates or updates the queue's tables and lets the application's role work on them. */
export async function createQueueTables(owner: pg.Client, role: string): Promise<void> {
  await runMigrations(owner, queueSchema);
  const schema = quoteSchemaName(queueSchema);
  await owner.query(`
    -- BullMQ numbers the jobs of each queue by a sequence that it makes on first use.
    GRANT USAGE, CREATE ON SCHEMA ${schema} TO ${role};
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${schema} TO ${role};
    GRANT USAGE ON ALL SEQUENCES IN SCHEMA ${schema} TO ${role};
    GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA ${schema} TO ${role};
  `);
}
