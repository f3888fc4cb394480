/**
 * Keys by which the server knows an attempt again: whoever got no answer, and tries again for the same leads, plans nothing a
 * second time, though the form was closed in between.
 */
export function attemptKeys(newKey: () => string = () => crypto.randomUUID()) {
  const keys = new Map<string, string>();
  const name = (ids: readonly string[]) => [...ids].sort().join();
  return {
    of(ids: readonly string[]): string {
      const key = keys.get(name(ids)) ?? newKey();
      keys.set(name(ids), key);
      return key;
    },
    answered: (ids: readonly string[]) => void keys.delete(name(ids)),
  };
}
