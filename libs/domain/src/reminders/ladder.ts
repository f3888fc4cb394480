import type { LadderStep, ReminderStep } from './step';

/** A step as somebody writes it: with the id of the one that it was, or none for a new one. */
export type DraftStep = ReminderStep & { id?: string | undefined };

/**
 * The steps of a rule once they are changed. One that names a step of before stays that step: what it has told is not told
 * again. Any other is new, and tells nothing that was due before now; nor does, in the name of a step that has come to stand
 * before it only now, one that stays.
 * @param newId makes an id that no step has ever had
 */
export function changedSteps(
  drafts: readonly DraftStep[],
  before: readonly LadderStep[],
  now: Date,
  newId: () => string,
): LadderStep[] {
  const placeOf = (id: string | undefined) => before.findIndex((step) => step.id === id);
  return drafts.map(({ id, offset, unit, to, time }, index): LadderStep => {
    const place = placeOf(id);
    const known = before[place];
    const overtaken = drafts.slice(0, index).some((other) => placeOf(other.id) > place);
    return {
      id: known?.id ?? newId(),
      since: known && !overtaken ? known.since : now.toISOString(),
      offset,
      unit,
      to,
      time,
    };
  });
}
