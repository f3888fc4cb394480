import { mailKinds, reportFormats, reportKinds, templateFormats } from '@torch/domain';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appRole } from '../app-role';
import { explain } from './explain';

const oneOf = (list: readonly string[]) => list.map((each) => `'${each}'`).join(', ');

/** Tables whose rows must be explained by an event; see the first migration. */
export const explainedReports = {
  report_templates: ['reportTemplate', 'id'],
  report_schedules: ['reportSchedule', 'id'],
} as const;

/** Templates that stand in the place of the product's own, and reports that are sent on schedule. */
export class Reports1764840000000 implements MigrationInterface {
  name = 'Reports1764840000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE mails DROP CONSTRAINT IF EXISTS mails_kind_check;
      ALTER TABLE mails ADD CONSTRAINT mails_kind_check CHECK (kind IN (${oneOf(mailKinds)}));

      CREATE TABLE report_templates (
        id uuid PRIMARY KEY,
        version integer NOT NULL DEFAULT 1,
        kind text NOT NULL CHECK (kind IN (${oneOf(reportKinds)})),
        locale text NOT NULL CHECK (locale IN ('zh-CN', 'en')),
        format text NOT NULL CHECK (format IN (${oneOf(templateFormats)})),
        file_name text NOT NULL,
        sha256 text NOT NULL,
        content bytea NOT NULL,
        updated_at timestamptz NOT NULL DEFAULT now(),
        updated_by uuid REFERENCES users,
        UNIQUE (kind, locale, format)
      );

      CREATE TABLE report_schedules (
        id uuid PRIMARY KEY,
        version integer NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        name text NOT NULL,
        kind text NOT NULL CHECK (kind IN (${oneOf(reportKinds)})),
        format text NOT NULL CHECK (format IN (${oneOf(reportFormats)})),
        receivers uuid[] NOT NULL CHECK (cardinality(receivers) > 0),
        day integer NOT NULL CHECK (day BETWEEN 1 AND 28),
        time text NOT NULL,
        active boolean NOT NULL,
        -- When it goes out next; null while it rests.
        next_at timestamptz,
        owner_id uuid NOT NULL REFERENCES users,
        department_id uuid NOT NULL REFERENCES departments,
        CHECK (active = (next_at IS NOT NULL))
      );
      CREATE INDEX report_schedules_of_owner ON report_schedules (owner_id, created_at, id);
      CREATE INDEX report_schedules_due ON report_schedules (next_at) WHERE next_at IS NOT NULL;

      -- One report for one receiver and occasion. Like a reminder it tells its own life, and needs no event.
      CREATE TABLE report_sendings (
        id uuid PRIMARY KEY,
        schedule_id uuid NOT NULL REFERENCES report_schedules ON DELETE CASCADE,
        user_id uuid NOT NULL REFERENCES users,
        -- The day on which it was due, in the reporting time zone.
        occurrence date NOT NULL,
        state text NOT NULL DEFAULT 'planned' CHECK (state IN ('planned', 'handed_over', 'cancelled', 'failed')),
        reason text,
        tries integer NOT NULL DEFAULT 0,
        wait_until timestamptz NOT NULL DEFAULT now(),
        mail_id uuid REFERENCES mails ON DELETE SET NULL,
        ended_at timestamptz,
        UNIQUE (schedule_id, user_id, occurrence)
      );
      CREATE INDEX report_sendings_due ON report_sendings (wait_until, id) WHERE state = 'planned';

      -- What was moved in a period is asked of all leads.
      CREATE INDEX status_changes_by_time ON status_changes (effective_at);
      CREATE INDEX stage_changes_by_day ON stage_changes (effective_on);

      GRANT SELECT, INSERT, UPDATE, DELETE ON report_templates, report_schedules, report_sendings TO ${appRole};
    `);
    await explain(db, explainedReports);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
