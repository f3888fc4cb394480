import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A mail that may be out is not made again under another Message-ID; a visit is in a calendar if a mail brought it there. */
export class PerhapsOut1764784000000 implements MigrationInterface {
  name = 'PerhapsOut1764784000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- Whether a mail server may have taken it, and nobody heard.
      ALTER TABLE mails ADD perhaps_out boolean NOT NULL DEFAULT false;
      -- The Message-ID of a withdrawn mail that may be out: told anew, it is told under the same.
      ALTER TABLE reminders ADD message_id text;
      ALTER TABLE mails DROP CONSTRAINT mails_message_id_key;
      CREATE UNIQUE INDEX mails_message_id ON mails (message_id) WHERE state <> 'cancelled';

      -- The mails that brought a visit into the calendar; not known of those from before.
      ALTER TABLE visit_invitations ADD mails uuid[];
      ALTER TABLE visit_invitations ALTER mails SET DEFAULT '{}';
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
