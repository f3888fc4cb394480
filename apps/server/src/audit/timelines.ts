import { type AuditEvent, type Page, type TimelineQuery } from '@torch/contracts';
import { type Actor, type Permission, reachOf } from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { listPage, Where } from '../platform/database/list';
import { eventColumns } from './audit.queries';

/** The history of one record, from the same events as the audit log. The caller has asked whether it may be read. */
@Injectable()
export class Timelines {
  constructor(private readonly db: DataSource) {}

  ofLead(actor: Actor, id: string, query: TimelineQuery) {
    return this.page(actor, withoutHidden(actor, new Where().add('e.lead_id = ?', id)), query);
  }

  /** Of what hangs on the company, a reader sees what lies within reach: by whose the record is now, whoever wrote it then. */
  ofCompany(actor: Actor, id: string, query: TimelineQuery) {
    const where = new Where().add('e.company_id = ?', id).shown(actor, 'e.lead_id');
    // Problems of a landed company are whoever's sees to them, and whoever's looks after it.
    const sides = {
      own: 'p.handler_id = ? OR a.owner_id = ?',
      department: 'h.department_id = ANY(?) OR m.department_id = ANY(?)',
    };
    const whose = { own: 'owner_id = ?', department: 'department_id = ANY(?)' };
    const reach = reachOf(actor.role, 'lead.read');
    if (reach === 'own' || reach === 'department') {
      const reached = reach === 'own' ? actor.id : actor.departmentIds;
      const within = (table: string) => `(SELECT r.id FROM ${table} r WHERE r.company_id = ? AND r.${whose[reach]})`;
      const record = (subject: string, table: string) =>
        `e.subject_type = '${subject}' AND e.subject_id IN ${within(table)}`;
      where.orNamed(
        actor,
        'e.lead_id',
        `e.subject_type = 'company' OR e.lead_id IN ${within('leads')} OR ${record('visit', 'visits')}
         OR ${record('followUp', 'follow_ups')} OR ${record('promise', 'promises')} OR ${record('contact', 'contacts')}
         OR e.subject_type = 'problem' AND e.subject_id IN (SELECT p.id FROM problems p JOIN users h ON h.id = p.handler_id
           LEFT JOIN aftercare a ON a.company_id = p.company_id LEFT JOIN users m ON m.id = a.owner_id
           WHERE p.company_id = ? AND p.deal_id IS NULL AND (${sides[reach]}))`,
        ...Array.from({ length: 5 }, () => [id, reached]).flat(),
        id,
        reached,
        reached,
      );
    }
    return this.page(actor, withoutHidden(actor, where), query);
  }

  private async page(actor: Actor, where: Where, { limit, cursor }: TimelineQuery): Promise<Page<AuditEvent>> {
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
    return {
      ...page,
      items: page.items.map((event) => ({ ...withoutJudgement(actor, event), valuesWithheld: false })),
    };
  }
}

/** What hangs on a record, and who may not read that has no business with its history either. */
const readWith = {
  'followUp.read': `e.subject_type NOT IN ('followUp', 'mail')`,
  'scorecard.read': `e.type <> 'deal.scored'`,
  'offer.read': `e.subject_type <> 'offer'`,
  'promise.read': `e.subject_type <> 'promise'`,
  'assignment.read': `e.subject_type <> 'assignment'`,
} as const satisfies Partial<Record<Permission, string>>;

function withoutHidden(actor: Actor, where: Where): Where {
  for (const [permission, others] of Object.entries(readWith) as [Permission, string][])
    if (!reachOf(actor.role, permission)) where.add(others);
  return where;
}

/** A reviewer's points stand with the cards, for those who have judged; here only that a card was filled. */
const withoutJudgement = (actor: Actor, event: AuditEvent): AuditEvent =>
  event.type === 'deal.scored' && event.actorId !== actor.id ? { ...event, changes: {} } : event;
