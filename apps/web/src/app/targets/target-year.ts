/** The year that an address asks for; undefined where it is none for which there can be targets. */
export const yearOf = (given: unknown): string | undefined =>
  typeof given === 'string' && /^20\d\d$/.test(given) ? given : undefined;
