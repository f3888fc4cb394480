import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A deal entered by mistake rests in the recycle bin like any record, and its lead can become a deal anew. */
export class DeletedDeals1764683000000 implements MigrationInterface {
  name = 'DeletedDeals1764683000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP INDEX deals_first_of_lead;
      CREATE UNIQUE INDEX deals_first_of_lead ON deals (lead_id) WHERE split_reason IS NULL AND deleted_at IS NULL;
      CREATE INDEX deals_binned ON deals (deleted_at, id) WHERE deleted_at IS NOT NULL;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
