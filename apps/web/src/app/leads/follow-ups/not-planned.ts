import type { PlannedFollowUps } from '@torch/contracts';
import type { Listed } from './chosen-leads';

/** A lead for which nothing was planned, and why. */
export interface NotPlanned extends Listed {
  /** The code of the refusal. */
  why: string;
}

/**
 * All leads without a follow-up, after one more attempt: those of earlier pages stay until they get theirs.
 * @param before those of earlier attempts
 * @param tried what was tried now
 */
export function notPlanned(
  before: readonly NotPlanned[],
  tried: readonly Listed[],
  { items }: PlannedFollowUps,
): NotPlanned[] {
  const told = new Set(items.map(({ leadId }) => leadId));
  const titles = new Map(tried.map((lead) => [lead.id, lead]));
  return [
    ...before.filter(({ id }) => !told.has(id)),
    ...items.flatMap(({ leadId, ok, errors }) => {
      const { title = '', lost } = titles.get(leadId) ?? {};
      return ok ? [] : [{ id: leadId, title, why: errors[0]?.code ?? '', ...(lost && { lost }) }];
    }),
  ];
}
