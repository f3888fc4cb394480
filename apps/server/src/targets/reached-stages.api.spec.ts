import { addDays, type AnyDealStage, allDealStages, dealStages, isOnRoad, rankOf } from '@torch/domain';
import type pg from 'pg';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { convert, hanna, move, qualified, startDealWorld, world } from '../../test/deals';
import { freshDatabase } from '../../test/support';
import { readConfig } from '../platform/config';
import { createAppRole } from '../platform/database/app-role';
import { migrate } from '../platform/database/data-source';
import { migrations } from '../platform/database/migrations';
import { dateIn } from '../platform/time';

type Change = readonly [dealId: string, to: AnyDealStage, on: string];

/** The next number below a limit; the same row of numbers in every run. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** What the recorded moves say: the least day at the stage or behind it. */
const first = (changes: readonly Change[], stage: (typeof dealStages)[number]): string | null =>
  changes
    .filter(([, to]) => isOnRoad(to) && rankOf(to) >= rankOf(stage))
    .map(([, , on]) => on)
    .sort()[0] ?? null;

async function agree(owner: pg.Client): Promise<Record<'signed' | 'construction' | 'production', number>> {
  const { rows: changes } = await owner.query<{ deal_id: string; to_stage: AnyDealStage; on: string }>(
    `SELECT deal_id, to_stage, effective_on::text AS on FROM stage_changes`,
  );
  const { rows } = await owner.query<{ id: string } & Record<string, string | null>>(
    `SELECT id, reached_signed_on::text AS signed, reached_construction_on::text AS construction, reached_production_on::text AS production FROM deals`,
  );
  const known = { signed: 0, construction: 0, production: 0 };
  for (const row of rows) {
    const its = changes
      .filter(({ deal_id }) => deal_id === row.id)
      .map(({ deal_id, to_stage, on }): Change => [deal_id, to_stage, on]);
    for (const stage of ['signed', 'construction', 'production'] as const) {
      expect(row[stage], JSON.stringify(its)).toBe(first(its, stage));
      known[stage] += Number(row[stage] !== null);
    }
  }
  return known;
}

const idOf = (number: number) => `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`;

describe('the first day at a stage', () => {
  it('is what a history of any order says, of a database from before it was kept and of what is written later', async () => {
    const database = await freshDatabase();
    const { owner } = database;
    const upTo = migrations.findIndex(({ name }) => name === 'ReachedStages1764930000000');
    const then = new DataSource({
      type: 'postgres',
      url: database.url,
      migrations: migrations.slice(0, upTo),
      extra: { max: 2 },
    });
    try {
      await then.initialize();
      await then.query(createAppRole);
      await then.runMigrations({ transaction: 'each' });
      const below = numbers(20_261_129);
      const someMoves = async (deals: number) => {
        for (let n = 0; n < 120; n += 1)
          await owner.query(
            `INSERT INTO stage_changes (id, deal_id, to_stage, to_name, effective_on, evidence)
             VALUES (gen_random_uuid(), $1, $2, '{}', date '2026-01-01' + $3::int, '{}')`,
            [idOf(100 + below(deals)), allDealStages[below(allDealStages.length)], below(300)],
          );
      };
      await owner.query(`SET session_replication_role = replica`);
      await owner.query(`INSERT INTO departments (id, name) VALUES ('${idOf(2)}', 'Home')`);
      await owner.query(
        `INSERT INTO users (id, username, display_name, role, department_id, password_hash)
         VALUES ('${idOf(5)}', 'olga', 'Olga', 'officer', '${idOf(2)}', 'x')`,
      );
      await owner.query(
        `INSERT INTO deals (id, owner_id, department_id, code, title, title_text, lead_id, company_id, stage, stage_since)
         SELECT ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, '${idOf(5)}', '${idOf(2)}', 'D-' || n, 'Deal', 'deal',
           gen_random_uuid(), gen_random_uuid(), 'negotiating', '2026-01-01' FROM generate_series(100, 139) n`,
      );
      // Half of the deals have no move yet.
      await someMoves(20);
      await owner.query(`SET session_replication_role = origin`);
      await then.destroy();
      await migrate(readConfig({ DATABASE_URL: database.url, LOG_LEVEL: 'silent' }));
      const before = await agree(owner);
      expect(before.production).toBeGreaterThan(10);
      await owner.query('ALTER TABLE stage_changes DISABLE TRIGGER explained');
      await owner.query('ALTER TABLE deals DISABLE TRIGGER explained');
      await someMoves(40);
      expect((await agree(owner)).signed).toBeGreaterThan(before.signed);
    } finally {
      await database.drop();
    }
  }, 60_000);
});

describe('moving deals', () => {
  beforeAll(startDealWorld);
  afterAll(() => world.close());

  it('keeps the day on which each first came so far, whichever way it went', async () => {
    const today = dateIn('Asia/Shanghai');
    const below = numbers(5);
    let moved = 0;
    for (let n = 0; n < 8; n += 1) {
      const { leadId, version } = await qualified();
      let { body: made } = await convert(leadId, { version, on: addDays(today, -300) }).expect(201);
      for (let left = 10; left > 0; left -= 1) {
        const stage = allDealStages[below(allDealStages.length)] as AnyDealStage;
        const { body, status } = await move(hanna, made, {
          stage,
          // Some lie before the last move; that is refused, as is every move that there is not.
          on: addDays(today, -left * 25 + below(40) - 20),
          reason: 'as told',
          ...(stage === 'lost' ? { closeReason: 'policy' } : stage === 'on_hold' ? {} : { override: true }),
        });
        expect([200, 422]).toContain(status);
        if (status !== 200) continue;
        made = body;
        moved += 1;
      }
    }
    expect(moved).toBeGreaterThan(25);
    const known = await agree(world.owner);
    expect(known.signed).toBeGreaterThan(4);
    expect(known.production).toBeGreaterThan(1);
  });
});
