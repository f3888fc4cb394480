import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appRole } from '../app-role';
import { explain } from './explain';

/** Tables whose rows must be explained by an event; see the first migration. */
export const explainedLeadHistory = { status_changes: ['lead', 'lead_id'] } as const;

/** The append-only history of a lead's statuses, beside that of a deal's stages: the funnel is read from the two. */
export class LeadHistory1764800000000 implements MigrationInterface {
  name = 'LeadHistory1764800000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE status_changes (
        id uuid PRIMARY KEY,
        lead_id uuid NOT NULL REFERENCES leads ON DELETE CASCADE,
        from_status text NOT NULL,
        to_status text NOT NULL,
        -- When it was so: a visit that is told afterwards was a contact on its day.
        effective_at timestamptz NOT NULL,
        at timestamptz NOT NULL DEFAULT now(),
        actor_id uuid REFERENCES users,
        close_reason text
      );
      -- Of what was moved before this table, the events tell.
      INSERT INTO status_changes (id, lead_id, from_status, to_status, effective_at, at, actor_id, close_reason)
        SELECT e.id, e.subject_id, e.changes -> 'status' ->> 0, e.changes -> 'status' ->> 1, e.at, e.at, e.actor_id,
          CASE WHEN e.changes -> 'status' ->> 1 = 'disqualified' THEN e.changes -> 'closeReason' ->> 1 END
        FROM events e JOIN leads l ON l.id = e.subject_id
        WHERE e.type = 'lead.moved' AND e.subject_type = 'lead' AND e.changes -> 'status' ->> 1 IS NOT NULL;
      CREATE INDEX status_changes_of_lead ON status_changes (lead_id, at, id);
      GRANT SELECT, INSERT ON status_changes TO ${appRole};
    `);
    await explain(db, explainedLeadHistory);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
