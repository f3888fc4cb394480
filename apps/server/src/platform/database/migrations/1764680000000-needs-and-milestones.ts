import type { MigrationInterface, QueryRunner } from 'typeorm';

const money = (name: string) => `
        ADD ${name}_amount numeric(17, 2),
        ADD ${name}_currency text,
        ADD CHECK ((${name}_amount IS NULL) = (${name}_currency IS NULL))`;

/** What a project needs beside land and plant, what it promises for each mu of land, and by when. */
export class NeedsAndMilestones1764680000000 implements MigrationInterface {
  name = 'NeedsAndMilestones1764680000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE deals
        ADD power_kva numeric(14, 2),
        ADD water_tonnes numeric(14, 2),
        ADD gas_m3 numeric(14, 2),
        ADD environmental_capacity text,
        ADD workers jsonb NOT NULL DEFAULT '[]',
        ${['output_per_mu', 'tax_per_mu'].map(money).join(',')},
        ADD promised_registered_on date,
        ADD promised_started_on date,
        ADD promised_produced_on date,
        ADD promised_capacity_on date;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
