/**
 * What a worker is working on just now. The rows tell what it has claimed; what it has claimed and does not have in hand was
 * dropped, as when the database went in the middle of it and the claim could not be given back.
 */
export class InHand {
  private readonly counts = new Map<string, number>();

  /** Has these in hand for as long as the work takes. To be called before they are claimed, so that no claim is without. */
  async during<T>(ids: readonly string[], work: () => Promise<T>): Promise<T> {
    for (const id of ids) this.counts.set(id, (this.counts.get(id) ?? 0) + 1);
    try {
      return await work();
    } finally {
      for (const id of ids) {
        const count = (this.counts.get(id) ?? 0) - 1;
        if (count > 0) this.counts.set(id, count);
        else this.counts.delete(id);
      }
    }
  }

  /** Of what the rows said a moment ago that it had claimed, what it has dropped. */
  dropped(claimed: readonly { id: string }[]): string[] {
    return claimed.map(({ id }) => id).filter((id) => !this.counts.has(id));
  }
}
