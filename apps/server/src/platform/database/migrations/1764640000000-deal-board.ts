import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The board reads each stage from what has stood there longest. */
export class DealBoard1764640000000 implements MigrationInterface {
  name = 'DealBoard1764640000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE INDEX deals_of_stage_since ON deals (stage, stage_since, id) INCLUDE (lead_id, owner_id, department_id)
        WHERE deleted_at IS NULL;
      CREATE INDEX deals_of_owner_stage ON deals (owner_id, stage, stage_since, id) WHERE deleted_at IS NULL;
      CREATE INDEX deals_of_department_stage ON deals (department_id, stage, stage_since, id) WHERE deleted_at IS NULL;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
