import type { Actor, Role } from '@torch/domain';
import type { EntityManager } from 'typeorm';
import { departmentsBelow } from './departments-below';

export interface ActorRow {
  id: string;
  role: Role;
  department_id: string;
  department_ids: string[];
  named_in: { id: string; own: boolean; department_id: string }[];
}

/** SQL: everything of user `u` by which it is decided what they may see. */
export const actorColumns = `u.id, u.role, u.department_id, ${departmentsBelow} AS department_ids,
  (SELECT coalesce(jsonb_agg(jsonb_build_object('id', l.id, 'own', l.owner_id = u.id, 'department_id', l.department_id)), '[]')
     FROM leads l WHERE l.confidential_to @> ARRAY[u.id]) AS named_in`;

export const actorOf = (row: ActorRow): Actor => ({
  id: row.id,
  role: row.role,
  departmentId: row.department_id,
  departmentIds: row.department_ids,
  namedIn: row.named_in.map(({ id }) => id),
  namedBeyond: {
    own: row.named_in.filter(({ own }) => !own).map(({ id }) => id),
    department: row.named_in.filter((lead) => !row.department_ids.includes(lead.department_id)).map(({ id }) => id),
  },
});

/** Somebody active as they stand now, for what is told to them while they are not signed in; null for nobody. */
export async function loadActor(manager: EntityManager, userId: string): Promise<Actor | null> {
  const [row]: ActorRow[] = await manager.query(`SELECT ${actorColumns} FROM users u WHERE u.id = $1 AND u.active`, [
    userId,
  ]);
  return row ? actorOf(row) : null;
}
