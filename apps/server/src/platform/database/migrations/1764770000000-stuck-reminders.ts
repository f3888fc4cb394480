import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appRole } from '../app-role';

/** What cannot be planned or told holds up no other, and has more than one chance; what cannot be sent waits where it is looked at again. */
export class StuckReminders1764770000000 implements MigrationInterface {
  name = 'StuckReminders1764770000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- Times that it failed: those that never did come first.
      ALTER TABLE replans ADD tries integer NOT NULL DEFAULT 0;
      DROP INDEX replans_in_turn;
      CREATE INDEX replans_in_turn ON replans (tries, created_at, id);

      ALTER TABLE reminders
        -- Times that it could not be put into words, and when it is tried again.
        ADD tries integer NOT NULL DEFAULT 0,
        ADD wait_until timestamptz;
      CREATE INDEX reminders_untold ON reminders (ended_at) WHERE state = 'failed' AND reason = 'untold';

      -- What the workers know of the mail server; nothing until one has found it away.
      CREATE TABLE mail_server (
        singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
        away_since timestamptz,
        told_at timestamptz
      );
      INSERT INTO mail_server DEFAULT VALUES;
      GRANT SELECT, UPDATE ON mail_server TO ${appRole};
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
