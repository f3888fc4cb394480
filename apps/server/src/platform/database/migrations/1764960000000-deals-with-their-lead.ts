import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A deal is whose its lead is. One that lay in the recycle bin while its lead was handed over had come back to its former owner;
 * what was recorded then stays as it is.
 */
export class DealsWithTheirLead1764960000000 implements MigrationInterface {
  name = 'DealsWithTheirLead1764960000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE deals DISABLE TRIGGER explained;
      UPDATE deals d SET owner_id = l.owner_id, department_id = l.department_id, version = d.version + 1
      FROM leads l WHERE l.id = d.lead_id AND d.deleted_at IS NULL
        AND (d.owner_id, d.department_id) IS DISTINCT FROM (l.owner_id, l.department_id);
      ALTER TABLE deals ENABLE TRIGGER explained;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
