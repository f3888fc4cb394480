import {
  type Lead,
  type Ownership,
  type PooledLead,
  type PoolQuery,
  Problem,
  type ReleaseLead,
} from '@torch/contracts';
import { type Actor, openLeadStatuses, type ProtectionRule, protectionStanding } from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { whereTitle } from '../companies';
import { demandHeld, leadColumns, LeadEntity, leadJoins, LeadQueries, LeadService } from '../leads';
import { Config } from '../platform/config';
import { listPage, Where } from '../platform/database/list';
import { lockRecord } from '../platform/database/records';
import { UnitOfWork } from '../platform/database/unit-of-work';
import { demandVersion } from '../platform/database/version';

/** SQL: the rule of channel `h`. */
export const ruleColumns = `h.protection_days AS "protectionDays", h.first_warning_days AS "firstWarningDays",
  h.second_warning_days AS "secondWarningDays", h.release_days AS "releaseDays"`;

/** Leads that nobody holds: out of one hand, and into another. */
@Injectable()
export class PoolService {
  constructor(
    private readonly db: DataSource,
    private readonly work: UnitOfWork,
    private readonly queries: LeadQueries,
    private readonly leads: LeadService,
    private readonly config: Config,
  ) {}

  page(actor: Actor, { q, cluster, region, sort, limit, cursor }: PoolQuery) {
    const where = new Where()
      .add('l.deleted_at IS NULL AND l.pooled_at IS NOT NULL')
      .within(actor, 'pool.read', 'l', 'l.id', { ownersLead: true })
      .when(cluster, 'l.cluster = ANY(?)')
      .when(region, 'l.region = ANY(?)');
    if (q) whereTitle(where, 'l', q);
    return listPage<PooledLead>(this.db, {
      select: leadColumns,
      from: 'leads l',
      join: leadJoins,
      where,
      sort: { column: 'l.pooled_at', type: 'timestamptz', descending: sort.startsWith('-') },
      alias: 'l',
      limit,
      cursor,
    });
  }

  /** Gives a lead up to the department's pool. */
  release(actor: Actor, id: string, { version, reason }: ReleaseLead): Promise<Lead> {
    return this.work.run(actor, 'pool.release', async (tx) => {
      const lead = await lockRecord(tx, LeadEntity, id, 'lead.read');
      await demandVersion(lead, version, () => this.queries.one(id, tx.manager));
      demandHeld(lead);
      if (!openLeadStatuses.some((status) => status === lead.status))
        throw Problem.field('rule-broken', 'status', 'not-open', 'only an open lead goes to the pool');
      await this.leads.release(tx, lead, reason);
      return this.queries.one(id, tx.manager);
    });
  }

  /** Takes a lead out of the pool; of several who reach for it at once, one gets it and the others learn who. */
  claim(actor: Actor, id: string): Promise<Lead> {
    return this.work.run(actor, 'pool.claim', async (tx) => {
      const lead = await lockRecord(tx, LeadEntity, id, 'pool.read');
      if (!lead.pooledAt) {
        const { ownerName } = await this.queries.one(id, tx.manager);
        throw new Problem('already-claimed', { detail: `${ownerName} has it`, holder: ownerName });
      }
      await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 5321))', [actor.id]);
      const limit = this.config.settings.POOL_CLAIMS_PER_WEEK;
      const [claims] = await tx.query<{ count: number }>(
        `SELECT count(*)::int AS count FROM ownership_changes WHERE kind = 'claimed' AND to_id = $1 AND at > now() - interval '7 days'`,
        [actor.id],
      );
      if ((claims?.count ?? 0) >= limit)
        throw Problem.field('rule-broken', 'claim', 'claim-limit', `at most ${limit} leads are claimed in seven days`);
      await this.leads.handTo(tx, lead, { ownerId: actor.id, departmentId: actor.departmentId }, { kind: 'claimed' });
      return this.queries.one(id, tx.manager);
    });
  }

  /** How a lead stands with its protection, and how it came to its owners. */
  async ownership(actor: Actor, leadId: string): Promise<Ownership> {
    const lead = await this.queries.visible(actor, leadId);
    const [rule]: (ProtectionRule & { from: Date })[] = await this.db.query(
      `SELECT ${ruleColumns}, greatest(l.last_contact_at, l.protected_from) AS "from"
       FROM leads l JOIN channels h ON h.code = l.channel WHERE l.id = $1`,
      [leadId],
    );
    const changes: Ownership['changes'] = await this.db.query(
      `SELECT w.id, w.kind, w.at, f.display_name AS "fromName", t.display_name AS "toName", d.name AS "toDepartmentName",
              b.display_name AS "byName", w.reason
       FROM ownership_changes w LEFT JOIN users f ON f.id = w.from_id LEFT JOIN users t ON t.id = w.to_id
         LEFT JOIN departments d ON d.id = w.to_department_id LEFT JOIN users b ON b.id = w.by_id
       WHERE w.lead_id = $1 ORDER BY w.at DESC, w.id DESC`,
      [leadId],
    );
    const standing = rule && protectionStanding(rule, rule.from, new Date());
    const runs = lead.protectedUntil !== null;
    return {
      until: lead.protectedUntil,
      lastContactAt: lead.lastContactAt,
      countedFrom: (rule?.from ?? new Date(lead.lastContactAt)).toISOString(),
      silentDays: standing?.silentDays ?? 0,
      warning: runs ? (standing?.warning ?? 0) : 0,
      pooledAt: lead.pooledAt,
      changes,
    };
  }
}
