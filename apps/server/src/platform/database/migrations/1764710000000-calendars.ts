import { dayKinds } from '@torch/domain';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appRole } from '../app-role';
import { explain } from './explain';

/** Tables whose rows must be explained by an event; see the first migration. */
export const explainedCalendars = {
  calendar_overrides: ['calendarDay', 'id'],
  absences: ['absence', 'id'],
} as const;

/** By whose holidays people work, when reminders may reach them, and who stands in for them. */
export class Calendars1764710000000 implements MigrationInterface {
  name = 'Calendars1764710000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE users
        ADD country text NOT NULL DEFAULT 'CN' CHECK (country ~ '^[A-Z]{2}$'),
        ADD deputy_id uuid REFERENCES users CHECK (deputy_id <> id),
        ADD morning_at time NOT NULL DEFAULT '09:00',
        ADD quiet_from time,
        ADD quiet_to time,
        ADD CHECK (num_nonnulls(quiet_from, quiet_to) <> 1),
        ADD CHECK (quiet_from <> quiet_to);
      -- A guess that everybody can correct; the installation itself makes it, so no event explains it.
      ALTER TABLE users DISABLE TRIGGER explained;
      UPDATE users SET country = CASE
        WHEN time_zone = 'Asia/Seoul' THEN 'KR'
        WHEN time_zone = 'Asia/Tokyo' THEN 'JP'
        WHEN time_zone = 'Asia/Singapore' THEN 'SG'
        WHEN time_zone = 'Asia/Hong_Kong' THEN 'HK'
        WHEN time_zone = 'Asia/Taipei' THEN 'TW'
        WHEN time_zone = 'Europe/London' THEN 'GB'
        WHEN time_zone = 'Europe/Paris' THEN 'FR'
        WHEN time_zone = 'Europe/Rome' THEN 'IT'
        WHEN time_zone = 'Europe/Amsterdam' THEN 'NL'
        WHEN time_zone = 'Europe/Zurich' THEN 'CH'
        WHEN time_zone = 'Europe/Stockholm' THEN 'SE'
        WHEN time_zone IN ('America/Toronto', 'America/Vancouver', 'America/Montreal') THEN 'CA'
        WHEN time_zone LIKE 'Australia/%' THEN 'AU'
        WHEN time_zone LIKE 'Europe/%' THEN 'DE'
        WHEN time_zone LIKE 'America/%' THEN 'US'
        ELSE 'CN' END;
      ALTER TABLE users ENABLE TRIGGER explained;
      CREATE INDEX users_of_deputy ON users (deputy_id) WHERE deputy_id IS NOT NULL;

      CREATE TABLE calendar_overrides (
        id uuid PRIMARY KEY,
        version integer NOT NULL DEFAULT 1,
        country text NOT NULL CHECK (country ~ '^[A-Z]{2}$'),
        day date NOT NULL,
        kind text NOT NULL CHECK (kind IN (${dayKinds.map((kind) => `'${kind}'`).join(', ')})),
        name text NOT NULL,
        UNIQUE (country, day)
      );

      CREATE TABLE absences (
        id uuid PRIMARY KEY,
        version integer NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        user_id uuid NOT NULL REFERENCES users,
        deputy_id uuid NOT NULL REFERENCES users,
        from_on date NOT NULL,
        to_on date NOT NULL,
        CHECK (from_on <= to_on),
        CHECK (deputy_id <> user_id)
      );
      CREATE INDEX absences_by_start ON absences (from_on, id);
      CREATE INDEX absences_of_user ON absences (user_id, to_on);
      CREATE INDEX absences_of_deputy ON absences (deputy_id, to_on);

      GRANT SELECT, INSERT, UPDATE, DELETE ON calendar_overrides, absences TO ${appRole};
    `);
    await explain(db, explainedCalendars);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
