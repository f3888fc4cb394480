import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What could not be sent is counted on the page about deliveries: never by how much there is. */
export class ReportSendingsFailed1764920000000 implements MigrationInterface {
  name = 'ReportSendingsFailed1764920000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`CREATE INDEX report_sendings_failed ON report_sendings (ended_at) WHERE state = 'failed'`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
