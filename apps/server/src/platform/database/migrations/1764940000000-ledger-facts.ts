import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the bureau's sheets ask for beside what was recorded so far; of all that is there already it is not known yet. */
export class LedgerFacts1764940000000 implements MigrationInterface {
  name = 'LedgerFacts1764940000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE deals
        ADD construction_kind text,
        ADD investor_kind text,
        ADD investor_origin text,
        ADD leader_in_charge text,
        ADD leader_level text,
        ADD centre_kind text,
        ADD industry_code text,
        ADD fund_participation text;
      ALTER TABLE contacts ADD phone_verified_on date;
      ALTER TABLE visits ADD vehicles text, ADD materials text, ADD results text;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
