import type { MigrationInterface, QueryRunner } from 'typeorm';
import { explainBut } from './derived';

/** What a deal repeats of its lead, so that one index answers a filter and an order; the database alone writes it. */
const tags = ['cluster', 'region', 'park', 'chain_node', 'chain_gap', 'channel'] as const;
const list = (prefix: string) => tags.map((tag) => `${prefix}${tag}`).join(', ');
/** What a count may ask about without looking at the row itself. */
const include = (keys: readonly string[]) =>
  ['lead_id', 'owner_id', 'department_id', 'stage', ...tags].filter((column) => !keys.includes(column)).join(', ');
const index = (name: string, ...keys: string[]) =>
  `CREATE INDEX ${name} ON deals (${[...keys, 'id'].join(', ')}) INCLUDE (${include(keys)}) WHERE deleted_at IS NULL;`;

/** Open leads of somebody from the one with which nobody has spoken for longest; the board counts them as well. */
const openLeads = (name: string, key: string) =>
  `CREATE INDEX ${name} ON leads (${key}, last_contact_at, id)
     WHERE deleted_at IS NULL AND pooled_at IS NULL AND status IN ('new', 'contacted', 'qualified');`;

/** Lists and board of deals by the tags of their leads, without visiting a hundred thousand leads for a count. */
export class DealSpeed1764670000000 implements MigrationInterface {
  name = 'DealSpeed1764670000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE deals ${tags.map((tag) => `ADD ${tag} text`).join(', ')};
      ALTER TABLE deals DISABLE TRIGGER explained;
      UPDATE deals d SET (${list('')}) = (SELECT ${list('l.')} FROM leads l WHERE l.id = d.lead_id);
      ALTER TABLE deals ENABLE TRIGGER explained;

      CREATE FUNCTION take_lead_tags() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        SELECT ${list('l.')} INTO ${list('NEW.')} FROM leads l WHERE l.id = NEW.lead_id;
        RETURN NEW;
      END $$;
      CREATE TRIGGER tagged BEFORE INSERT ON deals FOR EACH ROW EXECUTE FUNCTION take_lead_tags();
      CREATE FUNCTION pass_lead_tags_on() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        UPDATE deals SET (${list('')}) = ROW (${list('NEW.')}) WHERE lead_id = NEW.id;
        RETURN NULL;
      END $$;
      CREATE TRIGGER tags_passed_on AFTER UPDATE OF ${list('')} ON leads FOR EACH ROW
        WHEN ((${list('OLD.')}) IS DISTINCT FROM (${list('NEW.')})) EXECUTE FUNCTION pass_lead_tags_on();

      DROP INDEX deals_by_creation, deals_by_stage, deals_of_stage_since, deals_of_owner_stage, deals_of_department_stage,
        deals_of_owner, deals_of_department;
      ${index('deals_by_creation', 'created_at')}
      ${index('deals_by_stage', 'stage', 'created_at')}
      ${index('deals_of_owner', 'owner_id', 'created_at')}
      ${index('deals_of_department', 'department_id', 'created_at')}
      ${index('deals_of_cluster', 'cluster', 'created_at')}
      ${index('deals_of_region', 'region', 'created_at')}
      ${index('deals_of_stage_since', 'stage', 'stage_since')}
      ${index('deals_of_owner_stage', 'owner_id', 'stage', 'stage_since')}
      ${index('deals_of_department_stage', 'department_id', 'stage', 'stage_since')}
      ${index('deals_of_cluster_stage', 'cluster', 'stage', 'stage_since')}
      ${index('deals_of_region_stage', 'region', 'stage', 'stage_since')}
      DROP INDEX leads_quiet;
      ${openLeads('leads_quiet', 'owner_id')}
      ${openLeads('leads_quiet_of_department', 'department_id')}
    `);
    await explainBut(db, 'deals', ['deal', 'id'], tags);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
