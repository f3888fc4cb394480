import { type Page, Problem } from '@torch/contracts';

/** Which page is asked for. */
export interface PageAsked {
  limit: number;
  cursor?: string | undefined;
}

/**
 * The id behind which a page begins, newest id first; null for the first page.
 * @throws Problem `malformed` for a cursor of another list
 */
export function afterOf({ cursor }: PageAsked): string | null {
  if (cursor === undefined) return null;
  const after = Buffer.from(cursor, 'base64url').toString();
  if (/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(after)) return after;
  throw Problem.field('malformed', 'cursor', 'invalid', 'take the cursor from the page before, with the same filters');
}

/**
 * The way to the page behind one.
 * @param last the id with which this one ends
 */
export const pageUpTo = (last: string | undefined, more: boolean): { nextCursor: string | null } => ({
  nextCursor: more && last !== undefined ? Buffer.from(last).toString('base64url') : null,
});

/** A page of a list that comes in any order and a few at a time: it keeps what the page holds, and counts the others. */
export class PageOf<T> {
  private readonly after: string | null;
  private kept: T[] = [];
  private total = 0;

  /** @throws Problem `malformed` for a cursor of another list */
  constructor(
    private readonly idOf: (item: T) => string,
    private readonly asked: PageAsked,
  ) {
    this.after = afterOf(asked);
  }

  add(items: readonly T[]): void {
    this.total += items.length;
    const behind = items.filter((item) => this.after === null || this.idOf(item) < this.after);
    if (behind.length === 0) return;
    // One more than the page, to know whether there is another.
    this.kept = [...this.kept, ...behind]
      .sort((a, b) => (this.idOf(a) < this.idOf(b) ? 1 : -1))
      .slice(0, this.asked.limit + 1);
  }

  /** @param total of all pages, where it was counted elsewhere */
  page(total = this.total): Page<T> {
    const items = this.kept.slice(0, this.asked.limit);
    const last = items.at(-1);
    return {
      items,
      ...pageUpTo(last && this.idOf(last), this.kept.length > items.length),
      total,
      totalIsExact: true,
    };
  }
}
