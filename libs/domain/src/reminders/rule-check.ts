import { dealStages } from '../deals/stage';
import { openLeadStatuses } from '../leads/lead';
import { compare, decimal, nothing } from '../money/decimal';
import type { RuleConditions } from './rule';
import type { DraftStep } from './ladder';
import type { ReminderStep, StepUnit } from './step';
import { isDigest, type ReminderRecipient, type ReminderTrigger, reminderTriggers } from './trigger';

/** What is wrong with a rule: where, and a code for translation. */
export interface RuleFault {
  /** `conditions.stages`, `steps.2.unit`. */
  path: string;
  code: RuleFaultCode;
}
export type RuleFaultCode =
  | 'condition-foreign'
  | 'unknown-code'
  | 'empty'
  | 'amount'
  | 'norm-missing'
  | 'days'
  | 'step-count'
  | 'one-step'
  | 'unit-foreign'
  | 'offset'
  | 'recipient-foreign'
  | 'time-unused'
  | 'order'
  | 'step-twice';

/** The part of a rule that can be wrong. */
export interface RuleDraft {
  trigger: ReminderTrigger;
  conditions: RuleConditions;
  steps: readonly DraftStep[];
}

export const stepsAtMost = 10;

/** What is counted from a day, not from an instant: minutes and hours mean nothing there. */
const byDay: readonly ReminderTrigger[] = [
  'deal.overlong',
  'deal.milestone',
  'deal.statistics',
  'promise.due',
  'tour.report',
  'assignment.due',
  'problem.due',
];
const fullDays = ['days', 'workingDays', 'months'] as const satisfies readonly StepUnit[];

/** How far a step may lie from its anchor, in its unit. */
export const offsetAtMost: Readonly<Record<StepUnit, number>> = {
  notice: 0,
  minutes: 24 * 60,
  hours: 30 * 24,
  days: 1_000,
  workingDays: 500,
  months: 60,
};

/** The shape that a digest keeps: its readers are its nature; when it comes can be chosen within bounds. */
const digestShapes = {
  'digest.personal': { unit: 'workingDays', to: 'owner', from: 1, until: 1 },
  // The day of the week, Monday first.
  'digest.weekly': { unit: 'days', to: 'head', from: 1, until: 7 },
  // The working day of the month.
  'digest.monthly': { unit: 'workingDays', to: 'leader', from: 1, until: 15 },
} as const;

/** The units in which steps of this trigger can be counted. */
export function unitsOf(trigger: ReminderTrigger): readonly StepUnit[] {
  if (isDigest(trigger)) return [digestShapes[trigger].unit];
  if (byDay.includes(trigger)) return fullDays;
  return [...(trigger === 'followUp.due' ? (['notice'] as const) : []), 'minutes', 'hours', ...fullDays];
}

/** Whom the steps of this trigger can reach. */
export function recipientsOf(trigger: ReminderTrigger): readonly ReminderRecipient[] {
  if (isDigest(trigger)) return [digestShapes[trigger].to];
  const common = ['owner', 'deputy', 'head', 'leader'] as const;
  return reminderTriggers[trigger].subject === 'assignment' ? ['assignee', ...common] : common;
}

/** Whether a step's hour of the day means anything. */
export const hasHour = (unit: StepUnit): boolean => fullDays.some((each) => each === unit);

const lengths: Readonly<Record<StepUnit, number>> = {
  notice: 0,
  minutes: 1,
  hours: 60,
  days: 1_440,
  // Five of them are a week.
  workingDays: 2_016,
  months: 43_776,
};

/** Whether `next` comes before `step` in an ordinary week, and so does not belong behind it in a ladder. */
function precedes(next: ReminderStep, step: ReminderStep): boolean {
  const [a, b] = [next, step].map(({ offset, unit }) => offset * lengths[unit]) as [number, number];
  if (a !== b || next.unit !== step.unit) return a < b;
  return next.time !== null && step.time !== null && next.time < step.time;
}

/**
 * Everything that is wrong with a rule; nothing means that it can stand.
 * @param channels codes of the channels that there are
 */
export function ruleFaults(draft: RuleDraft, channels: readonly string[]): RuleFault[] {
  return [...conditionFaults(draft, channels), ...stepFaults(draft)];
}

function conditionFaults({ trigger, conditions }: RuleDraft, channels: readonly string[]): RuleFault[] {
  const allowed: readonly string[] = reminderTriggers[trigger].conditions;
  const given = Object.entries(conditions).filter(([, value]) => value !== undefined);
  const foreign = given.filter(([name]) => !allowed.includes(name));
  const fault = (name: string, code: RuleFaultCode): RuleFault => ({ path: `conditions.${name}`, code });
  const list = (name: 'statuses' | 'stages' | 'channels', known: readonly string[]): RuleFault[] => {
    const chosen = conditions[name];
    if (!chosen || !allowed.includes(name)) return [];
    if (chosen.length === 0) return [fault(name, 'empty')];
    return chosen.every((each) => known.includes(each)) ? [] : [fault(name, 'unknown-code')];
  };
  return [
    ...foreign.map(([name]) => fault(name, 'condition-foreign')),
    ...list('statuses', openLeadStatuses),
    ...list('stages', dealStages),
    ...list('channels', channels),
    ...(conditions.minInvestment === undefined || isAmount(conditions.minInvestment)
      ? []
      : [fault('minInvestment', 'amount')]),
    ...normFaults(trigger, conditions).map((code) => fault('normDays', code)),
  ];
}

const isAmount = (text: string) => /^\d{1,15}(\.\d{1,2})?$/.test(text) && compare(decimal(text), nothing) > 0;

function normFaults(trigger: ReminderTrigger, { normDays }: RuleConditions): RuleFaultCode[] {
  // Without a norm nothing stands longer than it.
  if (trigger === 'deal.overlong' && Object.keys(normDays ?? {}).length === 0) return ['norm-missing'];
  if (!normDays) return [];
  const entries = Object.entries(normDays);
  if (entries.some(([stage]) => !dealStages.some((each) => each === stage))) return ['unknown-code'];
  return entries.every(([, days]) => Number.isInteger(days) && days >= 1 && days <= 3_650) ? [] : ['days'];
}

function stepFaults({ trigger, steps }: RuleDraft): RuleFault[] {
  if (steps.length < 1 || steps.length > stepsAtMost) return [{ path: 'steps', code: 'step-count' }];
  if (isDigest(trigger) && steps.length > 1) return [{ path: 'steps', code: 'one-step' }];
  const units = unitsOf(trigger);
  const recipients = recipientsOf(trigger);
  return steps.flatMap((step, index): RuleFault[] => {
    const fault = (name: string, code: RuleFaultCode): RuleFault => ({ path: `steps.${index}.${name}`, code });
    const before = steps[index - 1];
    return [
      ...(units.includes(step.unit) ? [] : [fault('unit', 'unit-foreign')]),
      ...(offsetFits(trigger, step) ? [] : [fault('offset', 'offset')]),
      ...(step.to.length === 0 ? [fault('to', 'empty')] : []),
      ...(step.to.every((each) => recipients.includes(each)) ? [] : [fault('to', 'recipient-foreign')]),
      ...(step.time !== null && !hasHour(step.unit) ? [fault('time', 'time-unused')] : []),
      ...(step.id !== undefined && steps.findIndex(({ id }) => id === step.id) < index
        ? [fault('id', 'step-twice')]
        : []),
      ...(before && precedes(step, before) ? [fault('offset', 'order')] : []),
    ];
  });
}

function offsetFits(trigger: ReminderTrigger, { offset, unit }: ReminderStep): boolean {
  if (!Number.isInteger(offset)) return false;
  if (!isDigest(trigger)) return Math.abs(offset) <= offsetAtMost[unit];
  const { from, until } = digestShapes[trigger];
  return offset >= from && offset <= until;
}
