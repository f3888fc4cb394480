import type { QueryRunner } from 'typeorm';

/** Tables whose rows must be explained by an event: the subject type that it names, and the column with the subject's id. */
export type Explained = Readonly<Record<string, readonly [subjectType: string, column: string]>>;

/** Gives each table the trigger that takes no row without its event. */
export async function explain(db: QueryRunner, tables: Explained): Promise<void> {
  for (const [table, [subjectType, column]] of Object.entries(tables))
    await db.query(`
      CREATE CONSTRAINT TRIGGER explained AFTER INSERT OR UPDATE OR DELETE ON ${table}
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_event('${subjectType}', '${column}');
    `);
}
