import { type Page, Problem, type WallLink, type WallLinkQuery } from '@torch/contracts';
import { type Actor, addDays, dateIn } from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { departmentsBelow, tokenHash } from '../access';
import { Config } from '../platform/config';
import { listPage, Where } from '../platform/database/list';

/** SQL: whether the maker `u` of link `w` is still who could make it: active, in the same role, over the same department. */
const isMakers = `u.active AND u.role = w.maker_role
  AND CASE u.role WHEN 'leader' THEN true WHEN 'head' THEN coalesce(w.department_id = ANY (${departmentsBelow}), false) ELSE false END`;
const columns = `w.id, w.name, w.department_id AS "departmentId", d.name AS "departmentName", u.display_name AS "makerName",
  w.created_at AS "createdAt", w.expires_at AS "expiresAt", w.revoked_at AS "revokedAt",
  CASE WHEN w.revoked_at IS NOT NULL THEN 'revoked' WHEN w.expires_at <= now() THEN 'expired'
    WHEN NOT (${isMakers}) THEN 'ended' ELSE 'active' END AS state`;
const joins = 'JOIN users u ON u.id = w.maker_id LEFT JOIN departments d ON d.id = w.department_id';

type Row = Omit<WallLink, 'expiresOn'> & { expiresAt: Date };

/** A link that shows something now: whose eyes it shows through, and what it is called. */
export interface ShownLink {
  makerId: string;
  departmentId: string | null;
  name: string;
  expiresAt: Date;
  locale: 'zh-CN' | 'en';
}

@Injectable()
export class WallLinkQueries {
  constructor(
    private readonly db: DataSource,
    private readonly config: Config,
  ) {}

  async page(actor: Actor, { limit, cursor }: WallLinkQuery): Promise<Page<WallLink>> {
    const page = await listPage<Row>(this.db, {
      select: columns,
      from: 'wall_links w',
      join: joins,
      where: new Where().within(actor, 'wallLink.edit', 'w'),
      sort: { column: 'w.created_at', type: 'timestamptz', descending: true },
      alias: 'w',
      limit,
      cursor,
    });
    return { ...page, items: page.items.map((row) => this.linkOf(row)) };
  }

  /** @throws Problem `not-found` */
  async one(id: string, manager: EntityManager = this.db.manager): Promise<WallLink> {
    const rows: Row[] = await manager.query(`SELECT ${columns} FROM wall_links w ${joins} WHERE w.id = $1`, [id]);
    if (!rows[0]) throw new Problem('not-found');
    return this.linkOf(rows[0]);
  }

  /** @returns null for a secret that shows nothing, or nothing any more */
  async shown(secret: string): Promise<ShownLink | null> {
    const [link]: ShownLink[] = await this.db.query(
      `SELECT w.maker_id AS "makerId", w.department_id AS "departmentId", w.name, w.expires_at AS "expiresAt", u.locale
       FROM wall_links w JOIN users u ON u.id = w.maker_id
       WHERE w.token_hash = $1 AND w.revoked_at IS NULL AND w.expires_at > now() AND (${isMakers})`,
      [tokenHash(secret)],
    );
    return link ?? null;
  }

  /** The last whole day before an instant. */
  lastDay = (before: Date): string => addDays(dateIn(before, this.config.settings.REPORTING_TIME_ZONE), -1);

  private linkOf({ expiresAt, ...link }: Row): WallLink {
    return { ...link, expiresOn: this.lastDay(expiresAt) };
  }
}
