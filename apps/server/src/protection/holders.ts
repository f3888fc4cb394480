import type { Holder } from '@torch/contracts';
import { type Actor, type AnyDealStage, type ConflictBasis, dealStages } from '@torch/domain';
import type { EntityManager } from 'typeorm';
import { protectedUntil } from '../leads';

/** A lead by which a company, or one that counts as the same, is held. */
export interface HeldLead {
  leadId: string;
  companyId: string;
  ownerId: string;
  ownerName: string;
  departmentId: string;
  departmentName: string;
  createdAt: Date;
  until: Date | null;
  basis: ConflictBasis;
  confidentialTo: string[] | null;
}

/**
 * Who holds a company, the earliest report first: by an open lead whose protection runs, or by one whose deal is under way.
 * Counted as the same are its group, and companies whose names are alike and which somebody has said to be others.
 */
export function holdersOf(manager: EntityManager, companyId: string): Promise<HeldLead[]> {
  return manager.query(
    `WITH RECURSIVE up AS (
       SELECT id, parent_id FROM companies WHERE id = $1
       UNION SELECT c.id, c.parent_id FROM companies c JOIN up ON c.id = up.parent_id
     ), family AS (
       SELECT id FROM up WHERE parent_id IS NULL
       UNION SELECT c.id FROM companies c JOIN family f ON c.parent_id = f.id
     ), related AS (
       SELECT id, min(rank) AS rank FROM (
         SELECT $1::uuid AS id, 0 AS rank
         UNION ALL SELECT id, 1 FROM family
         UNION ALL SELECT other_id, 2 FROM company_similarities WHERE company_id = $1
         UNION ALL SELECT company_id, 2 FROM company_similarities WHERE other_id = $1
       ) every GROUP BY id
     )
     SELECT l.id AS "leadId", l.company_id AS "companyId", l.owner_id AS "ownerId", o.display_name AS "ownerName",
       l.department_id AS "departmentId", d.name AS "departmentName", l.created_at AS "createdAt", ${protectedUntil} AS until,
       (ARRAY['same', 'group', 'similar'])[r.rank + 1] AS basis, l.confidential_to AS "confidentialTo"
     FROM related r JOIN leads l ON l.company_id = r.id JOIN users o ON o.id = l.owner_id
       JOIN departments d ON d.id = l.department_id JOIN channels h ON h.code = l.channel
     WHERE l.deleted_at IS NULL AND l.pooled_at IS NULL AND (
       ${protectedUntil} > now()
       OR l.status = 'converted' AND EXISTS (SELECT FROM deals e WHERE e.lead_id = l.id AND e.stage = ANY($2) AND e.deleted_at IS NULL)
     )
     ORDER BY l.created_at, l.id`,
    [companyId, underWay],
  ) as Promise<HeldLead[]>;
}

/** Stages of a deal that somebody still works on. */
const underWay: readonly AnyDealStage[] = [...dealStages, 'on_hold'];

/** As much as the reader may know: nothing of leads that are confidential and not theirs. */
export const shownHolders = (actor: Actor, held: readonly HeldLead[]): Holder[] =>
  held
    .filter(({ confidentialTo }) => !confidentialTo || confidentialTo.includes(actor.id))
    .map(({ ownerId, ownerName, departmentName, until, basis }) => ({
      ownerName,
      departmentName,
      until: until?.toISOString() ?? null,
      basis,
      own: ownerId === actor.id,
    }));
