/** What a screening opinion (研判) looks at: direction of the industry, market, technology, environment, energy, benefit. */
export const screeningAspects = ['industry', 'market', 'technology', 'environment', 'energy', 'benefit'] as const;
export type ScreeningAspect = (typeof screeningAspects)[number];

export const screeningVerdicts = ['supports', 'neutral', 'against'] as const;
export type ScreeningVerdict = (typeof screeningVerdicts)[number];

export const screeningConclusions = ['recommended', 'conditional', 'not_recommended'] as const;
export type ScreeningConclusion = (typeof screeningConclusions)[number];
