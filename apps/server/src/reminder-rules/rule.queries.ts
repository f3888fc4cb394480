import { Problem, type ReminderRule, type ReminderRules, type RuleChange } from '@torch/contracts';
import { kindOf } from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Config } from '../platform/config';

const columns = `id, version, code, trigger, name_zh AS "nameZh", name_en AS "nameEn", active, own, conditions, steps, updated_at AS "updatedAt"`;
/** As many as a history tells. */
const historyAtMost = 200;

@Injectable()
export class RuleQueries {
  constructor(
    private readonly db: DataSource,
    private readonly config: Config,
  ) {}

  async all(): Promise<ReminderRules> {
    const rows: Omit<ReminderRule, 'kind'>[] = await this.db.query(
      `SELECT ${columns} FROM reminder_rules WHERE deleted_at IS NULL ORDER BY position, id`,
    );
    return { items: rows.map(withKind), reportingCurrency: this.config.settings.REPORTING_CURRENCY };
  }

  /** @throws Problem `not-found`, also for a deleted rule */
  async one(id: string, manager: EntityManager = this.db.manager, lock = ''): Promise<ReminderRule> {
    const rows: Omit<ReminderRule, 'kind'>[] = await manager.query(
      `SELECT ${columns} FROM reminder_rules WHERE id = $1 AND deleted_at IS NULL ${lock}`,
      [id],
    );
    if (!rows[0]) throw new Problem('not-found');
    return withKind(rows[0]);
  }

  /** What was done to a rule, a deleted one too, the latest first. */
  async history(id: string): Promise<RuleChange[]> {
    const rows: RuleChange[] = await this.db.query(
      `SELECT e.id, e.at, split_part(e.type, '.', 2) AS act, u.display_name AS "actorName", e.changes
       FROM events e LEFT JOIN users u ON u.id = e.actor_id
       WHERE e.subject_type = 'reminderRule' AND e.subject_id = $1 ORDER BY e.at DESC, e.id DESC LIMIT ${historyAtMost}`,
      [id],
    );
    // A rule that comes with the product has no history before its first change.
    if (rows.length === 0) await this.one(id);
    return rows;
  }
}

const withKind = (rule: Omit<ReminderRule, 'kind'>): ReminderRule => ({ ...rule, kind: kindOf(rule.trigger) });
