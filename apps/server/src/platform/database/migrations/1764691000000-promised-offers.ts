import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A promise may name the offer that was judged before it was given. */
export class PromisedOffers1764691000000 implements MigrationInterface {
  name = 'PromisedOffers1764691000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE promises ADD offer_id uuid REFERENCES offers;
      CREATE INDEX promises_of_offer ON promises (offer_id) WHERE offer_id IS NOT NULL;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
