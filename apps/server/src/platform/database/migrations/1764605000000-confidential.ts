import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A confidential deal is its lead's matter: visits, follow-ups, documents and further deals hang there, and vanish with it.
 * The names stand on the lead, so that one condition hides all of them.
 */
export class Confidential1764605000000 implements MigrationInterface {
  name = 'Confidential1764605000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE leads
        ADD confidential_to uuid[],
        ADD codename text,
        ADD CHECK ((confidential_to IS NULL) = (codename IS NULL)),
        ADD CHECK (owner_id = ANY (confidential_to));
      CREATE INDEX leads_confidential ON leads (id) WHERE confidential_to IS NOT NULL;
      CREATE INDEX leads_named ON leads USING gin (confidential_to) WHERE confidential_to IS NOT NULL;

      -- Whoever takes a confidential lead over is named there in the former owner's place, by whichever way it came.
      CREATE FUNCTION name_new_owner() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NEW.confidential_to IS NOT NULL AND NEW.owner_id <> ALL (NEW.confidential_to) THEN
          NEW.confidential_to := array_append(array_remove(NEW.confidential_to, OLD.owner_id), NEW.owner_id);
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER named BEFORE UPDATE OF owner_id ON leads FOR EACH ROW EXECUTE FUNCTION name_new_owner();
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
