import type { MigrationInterface, QueryRunner } from 'typeorm';

/** For which days of its rhythm a schedule sends next: a calendar that changes meanwhile must not send for another, or twice. */
export class ReportOccasions1764950000000 implements MigrationInterface {
  name = 'ReportOccasions1764950000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`ALTER TABLE report_schedules ADD next_for date[] NOT NULL DEFAULT '{}'`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
