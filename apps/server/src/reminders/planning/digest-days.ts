import { digestTriggers, nextDigest, readsDigest, ruleFor } from '@torch/domain';
import { absenceOn, type Basis } from './basis';
import type { Desired, Known } from './planner';

/** A person's next digests, by the first step of the rule for each: by mail alone, to themselves and nobody in their place. */
export function desiredDigests(basis: Basis, userId: string, known: readonly Known[], now: Date): Desired[] {
  const person = basis.person(userId);
  if (!person?.hasAddress) return [];
  const { reader, role } = person;
  return digestTriggers.flatMap((trigger): Desired[] => {
    const rule = readsDigest(trigger, role) ? ruleFor(basis.rulesOf(trigger), {}) : null;
    const step = rule?.steps[0];
    if (!rule || !step) return [];
    const days = known
      .filter((row) => row.subjectId === userId && row.ruleId === rule.id && !row.withdrawn)
      .map(({ occurrence, state }) => ({ day: occurrence, waits: state === 'planned' || state === 'claimed' }));
    const next = nextDigest(trigger, step, reader, days, now, (day) => absenceOn(person, day) !== undefined);
    if (!next) return [];
    const { day, remindAt, mootAt } = next;
    const to = { step: 0, stepId: step.id, channel: 'email' as const, userId, robotId: null, insteadOf: null };
    return [{ ...to, subjectId: userId, ruleId: rule.id, occurrence: day, anchor: { on: day }, remindAt, mootAt }];
  });
}
