import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LadderStep } from '@torch/domain';
import { DataSource } from 'typeorm';
import { readConfig } from '../src/platform/config';
import { createAppRole } from '../src/platform/database/app-role';
import { migrate } from '../src/platform/database/data-source';
import { migrations } from '../src/platform/database/migrations';
import { createApp } from '../src/create-app';
import { Replanner } from '../src/reminders';
import { freshDatabase } from './support';

let database: Awaited<ReturnType<typeof freshDatabase>>;

const id = (number: number) => `01900000-0000-7000-8000-${String(number).padStart(12, '0')}`;

/** A database as the first release with deals left it, with people, a deal under way, and what hangs on it. */
async function older(url: string): Promise<void> {
  const then = new DataSource({ type: 'postgres', url, migrations: migrations.slice(0, 3), extra: { max: 2 } });
  await then.initialize();
  await then.query(createAppRole);
  await then.runMigrations({ transaction: 'each' });
  await then.transaction(async (tx) => {
    // Past the triggers: the rows stand for what has long been explained.
    await tx.query(`SET LOCAL session_replication_role = replica`);
    await tx.query(`INSERT INTO installation (id, zone_name) VALUES ('${id(1)}', 'Zone')`);
    await tx.query(`INSERT INTO departments (id, name) VALUES ('${id(2)}', 'Home')`);
    await tx.query(`INSERT INTO regions (id, code, name_zh, name_en) VALUES ('${id(3)}', 'KR', '韩国', 'Korea')`);
    await tx.query(`INSERT INTO channels (id, code, name_zh, name_en) VALUES ('${id(4)}', 'chain', '链', 'Chain')`);
    await tx.query(
      `INSERT INTO users (id, username, display_name, role, department_id, password_hash)
       VALUES ('${id(5)}', 'olga', 'Olga', 'officer', '${id(2)}', 'x')`,
    );
    await tx.query(
      `INSERT INTO users (id, username, display_name, role, department_id, password_hash, time_zone)
       SELECT gen_random_uuid(), zone, 'Abroad', 'officer', '${id(2)}', 'x', zone
       FROM unnest(ARRAY['Asia/Seoul', 'Asia/Tokyo', 'Europe/Paris', 'America/Chicago']) zone`,
    );
    const owned = `'${id(5)}', '${id(2)}'`;
    await tx.query(
      `INSERT INTO companies (id, name_en, country, region, owner_id, department_id) VALUES ('${id(6)}', 'Works', 'KR', 'KR', ${owned})`,
    );
    await tx.query(
      `INSERT INTO leads (id, code, title, company_id, status, region, channel, owner_id, department_id)
       VALUES ('${id(7)}', 'L-1', 'Lead', '${id(6)}', 'converted', 'KR', 'chain', ${owned})`,
    );
    await tx.query(
      `INSERT INTO deals (id, code, title, lead_id, company_id, stage, stage_since, owner_id, department_id)
       VALUES ('${id(8)}', 'D-1', 'Deal', '${id(7)}', '${id(6)}', 'site_visit', '2026-02-01', ${owned})`,
    );
    await tx.query(
      `INSERT INTO stage_changes (id, deal_id, from_stage, to_stage, from_rank, to_rank, effective_on, evidence)
       VALUES ('${id(9)}', '${id(8)}', NULL, 'negotiating', NULL, 0, '2026-01-05', '{}'),
              ('${id(10)}', '${id(8)}', 'negotiating', 'site_visit', 0, 1, '2026-02-01', '{}')`,
    );
    await tx.query(
      `INSERT INTO visits (id, kind, status, subject, company_id, lead_id, starts_at, owner_id, department_id)
       VALUES ('${id(11)}', 'inbound', 'completed', 'Talk', '${id(6)}', '${id(7)}', '2026-01-30T02:00Z', ${owned})`,
    );
    await tx.query(
      `INSERT INTO follow_ups (id, title, due_at, company_id, lead_id, owner_id, department_id)
       VALUES ('${id(12)}', 'Call', '2030-03-01T02:00Z', '${id(6)}', '${id(7)}', ${owned}),
              ('${id(13)}', 'Moved and moved back', '2026-03-01T02:00Z', '${id(6)}', '${id(7)}', ${owned})`,
    );
    await tx.query(
      `INSERT INTO reminders (id, follow_up_id, user_id, channel, remind_at, state, handed_over_at) VALUES
         ('${id(20)}', '${id(12)}', '${id(5)}', 'email', '2030-03-01T02:00Z', 'planned', NULL),
         ('${id(21)}', '${id(12)}', '${id(5)}', 'in_app', '2030-03-01T02:00Z', 'planned', NULL),
         ('${id(22)}', '${id(12)}', '${id(5)}', 'email', '2030-02-01T02:00Z', 'superseded', NULL),
         ('${id(23)}', '${id(13)}', '${id(5)}', 'email', '2026-03-01T02:00Z', 'handed_over', '2026-03-01T02:00Z'),
         ('${id(24)}', '${id(13)}', '${id(5)}', 'in_app', '2026-03-01T02:00Z', 'handed_over', '2026-03-01T02:00Z'),
         ('${id(25)}', '${id(13)}', '${id(5)}', 'email', '2026-02-01T02:00Z', 'handed_over', '2026-02-01T02:00Z'),
         ('${id(26)}', '${id(13)}', '${id(5)}', 'email', '2026-03-01T02:00Z', 'cancelled', NULL)`,
    );
    await tx.query(
      `INSERT INTO mails (id, reminder_id, user_id, recipient, kind, subject, text, html, message_id, state, sent_at) VALUES
         ('${id(30)}', '${id(23)}', '${id(5)}', 'olga@zone.example', 'reminder', 's', 't', 'h', '<1@z>', 'sent', '2026-03-01T02:01Z'),
         ('${id(31)}', '${id(25)}', '${id(5)}', 'olga@zone.example', 'reminder', 's', 't', 'h', '<2@z>', 'queued', NULL)`,
    );
  });
  await then.destroy();
}

/** A database as it was before steps had names: reminders know them by their numbers. */
async function numbered(url: string): Promise<void> {
  const until = migrations.findIndex(({ name }) => name === 'StepsByName1764750000000');
  const then = new DataSource({ type: 'postgres', url, migrations: migrations.slice(0, until), extra: { max: 2 } });
  await then.initialize();
  await then.query(createAppRole);
  await then.runMigrations({ transaction: 'each' });
  await then.transaction(async (tx) => {
    await tx.query(`SET LOCAL session_replication_role = replica`);
    await tx.query(`INSERT INTO departments (id, name) VALUES ('${id(2)}', 'Home')`);
    await tx.query(
      `INSERT INTO users (id, username, display_name, role, department_id, password_hash)
       VALUES ('${id(5)}', 'olga', 'Olga', 'officer', '${id(2)}', 'x')`,
    );
    const rule = `(SELECT id FROM reminder_rules WHERE code = 'followUp.due')`;
    await tx.query(
      `INSERT INTO reminders (id, rule_id, subject_type, subject_id, occurrence, step, user_id, channel, remind_at, state) VALUES
         ('${id(20)}', ${rule}, 'followUp', '${id(12)}', 'due', 0, '${id(5)}', 'email', now(), 'sent'),
         ('${id(21)}', ${rule}, 'followUp', '${id(12)}', 'due', 3, '${id(5)}', 'email', now(), 'planned'),
         ('${id(22)}', ${rule}, 'followUp', '${id(12)}', 'due', 8, '${id(5)}', 'email', now(), 'sent'),
         ('${id(23)}', NULL, 'followUp', '${id(12)}', 'due', 1, '${id(5)}', 'email', now(), 'sent')`,
    );
    await tx.query(
      `INSERT INTO snoozes (id, rule_id, subject_type, subject_id, occurrence, step, user_id, until)
       VALUES ('${id(40)}', ${rule}, 'followUp', '${id(12)}', 'due', 3, '${id(5)}', now())`,
    );
  });
  await then.destroy();
}

beforeAll(async () => {
  database = await freshDatabase();
  await older(database.url);
});
afterAll(() => database.drop());

describe('an older database', () => {
  it('is brought up to date with everything in it, once and again', async () => {
    const config = readConfig({ DATABASE_URL: database.url, LOG_LEVEL: 'silent' });
    await migrate(config);
    await migrate(config);
    const { rows } = await database.owner.query(`SELECT name FROM migrations ORDER BY id`);
    expect(rows.map(({ name }) => name)).toEqual(migrations.map((each) => each.name));
  });

  it('knows what the stages of its history were called', async () => {
    const { rows } = await database.owner.query(
      `SELECT from_name ->> 'en' AS "from", to_name ->> 'en' AS "to" FROM stage_changes ORDER BY id`,
    );
    expect(rows).toEqual([
      { from: null, to: 'Negotiating' },
      { from: 'Negotiating', to: 'Site visit' },
    ]);
  });

  it('lets everybody work by the holidays of where their clocks are', async () => {
    const { rows } = await database.owner.query('SELECT time_zone AS zone, country FROM users ORDER BY time_zone');
    expect(rows).toEqual([
      { zone: 'America/Chicago', country: 'US' },
      { zone: 'Asia/Seoul', country: 'KR' },
      { zone: 'Asia/Shanghai', country: 'CN' },
      { zone: 'Asia/Tokyo', country: 'JP' },
      { zone: 'Europe/Paris', country: 'FR' },
    ]);
  });

  it('knows who has had each lead from the beginning, and lets nobody lose one for silence before the rule', async () => {
    const { rows } = await database.owner.query(
      `SELECT w.kind, w.to_id = l.owner_id AS own, l.protected_from > now() - interval '1 minute' AS fresh
       FROM ownership_changes w JOIN leads l ON l.id = w.lead_id`,
    );
    expect(rows).toEqual([{ kind: 'reported', own: true, fresh: true }]);
  });

  it('keeps what was reminded, knows again what is still to come, and plans nothing for days that are over', async () => {
    const { rows } = await database.owner.query(
      `SELECT right(r.id::text, 2)::int AS id, r.state, r.occurrence, r.mail_id IS NOT NULL AS mailed, q.code
       FROM reminders r JOIN reminder_rules q ON q.id = r.rule_id WHERE r.subject_type = 'followUp' ORDER BY r.id`,
    );
    const past = (number: number) => `past ${id(number)}`;
    const [due, over] = ['2030-03-01T02:00:00.000Z 0', '2026-03-01T02:00:00.000Z 0'];
    expect(rows.map(({ id: number, state, occurrence, mailed }) => [number, state, occurrence, mailed])).toEqual([
      [20, 'planned', due, false],
      [21, 'planned', due, false],
      [22, 'superseded', past(22), false],
      [23, 'sent', over, true],
      [24, 'sent', over, false],
      [25, 'handed_over', past(25), true],
      [26, 'cancelled', past(26), false],
    ]);
    const app = await createApp(readConfig({ DATABASE_URL: database.url, LOG_LEVEL: 'silent', ROLE: 'api' }));
    await app.init();
    try {
      await app.get(Replanner).run();
    } finally {
      await app.close();
    }
    const after = await database.owner.query(
      `SELECT subject_type, right(subject_id::text, 2)::int AS subject, state, count(*)::int AS count FROM reminders
       WHERE state = 'planned' AND subject_type <> 'user' GROUP BY 1, 2, 3 ORDER BY 1, 2`,
    );
    // Of the follow-up still to come its two, the same as before; of the deal, whose contact is fresh, the next; of what is
    // long past, such as its stage or the minutes of its visit, none.
    expect(after.rows).toEqual([
      { subject_type: 'deal', subject: 8, state: 'planned', count: 2 },
      { subject_type: 'followUp', subject: 12, state: 'planned', count: 2 },
    ]);
    expect((await database.owner.query('SELECT FROM replans')).rows).toEqual([]);
  });
});

describe('a database whose reminders know steps by their numbers', () => {
  it('knows them by name afterwards, and what has no step any more by its number', async () => {
    const before = await freshDatabase();
    try {
      await numbered(before.url);
      await migrate(readConfig({ DATABASE_URL: before.url, LOG_LEVEL: 'silent' }));
      const { rows: rules } = await before.owner.query<{ code: string; version: number; steps: LadderStep[] }>(
        'SELECT code, version, steps FROM reminder_rules ORDER BY position',
      );
      const steps = rules.flatMap((rule) => rule.steps);
      expect(steps.every(({ id: name, since }) => typeof name === 'string' && since === null)).toBe(true);
      expect(new Set(steps.map((step) => step.id)).size).toBe(steps.length);
      const ladder = rules.find(({ code }) => code === 'followUp.due')?.steps ?? [];
      expect(ladder.map(({ unit, offset }) => `${unit} ${offset}`)).toEqual([
        'notice 0',
        'workingDays 1',
        'workingDays 2',
        'workingDays 3',
        'workingDays 10',
      ]);
      const { rows } = await before.owner.query('SELECT step_id FROM reminders ORDER BY id');
      expect(rows.map((row) => row.step_id)).toEqual([ladder[0]?.id, ladder[3]?.id, '8', '1']);
      expect((await before.owner.query('SELECT step_id FROM snoozes')).rows).toEqual([{ step_id: ladder[3]?.id }]);
    } finally {
      await before.drop();
    }
  });
});
