import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appRole } from '../app-role';

/** Rules that administrators make and give up, and what the health of the delivery is told by. */
export class RulesAndHealth1764730000000 implements MigrationInterface {
  name = 'RulesAndHealth1764730000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE reminder_rules DISABLE TRIGGER explained;
      ALTER TABLE reminder_rules
        -- Made by an administrator; those that come with the product are switched off, never deleted.
        ADD own boolean NOT NULL DEFAULT false,
        -- A deleted rule stays for what it has planned: its reminders keep telling by which rule they came.
        ADD deleted_at timestamptz,
        ADD CHECK (deleted_at IS NULL OR own AND NOT active);
      ALTER TABLE reminder_rules ENABLE TRIGGER explained;

      -- A heartbeat a day for whom it is for, however many workers there are.
      CREATE TABLE heartbeats (
        user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
        day date NOT NULL,
        made_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (user_id, day)
      );
      GRANT SELECT, INSERT ON heartbeats TO ${appRole};

      -- Health and metrics ask often, and touch what is under way or just gone alone.
      CREATE INDEX reminders_sent ON reminders (channel, ended_at) WHERE state = 'sent';
      CREATE INDEX reminders_failed ON reminders (ended_at) WHERE state = 'failed';
      CREATE INDEX reminders_handed_over ON reminders (handed_over_at) WHERE state = 'handed_over';
      CREATE INDEX mails_sent ON mails (sent_at) WHERE sent_at IS NOT NULL;
      CREATE INDEX mails_stuck ON mails (created_at, id) WHERE state IN ('failed', 'parked');
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
