import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appRole } from '../app-role';

const money = (name: string) => `
        ${name}_amount numeric(17, 2),
        ${name}_currency text,
        CHECK ((${name}_amount IS NULL) = (${name}_currency IS NULL))`;

/** Tables whose rows must be explained by an event; see the first migration. */
export const explainedDeals: Readonly<Record<string, readonly [subjectType: string, column: string]>> = {
  deals: ['deal', 'id'],
  stage_changes: ['deal', 'deal_id'],
};

export class Deals1764500000000 implements MigrationInterface {
  name = 'Deals1764500000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE SEQUENCE deal_numbers;
      CREATE TABLE deals (
        id uuid PRIMARY KEY,
        version integer NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        deleted_at timestamptz,
        deleted_by uuid REFERENCES users,
        owner_id uuid NOT NULL REFERENCES users,
        department_id uuid NOT NULL REFERENCES departments,
        code text NOT NULL UNIQUE,
        title text NOT NULL,
        lead_id uuid NOT NULL REFERENCES leads,
        company_id uuid NOT NULL REFERENCES companies,
        stage text NOT NULL,
        stage_left text,
        stage_since date NOT NULL,
        close_reason text REFERENCES close_reasons (code),
        split_reason text,
        flagged text[] NOT NULL DEFAULT '{}',
        waivers jsonb NOT NULL DEFAULT '{}',
        ${[
          'total_investment',
          'fixed_asset_investment',
          'contracted_foreign_capital',
          'agreed_amount',
          'registered_capital',
          'filing_amount',
          'annual_output',
          'annual_tax',
        ]
          .map(money)
          .join(',')},
        land_mu numeric(14, 2),
        plant_m2 numeric(14, 2),
        agreement_kind text,
        signed_on date,
        local_company_name text,
        local_registration_number text,
        registered_on date,
        filing_certificate text,
        land_contract text,
        plant_lease text,
        environmental_approval text,
        started_on date,
        construction_permit text,
        equipment_contract text,
        statistics_entry_on date,
        produced_on date,
        capacity_on date,
        -- A deal beside the road remembers where it left it, and only such a one.
        CHECK ((stage IN ('on_hold', 'lost')) = (stage_left IS NOT NULL))
      );
      -- A lead is one deal; more come only by a split that says why.
      CREATE UNIQUE INDEX deals_first_of_lead ON deals (lead_id) WHERE split_reason IS NULL;
      CREATE INDEX deals_of_lead ON deals (lead_id);
      CREATE INDEX deals_of_company ON deals (company_id) WHERE deleted_at IS NULL;
      CREATE INDEX deals_by_creation ON deals (created_at, id) WHERE deleted_at IS NULL;
      CREATE INDEX deals_by_update ON deals (updated_at, id) WHERE deleted_at IS NULL;
      CREATE INDEX deals_by_stage_since ON deals (stage_since, id) WHERE deleted_at IS NULL;
      CREATE INDEX deals_by_stage ON deals (stage, created_at, id) WHERE deleted_at IS NULL;
      CREATE INDEX deals_of_owner ON deals (owner_id, created_at, id) WHERE deleted_at IS NULL;
      CREATE INDEX deals_of_department ON deals (department_id, created_at, id) WHERE deleted_at IS NULL;
      CREATE INDEX deals_flagged ON deals (created_at, id) WHERE deleted_at IS NULL AND flagged <> '{}';

      CREATE TABLE stage_changes (
        id uuid PRIMARY KEY,
        deal_id uuid NOT NULL REFERENCES deals,
        transaction xid8 NOT NULL DEFAULT pg_current_xact_id(),
        from_stage text,
        to_stage text NOT NULL,
        -- Place on the road as it was then; none beside it.
        from_rank integer,
        to_rank integer,
        effective_on date NOT NULL,
        at timestamptz NOT NULL DEFAULT now(),
        actor_id uuid REFERENCES users,
        reason text,
        close_reason text,
        overridden text[] NOT NULL DEFAULT '{}',
        -- The deal's facts as they were judged.
        evidence jsonb NOT NULL
      );
      CREATE INDEX stage_changes_of_deal ON stage_changes (deal_id, at, id);
      CREATE INDEX stage_changes_by_entry ON stage_changes (to_stage, effective_on);

      -- The one door: a stage is written only together with the change that records it.
      CREATE FUNCTION require_stage_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NOT EXISTS (
          SELECT FROM stage_changes
          WHERE deal_id = NEW.id AND to_stage = NEW.stage AND transaction = pg_current_xact_id()
        ) THEN
          RAISE EXCEPTION 'stage of deal % written without its stage change', NEW.id
            USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NULL;
      END $$;
      CREATE CONSTRAINT TRIGGER recorded AFTER INSERT ON deals
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_stage_change();
      CREATE CONSTRAINT TRIGGER recorded_move AFTER UPDATE OF stage ON deals
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.stage IS DISTINCT FROM NEW.stage)
        EXECUTE FUNCTION require_stage_change();
    `);
    for (const [table, [subjectType, column]] of Object.entries(explainedDeals))
      await db.query(`
        CREATE CONSTRAINT TRIGGER explained AFTER INSERT OR UPDATE OR DELETE ON ${table}
          DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_event('${subjectType}', '${column}');
      `);
    await db.query(`
      GRANT SELECT, INSERT, UPDATE, DELETE ON deals TO ${appRole};
      GRANT SELECT, INSERT ON stage_changes TO ${appRole};
      GRANT USAGE ON SEQUENCE deal_numbers TO ${appRole};
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
