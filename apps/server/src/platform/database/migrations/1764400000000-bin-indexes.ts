import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The recycle bin and its purge look for the few deleted rows among all. */
export class BinIndexes1764400000000 implements MigrationInterface {
  name = 'BinIndexes1764400000000';

  async up(db: QueryRunner): Promise<void> {
    for (const table of ['companies', 'contacts', 'leads', 'visits', 'follow_ups'])
      await db.query(`CREATE INDEX ${table}_binned ON ${table} (deleted_at, id) WHERE deleted_at IS NOT NULL`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
