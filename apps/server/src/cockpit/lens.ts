import { Problem } from '@torch/contracts';
import { type Actor, reachOf } from '@torch/domain';
import type { DataSource, EntityManager } from 'typeorm';

/** Through whose eyes the business is looked at, and how much of it. */
export interface Lens {
  /** Only for reading: who looks at one department sees as much of it as its head, and of what is confidential their own. */
  actor: Actor;
  department: { id: string; name: string; nameEn: string | null } | null;
  /** The department and those below it; null where nothing is narrowed. */
  departmentIds: string[] | null;
}

interface Narrowed {
  id: string;
  name: string;
  nameEn: string | null;
  below: string[];
  named: string[];
}

/**
 * Narrows what somebody reads to a department and those below it.
 * @param departmentId null for all that the actor reads
 * @throws Problem `not-found` for a department beyond the actor's reach
 */
export async function lensOf(db: DataSource | EntityManager, actor: Actor, departmentId: string | null): Promise<Lens> {
  if (departmentId === null) return { actor, department: null, departmentIds: null };
  const reach = reachOf(actor.role, 'cockpit.read');
  if (reach !== 'all' && !(reach === 'department' && actor.departmentIds.includes(departmentId)))
    throw new Problem('not-found');
  const rows: Narrowed[] = await db.query(
    `WITH RECURSIVE below AS (
       SELECT id FROM departments WHERE id = $1 UNION SELECT d.id FROM departments d JOIN below b ON d.parent_id = b.id)
     SELECT d.id, d.name, d.name_en AS "nameEn", ARRAY(SELECT id FROM below) AS below,
       ARRAY(SELECT l.id FROM leads l WHERE l.id = ANY($2) AND l.department_id IN (SELECT id FROM below)) AS named
     FROM departments d WHERE d.id = $1`,
    [departmentId, actor.namedIn ?? []],
  );
  const [row] = rows;
  if (!row) throw new Problem('not-found');
  const { below, named, ...department } = row;
  return {
    actor: {
      id: actor.id,
      role: 'head',
      departmentId,
      departmentIds: below,
      namedIn: named,
      // What is confidential in another department is not this one's business.
      namedBeyond: { own: [], department: [] },
    },
    department,
    departmentIds: below,
  };
}

/** Somebody who is named nowhere: the same lens without anything confidential. */
export const withoutSecrets = (lens: Lens): Lens => ({
  ...lens,
  actor: {
    ...lens.actor,
    id: '00000000-0000-0000-0000-000000000000',
    namedIn: [],
    namedBeyond: { own: [], department: [] },
  },
});
