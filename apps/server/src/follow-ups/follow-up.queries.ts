import { type FollowUp, type FollowUpQuery, Problem } from '@torch/contracts';
import { type Actor, may } from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { listPage, Where } from '../platform/database/list';

export const followUpColumns = `f.id, f.version, f.title, f.note, f.due_at AS "dueAt", f.notice_minutes AS "noticeMinutes", f.status,
  f.done_at AS "doneAt", f.lead_id AS "leadId", l.code AS "leadCode", f.visit_id AS "visitId", f.company_id AS "companyId",
  coalesce(l.codename, c.name) AS "companyName", f.owner_id AS "ownerId", o.display_name AS "ownerName", f.department_id AS "departmentId",
  f.created_at AS "createdAt"`;
export const followUpJoins =
  'JOIN companies c ON c.id = f.company_id JOIN users o ON o.id = f.owner_id LEFT JOIN leads l ON l.id = f.lead_id';

@Injectable()
export class FollowUpQueries {
  constructor(private readonly db: DataSource) {}

  page(actor: Actor, query: FollowUpQuery) {
    const where = new Where()
      .add('f.deleted_at IS NULL')
      .within(actor, 'followUp.read', 'f', 'f.lead_id')
      .when(query.q, 'strpos(lower(f.title), lower(?)) > 0')
      .when(query.lead, 'f.lead_id = ?')
      .when(query.visit, 'f.visit_id = ?')
      .when(query.company, 'f.company_id = ?')
      .when(query.owner, 'f.owner_id = ?')
      .when(query.department, 'f.department_id = ?')
      .when(query.status, 'f.status = ANY(?)')
      .when(query.dueTo, 'f.due_at <= ?');
    return listPage<FollowUp>(this.db, {
      select: followUpColumns,
      from: 'follow_ups f',
      join: followUpJoins,
      where,
      sort: { column: 'f.due_at', type: 'timestamptz', descending: query.sort.startsWith('-') },
      alias: 'f',
      limit: query.limit,
      cursor: query.cursor,
    });
  }

  /** @throws Problem `not-found`, also for a follow-up that the actor may not see */
  async visible(actor: Actor, id: string): Promise<FollowUp> {
    const followUp = await this.one(id);
    if (!may(actor, 'followUp.read', followUp)) throw new Problem('not-found');
    return followUp;
  }

  async one(id: string, manager: EntityManager = this.db.manager): Promise<FollowUp> {
    const rows: FollowUp[] = await manager.query(
      `SELECT ${followUpColumns}, l.confidential_to AS "confidentialTo" FROM follow_ups f ${followUpJoins} WHERE f.id = $1 AND f.deleted_at IS NULL`,
      [id],
    );
    if (!rows[0]) throw new Problem('not-found');
    return rows[0];
  }
}
