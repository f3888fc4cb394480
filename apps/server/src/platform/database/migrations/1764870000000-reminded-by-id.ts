import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What there is to be reminded of, as before, but so that one record is found by its id: a branch of a union that joins
 * tables is read whole for each row that is joined to it, where one of a single table is looked up in its index.
 */
export class RemindedById1764870000000 implements MigrationInterface {
  name = 'RemindedById1764870000000';

  async up(db: QueryRunner): Promise<void> {
    const zoneOf = (person: string) => `(SELECT u.time_zone FROM users u WHERE u.id = ${person})`;
    const endOf = (day: string, person: string) => `(${day} + time '23:59') AT TIME ZONE ${zoneOf(person)}`;
    const departmentOf = (person: string) => `(SELECT u.department_id FROM users u WHERE u.id = ${person})`;
    const codeOf = (lead: string) => `(SELECT l.code FROM leads l WHERE l.id = ${lead})`;
    const lives = (table: string, id: string) =>
      `NOT EXISTS (SELECT FROM ${table} gone WHERE gone.id = ${id} AND gone.deleted_at IS NOT NULL)`;
    await db.query(`
      CREATE OR REPLACE VIEW reminded AS
        SELECT f.id, 'followUp' AS kind, f.title, f.due_at, NULL::date AS due_on, f.company_id, f.lead_id, NULL::uuid AS deal_id,
          f.owner_id, f.department_id, f.status = 'open' AND f.deleted_at IS NULL AS alive, ${codeOf('f.lead_id')} AS code
        FROM follow_ups f
        UNION ALL
        SELECT l.id, 'lead', l.title, l.last_contact_at, NULL, l.company_id, l.id, NULL, l.owner_id, l.department_id,
          l.deleted_at IS NULL AND l.pooled_at IS NULL AND l.status IN ('new', 'contacted', 'qualified'), l.code
        FROM leads l
        UNION ALL
        SELECT d.id, 'deal', d.title, d.stage_since::timestamp AT TIME ZONE ${zoneOf('d.owner_id')}, d.stage_since, d.company_id, d.lead_id, d.id,
          d.owner_id, d.department_id, d.deleted_at IS NULL AND ${lives('leads', 'd.lead_id')} AND d.stage NOT IN ('on_hold', 'lost'), d.code
        FROM deals d
        UNION ALL
        SELECT p.id, 'promise', p.what, ${endOf('p.due_on', 'p.owner_id')}, p.due_on, p.company_id, p.lead_id, p.deal_id,
          p.owner_id, p.department_id, p.state = 'open' AND ${lives('leads', 'p.lead_id')}, ${codeOf('p.lead_id')}
        FROM promises p
        UNION ALL
        SELECT v.id, 'visit', v.subject, v.starts_at, NULL, v.company_id, v.lead_id, NULL, v.owner_id, v.department_id,
          v.deleted_at IS NULL AND v.status <> 'cancelled', ${codeOf('v.lead_id')}
        FROM visits v
        UNION ALL
        SELECT t.id, 'assignment', t.title, ${endOf('t.due_on', 't.giver_id')}, t.due_on,
          (SELECT d.company_id FROM deals d WHERE d.id = t.deal_id), (SELECT d.lead_id FROM deals d WHERE d.id = t.deal_id), t.deal_id,
          t.giver_id, ${departmentOf('t.giver_id')}, t.state IN ('open', 'accepted') AND ${lives('deals', 't.deal_id')}, NULL
        FROM assignments t
        UNION ALL
        SELECT b.id, 'problem', b.what, ${endOf('b.due_on', 'b.handler_id')}, b.due_on, b.company_id,
          (SELECT d.lead_id FROM deals d WHERE d.id = b.deal_id), b.deal_id,
          b.handler_id, ${departmentOf('b.handler_id')}, b.state = 'open' AND ${lives('deals', 'b.deal_id')},
          (SELECT d.code FROM deals d WHERE d.id = b.deal_id)
        FROM problems b
        UNION ALL
        SELECT o.id, 'tour', o.title, ${endOf('o.to_on', 'o.owner_id')}, o.to_on, NULL, NULL, NULL, o.owner_id, o.department_id,
          EXISTS (SELECT FROM visits v WHERE v.tour_id = o.id AND v.deleted_at IS NULL AND v.status <> 'cancelled' AND coalesce(trim(v.minutes), '') = ''), NULL
        FROM tours o
        UNION ALL
        SELECT u.id, 'user', u.display_name, now(), NULL, NULL, NULL, NULL, u.id, u.department_id, u.active, NULL FROM users u`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
