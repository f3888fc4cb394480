import { type CreateReminderRule, Problem, type ReminderRule, type UpdateReminderRule } from '@torch/contracts';
import {
  type Actor,
  changedSteps,
  changesBetween,
  isDigest,
  type LadderStep,
  type RuleDraft,
  type RuleFault,
  type RuleFaultCode,
  ruleFaults,
} from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import { type Transaction, UnitOfWork } from '../platform/database/unit-of-work';
import { demandVersion } from '../platform/database/version';
import { RuleQueries } from './rule.queries';

type Facts = Pick<ReminderRule, 'nameZh' | 'nameEn' | 'active' | 'conditions'> & { steps: readonly LadderStep[] };
const factsOf = ({ nameZh, nameEn, active, conditions, steps }: Facts): Facts => ({
  nameZh,
  nameEn,
  active,
  conditions,
  steps,
});

const objections: Readonly<Record<RuleFaultCode, string>> = {
  'condition-foreign': 'this trigger does not know the condition',
  'unknown-code': 'there is no such code',
  empty: 'choose at least one',
  amount: 'give an exact amount above nothing',
  'norm-missing': 'give the days of at least one stage',
  days: 'give whole days, 1 to 3650',
  'step-count': 'a rule has one to ten steps',
  'one-step': 'a digest has exactly one step',
  'unit-foreign': 'steps of this trigger are not counted in this unit',
  offset: 'the number does not fit the unit',
  'recipient-foreign': 'steps of this trigger cannot reach this recipient',
  'time-unused': 'an hour of the day means nothing for this unit',
  order: 'the step comes before the one above it',
  'step-twice': 'the step stands above already',
};

/**
 * The rules by which reminders are planned. Whatever is done to one is an event, and by that event what it had planned is
 * planned anew, bit by bit, by the worker.
 */
@Injectable()
export class RuleService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly queries: RuleQueries,
  ) {}

  create(actor: Actor, { trigger, ...input }: CreateReminderRule): Promise<ReminderRule> {
    return this.work.run(actor, 'reminderRule.edit', async (tx) => {
      if (isDigest(trigger))
        throw Problem.field('rule-broken', 'trigger', 'one-digest', 'each digest has its one rule; change that');
      await demandSound(tx, { trigger, ...input });
      const id = uuid();
      const facts = factsOf({ ...input, steps: changedSteps(input.steps, [], tx.now, uuid) });
      await tx.query(
        `INSERT INTO reminder_rules (id, code, trigger, name_zh, name_en, active, conditions, steps, own, position)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, true, (SELECT coalesce(max(position), 0) + 10 FROM reminder_rules))`,
        [id, `own.${id}`, trigger, ...storedOf(facts)],
      );
      const changes = changesBetween(null, { trigger, ...facts });
      await tx.record('reminderRule.created', { subjectType: 'reminderRule', subjectId: id, changes });
      return this.queries.one(id, tx.manager);
    });
  }

  /** @throws Problem `stale`, or `rule-broken` at what does not fit */
  update(actor: Actor, id: string, { version, ...input }: UpdateReminderRule): Promise<ReminderRule> {
    return this.work.run(actor, 'reminderRule.edit', async (tx) => {
      const rule = await this.queries.one(id, tx.manager, 'FOR NO KEY UPDATE');
      await demandVersion(rule, version, () => Promise.resolve(rule));
      const before = factsOf(rule);
      const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
      const steps = input.steps ? changedSteps(input.steps, before.steps, tx.now, uuid) : before.steps;
      const after: Facts = { ...before, ...given, steps };
      const changes = changesBetween(before, after);
      if (Object.keys(changes).length === 0) return rule;
      await demandSound(tx, { trigger: rule.trigger, ...before, ...given });
      await tx.query(
        `UPDATE reminder_rules SET name_zh = $2, name_en = $3, active = $4, conditions = $5, steps = $6,
           version = version + 1, updated_at = now() WHERE id = $1`,
        [id, ...storedOf(after)],
      );
      await tx.record('reminderRule.updated', { subjectType: 'reminderRule', subjectId: id, changes });
      return this.queries.one(id, tx.manager);
    });
  }

  /** @throws Problem `rule-broken` for a rule that comes with the product: it is switched off, and can be looked at again */
  remove(actor: Actor, id: string): Promise<void> {
    return this.work.run(actor, 'reminderRule.edit', async (tx) => {
      const rule = await this.queries.one(id, tx.manager, 'FOR NO KEY UPDATE');
      if (!rule.own)
        throw new Problem('rule-broken', { detail: 'a rule that comes with the product is switched off instead' });
      await tx.query(
        `UPDATE reminder_rules SET active = false, deleted_at = now(), version = version + 1, updated_at = now() WHERE id = $1`,
        [id],
      );
      const changes = { nameZh: [rule.nameZh, null], nameEn: [rule.nameEn, null] } as const;
      await tx.record('reminderRule.deleted', { subjectType: 'reminderRule', subjectId: id, changes });
    });
  }
}

const storedOf = ({ nameZh, nameEn, active, conditions, steps }: Facts) => [
  nameZh,
  nameEn,
  active,
  JSON.stringify(conditions),
  JSON.stringify(steps),
];

/** @throws Problem `rule-broken` that names everything wrong with a rule */
export async function demandSound(tx: Pick<Transaction, 'query'>, draft: RuleDraft): Promise<void> {
  const channels = await tx.query<{ code: string }>('SELECT code FROM channels');
  const faults = ruleFaults(
    draft,
    channels.map(({ code }) => code),
  );
  const [first] = faults;
  if (!first) return;
  const said = ({ path, code }: RuleFault) => ({ path, code, message: objections[code] });
  throw new Problem('rule-broken', { detail: objections[first.code], errors: faults.map(said) });
}
