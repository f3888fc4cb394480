import type { PlannedFollowUps } from '@torch/contracts';

/** A lead for which nothing was planned, and why. */
export interface NotPlanned {
  id: string;
  title: string;
  /** The code of the refusal. */
  why: string;
  /** Given up: whoever plans something for it means to take it up again. */
  lost?: boolean;
}

/**
 * All leads without a follow-up, after one more attempt: those of earlier pages stay until they get theirs.
 * @param before those of earlier attempts
 * @param tried what was tried now
 */
export function notPlanned(
  before: readonly NotPlanned[],
  tried: readonly { id: string; title: string; lost?: boolean }[],
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
