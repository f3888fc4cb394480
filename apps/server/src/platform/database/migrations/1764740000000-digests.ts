import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Everybody who is there already gets their first digests planned; what is kept for a digest is found by its reader. */
export class Digests1764740000000 implements MigrationInterface {
  name = 'Digests1764740000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE INDEX reminders_kept_for_digest ON reminders (user_id)
        WHERE state = 'superseded' AND reason = 'in-digest' AND mail_id IS NULL;
      INSERT INTO replans (rule_id) SELECT id FROM reminder_rules WHERE trigger LIKE 'digest.%';
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
