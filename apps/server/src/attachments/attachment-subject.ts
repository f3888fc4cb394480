import { Problem } from '@torch/contracts';
import { type Actor, type AttachmentSubject, may, type Owned, type Permission } from '@torch/domain';
import type { EntityManager } from 'typeorm';

export interface Subject extends Owned {
  leadId: string | null;
  companyId: string;
}

const subjects: Record<AttachmentSubject, { sql: string; read: Permission }> = {
  lead: {
    sql: `SELECT l.id AS "leadId", l.company_id AS "companyId", l.owner_id AS "ownerId", l.department_id AS "departmentId",
            l.confidential_to AS "confidentialTo" FROM leads l WHERE l.id = $1 AND l.deleted_at IS NULL`,
    read: 'lead.read',
  },
  deal: {
    sql: `SELECT l.id AS "leadId", l.company_id AS "companyId", d.owner_id AS "ownerId", d.department_id AS "departmentId",
            l.confidential_to AS "confidentialTo" FROM deals d JOIN leads l ON l.id = d.lead_id
          WHERE d.id = $1 AND d.deleted_at IS NULL`,
    read: 'deal.read',
  },
  visit: {
    sql: `SELECT v.lead_id AS "leadId", v.company_id AS "companyId", coalesce(l.owner_id, v.owner_id) AS "ownerId",
            coalesce(l.department_id, v.department_id) AS "departmentId", l.confidential_to AS "confidentialTo"
          FROM visits v LEFT JOIN leads l ON l.id = v.lead_id WHERE v.id = $1 AND v.deleted_at IS NULL`,
    read: 'visit.read',
  },
  company: {
    sql: `SELECT NULL::uuid AS "leadId", c.id AS "companyId", c.owner_id AS "ownerId", c.department_id AS "departmentId"
          FROM companies c WHERE c.id = $1 AND c.deleted_at IS NULL`,
    read: 'company.read',
  },
};

/**
 * The record on which a document is to hang, if the actor may hang one there.
 * @throws Problem `not-found` for a record that the actor may not see, `not-allowed` for one that is only theirs to read
 */
export async function subjectOf(
  db: Pick<EntityManager, 'query'>,
  actor: Actor,
  type: AttachmentSubject,
  id: string,
): Promise<Subject> {
  const { sql, read } = subjects[type];
  const [subject] = (await db.query(sql, [id])) as Subject[];
  if (!subject || !may(actor, read, subject)) throw new Problem('not-found');
  if (!may(actor, 'attachment.create', subject)) throw new Problem('not-allowed');
  return subject;
}
