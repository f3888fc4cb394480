import { createQueueTables } from '../queue/queue-tables';
import { Logger } from '@nestjs/common';
import pg from 'pg';
import { DataSource, type DataSourceOptions } from 'typeorm';
import type { Config } from '../config';
import { appRole, asAppRole, createAppRole } from './app-role';
import { entities } from './entities';
import { migrations } from './migrations';
import { SnakeNaming } from './snake-naming';
import { WrittenRecords } from './written-records';

const log = new Logger('database');

/** Two servers that start at once migrate one after the other. */
const migrationLock = 5321;

const base = (config: Config): DataSourceOptions & { type: 'postgres' } => ({
  type: 'postgres',
  url: config.settings.DATABASE_URL,
  applicationName: 'torch-crm',
  namingStrategy: new SnakeNaming(),
  entities,
  subscribers: [WrittenRecords],
  synchronize: false,
  migrations,
  migrationsTransactionMode: 'each',
  // Without a handler, an idle client that loses its server ends the process.
  poolErrorHandler: (error: Error) => log.warn(`connection lost: ${error.message}`),
});

/** The pool of the application: it works as `torch_app`, which owns nothing. */
export const createDataSource = (config: Config): DataSource =>
  new DataSource({
    ...base(config),
    extra: {
      max: config.settings.DATABASE_POOL_SIZE,
      options: asAppRole,
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
    },
  });

/** Brings the schema up to date as the database's owner. */
export async function migrate(config: Config): Promise<void> {
  const guard = new pg.Client({ connectionString: config.settings.DATABASE_URL });
  guard.on('error', (error) => log.warn(`connection lost: ${error.message}`));
  await guard.connect();
  try {
    await guard.query('SELECT pg_advisory_lock($1)', [migrationLock]);
    await guard.query(createAppRole);
    const owner = await new DataSource({ ...base(config), extra: { max: 2 } }).initialize();
    try {
      for (const { name } of await owner.runMigrations()) log.log(`migrated: ${name}`);
    } finally {
      await owner.destroy();
    }
    if (!config.settings.REDIS_URL) await createQueueTables(guard, appRole);
  } finally {
    await guard.end();
  }
}

/** Waits for the database with growing pauses: at start it may come up later than we do. */
export async function patiently<T>(what: string, work: () => Promise<T>): Promise<T> {
  for (let pause = 500; ; pause = Math.min(pause * 2, 15_000)) {
    try {
      return await work();
    } catch (error) {
      if (!isConnectionError(error)) throw error;
      log.warn(`${what}: ${(error as Error).message}; next try in ${pause / 1000} s`);
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
}

const connectionCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN']);

/** Whether an error means that the database cannot be reached, rather than that it said no. */
export function isConnectionError(error: unknown): boolean {
  const { code, message } = (error ?? {}) as { code?: string; message?: string };
  // Classes 08 (connection) and 57P (operator intervention) of PostgreSQL's own codes.
  if (code && (connectionCodes.has(code) || code.startsWith('08') || code.startsWith('57P'))) return true;
  return /Connection terminated|not currently accepting connections|timeout exceeded when trying to connect|Client has encountered a connection error|not queryable/i.test(
    message ?? '',
  );
}
