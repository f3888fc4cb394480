import type { ReminderRule, ReminderStep, RuleConditions } from '@torch/contracts';
import { dealStages, isDigest, recipientsOf, type ReminderTrigger, reminderTriggers, unitsOf } from '@torch/domain';

/** A rule as it is typed: every condition is there, empty where it narrows nothing. */
export interface RuleDraft {
  nameZh: string;
  nameEn: string;
  active: boolean;
  statuses: readonly string[];
  stages: readonly string[];
  channels: readonly string[];
  minInvestment: string;
  normDays: Readonly<Record<string, string>>;
  steps: readonly ReminderStep[];
}

/** What a new step of this trigger begins as. */
export function newStep(trigger: ReminderTrigger, before?: ReminderStep): ReminderStep {
  const units = unitsOf(trigger);
  const unit = units.includes('workingDays') ? 'workingDays' : (units[0] ?? 'days');
  const offset = before && before.unit === unit ? before.offset + 1 : 1;
  return { offset, unit, to: [recipientsOf(trigger)[0] ?? 'owner'], time: null };
}

export function draftOf(rule: ReminderRule | undefined, trigger: ReminderTrigger): RuleDraft {
  const { statuses = [], stages = [], channels = [], minInvestment = '', normDays = {} } = rule?.conditions ?? {};
  return {
    nameZh: rule?.nameZh ?? '',
    nameEn: rule?.nameEn ?? '',
    active: rule?.active ?? true,
    statuses,
    stages,
    channels,
    minInvestment: minInvestment.replace(/\B(?=(\d{3})+(?!\d))/g, ','),
    normDays: Object.fromEntries(dealStages.map((stage) => [stage, String(normDays[stage] ?? '')])),
    steps: rule?.steps ?? [newStep(trigger)],
  };
}

/** The conditions that the trigger knows and that are filled in, as the server takes them. */
export function conditionsOf(draft: RuleDraft, trigger: ReminderTrigger): RuleConditions {
  const known: readonly string[] = reminderTriggers[trigger].conditions;
  const list = (name: 'statuses' | 'stages' | 'channels') =>
    known.includes(name) && draft[name].length > 0 ? { [name]: [...draft[name]] } : {};
  const amount = draft.minInvestment.replace(/[\s,,]/g, '');
  const norms = Object.entries(draft.normDays).filter(([, days]) => days.trim() !== '');
  return {
    ...list('statuses'),
    ...list('stages'),
    ...list('channels'),
    ...(known.includes('minInvestment') && amount ? { minInvestment: amount } : {}),
    ...(known.includes('normDays')
      ? { normDays: Object.fromEntries(norms.map(([stage, days]) => [stage, Number(days)])) }
      : {}),
  };
}

/** Triggers of which there can be several rules. */
export const ownTriggers = (Object.keys(reminderTriggers) as ReminderTrigger[]).filter((each) => !isDigest(each));
