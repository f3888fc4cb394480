/** What a screening opinion (研判) looks at: direction of the industry, market, technology, environment, energy, benefit. */
export const screeningAspects = ['industry', 'market', 'technology', 'environment', 'energy', 'benefit'] as const;
export type ScreeningAspect = (typeof screeningAspects)[number];

export const screeningVerdicts = ['supports', 'neutral', 'against'] as const;
export type ScreeningVerdict = (typeof screeningVerdicts)[number];

export const screeningConclusions = ['recommended', 'conditional', 'not_recommended'] as const;
export type ScreeningConclusion = (typeof screeningConclusions)[number];

/** Working days after a lead comes in within which its opinion is due; a major project gets more. */
export const screeningDays = { usual: 3, major: 5 } as const;
/** From so many yuan on a project is a major one. Other currencies are not guessed: there the usual limit holds. */
const majorFrom = 500_000_000n;

/** Working days within which a lead's screening opinion is due. */
export const screeningLimit = (estimate: { amount: string; currency: string } | null): number =>
  estimate?.currency === 'CNY' && BigInt(estimate.amount.split('.')[0] ?? 0) >= majorFrom
    ? screeningDays.major
    : screeningDays.usual;

/**
 * Working days passed since a day, that day not counted; Saturdays and Sundays are none. Public holidays are not known
 * here, so around them it counts too many.
 * @param from `YYYY-MM-DD`
 * @param to `YYYY-MM-DD`; before `from` it gives 0
 */
export function workingDaysSince(from: string, to: string): number {
  const days = Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
  if (!(days > 0)) return 0;
  const begins = new Date(from).getUTCDay();
  const rest = Array.from({ length: days % 7 }, (_, index) => (begins + index + 1) % 7);
  return Math.floor(days / 7) * 5 + rest.filter((weekday) => weekday !== 0 && weekday !== 6).length;
}
