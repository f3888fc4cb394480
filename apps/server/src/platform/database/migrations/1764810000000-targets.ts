import { targetKinds, targetMetrics } from '@torch/domain';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appRole } from '../app-role';
import { explain } from './explain';

const oneOf = (list: readonly string[]) => list.map((each) => `'${each}'`).join(', ');

/** Tables whose rows must be explained by an event; see the first migration. */
export const explainedTargets = { targets: ['target', 'id'] } as const;

/** What the zone means to reach, by year or by plan of five years; how far it has come is read from the records. */
export class Targets1764810000000 implements MigrationInterface {
  name = 'Targets1764810000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE targets (
        id uuid PRIMARY KEY,
        version integer NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        metric text NOT NULL CHECK (metric IN (${oneOf(targetMetrics)})),
        kind text NOT NULL CHECK (kind IN (${oneOf(targetKinds)})),
        value numeric(17, 2) CHECK (value > 0),
        currency text,
        base numeric(17, 2),
        base_year integer,
        first_year integer NOT NULL CHECK (first_year BETWEEN 2000 AND 2099),
        years integer NOT NULL CHECK (years IN (1, 5)),
        cluster text REFERENCES clusters (code),
        park text REFERENCES parks (code),
        region text REFERENCES regions (code),
        department_id uuid REFERENCES departments,
        name_zh text,
        name_en text,
        unit_zh text,
        unit_en text,
        done numeric(17, 2),
        done_on date,
        note text,
        CHECK (metric <> 'byHand' OR name_zh IS NOT NULL AND name_en IS NOT NULL),
        CHECK ((done IS NULL) = (done_on IS NULL))
      );
      CREATE INDEX targets_by_year ON targets (first_year, id);
      GRANT SELECT, INSERT, UPDATE, DELETE ON targets TO ${appRole};
    `);
    await explain(db, explainedTargets);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
