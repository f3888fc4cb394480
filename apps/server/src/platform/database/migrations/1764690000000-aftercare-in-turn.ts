import { landedStages } from '@torch/domain';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const oneOf = (list: readonly string[]) => list.map((each) => `'${each}'`).join(', ');
const landed = (alias: string) =>
  `(${alias}.stage IN (${oneOf(landedStages)}) OR ${alias}.stage = 'on_hold' AND ${alias}.stage_left IN (${oneOf(landedStages)}))`;

/**
 * Who is spoken to at one company by two people at the same instant is looked at by one after the other: each look begins
 * when the other's is kept, so that neither overwrites what it has not seen. A visit whose day has not come is no contact.
 */
export class AftercareInTurn1764690000000 implements MigrationInterface {
  name = 'AftercareInTurn1764690000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE OR REPLACE FUNCTION refresh_aftercare(company uuid) RETURNS void
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        PERFORM pg_advisory_xact_lock(hashtextextended('aftercare' || company::text, 0));
        DELETE FROM aftercare a WHERE a.company_id = company AND NOT EXISTS (
          SELECT FROM deals d JOIN leads l ON l.id = d.lead_id JOIN companies c ON c.id = d.company_id
          WHERE d.company_id = company AND d.deleted_at IS NULL AND c.deleted_at IS NULL AND l.confidential_to IS NULL AND ${landed('d')});
        INSERT INTO aftercare AS a (company_id, landed_on, owner_id, last_contact_at)
        SELECT c.id, d.landed_on, coalesce(c.account_manager_id, d.owner_id), greatest(
            d.landed_on::timestamp AT TIME ZONE 'UTC',
            (SELECT max(l.last_contact_at) FROM leads l
             WHERE l.company_id = c.id AND l.deleted_at IS NULL AND l.confidential_to IS NULL),
            (SELECT max(v.starts_at) FROM visits v LEFT JOIN leads l ON l.id = v.lead_id
             WHERE v.company_id = c.id AND v.status = 'completed' AND v.deleted_at IS NULL AND l.confidential_to IS NULL
               AND v.starts_at <= now() + interval '1 day'))
        FROM companies c CROSS JOIN LATERAL (
          SELECT min(coalesce(d.registered_on, d.stage_since)) AS landed_on,
            (array_agg(d.owner_id ORDER BY d.stage_since DESC, d.id))[1] AS owner_id
          FROM deals d JOIN leads l ON l.id = d.lead_id
          WHERE d.company_id = c.id AND d.deleted_at IS NULL AND l.confidential_to IS NULL AND ${landed('d')}) d
        WHERE c.id = company AND c.deleted_at IS NULL AND d.landed_on IS NOT NULL
        ON CONFLICT (company_id) DO UPDATE
          SET landed_on = excluded.landed_on, owner_id = excluded.owner_id, last_contact_at = excluded.last_contact_at
          WHERE (a.landed_on, a.owner_id, a.last_contact_at)
            IS DISTINCT FROM (excluded.landed_on, excluded.owner_id, excluded.last_contact_at);
      END $$;

      SELECT refresh_aftercare(company_id) FROM (SELECT DISTINCT company_id FROM deals d WHERE ${landed('d')}) landed;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
