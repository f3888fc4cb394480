import { landedStages, problemKinds, problemStates } from '@torch/domain';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { appRole } from '../app-role';
import { explain } from './explain';

const oneOf = (list: readonly string[]) => list.map((each) => `'${each}'`).join(', ');
const landed = (alias: string) =>
  `(${alias}.stage IN (${oneOf(landedStages)}) OR ${alias}.stage = 'on_hold' AND ${alias}.stage_left IN (${oneOf(landedStages)}))`;

/** Tables whose rows must be explained by an event; see the first migration. */
export const explainedProblems = { problems: ['problem', 'id'] } as const;

/**
 * What stands in the way of deals and of companies that have landed, and who looks after those. Which companies have
 * landed, and when somebody last spoke to them, follows from deals, visits and leads: the database keeps it beside them,
 * so that no way of writing can forget it. Confidential deals leave no trace there.
 */
export class Aftercare1764681000000 implements MigrationInterface {
  name = 'Aftercare1764681000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE problems (
        id uuid PRIMARY KEY,
        version integer NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        company_id uuid NOT NULL REFERENCES companies,
        deal_id uuid REFERENCES deals,
        kind text NOT NULL CHECK (kind IN (${oneOf(problemKinds)})),
        what text NOT NULL,
        core boolean NOT NULL DEFAULT false,
        handler_id uuid NOT NULL REFERENCES users,
        reporter_id uuid NOT NULL REFERENCES users,
        due_on date NOT NULL,
        state text NOT NULL DEFAULT 'open' CHECK (state IN (${oneOf(problemStates)})),
        note text,
        solved_on date,
        CHECK ((state = 'solved') = (solved_on IS NOT NULL))
      );
      CREATE INDEX problems_of_deal ON problems (deal_id, due_on, id);
      CREATE INDEX problems_of_company ON problems (company_id, due_on, id);
      CREATE INDEX problems_of_handler ON problems (handler_id, due_on, id);
      CREATE INDEX problems_by_due ON problems (due_on, id);
      GRANT SELECT, INSERT, UPDATE, DELETE ON problems TO ${appRole};

      ALTER TABLE companies ADD account_manager_id uuid REFERENCES users;

      CREATE TABLE aftercare (
        company_id uuid PRIMARY KEY REFERENCES companies ON DELETE CASCADE,
        landed_on date NOT NULL,
        -- Who was appointed, else whose deal brought it.
        owner_id uuid NOT NULL REFERENCES users,
        last_contact_at timestamptz NOT NULL
      );
      CREATE INDEX aftercare_of_owner ON aftercare (owner_id, last_contact_at, company_id);
      CREATE INDEX aftercare_by_contact ON aftercare (last_contact_at, company_id);
      GRANT SELECT ON aftercare TO ${appRole};

      CREATE FUNCTION refresh_aftercare(company uuid) RETURNS void
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        DELETE FROM aftercare a WHERE a.company_id = company AND NOT EXISTS (
          SELECT FROM deals d JOIN leads l ON l.id = d.lead_id JOIN companies c ON c.id = d.company_id
          WHERE d.company_id = company AND d.deleted_at IS NULL AND c.deleted_at IS NULL AND l.confidential_to IS NULL AND ${landed('d')});
        INSERT INTO aftercare AS a (company_id, landed_on, owner_id, last_contact_at)
        SELECT c.id, d.landed_on, coalesce(c.account_manager_id, d.owner_id), greatest(
            d.landed_on::timestamp AT TIME ZONE 'UTC',
            (SELECT max(l.last_contact_at) FROM leads l
             WHERE l.company_id = c.id AND l.deleted_at IS NULL AND l.confidential_to IS NULL),
            (SELECT max(v.starts_at) FROM visits v LEFT JOIN leads l ON l.id = v.lead_id
             WHERE v.company_id = c.id AND v.status = 'completed' AND v.deleted_at IS NULL AND l.confidential_to IS NULL))
        FROM companies c CROSS JOIN LATERAL (
          SELECT min(coalesce(d.registered_on, d.stage_since)) AS landed_on,
            (array_agg(d.owner_id ORDER BY d.stage_since DESC, d.id))[1] AS owner_id
          FROM deals d JOIN leads l ON l.id = d.lead_id
          WHERE d.company_id = c.id AND d.deleted_at IS NULL AND l.confidential_to IS NULL AND ${landed('d')}) d
        WHERE c.id = company AND c.deleted_at IS NULL AND d.landed_on IS NOT NULL
        ON CONFLICT (company_id) DO UPDATE
          SET landed_on = excluded.landed_on, owner_id = excluded.owner_id, last_contact_at = excluded.last_contact_at
          WHERE (a.landed_on, a.owner_id, a.last_contact_at)
            IS DISTINCT FROM (excluded.landed_on, excluded.owner_id, excluded.last_contact_at);
      END $$;

      CREATE FUNCTION aftercare_of_deal() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_OP <> 'INSERT' AND ${landed('OLD')} THEN PERFORM refresh_aftercare(OLD.company_id); END IF;
        IF TG_OP <> 'DELETE' AND ${landed('NEW')} THEN PERFORM refresh_aftercare(NEW.company_id); END IF;
        RETURN NULL;
      END $$;
      CREATE TRIGGER aftercare AFTER INSERT OR DELETE
        OR UPDATE OF stage, stage_left, stage_since, registered_on, owner_id, company_id, deleted_at ON deals
        FOR EACH ROW EXECUTE FUNCTION aftercare_of_deal();

      -- A company that has not landed is not looked up further: leads and visits are written all day.
      CREATE FUNCTION aftercare_of_contact() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF EXISTS (SELECT FROM aftercare WHERE company_id = NEW.company_id) THEN PERFORM refresh_aftercare(NEW.company_id); END IF;
        RETURN NULL;
      END $$;
      CREATE TRIGGER aftercare AFTER INSERT OR UPDATE OF last_contact_at, deleted_at ON leads
        FOR EACH ROW EXECUTE FUNCTION aftercare_of_contact();
      CREATE TRIGGER aftercare AFTER INSERT OR UPDATE OF status, starts_at, lead_id, deleted_at ON visits
        FOR EACH ROW EXECUTE FUNCTION aftercare_of_contact();

      CREATE FUNCTION aftercare_of_company() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM refresh_aftercare(CASE WHEN TG_TABLE_NAME = 'companies' THEN NEW.id ELSE (to_jsonb(NEW) ->> 'company_id')::uuid END);
        RETURN NULL;
      END $$;
      CREATE TRIGGER aftercare_named AFTER UPDATE OF confidential_to ON leads
        FOR EACH ROW WHEN ((OLD.confidential_to IS NULL) <> (NEW.confidential_to IS NULL)) EXECUTE FUNCTION aftercare_of_company();
      CREATE TRIGGER aftercare AFTER UPDATE OF account_manager_id, deleted_at ON companies
        FOR EACH ROW EXECUTE FUNCTION aftercare_of_company();

      SELECT refresh_aftercare(company_id) FROM (SELECT DISTINCT company_id FROM deals d WHERE ${landed('d')}) landed;
    `);
    await explain(db, explainedProblems);
    await this.addChannel(db);
  }

  /** A landed company that invests again comes by a channel of its own; a zone whose lists are still to be made gets it with them. */
  private async addChannel(db: QueryRunner): Promise<void> {
    await db.query('ALTER TABLE channels DISABLE TRIGGER explained');
    await db.query(
      `INSERT INTO channels (id, code, name_zh, name_en, position)
       SELECT $1, 'reinvestment', '增资扩产', 'Reinvestment', coalesce(max(position), 0) + 10 FROM channels HAVING count(*) > 0
       ON CONFLICT (code) DO NOTHING`,
      [uuid()],
    );
    await db.query('ALTER TABLE channels ENABLE TRIGGER explained');
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
