import { labels } from '@torch/contracts';
import { allDealStages } from '@torch/domain';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The names of the stages, by code: { "signed": { "zh-CN": "签约", "en": "Signed" } }. */
const names = Object.fromEntries(
  allDealStages.map((stage) => [
    stage,
    Object.fromEntries(Object.entries(labels).map(([locale, { dealStage }]) => [locale, dealStage[stage]])),
  ]),
);

/** A change keeps what its stages were called when it was made, and a lead's status is taken only with the event that moves it. */
export class StageDoor1764606000000 implements MigrationInterface {
  name = 'StageDoor1764606000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`ALTER TABLE stage_changes ADD from_name jsonb, ADD to_name jsonb`);
    // Changes are explained by the events of their own day; to give them their names is no new change.
    await db.query(`ALTER TABLE stage_changes DISABLE TRIGGER explained`);
    await db.query(`UPDATE stage_changes SET from_name = $1::jsonb -> from_stage, to_name = $1::jsonb -> to_stage`, [
      JSON.stringify(names),
    ]);
    await db.query(`
      ALTER TABLE stage_changes ENABLE TRIGGER explained;
      ALTER TABLE stage_changes ALTER to_name SET NOT NULL;

      CREATE FUNCTION require_lead_move() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NOT EXISTS (
          SELECT FROM events
          WHERE transaction = pg_current_xact_id() AND subject_type = 'lead' AND subject_id = NEW.id
            AND type = 'lead.moved' AND changes -> 'status' ->> 1 = NEW.status
        ) THEN
          RAISE EXCEPTION 'status of lead % written without the move that records it', NEW.id
            USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NULL;
      END $$;
      CREATE CONSTRAINT TRIGGER moved AFTER UPDATE OF status ON leads
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status)
        EXECUTE FUNCTION require_lead_move();
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
