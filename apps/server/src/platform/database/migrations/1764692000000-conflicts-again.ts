import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Two leads can come into conflict again, when the one that was closed for the other is opened again by the head. */
export class ConflictsAgain1764692000000 implements MigrationInterface {
  name = 'ConflictsAgain1764692000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE conflicts DROP CONSTRAINT conflicts_held_lead_id_second_lead_id_key;
      CREATE UNIQUE INDEX conflicts_open_between ON conflicts (held_lead_id, second_lead_id) WHERE state = 'open';
      CREATE INDEX conflicts_of_held ON conflicts (held_lead_id);
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
