import { type AuditEvent, type AuditQuery, Problem } from '@torch/contracts';
import { redacted } from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { listPage, Where } from '../platform/database/list';

export const eventColumns = `e.id, e.at, e.type, e.actor_id AS "actorId", a.display_name AS "actorName",
  e.request_id AS "requestId", e.subject_type AS "subjectType", e.subject_id AS "subjectId", e.changes, e.data`;

/** Subjects that are no business: the auditor sees their values; of all others only which fields changed. */
const open = new Set([
  'installation',
  'department',
  'user',
  'session',
  'apiToken',
  'cluster',
  'park',
  'anchor',
  'platform',
  'region',
  'tier',
  'channel',
  'chain',
  'chainNode',
  'closeReason',
  'indicator',
  'exchangeRate',
  'target',
]);

const withhold = (event: AuditEvent): AuditEvent =>
  open.has(event.subjectType)
    ? { ...event, valuesWithheld: false }
    : {
        ...event,
        valuesWithheld: true,
        changes: Object.fromEntries(Object.keys(event.changes).map((field) => [field, [redacted, redacted]])),
        data: {},
      };

/** The audit log: who, when, which request, what. */
@Injectable()
export class AuditQueries {
  constructor(private readonly db: DataSource) {}

  /** @param timeZone the reader's: a day begins and ends where the reader is */
  async page({ actor, type, subjectType, subjectId, from, to, limit, cursor }: AuditQuery, timeZone: string) {
    const where = new Where()
      .when(actor, 'e.actor_id = ?')
      .when(type && (type.includes('.') ? type : undefined), 'e.type = ?')
      .when(type && !type.includes('.') ? `${type}.%` : undefined, 'e.type LIKE ?')
      .when(subjectType, 'e.subject_type = ?')
      .when(subjectId, 'e.subject_id = ?');
    if (from) where.add('e.at >= ?::date::timestamp AT TIME ZONE ?', from, timeZone);
    if (to) where.add('e.at < (?::date + 1)::timestamp AT TIME ZONE ?', to, timeZone);
    const page = await listPage<AuditEvent>(this.db, {
      select: eventColumns,
      from: 'events e',
      join: 'LEFT JOIN users a ON a.id = e.actor_id',
      where,
      sort: { column: 'e.at', type: 'timestamptz', descending: true },
      alias: 'e',
      limit,
      cursor,
    });
    return { ...page, items: page.items.map(withhold) };
  }

  /** @throws Problem `not-found` */
  async one(id: string): Promise<AuditEvent> {
    const rows: AuditEvent[] = await this.db.query(
      `SELECT ${eventColumns} FROM events e LEFT JOIN users a ON a.id = e.actor_id WHERE e.id = $1`,
      [id],
    );
    if (!rows[0]) throw new Problem('not-found');
    return withhold(rows[0]);
  }
}
