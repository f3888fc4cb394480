import { mailActs, mailKinds, reminderSubjects, robotPostStates } from '@torch/domain';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appRole } from '../app-role';
import { explain } from './explain';

const oneOf = (list: readonly string[]) => list.map((each) => `'${each}'`).join(', ');

/** Tables whose rows must be explained by an event; see the first migration. */
export const explainedChannels = {
  calendar_feeds: ['calendarFeed', 'id'],
} as const;

/** How reminders reach people: links in mails, calendars, group chats, and what somebody puts off. */
export class Channels1764720000000 implements MigrationInterface {
  name = 'Channels1764720000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE mails DROP CONSTRAINT IF EXISTS mails_kind_check;
      ALTER TABLE mails ADD CONSTRAINT mails_kind_check CHECK (kind IN (${oneOf(mailKinds)}));

      -- What somebody does not want to hear of again before an instant: one cause of one record.
      CREATE TABLE snoozes (
        id uuid PRIMARY KEY,
        subject_type text NOT NULL CHECK (subject_type IN (${oneOf(reminderSubjects)})),
        subject_id uuid NOT NULL,
        rule_id uuid NOT NULL REFERENCES reminder_rules ON DELETE CASCADE,
        occurrence text NOT NULL,
        step integer NOT NULL,
        user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
        until timestamptz NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        UNIQUE (subject_id, rule_id, occurrence, user_id)
      );

      -- What links in mails are signed with: made here, for this installation alone, from two random numbers of 122 bits.
      CREATE TABLE link_keys (
        singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
        secret bytea NOT NULL DEFAULT sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8'))
      );
      INSERT INTO link_keys DEFAULT VALUES;

      -- A link acts once; its hash is remembered for longer than it would work.
      CREATE TABLE used_links (
        hash text PRIMARY KEY,
        reminder_id uuid REFERENCES reminders ON DELETE SET NULL,
        user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
        act text NOT NULL CHECK (act IN (${oneOf(mailActs)})),
        used_at timestamptz NOT NULL DEFAULT now(),
        until timestamptz
      );
      CREATE INDEX used_links_by_age ON used_links (used_at);

      CREATE TABLE calendar_feeds (
        id uuid PRIMARY KEY,
        user_id uuid NOT NULL REFERENCES users,
        token_hash text NOT NULL UNIQUE,
        created_at timestamptz NOT NULL DEFAULT now(),
        revoked_at timestamptz
      );
      CREATE UNIQUE INDEX calendar_feeds_one ON calendar_feeds (user_id) WHERE revoked_at IS NULL;

      -- In whose calendars a visit stands by mail, and as what: a change of it has to reach them.
      CREATE TABLE visit_invitations (
        visit_id uuid NOT NULL REFERENCES visits ON DELETE CASCADE,
        user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
        sequence integer NOT NULL,
        -- What the calendar shows; null once it is taken out.
        shown text,
        PRIMARY KEY (visit_id, user_id)
      );

      ALTER TABLE robots DISABLE TRIGGER explained;
      ALTER TABLE robots ADD deleted_at timestamptz;
      ALTER TABLE robots ENABLE TRIGGER explained;

      -- The outbox of robots.
      CREATE TABLE robot_posts (
        id uuid PRIMARY KEY,
        robot_id uuid NOT NULL REFERENCES robots,
        reminder_id uuid REFERENCES reminders ON DELETE SET NULL,
        text text NOT NULL,
        state text NOT NULL DEFAULT 'queued' CHECK (state IN (${oneOf(robotPostStates)})),
        attempts integer NOT NULL DEFAULT 0,
        answer text,
        created_at timestamptz NOT NULL DEFAULT now(),
        next_try_at timestamptz NOT NULL DEFAULT now(),
        claimed_by bigint,
        ended_at timestamptz
      );
      CREATE INDEX robot_posts_due ON robot_posts (robot_id, next_try_at) WHERE state = 'queued';
      CREATE INDEX robot_posts_of_robot ON robot_posts (robot_id, created_at);
      CREATE INDEX robot_posts_claimed ON robot_posts (claimed_by) WHERE claimed_by IS NOT NULL;

      GRANT SELECT, INSERT, UPDATE, DELETE ON snoozes, used_links, calendar_feeds, visit_invitations, robot_posts TO ${appRole};
      GRANT SELECT ON link_keys TO ${appRole};
    `);
    await explain(db, explainedChannels);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
