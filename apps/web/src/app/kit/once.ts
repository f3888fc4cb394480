/**
 * Acts of one press in a list. The row stands there as it was until the list is read anew, so a second press of a double
 * click would ask for the same again, and be refused as stale.
 */
export class Once {
  private readonly acted = new Set<string>();

  /**
   * Does something with a record as it stands, once; what fails can be tried again.
   * @returns what came of it, or null where it was pressed before
   */
  async act<T>(record: { id: string; version: number }, work: () => Promise<T>): Promise<T | null> {
    const state = `${record.id} ${record.version}`;
    if (this.acted.has(state)) return null;
    this.acted.add(state);
    try {
      return await work();
    } catch (error) {
      this.acted.delete(state);
      throw error;
    }
  }
}
