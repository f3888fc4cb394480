import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Actor, Role } from '@torch/domain';
import pg from 'pg';
import request from 'supertest';
import { DataSource } from 'typeorm';
import { inject } from 'vitest';
import { insertDepartment, insertUser } from '../src/access';
import { createApp } from '../src/create-app';
import { readConfig } from '../src/platform/config';
import { UnitOfWork } from '../src/platform/database/unit-of-work';

const cluster = process.env['TEST_DATABASE_URL'];
if (!cluster)
  throw new Error('TEST_DATABASE_URL is missing: run the tests by `npm test`, or `npm test -- --only=server`');
export const redisUrl = process.env['TEST_REDIS_URL'];

export const password = 'Correct-Horse-9';

const at = (database: string) => {
  const url = new URL(cluster);
  url.pathname = `/${database}`;
  return url.toString();
};

/** A database of its own, up to date without any data or altogether empty, dropped at the end. */
export async function freshDatabase({ migrated = false } = {}): Promise<{
  name: string;
  url: string;
  owner: pg.Client;
  drop: () => Promise<void>;
}> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  const admin = new pg.Client({ connectionString: cluster });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name}${migrated ? ` TEMPLATE ${inject('template')}` : ''}`);
  const owner = new pg.Client({ connectionString: at(name) });
  owner.on('error', () => undefined);
  await owner.connect();
  const drop = async () => {
    await owner.end().catch(() => undefined);
    await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await admin.end();
  };
  return { name, url: at(name), owner, drop };
}

export interface World {
  app: NestFastifyApplication;
  url: string;
  owner: pg.Client;
  work: UnitOfWork;
  close: () => Promise<void>;
  /** An unauthenticated client. */
  http: () => ReturnType<typeof request>;
  /** A client with the session of a user. */
  as: (username: string) => Promise<ReturnType<typeof request.agent>>;
  user: (username: string, role: Role, departmentId: string, more?: object) => Promise<string>;
  department: (name: string, parentId?: string | null) => Promise<string>;
  actor: (username: string) => Promise<Actor>;
}

/** The product on a database of its own, set up as a blank zone with the administrator `root`. */
export async function startWorld(settings: Record<string, string> = {}, { setUp = true } = {}): Promise<World> {
  const database = await freshDatabase({ migrated: true });
  const files = await mkdtemp(join(tmpdir(), 'torch-files-'));
  const config = readConfig({
    DATABASE_URL: database.url,
    LOG_LEVEL: 'silent',
    ROLE: 'api',
    SIGN_IN_FAILURES_PER_MINUTE: '1000',
    STORAGE_DIR: files,
    // All worlds share one Redis.
    QUEUE_PREFIX: database.name,
    ...settings,
  });
  const app = await createApp(config);
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  const server = app.getHttpServer();
  const work = app.get(UnitOfWork);
  const agents = new Map<string, Promise<ReturnType<typeof request.agent>>>();
  const signIn = async (username: string) => {
    const agent = request.agent(server);
    const { status, body } = await agent.post('/api/v1/sessions').send({ username, password });
    if (status !== 201) throw new Error(`${username} cannot sign in: ${status} ${JSON.stringify(body)}`);
    return agent;
  };
  if (setUp)
    await request(server)
      .post('/api/v1/setup')
      .send({ zoneName: 'Zone', zone: 'blank', administrator: { username: 'root', displayName: 'Root', password } })
      .expect(201);
  return {
    app,
    url: database.url,
    owner: database.owner,
    work,
    http: () => request(server),
    as: (username) => {
      const known = agents.get(username) ?? signIn(username);
      agents.set(username, known);
      return known;
    },
    user: (username, role, departmentId, more = {}) =>
      work.run('system', null, (tx) =>
        insertUser(tx, {
          username,
          displayName: username,
          email: `${username}@zone.example`,
          role,
          departmentId,
          locale: 'zh-CN',
          timeZone: 'Asia/Shanghai',
          password,
          mustChangePassword: false,
          ...more,
        }),
      ),
    department: (name, parentId = null) =>
      work.run('system', null, (tx) => insertDepartment(tx, { name, nameEn: null, parentId })),
    actor: async (username) => {
      const [row] = await app
        .get(DataSource)
        .query('SELECT id, role, department_id AS "departmentId" FROM users WHERE username = $1', [username]);
      return { ...row, departmentIds: [row.departmentId] };
    },
    close: async () => {
      await app.close();
      await database.drop();
      await rm(files, { recursive: true, force: true });
    },
  };
}

export const company = (name: string) => ({ nameZh: name, country: 'KR', region: 'KR' });

/** A company with a lead on it, by the user of the agent. */
export async function newLead(
  agent: ReturnType<typeof request.agent>,
  name: string,
): Promise<{ companyId: string; lead: { id: string; version: number } }> {
  const made = await agent.post('/api/v1/companies').send(company(name)).expect(201);
  const companyId = made.body.id as string;
  const { body } = await agent
    .post('/api/v1/leads')
    .send({ companyId, title: `${name} plant`, channel: 'chain' })
    .expect(201);
  return { companyId, lead: body };
}

/** Waits until something holds, by asking again; fails with what it last saw. */
export async function eventually<T>(look: () => Promise<T>, holds: (value: T) => boolean, within = 15_000): Promise<T> {
  const end = Date.now() + within;
  for (;;) {
    const value = await look();
    if (holds(value)) return value;
    if (Date.now() > end)
      throw new Error(`did not come about within ${within} ms; last seen: ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Waits until the worker has planned anew what new people or rules may reach, which would undo what a test sets by hand. */
export const planned = (world: World): Promise<unknown> =>
  eventually(
    () => world.owner.query('SELECT FROM replans'),
    ({ rows }) => rows.length === 0,
    60_000,
  );
