import { Problem, type Robot, type RobotQuery } from '@torch/contracts';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { listPage, Where } from '../platform/database/list';

/** Of an address, its host and its end, by which whoever knows it tells it from others. */
const masked = `regexp_replace(b.url, '^(https?://[^/?#]+).*(.{4})$', '\\1/…\\2')`;
const columns = `b.id, b.version, b.name, b.kind, b.department_id AS "departmentId", d.name AS "departmentName", b.kinds, b.locale, b.active,
  ${masked} AS "urlMasked", b.secret IS NOT NULL AS "hasSecret", b.created_at AS "createdAt",
  (SELECT max(ended_at) FROM robot_posts p WHERE p.robot_id = b.id AND p.state = 'sent') AS "lastSentAt",
  (SELECT answer FROM robot_posts p WHERE p.robot_id = b.id AND answer IS NOT NULL ORDER BY created_at DESC, id DESC LIMIT 1) AS "lastAnswer",
  (SELECT count(*)::int FROM robot_posts p WHERE p.robot_id = b.id AND p.state = 'queued') AS waiting,
  (SELECT count(*)::int FROM robot_posts p WHERE p.robot_id = b.id AND p.state IN ('failed', 'parked') AND p.state = 'failed') AS failed,
  (SELECT count(*)::int FROM robot_posts p WHERE p.robot_id = b.id AND p.state IN ('failed', 'parked') AND p.state = 'parked') AS parked`;
const joins = 'JOIN departments d ON d.id = b.department_id';

@Injectable()
export class RobotQueries {
  constructor(private readonly db: DataSource) {}

  page({ q, sort, limit, cursor }: RobotQuery) {
    return listPage<Robot>(this.db, {
      select: columns,
      from: 'robots b',
      join: joins,
      where: new Where().add('b.deleted_at IS NULL').when(q, 'strpos(lower(b.name), lower(?)) > 0'),
      sort: { column: 'b.name', type: 'text', descending: sort.startsWith('-') },
      alias: 'b',
      limit,
      cursor,
    });
  }

  /** @throws Problem `not-found` */
  async one(id: string, manager: EntityManager = this.db.manager): Promise<Robot> {
    const rows: Robot[] = await manager.query(
      `SELECT ${columns} FROM robots b ${joins} WHERE b.id = $1 AND b.deleted_at IS NULL`,
      [id],
    );
    if (!rows[0]) throw new Problem('not-found');
    return rows[0];
  }
}
