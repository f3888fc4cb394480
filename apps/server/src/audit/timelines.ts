import { type AuditEvent, type Page, type TimelineQuery } from '@torch/contracts';
import { type Actor, reachOf } from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { listPage, Where } from '../platform/database/list';
import { eventColumns } from './audit.queries';

/** The history of one record, from the same events as the audit log. The caller has asked whether it may be read. */
@Injectable()
export class Timelines {
  constructor(private readonly db: DataSource) {}

  ofLead(id: string, query: TimelineQuery) {
    return this.page(new Where().add('e.lead_id = ?', id), query);
  }

  /** Of what hangs on the company's leads, a reader sees only what lies within reach. */
  ofCompany(actor: Actor, id: string, query: TimelineQuery) {
    const where = new Where().add('e.company_id = ?', id);
    if (reachOf(actor.role, 'lead.read') === 'department')
      where.add(
        'e.subject_type = ? OR e.actor_id = ? OR e.actor_id IN (SELECT id FROM users WHERE department_id = ANY(?))',
        'company',
        actor.id,
        actor.departmentIds,
      );
    if (reachOf(actor.role, 'lead.read') === 'own')
      where.add('e.subject_type = ? OR e.actor_id = ?', 'company', actor.id);
    return this.page(where, query);
  }

  private async page(where: Where, { limit, cursor }: TimelineQuery): Promise<Page<AuditEvent>> {
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
    return { ...page, items: page.items.map((event) => ({ ...event, valuesWithheld: false })) };
  }
}
