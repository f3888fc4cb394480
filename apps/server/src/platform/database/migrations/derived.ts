import type { QueryRunner } from 'typeorm';

/** Lets an event-less update pass where nothing differs but columns that the database itself derives from other rows. */
export async function explainBut(
  db: QueryRunner,
  table: string,
  [subjectType, column]: readonly [subjectType: string, column: string],
  derived: readonly string[],
): Promise<void> {
  const names = [subjectType, column, ...derived].map((name) => `'${name}'`).join(', ');
  await db.query(`
    CREATE OR REPLACE FUNCTION require_event() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
      subject uuid := (to_jsonb(CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END) ->> TG_ARGV[1])::uuid;
    BEGIN
      IF NOT EXISTS (
        SELECT FROM events
        WHERE transaction = pg_current_xact_id() AND subject_type = TG_ARGV[0] AND subject_id = subject
      ) AND NOT (TG_OP = 'UPDATE' AND TG_NARGS > 2 AND to_jsonb(OLD) - TG_ARGV[2:] = to_jsonb(NEW) - TG_ARGV[2:]) THEN
        RAISE EXCEPTION 'write to % without an event that explains it (subject % %)', TG_TABLE_NAME, TG_ARGV[0], subject
          USING ERRCODE = 'integrity_constraint_violation';
      END IF;
      RETURN NULL;
    END $$;
    DROP TRIGGER explained ON ${table};
    CREATE CONSTRAINT TRIGGER explained AFTER INSERT OR UPDATE OR DELETE ON ${table}
      DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_event(${names});
  `);
}
