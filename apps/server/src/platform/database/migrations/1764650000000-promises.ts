import { promiseCategories, promiseStates } from '@torch/domain';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appRole } from '../app-role';
import { explain } from './explain';

const oneOf = (list: readonly string[]) => list.map((each) => `'${each}'`).join(', ');

/** Tables whose rows must be explained by an event; see the first migration. */
export const explainedPromises = {
  promises: ['promise', 'id'],
  tours: ['tour', 'id'],
} as const;

/**
 * What is promised to investors, journeys of several visits, what a visit is prepared with and what follows from it.
 * Reminders remind of a follow-up or of a promise from now on.
 */
export class Promises1764650000000 implements MigrationInterface {
  name = 'Promises1764650000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE tours (
        id uuid PRIMARY KEY,
        version integer NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        title text NOT NULL,
        from_on date NOT NULL,
        to_on date NOT NULL,
        lead_person text,
        members text[] NOT NULL DEFAULT '{}',
        cities text[] NOT NULL DEFAULT '{}',
        owner_id uuid NOT NULL REFERENCES users,
        department_id uuid NOT NULL REFERENCES departments,
        CHECK (from_on <= to_on)
      );
      CREATE INDEX tours_by_start ON tours (from_on, id);

      ALTER TABLE visits
        ADD purpose text,
        ADD talking_points text,
        ADD city text,
        ADD itinerary jsonb NOT NULL DEFAULT '[]',
        ADD hosts jsonb NOT NULL DEFAULT '[]',
        ADD guests jsonb NOT NULL DEFAULT '[]',
        ADD next_steps jsonb NOT NULL DEFAULT '[]',
        ADD tour_id uuid REFERENCES tours;
      CREATE INDEX visits_of_tour ON visits (tour_id, starts_at, id) WHERE tour_id IS NOT NULL;

      CREATE TABLE promises (
        id uuid PRIMARY KEY,
        version integer NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        what text NOT NULL,
        category text NOT NULL CHECK (category IN (${oneOf(promiseCategories)})),
        contact_id uuid REFERENCES contacts ON DELETE SET NULL,
        to_name text,
        promised_by text NOT NULL,
        promised_on date NOT NULL,
        due_on date NOT NULL,
        state text NOT NULL DEFAULT 'open' CHECK (state IN (${oneOf(promiseStates)})),
        note text,
        settled_at timestamptz,
        company_id uuid NOT NULL REFERENCES companies,
        lead_id uuid NOT NULL REFERENCES leads,
        deal_id uuid REFERENCES deals,
        visit_id uuid REFERENCES visits,
        owner_id uuid NOT NULL REFERENCES users,
        department_id uuid NOT NULL REFERENCES departments,
        CHECK (promised_on <= due_on),
        CHECK (state NOT IN ('broken', 'withdrawn') OR note IS NOT NULL),
        CHECK ((state = 'open') = (settled_at IS NULL))
      );
      CREATE INDEX promises_by_due ON promises (due_on, id);
      CREATE INDEX promises_of_owner ON promises (owner_id, due_on, id);
      CREATE INDEX promises_of_department ON promises (department_id, due_on, id);
      CREATE INDEX promises_of_lead ON promises (lead_id, due_on, id);
      CREATE INDEX promises_of_company ON promises (company_id, due_on, id);
      CREATE INDEX promises_of_deal ON promises (deal_id, due_on, id) WHERE deal_id IS NOT NULL;
      CREATE INDEX promises_of_visit ON promises (visit_id, due_on, id) WHERE visit_id IS NOT NULL;
      CREATE INDEX promises_to_contact ON promises (contact_id) WHERE contact_id IS NOT NULL;

      ALTER TABLE reminders
        ALTER follow_up_id DROP NOT NULL,
        ADD promise_id uuid REFERENCES promises ON DELETE CASCADE,
        ADD CONSTRAINT reminders_of_one CHECK (num_nonnulls(follow_up_id, promise_id) = 1);
      CREATE UNIQUE INDEX reminders_of_promise_once ON reminders (promise_id, user_id, channel, remind_at)
        WHERE state IN ('planned', 'handed_over');

      -- What a reminder can remind of, told alike. A promise is due when its day ends where its owner is.
      CREATE VIEW reminded AS
        SELECT f.id, 'followUp' AS kind, f.title, f.due_at, NULL::date AS due_on, f.company_id, f.lead_id, f.owner_id, f.department_id,
          f.status = 'open' AND f.deleted_at IS NULL AS alive
        FROM follow_ups f
        UNION ALL
        SELECT p.id, 'promise', p.what, (p.due_on + time '23:59') AT TIME ZONE u.time_zone, p.due_on, p.company_id, p.lead_id, p.owner_id,
          p.department_id, p.state = 'open' AND l.deleted_at IS NULL
        FROM promises p JOIN users u ON u.id = p.owner_id JOIN leads l ON l.id = p.lead_id;

      -- A reminder is explained by the event of what it reminds of.
      CREATE FUNCTION require_event_of_reminder() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE
        reminder reminders := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
        subject uuid := coalesce(reminder.follow_up_id, reminder.promise_id);
        kind text := CASE WHEN reminder.promise_id IS NULL THEN 'followUp' ELSE 'promise' END;
      BEGIN
        IF NOT EXISTS (
          SELECT FROM events WHERE transaction = pg_current_xact_id() AND subject_type = kind AND subject_id = subject
        ) THEN
          RAISE EXCEPTION 'write to reminders without an event that explains it (subject % %)', kind, subject
            USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NULL;
      END $$;
      DROP TRIGGER explained ON reminders;
      CREATE CONSTRAINT TRIGGER explained AFTER INSERT OR UPDATE OR DELETE ON reminders
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_event_of_reminder();

      GRANT SELECT, INSERT, UPDATE, DELETE ON promises, tours TO ${appRole};
      GRANT SELECT ON reminded TO ${appRole};
    `);
    await explain(db, explainedPromises);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
