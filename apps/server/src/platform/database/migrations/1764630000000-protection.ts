import { conflictBases, ownershipKinds, rulings, usualProtection } from '@torch/domain';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appRole } from '../app-role';
import { explain } from './explain';

const oneOf = (list: readonly string[]) => list.map((each) => `'${each}'`).join(', ');
const { protectionDays, firstWarningDays, secondWarningDays, releaseDays } = usualProtection;

/** Tables whose rows must be explained by an event; see the first migration. */
export const explainedProtection = {
  ownership_changes: ['lead', 'lead_id'],
  conflicts: ['conflict', 'id'],
  transfers: ['transfer', 'id'],
  company_similarities: ['company', 'company_id'],
} as const;

export class Protection1764630000000 implements MigrationInterface {
  name = 'Protection1764630000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE channels
        ADD protection_days integer NOT NULL DEFAULT ${protectionDays} CHECK (protection_days > 0),
        ADD first_warning_days integer NOT NULL DEFAULT ${firstWarningDays} CHECK (first_warning_days > 0),
        ADD second_warning_days integer NOT NULL DEFAULT ${secondWarningDays},
        ADD release_days integer DEFAULT ${releaseDays},
        ADD CONSTRAINT channels_days_in_order CHECK (first_warning_days < second_warning_days
          AND second_warning_days < coalesce(release_days, protection_days));
      -- Comes with the release, by nobody's act.
      ALTER TABLE close_reasons DISABLE TRIGGER explained;
      INSERT INTO close_reasons (id, code, name_zh, name_en, position)
      SELECT gen_random_uuid(), 'held-by-other', '他人首报在先', 'Reported by somebody else first', 900
      WHERE NOT EXISTS (SELECT FROM close_reasons WHERE code = 'held-by-other');
      ALTER TABLE close_reasons ENABLE TRIGGER explained;
    `);
    // Silence before the rule was there costs nobody a lead: it is counted from now on.
    await db.query(`
      ALTER TABLE leads
        ADD pooled_at timestamptz,
        ADD protected_from timestamptz NOT NULL DEFAULT now(),
        ADD warned integer NOT NULL DEFAULT 0,
        ADD warned_at timestamptz;
      CREATE INDEX leads_silent ON leads ((greatest(last_contact_at, protected_from)), id)
        WHERE deleted_at IS NULL AND pooled_at IS NULL AND status IN ('new', 'contacted', 'qualified');
      CREATE INDEX leads_pooled ON leads (department_id, pooled_at, id) WHERE deleted_at IS NULL AND pooled_at IS NOT NULL;

      CREATE TABLE transfers (
        id uuid PRIMARY KEY,
        at timestamptz NOT NULL DEFAULT now(),
        by_id uuid NOT NULL REFERENCES users,
        owner_id uuid NOT NULL REFERENCES users,
        department_id uuid NOT NULL REFERENCES departments,
        to_id uuid NOT NULL REFERENCES users,
        reason text NOT NULL,
        -- Ids of what moved: { "leads": [], "deals": [], "followUps": [], "visits": [], "companies": [] }
        moved jsonb NOT NULL,
        undone_at timestamptz,
        undone_by uuid REFERENCES users,
        left_behind integer NOT NULL DEFAULT 0
      );
      CREATE INDEX transfers_by_instant ON transfers (at, id);

      -- How each lead came to its owners, for ever.
      CREATE TABLE ownership_changes (
        id uuid PRIMARY KEY,
        transaction xid8 NOT NULL DEFAULT pg_current_xact_id(),
        lead_id uuid NOT NULL REFERENCES leads ON DELETE CASCADE,
        kind text NOT NULL CHECK (kind IN (${oneOf(ownershipKinds)})),
        at timestamptz NOT NULL DEFAULT now(),
        from_id uuid REFERENCES users,
        to_id uuid REFERENCES users,
        to_department_id uuid REFERENCES departments,
        by_id uuid REFERENCES users,
        reason text,
        transfer_id uuid REFERENCES transfers
      );
      CREATE INDEX ownership_changes_of_lead ON ownership_changes (lead_id, at, id);
      CREATE INDEX ownership_changes_claimed ON ownership_changes (to_id, at) WHERE kind = 'claimed';
      INSERT INTO ownership_changes (id, lead_id, kind, at, to_id, to_department_id)
      SELECT gen_random_uuid(), id, 'reported', created_at, owner_id, department_id FROM leads;

      CREATE FUNCTION require_ownership_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NOT EXISTS (
          SELECT FROM ownership_changes
          WHERE lead_id = NEW.id AND to_id = NEW.owner_id AND transaction = pg_current_xact_id()
        ) THEN
          RAISE EXCEPTION 'owner of lead % written without the record of it', NEW.id
            USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NULL;
      END $$;
      CREATE CONSTRAINT TRIGGER owned AFTER INSERT ON leads
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_ownership_change();
      CREATE CONSTRAINT TRIGGER owned_anew AFTER UPDATE OF owner_id ON leads
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.owner_id IS DISTINCT FROM NEW.owner_id)
        EXECUTE FUNCTION require_ownership_change();

      CREATE TABLE conflicts (
        id uuid PRIMARY KEY,
        version integer NOT NULL DEFAULT 1,
        opened_at timestamptz NOT NULL DEFAULT now(),
        held_lead_id uuid NOT NULL REFERENCES leads ON DELETE CASCADE,
        second_lead_id uuid NOT NULL REFERENCES leads ON DELETE CASCADE,
        basis text NOT NULL CHECK (basis IN (${oneOf(conflictBases)})),
        state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'settled')),
        ruling text CHECK (ruling IN (${oneOf(rulings)})),
        reason text,
        shares jsonb NOT NULL DEFAULT '[]',
        settled_by uuid REFERENCES users,
        settled_at timestamptz,
        UNIQUE (held_lead_id, second_lead_id),
        CHECK ((state = 'settled') = (ruling IS NOT NULL AND settled_by IS NOT NULL AND reason IS NOT NULL))
      );
      CREATE INDEX conflicts_by_opening ON conflicts (opened_at, id);
      CREATE INDEX conflicts_open ON conflicts (opened_at, id) WHERE state = 'open';
      CREATE INDEX conflicts_of_second ON conflicts (second_lead_id);

      -- Companies whose names are alike and which somebody has said to be others.
      CREATE TABLE company_similarities (
        company_id uuid NOT NULL REFERENCES companies ON DELETE CASCADE,
        other_id uuid NOT NULL REFERENCES companies ON DELETE CASCADE,
        PRIMARY KEY (company_id, other_id)
      );
      CREATE INDEX ON company_similarities (other_id);

      GRANT SELECT, INSERT, UPDATE ON conflicts, transfers TO ${appRole};
      GRANT SELECT, INSERT ON ownership_changes TO ${appRole};
      GRANT SELECT, INSERT, DELETE ON company_similarities TO ${appRole};
    `);
    await explain(db, explainedProtection);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
