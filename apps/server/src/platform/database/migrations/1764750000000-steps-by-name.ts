import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Each step of a rule has a name of its own, which outlives every change of its place, and reminders know by it what they
 * were planned for. Those of before go by the step that stands where they were planned; what a rule has no more keeps its number.
 */
export class StepsByName1764750000000 implements MigrationInterface {
  name = 'StepsByName1764750000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE reminder_rules DISABLE TRIGGER explained;
      UPDATE reminder_rules q SET steps = coalesce((
        SELECT jsonb_agg(step || jsonb_build_object('id', gen_random_uuid(), 'since', NULL) ORDER BY place)
        FROM jsonb_array_elements(q.steps) WITH ORDINALITY AS s (step, place)), '[]');
      ALTER TABLE reminder_rules ENABLE TRIGGER explained;

      ALTER TABLE reminders ADD step_id text;
      UPDATE reminders r SET step_id = coalesce(
        (SELECT q.steps -> r.step ->> 'id' FROM reminder_rules q WHERE q.id = r.rule_id), r.step::text);
      ALTER TABLE reminders
        ALTER step_id SET NOT NULL,
        DROP CONSTRAINT reminders_once,
        ADD CONSTRAINT reminders_once UNIQUE NULLS NOT DISTINCT (subject_id, rule_id, occurrence, step_id, user_id, robot_id, channel);

      ALTER TABLE snoozes ADD step_id text;
      UPDATE snoozes n SET step_id = coalesce(
        (SELECT q.steps -> n.step ->> 'id' FROM reminder_rules q WHERE q.id = n.rule_id), n.step::text);
      ALTER TABLE snoozes ALTER step_id SET NOT NULL, DROP step;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
