import { Problem, type User, type UserQuery } from '@torch/contracts';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { listPage, Where } from '../platform/database/list';

/** Of `u`, who is the user, and `s`, who stands in. */
export const habitColumns = `u.country, u.deputy_id AS "deputyId", s.display_name AS "deputyName", to_char(u.morning_at, 'HH24:MI') AS "morningAt",
  to_char(u.quiet_from, 'HH24:MI') AS "quietFrom", to_char(u.quiet_to, 'HH24:MI') AS "quietTo"`;
const join = 'JOIN departments d ON d.id = u.department_id LEFT JOIN users s ON s.id = u.deputy_id';
const columns = `u.id, u.version, u.username, u.display_name AS "displayName", u.email, u.role,
  u.department_id AS "departmentId", d.name AS "departmentName", u.locale, u.time_zone AS "timeZone",
  ${habitColumns}, u.active, u.created_at AS "createdAt"`;

const sorts = {
  displayName: { column: 'u.display_name', type: 'text' },
  username: { column: 'u.username', type: 'text' },
  createdAt: { column: 'u.created_at', type: 'timestamptz' },
} as const;

/** Escapes what LIKE would take for a pattern. */
export const like = (text: string) => `%${text.replace(/[\\%_]/g, '\\$&')}%`;

@Injectable()
export class UserQueries {
  constructor(private readonly db: DataSource) {}

  page(query: UserQuery) {
    const { q, department, role, active, sort, limit, cursor } = query;
    const where = new Where()
      .when(department, 'u.department_id = ?')
      .when(role, 'u.role = ?')
      .when(active, 'u.active = ?');
    if (q) where.add('u.username ILIKE ? OR u.display_name ILIKE ?', like(q), like(q));
    const key = sort.replace('-', '') as keyof typeof sorts;
    return listPage<User>(this.db, {
      select: columns,
      from: 'users u',
      join,
      where,
      sort: { ...sorts[key], descending: sort.startsWith('-') },
      alias: 'u',
      limit,
      cursor,
    });
  }

  /** @throws Problem `not-found` */
  async one(id: string, manager: EntityManager = this.db.manager): Promise<User> {
    const rows: User[] = await manager.query(`SELECT ${columns} FROM users u ${join} WHERE u.id = $1`, [id]);
    if (!rows[0]) throw new Problem('not-found');
    return rows[0];
  }
}
