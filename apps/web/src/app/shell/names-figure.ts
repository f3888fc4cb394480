/** What each of these parameters of an address may be. */
export type Known = Readonly<Record<string, readonly string[]>>;

/** Whether an address names only what there is; what it leaves out, or leaves empty, is nothing wrong. */
export const namesFigure = (known: Known, given: Readonly<Record<string, unknown>>): boolean =>
  Object.entries(known).every(([name, values]) => {
    const value = given[name];
    return value === undefined || value === '' || (typeof value === 'string' && values.includes(value));
  });
