import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The quiet leads of everybody, without passing over what has long become a deal. */
export class QuietLeads1764682000000 implements MigrationInterface {
  name = 'QuietLeads1764682000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE INDEX leads_quiet_of_all ON leads (last_contact_at, id)
        WHERE deleted_at IS NULL AND pooled_at IS NULL AND status IN ('new', 'contacted', 'qualified');
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
