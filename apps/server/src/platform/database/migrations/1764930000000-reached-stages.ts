import type { MigrationInterface, QueryRunner } from 'typeorm';

const road = ['signed', 'registered', 'filed', 'construction', 'production', 'at_capacity'];
/** What is asked by its first day, with the stages that say so: it or one behind it, for what was skipped was reached. */
const reached = ['signed', 'construction', 'production'].map((stage) => ({
  column: `reached_${stage}_on`,
  stages: road
    .slice(road.indexOf(stage))
    .map((each) => `'${each}'`)
    .join(', '),
}));
const columns = reached.map(({ column }) => column).join(', ');
/** What a change makes of each day: moves may be told in any order. */
const earlier = reached
  .map(
    ({ column, stages }) =>
      `CASE WHEN NEW.to_stage IN (${stages}) THEN least(d.${column}, NEW.effective_on) ELSE d.${column} END`,
  )
  .join(', ');

/** The figures of targets by a stage are answered from the index alone. */
const index = (column: string, ...more: string[]) =>
  `CREATE INDEX deals_${column} ON deals (${column}, id)
     INCLUDE (${['lead_id', 'owner_id', 'department_id', 'cluster', 'park', 'region', 'channel', ...more].join(', ')})
     WHERE deleted_at IS NULL AND ${column} IS NOT NULL;`;

/** The day on which a deal first came as far as targets ask, so that a year's figures need no look at the whole history. */
export class ReachedStages1764930000000 implements MigrationInterface {
  name = 'ReachedStages1764930000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE deals ${reached.map(({ column }) => `ADD ${column} date`).join(', ')};
      ALTER TABLE deals DISABLE TRIGGER explained;
      UPDATE deals d SET (${columns}) = ROW (${reached.map(({ column }) => `s.${column}`).join(', ')})
      FROM (SELECT deal_id, ${reached
        .map(({ column, stages }) => `min(effective_on) FILTER (WHERE to_stage IN (${stages})) AS ${column}`)
        .join(', ')}
        FROM stage_changes GROUP BY deal_id) s
      WHERE s.deal_id = d.id AND s.reached_signed_on IS NOT NULL;
      ALTER TABLE deals ENABLE TRIGGER explained;

      CREATE FUNCTION keep_reached_stages() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        -- Most moves change no day: a deal is not written for them.
        UPDATE deals d SET (${columns}) = ROW (${earlier})
        WHERE d.id = NEW.deal_id AND (${columns}) IS DISTINCT FROM (${earlier});
        RETURN NULL;
      END $$;
      CREATE TRIGGER reached AFTER INSERT ON stage_changes FOR EACH ROW
        WHEN (NEW.to_stage IN (${reached[0]?.stages})) EXECUTE FUNCTION keep_reached_stages();

      ${index(
        'reached_signed_on',
        'agreed_amount_amount',
        'agreed_amount_currency',
        'contracted_foreign_capital_amount',
        'contracted_foreign_capital_currency',
      )}
      ${index('reached_construction_on')}
      ${index('reached_production_on')}
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
