import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appRole } from '../app-role';
import { explain } from './explain';

/** Tables whose rows must be explained by an event; see the first migration. */
export const explainedViews = { saved_views: ['savedView', 'id'] } as const;

/** Ways of looking at a page, kept under a name. */
export class SavedViews1764850000000 implements MigrationInterface {
  name = 'SavedViews1764850000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE saved_views (
        id uuid PRIMARY KEY,
        version integer NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        owner_id uuid NOT NULL REFERENCES users,
        page text NOT NULL,
        name text NOT NULL CHECK (name <> ''),
        parameters jsonb NOT NULL CHECK (jsonb_typeof(parameters) = 'object'),
        shared boolean NOT NULL DEFAULT false
      );
      -- Of two with one name nobody would know which is which.
      CREATE UNIQUE INDEX saved_views_by_name ON saved_views (owner_id, page, lower(name));
      GRANT SELECT, INSERT, UPDATE, DELETE ON saved_views TO ${appRole};
    `);
    await explain(db, explainedViews);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
