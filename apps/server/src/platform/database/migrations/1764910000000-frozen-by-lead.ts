import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a closed month kept is read lead by lead, beside what the same leads count for now. */
export class FrozenByLead1764910000000 implements MigrationInterface {
  name = 'FrozenByLead1764910000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query('CREATE INDEX month_close_records_by_lead ON month_close_records (close_id, lead_id)');
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
