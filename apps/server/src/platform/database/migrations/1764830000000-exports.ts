import { approvalReasons, exportFormats, ledgers } from '@torch/domain';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appRole } from '../app-role';
import { explain } from './explain';

const oneOf = (values: readonly string[]) => values.map((each) => `'${each}'`).join(', ');

/** Tables whose rows must be explained by an event; see the first migration. */
export const explainedExports = { exports: ['export', 'id'] } as const;

/** Requests for a ledger as a file, and what became of them. The file itself is made when it is fetched and kept nowhere. */
export class Exports1764830000000 implements MigrationInterface {
  name = 'Exports1764830000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE SEQUENCE export_numbers;
      CREATE TABLE exports (
        id uuid PRIMARY KEY,
        version integer NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        code text NOT NULL UNIQUE,
        owner_id uuid NOT NULL REFERENCES users,
        department_id uuid NOT NULL REFERENCES departments,
        ledger text NOT NULL CHECK (ledger IN (${oneOf(ledgers)})),
        columns text[] NOT NULL CHECK (cardinality(columns) > 0),
        filters jsonb NOT NULL DEFAULT '{}',
        format text NOT NULL CHECK (format IN (${oneOf(exportFormats)})),
        confidential boolean NOT NULL DEFAULT false,
        unmasked boolean NOT NULL DEFAULT false,
        purpose text,
        state text NOT NULL CHECK (state IN ('awaitingApproval', 'ready', 'refused')),
        approval text[] NOT NULL DEFAULT '{}' CHECK (approval <@ ARRAY[${oneOf(approvalReasons)}]),
        rows integer NOT NULL,
        decided_by uuid REFERENCES users CHECK (decided_by <> owner_id),
        decided_at timestamptz,
        decision_reason text,
        expires_at timestamptz,
        downloaded_at timestamptz,
        downloaded_rows integer,
        CHECK ((decided_by IS NULL) = (decided_at IS NULL)),
        CHECK ((state = 'ready') = (expires_at IS NOT NULL)),
        -- What needs approval is ready only by somebody's decision.
        CHECK (state <> 'ready' OR approval = '{}' OR decided_by IS NOT NULL),
        CHECK (NOT unmasked OR purpose IS NOT NULL)
      );
      CREATE INDEX exports_of_owner ON exports (owner_id, created_at, id);
      CREATE INDEX exports_to_decide ON exports (created_at, id) WHERE state = 'awaitingApproval';

      GRANT SELECT, INSERT ON exports TO ${appRole};
      -- What was asked for stays as it was asked for: the approval is about nothing else.
      GRANT UPDATE (version, updated_at, state, decided_by, decided_at, decision_reason, expires_at, downloaded_at, downloaded_rows)
        ON exports TO ${appRole};
      GRANT USAGE ON SEQUENCE export_numbers TO ${appRole};
    `);
    await explain(db, explainedExports);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
