/** How long a deal has stood at its stage, against the norm of the stage: within it, beyond it, far beyond it. */
export const stageLights = ['green', 'yellow', 'red'] as const;
export type StageLight = (typeof stageLights)[number];

/**
 * Tenths of the norm beyond which a deal is red; beyond the norm itself it is yellow, which is what the funnel counts as
 * overdue and what the rule `deal.overlong` reminds of. No source sets the second threshold: it is our own proposal.
 */
export const redAtTenths = 15;

/** Whole days of standing beyond which a deal is red. */
export const redAfterDays = (norm: number): number => Math.floor((norm * redAtTenths) / 10);

/**
 * @param days since it entered its stage
 * @param norm days that the stage may take; null for a stage that has none, at which nothing is ever late
 */
export function stageLightOf(days: number, norm: number | null): StageLight {
  if (norm === null || days <= norm) return 'green';
  return days > redAfterDays(norm) ? 'red' : 'yellow';
}
