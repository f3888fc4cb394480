import { occurrenceBehind, type ReminderRule, type ReminderSubject, ruleFor } from '@torch/domain';
import type { Transaction } from '../../platform/database/unit-of-work';
import type { Basis } from './basis';
import { type FactSubject, readFacts, type ReminderFact } from './facts';

/** Why somebody is or was reminded: one occurrence of one record, under one rule. */
export interface Cause {
  subjectType: ReminderSubject;
  subjectId: string;
  ruleId: string | null;
  occurrence: string;
}

/** A cause that holds, and the rule that watches it. */
export interface Standing {
  fact: ReminderFact;
  rule: ReminderRule;
}

/** What comes again after a snooze is of the same cause as what was put off. */
export const causeKey = ({ subjectId, ruleId, occurrence }: Omit<Cause, 'subjectType'>): string =>
  [subjectId, ruleId, occurrenceBehind(occurrence)].join(' ');

/**
 * Which causes of reminders of another day hold today, by the facts and rules that the planner would go by now.
 * @returns what holds of a cause; undefined where its record has moved on, or no rule watches it any more
 */
export async function standingOf(
  tx: Transaction,
  basis: Basis,
  causes: readonly Cause[],
  reportingCurrency: string,
): Promise<(cause: Cause) => Standing | undefined> {
  const subjects = new Map<FactSubject, Set<string>>();
  for (const { subjectType, subjectId } of causes)
    if (subjectType !== 'user')
      subjects.set(subjectType, (subjects.get(subjectType) ?? new Set<string>()).add(subjectId));
  const found = new Map<string, Standing>();
  for (const [subject, ids] of subjects)
    for (const fact of await readFacts(tx, subject, [...ids], reportingCurrency)) {
      const rule = ruleFor(basis.rulesOf(fact.trigger), fact);
      if (rule) found.set(causeKey({ ...fact, ruleId: rule.id }), { fact, rule });
    }
  return (cause) => found.get(causeKey(cause));
}
