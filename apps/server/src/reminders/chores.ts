/** Work that is due now and then, with the name by which the log knows it. */
export type Chore = readonly [name: string, work: () => Promise<unknown>];

/**
 * Does all chores, one after the other: one that fails holds up no other.
 * @throws Error that names those that failed, once all have had their turn
 */
export async function doAll(chores: readonly Chore[]): Promise<void> {
  const failures: string[] = [];
  for (const [name, work] of chores)
    try {
      await work();
    } catch (error) {
      failures.push(`${name}: ${(error as Error).message}`);
    }
  if (failures.length > 0) throw new Error(failures.join('; '));
}
