import { v7 as uuid } from 'uuid';
import { recordOwnership } from '../leads';
import type { Transaction } from '../platform/database/unit-of-work';

interface Row {
  id: string;
  company_id: string;
  owner_id: string;
  department_id: string;
}

/** Leads that were silent for so long that they lie in the pool, and companies that two teams have reported. */
export async function insertProtection(tx: Transaction): Promise<void> {
  const silent = await tx.query<Row>(
    `SELECT DISTINCT ON (department_id, n) id, company_id, owner_id, department_id FROM (
       SELECT *, row_number() OVER (PARTITION BY department_id ORDER BY last_contact_at, id) AS n FROM leads
       WHERE status IN ('new', 'contacted')
         AND NOT EXISTS (SELECT FROM follow_ups f WHERE f.lead_id = leads.id AND f.status = 'open')
     ) l WHERE n <= 2 ORDER BY department_id, n, id`,
  );
  for (const { id, company_id: companyId, owner_id: ownerId } of silent) {
    await tx.query('UPDATE leads SET pooled_at = $2 WHERE id = $1', [id, tx.now]);
    await recordOwnership(tx, id, { kind: 'released', from: ownerId, to: null });
    await tx.record('lead.released', { subjectType: 'lead', subjectId: id, leadId: id, companyId });
  }
  const pairs = await tx.query<{ held: string; second: string; company_id: string }>(
    `SELECT DISTINCT ON (a.department_id) a.id AS held, b.id AS second, a.company_id
     FROM leads a JOIN leads b ON b.company_id = a.company_id AND b.owner_id <> a.owner_id AND b.created_at > a.created_at
     WHERE a.status IN ('contacted', 'qualified') AND b.status IN ('new', 'contacted') AND a.pooled_at IS NULL AND b.pooled_at IS NULL
     ORDER BY a.department_id, a.created_at, b.created_at LIMIT 3`,
  );
  for (const { held, second, company_id: companyId } of pairs) {
    const id = uuid();
    await tx.query(`INSERT INTO conflicts (id, held_lead_id, second_lead_id, basis) VALUES ($1, $2, $3, 'same')`, [
      id,
      held,
      second,
    ]);
    await tx.record('conflict.opened', { subjectType: 'conflict', subjectId: id, leadId: second, companyId });
  }
}
