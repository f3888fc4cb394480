import { labels, type Locale } from '@torch/contracts';
import { openLeadStatuses, type ProtectionRule, protectionStanding } from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { FollowUpService } from '../follow-ups';
import { LeadEntity, LeadService } from '../leads';
import { UnitOfWork } from '../platform/database/unit-of-work';
import { ruleColumns } from './pool.service';

/** As many leads as one look takes up; the rest comes with the next. */
const atOnce = 500;

/** A warning counts as given on its day, though the look at it came a little later than the hour; in ms. */
const slack = 3_600_000;

type Silent = ProtectionRule & { id: string };

/** Warns the holders of silent leads, and releases those that stayed silent. */
@Injectable()
export class ProtectionSweep {
  constructor(
    private readonly db: DataSource,
    private readonly work: UnitOfWork,
    private readonly leads: LeadService,
    private readonly followUps: FollowUpService,
  ) {}

  async run(now = new Date()): Promise<void> {
    const silent: Silent[] = await this.db.query(
      `SELECT l.id, ${ruleColumns} FROM leads l JOIN channels h ON h.code = l.channel
       WHERE l.deleted_at IS NULL AND l.pooled_at IS NULL AND l.status IN (${openLeadStatuses.map((each) => `'${each}'`).join(', ')})
         AND greatest(l.last_contact_at, l.protected_from) <= $1::timestamptz - make_interval(days => h.first_warning_days)
         AND (l.warned = 0
           OR l.warned = 1 AND greatest(l.last_contact_at, l.protected_from) <= $1::timestamptz - make_interval(days => h.second_warning_days)
           OR l.warned = 2 AND greatest(l.last_contact_at, l.protected_from) <= $1::timestamptz - make_interval(days => h.release_days)
             -- Those whose last warning still runs would keep the others waiting.
             AND l.warned_at <= $1::timestamptz - make_interval(days => h.release_days - h.second_warning_days) + $2 * interval '1 ms')
       ORDER BY greatest(l.last_contact_at, l.protected_from), l.id LIMIT ${atOnce}`,
      [now, slack],
    );
    // One lead that cannot be looked at holds up none behind it.
    const failures: string[] = [];
    for (const { id, ...rule } of silent)
      await this.look(id, rule, now).catch((error: Error) => failures.push(`${id}: ${error.message}`));
    if (failures.length > 0) throw new Error(failures.join('; '));
  }

  /**
   * One step for one lead: the next warning, or its release. Nobody loses a lead without having had both warnings, each
   * with its days to act, even if the worker was away for long.
   */
  private look(id: string, rule: ProtectionRule, now: Date): Promise<void> {
    return this.work.run('system', null, async (tx) => {
      const lead = await tx.manager.findOne(LeadEntity, { where: { id }, lock: { mode: 'pessimistic_write' } });
      if (!lead || lead.deletedAt || lead.pooledAt || !openLeadStatuses.some((status) => status === lead.status))
        return;
      const from = lead.lastContactAt > lead.protectedFrom ? lead.lastContactAt : lead.protectedFrom;
      const { warning, released } = protectionStanding(rule, from, now);
      if (lead.warned < warning) {
        const next = (lead.warned + 1) as 1 | 2;
        await this.leads.noteWarning(tx, lead, next);
        const [owner] = await tx.query<{ locale: Locale; active: boolean }>(
          'SELECT locale, active FROM users WHERE id = $1',
          [lead.ownerId],
        );
        if (!owner?.active) return;
        const title = labels[owner.locale].planned.protectionEnds.replace('{code}', lead.code);
        const { ownerId, departmentId, companyId } = lead;
        await this.followUps.tell(tx, { ownerId, departmentId }, { leadId: id, companyId }, title);
      } else if (released && lead.warned === 2 && lead.warnedAt) {
        const grace = ((rule.releaseDays ?? 0) - rule.secondWarningDays) * 86_400_000;
        if (now.getTime() - lead.warnedAt.getTime() >= grace - slack) await this.leads.release(tx, lead, null);
      }
    });
  }
}
