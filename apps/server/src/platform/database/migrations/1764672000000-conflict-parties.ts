import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The owner or department of a lead as it was at an instant, or as it is where its history begins later. */
const then = (lead: string, column: 'to_id' | 'to_department_id', now: 'owner_id' | 'department_id') =>
  `coalesce((SELECT w.${column} FROM ownership_changes w WHERE w.lead_id = ${lead} AND w.${column} IS NOT NULL AND w.at <= k.opened_at
     ORDER BY w.at DESC, w.id DESC LIMIT 1), (SELECT l.${now} FROM leads l WHERE l.id = ${lead}))`;

/** A conflict stays its parties' when the lead has changed hands; a transfer taken back says what stayed behind. */
export class ConflictParties1764672000000 implements MigrationInterface {
  name = 'ConflictParties1764672000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE conflicts
        ADD held_by uuid REFERENCES users, ADD held_in uuid REFERENCES departments,
        ADD second_by uuid REFERENCES users, ADD second_in uuid REFERENCES departments;
      ALTER TABLE conflicts DISABLE TRIGGER explained;
      UPDATE conflicts k SET
        held_by = ${then('k.held_lead_id', 'to_id', 'owner_id')},
        held_in = ${then('k.held_lead_id', 'to_department_id', 'department_id')},
        second_by = ${then('k.second_lead_id', 'to_id', 'owner_id')},
        second_in = ${then('k.second_lead_id', 'to_department_id', 'department_id')};
    `);
    // The checks of the new references are done before the table is changed again.
    await db.query(`SET CONSTRAINTS ALL IMMEDIATE`);
    await db.query(`
      ALTER TABLE conflicts ENABLE TRIGGER explained;
      ALTER TABLE transfers ADD left_leads uuid[] NOT NULL DEFAULT '{}';
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
