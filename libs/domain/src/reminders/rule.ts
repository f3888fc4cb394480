import { type DealStage, dealStages } from '../deals/stage';
import { compare, decimal } from '../money/decimal';
import type { LadderStep } from './step';
import type { ReminderTrigger } from './trigger';

/** What narrows a rule; what is left out narrows nothing. */
export interface RuleConditions {
  statuses?: readonly string[];
  stages?: readonly string[];
  channels?: readonly string[];
  /** Total investment from which the rule holds, in the reporting currency, as an exact decimal. */
  minInvestment?: string;
  /** Days for which a deal may stand in a stage; a stage without them has no norm. */
  normDays?: Readonly<Record<string, number>>;
}

export interface ReminderRule {
  id: string;
  trigger: ReminderTrigger;
  active: boolean;
  conditions: RuleConditions;
  steps: readonly LadderStep[];
}

/** What the conditions of a rule are asked of. */
export interface RuleFacts {
  status?: string;
  stage?: string;
  channel?: string;
  /** In the reporting currency; null where it is not known, or has no rate. */
  investment?: string | null;
}

const holds = (list: readonly string[] | undefined, value: string | undefined) =>
  !list || (value !== undefined && list.includes(value));

/** Why a rule does not fit a record; nothing means that it fits. */
export function misfits({ active, conditions }: ReminderRule, facts: RuleFacts): (keyof RuleConditions | 'active')[] {
  const { statuses, stages, channels, minInvestment, normDays } = conditions;
  const amount = facts.investment ?? null;
  return [
    ...(active ? [] : (['active'] as const)),
    ...(holds(statuses, facts.status) ? [] : (['statuses'] as const)),
    ...(holds(stages, facts.stage) ? [] : (['stages'] as const)),
    ...(holds(channels, facts.channel) ? [] : (['channels'] as const)),
    ...(minInvestment === undefined || (amount !== null && compare(decimal(amount), decimal(minInvestment)) >= 0)
      ? []
      : (['minInvestment'] as const)),
    ...(!normDays || (facts.stage !== undefined && normDays[facts.stage] !== undefined) ? [] : (['normDays'] as const)),
  ];
}

const narrowness = ({ conditions }: ReminderRule) =>
  Object.values(conditions).filter((each) => each !== undefined).length;

/**
 * The rule by which a record is watched: of those of one trigger that fit it, the narrowest, so that a stricter limit for
 * some stands in the place of the common one and nobody is reminded twice of the same; of equals, the first.
 */
export function ruleFor<R extends ReminderRule>(rules: readonly R[], facts: RuleFacts): R | null {
  const fitting = rules.filter((rule) => misfits(rule, facts).length === 0);
  return fitting.reduce<R | null>(
    (best, rule) => (best === null || narrowness(rule) > narrowness(best) ? rule : best),
    null,
  );
}

/**
 * Days that each stage of a deal may take, whatever the deal is worth: for each stage, those of the rule that reminds of it.
 * @param rules those that remind of deals which stand too long
 */
export function normsOfStages(rules: readonly ReminderRule[]): Partial<Record<DealStage, number>> {
  return Object.fromEntries(
    dealStages.flatMap((stage) => {
      const days = ruleFor(rules, { stage })?.conditions.normDays?.[stage];
      return days === undefined ? [] : [[stage, days]];
    }),
  );
}
