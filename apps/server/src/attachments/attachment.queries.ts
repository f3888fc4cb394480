import { type Attachment, type AttachmentQuery, Problem } from '@torch/contracts';
import { type Actor, may, type Owned } from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { listPage, Where } from '../platform/database/list';

const columns = `a.id, a.version, a.subject_type AS "subjectType", a.subject_id AS "subjectId", a.lead_id AS "leadId",
  a.company_id AS "companyId", a.kind, a.file_name AS "fileName", a.content_type AS "contentType", a.size, a.sha256, a.scan,
  a.note, a.created_by AS "createdById", u.display_name AS "createdByName", a.created_at AS "createdAt"`;
/** Whose a document is: that of the lead on which its record hangs, else of the visit or the company itself. */
const from = `(SELECT t.*, coalesce(l.owner_id, v.owner_id, c.owner_id) AS owner_id,
    coalesce(l.department_id, v.department_id, c.department_id) AS department_id, l.confidential_to
  FROM attachments t
  LEFT JOIN leads l ON l.id = t.lead_id
  LEFT JOIN visits v ON t.subject_type = 'visit' AND v.id = t.subject_id
  LEFT JOIN companies c ON t.subject_type = 'company' AND c.id = t.subject_id
  -- What lies in the recycle bin has its documents there with it.
  WHERE coalesce(l.deleted_at, v.deleted_at, c.deleted_at) IS NULL) a`;
const join = 'JOIN users u ON u.id = a.created_by';

export type Held = Attachment & Owned;

@Injectable()
export class AttachmentQueries {
  constructor(private readonly db: DataSource) {}

  page(actor: Actor, { q, subjectType, subjectId, kind, sort, limit, cursor }: AttachmentQuery) {
    return listPage<Attachment>(this.db, {
      select: columns,
      from,
      join,
      where: new Where()
        .add('a.deleted_at IS NULL')
        .within(actor, 'attachment.read', 'a', 'a.lead_id')
        .when(q, 'strpos(lower(a.file_name), lower(?)) > 0')
        .when(subjectType, 'a.subject_type = ?')
        .when(subjectId, 'a.subject_id = ?')
        .when(kind, 'a.kind = ANY(?)'),
      sort: { column: 'a.created_at', type: 'timestamptz', descending: sort.startsWith('-') },
      alias: 'a',
      limit,
      cursor,
    });
  }

  /** @throws Problem `not-found`, also for a document that the actor may not see */
  async visible(actor: Actor, id: string): Promise<Held> {
    const held = await this.one(id);
    if (!may(actor, 'attachment.read', held)) throw new Problem('not-found');
    return held;
  }

  /** @throws Problem `not-found` */
  async one(id: string, manager: EntityManager = this.db.manager): Promise<Held> {
    const rows: Held[] = await manager.query(
      `SELECT ${columns}, a.owner_id AS "ownerId", a.department_id AS "departmentId", a.confidential_to AS "confidentialTo"
       FROM ${from} ${join} WHERE a.id = $1 AND a.deleted_at IS NULL`,
      [id],
    );
    if (!rows[0]) throw new Problem('not-found');
    return rows[0];
  }
}
