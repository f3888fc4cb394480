import { Problem, type Target, type TargetChange, type TargetQuery } from '@torch/contracts';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { listPage, Where } from '../platform/database/list';

const columns = `t.id, t.version, t.metric, t.kind, trim_scale(t.value)::text AS value, t.currency,
  trim_scale(t.base)::text AS base, t.base_year AS "baseYear", t.first_year AS "firstYear", t.years, t.cluster, t.park, t.region,
  t.department_id AS "departmentId", d.name AS "departmentName", d.name_en AS "departmentNameEn",
  t.name_zh AS "nameZh", t.name_en AS "nameEn",
  t.unit_zh AS "unitZh", t.unit_en AS "unitEn", trim_scale(t.done)::text AS done, t.done_on::text AS "doneOn", t.note,
  t.updated_at AS "updatedAt"`;
const join = 'LEFT JOIN departments d ON d.id = t.department_id';

/** As many as a history tells. */
const historyAtMost = 200;
/** As many targets as a zone may set; a page that shows their progress shows all. */
export const targetsAtMost = 1_000;

/** The end of a day in a time zone. */
interface Moment {
  day: string;
  zone: string;
}

@Injectable()
export class TargetQueries {
  constructor(private readonly db: DataSource) {}

  page({ q, metric, year, sort, limit, cursor }: TargetQuery) {
    const where = new Where()
      .when(metric, 't.metric = ANY(?)')
      .when(year, '? BETWEEN t.first_year AND t.first_year + t.years - 1');
    if (q) where.add(`strpos(lower(concat_ws(' ', t.name_zh, t.name_en, t.note)), lower(?)) > 0`, q);
    return listPage<Target>(this.db, {
      select: columns,
      from: 'targets t',
      join,
      where,
      sort: { column: 't.first_year', type: 'integer', descending: sort.startsWith('-') },
      alias: 't',
      limit,
      cursor,
    });
  }

  /**
   * Every target, in the order in which they were set.
   * @param until as they stood then; left out, as they are
   */
  async all(until?: Moment): Promise<Target[]> {
    const targets: Target[] = await this.db.query(
      `SELECT ${columns} FROM targets t ${join} ORDER BY t.id LIMIT ${targetsAtMost}`,
    );
    return until ? this.asTheyStood(targets, until) : targets;
  }

  /**
   * A target as it stood at the end of a day.
   * @throws Problem `not-found`
   */
  async oneUntil(id: string, until: Moment | undefined): Promise<Target> {
    const target = await this.one(id);
    const [then] = until ? await this.asTheyStood([target], until) : [target];
    return then ?? target;
  }

  /** What was changed later is taken back; a target that was entered later stands as it was first entered. */
  private async asTheyStood(targets: readonly Target[], { day, zone }: Moment): Promise<Target[]> {
    const changes: { id: string; before: Partial<Target> }[] = await this.db.query(
      `SELECT DISTINCT ON (e.subject_id, c.field) e.subject_id AS id, jsonb_build_object(c.field, c.change -> 0) AS before
       FROM events e CROSS JOIN LATERAL jsonb_each(e.changes) AS c (field, change)
       WHERE e.subject_type = 'target' AND e.type = 'target.updated' AND e.subject_id = ANY ($1)
         AND e.at >= ($2::date + 1)::timestamp AT TIME ZONE $3
       ORDER BY e.subject_id, c.field, e.at, e.id`,
      [targets.map(({ id }) => id), day, zone],
    );
    if (changes.length === 0) return [...targets];
    const names = await this.departmentNames(changes.flatMap(({ before }) => before.departmentId ?? []));
    return targets.map((target) => {
      const its = changes.flatMap(({ id, before }) => (id === target.id ? [before] : []));
      const then: Target = Object.assign({}, target, ...its);
      if (then.departmentId === target.departmentId) return then;
      const named = then.departmentId === null ? undefined : names.get(then.departmentId);
      return { ...then, departmentName: named?.name ?? null, departmentNameEn: named?.nameEn ?? null };
    });
  }

  private async departmentNames(ids: readonly string[]) {
    if (ids.length === 0) return new Map<string, never>();
    const rows: { id: string; name: string; nameEn: string | null }[] = await this.db.query(
      'SELECT id, name, name_en AS "nameEn" FROM departments WHERE id = ANY ($1)',
      [ids],
    );
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** @throws Problem `not-found` */
  async one(id: string, manager: EntityManager = this.db.manager, lock = ''): Promise<Target> {
    const rows: Target[] = await manager.query(`SELECT ${columns} FROM targets t ${join} WHERE t.id = $1 ${lock}`, [
      id,
    ]);
    if (!rows[0]) throw new Problem('not-found');
    return rows[0];
  }

  /**
   * What was done to a target, a deleted one too, the latest first.
   * @throws Problem `not-found`
   */
  async history(id: string): Promise<TargetChange[]> {
    const rows: TargetChange[] = await this.db.query(
      `SELECT e.id, e.at, split_part(e.type, '.', 2) AS act, u.display_name AS "actorName", e.changes
       FROM events e LEFT JOIN users u ON u.id = e.actor_id
       WHERE e.subject_type = 'target' AND e.subject_id = $1 ORDER BY e.at DESC, e.id DESC LIMIT ${historyAtMost}`,
      [id],
    );
    if (rows.length === 0) throw new Problem('not-found');
    return rows;
  }
}
