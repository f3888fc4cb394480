import { randomBytes } from 'node:crypto';
import { Logger } from '@nestjs/common';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { readConfig } from '../src/platform/config';
import { migrate } from '../src/platform/database/data-source';

declare module 'vitest' {
  interface ProvidedContext {
    /** The name of an up-to-date database without any data, of which every test file takes a copy. */
    template: string;
  }
}

/** Before all tests: migrating takes as long as most files' tests, so that it is done once. */
export default async function makeTemplate({ provide }: TestProject): Promise<() => Promise<void>> {
  const cluster = process.env['TEST_DATABASE_URL'];
  if (!cluster)
    throw new Error('TEST_DATABASE_URL is missing: run the tests by `npm test`, or `npm test -- --only=server`');
  const name = `test_template_${randomBytes(6).toString('hex')}`;
  const asOwner = async (statement: string) => {
    const admin = new pg.Client({ connectionString: cluster });
    await admin.connect();
    await admin.query(statement).finally(() => admin.end());
  };
  Logger.overrideLogger(false);
  await asOwner(`CREATE DATABASE ${name}`);
  const url = new URL(cluster);
  url.pathname = `/${name}`;
  await migrate(readConfig({ DATABASE_URL: url.toString(), LOG_LEVEL: 'silent' }));
  provide('template', name);
  return () => asOwner(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
}
