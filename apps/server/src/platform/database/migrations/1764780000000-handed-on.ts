import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A visit that changed hands leaves the calendar of whoever had it, and does not come back when it moves. */
export class HandedOn1764780000000 implements MigrationInterface {
  name = 'HandedOn1764780000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query('ALTER TABLE visit_invitations ADD handed_on boolean NOT NULL DEFAULT false');
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
