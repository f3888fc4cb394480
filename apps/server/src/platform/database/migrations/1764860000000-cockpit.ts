import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appRole } from '../app-role';
import { explain } from './explain';

/** Tables whose rows must be explained by an event; see the first migration. */
export const explainedCockpit = { wall_links: ['wallLink', 'id'] } as const;

/** Links to wall screens, and what the cockpit counts without reading what is over. */
export class Cockpit1764860000000 implements MigrationInterface {
  name = 'Cockpit1764860000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE wall_links (
        id uuid PRIMARY KEY,
        maker_id uuid NOT NULL REFERENCES users,
        -- It ends with the role in which it was made.
        maker_role text NOT NULL,
        -- What it shows; null for the whole zone.
        department_id uuid REFERENCES departments,
        name text NOT NULL,
        token_hash text NOT NULL UNIQUE,
        created_at timestamptz NOT NULL DEFAULT now(),
        expires_at timestamptz NOT NULL,
        revoked_at timestamptz
      );
      CREATE INDEX wall_links_by_creation ON wall_links (created_at, id);
      GRANT SELECT, INSERT, UPDATE ON wall_links TO ${appRole};

      -- What is open is little beside all that is done; what was closed of late, beside all that ever moved.
      CREATE INDEX follow_ups_open ON follow_ups (due_at, id) INCLUDE (owner_id, department_id, lead_id)
        WHERE deleted_at IS NULL AND status = 'open';
      CREATE INDEX promises_open ON promises (due_on, id) INCLUDE (owner_id, department_id, lead_id) WHERE state = 'open';
      CREATE INDEX problems_open ON problems (due_on, id) INCLUDE (handler_id, company_id, deal_id) WHERE state = 'open';
      CREATE INDEX status_changes_closed ON status_changes (effective_at, lead_id) WHERE to_status = 'disqualified';
    `);
    await explain(db, explainedCockpit);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
