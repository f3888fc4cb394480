import { type Page, Problem, type ReportSchedule, type ReportScheduleQuery } from '@torch/contracts';
import { type Actor, may } from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { listPage, Where } from '../platform/database/list';

const columns = `s.id, s.version, s.name, s.kind, s.format, s.receivers,
  ARRAY(SELECT u.display_name FROM users u WHERE u.id = ANY (s.receivers) ORDER BY u.display_name) AS "receiverNames",
  s.day, s.time, s.active, s.next_at AS "nextAt", s.owner_id AS "ownerId", o.display_name AS "ownerName",
  (SELECT jsonb_build_object('on', r.occurrence, 'receivers', jsonb_agg(jsonb_build_object('name', u.display_name, 'state', r.state,
     'reason', CASE WHEN r.state = 'cancelled' THEN r.reason END) ORDER BY u.display_name))
   FROM report_sendings r JOIN users u ON u.id = r.user_id WHERE r.schedule_id = s.id
   GROUP BY r.occurrence ORDER BY r.occurrence DESC LIMIT 1) AS last`;
const join = 'JOIN users o ON o.id = s.owner_id';

export interface HeldSchedule extends ReportSchedule {
  departmentId: string;
}

@Injectable()
export class ScheduleQueries {
  constructor(private readonly db: DataSource) {}

  page(actor: Actor, { limit, cursor }: ReportScheduleQuery): Promise<Page<ReportSchedule>> {
    return listPage<ReportSchedule>(this.db, {
      select: columns,
      from: 'report_schedules s',
      join,
      where: new Where().within(actor, 'reportSchedule.edit', 's'),
      sort: { column: 's.created_at', type: 'timestamptz', descending: true },
      alias: 's',
      limit,
      cursor,
    });
  }

  /** @throws Problem `not-found`, also for another's */
  async visible(actor: Actor, id: string, manager: EntityManager = this.db.manager): Promise<ReportSchedule> {
    const schedule = await this.one(id, manager);
    if (!may(actor, 'reportSchedule.edit', schedule)) throw new Problem('not-found');
    return schedule;
  }

  async one(id: string, manager: EntityManager = this.db.manager): Promise<HeldSchedule> {
    const [row]: HeldSchedule[] = await manager.query(
      `SELECT ${columns}, s.department_id AS "departmentId" FROM report_schedules s ${join} WHERE s.id = $1`,
      [id],
    );
    if (!row) throw new Problem('not-found');
    return row;
  }
}
