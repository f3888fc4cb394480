import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What waits for a group's robot can be taken back by its reminder, and is found when it could not go. */
export class WaitingPosts1764782000000 implements MigrationInterface {
  name = 'WaitingPosts1764782000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- As a mail's: what it says no longer held while a worker was saying it; should it not have gone, it does not go any more.
      ALTER TABLE robot_posts ADD outdated boolean NOT NULL DEFAULT false;
      CREATE INDEX robot_posts_of_reminder ON robot_posts (reminder_id);
      CREATE INDEX robot_posts_stuck ON robot_posts (created_at, id) WHERE state IN ('failed', 'parked');
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
