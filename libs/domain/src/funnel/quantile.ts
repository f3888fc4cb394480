/** Days are counted in pages of so many, of which only those exist on which something is counted. */
const pageBits = 7;
const pageSize = 1 << pageBits;
/** Pages of a place: what is longer, more than twenty years, is counted by itself. */
const pagesAtMost = 64;

/** The page that is read just now, of all places that are asked for. */
const together = new Uint32Array(pageSize);

/**
 * How often each number of days occurs, in several places at once: counted, not collected, so that the median of a million is
 * found without sorting them.
 */
export class DayCounts {
  /** Number of each page of each place, from 1; 0 for one that does not exist. */
  private readonly pages: Uint32Array;
  private counts = new Uint32Array(64 * pageSize);
  private used = 0;
  private readonly lengths: Float64Array;
  /** How often each number of days occurs that is longer than all pages, by place. */
  private readonly longer = new Map<number, Map<number, number>>();

  /** @param places how many there are */
  constructor(places: number) {
    this.pages = new Uint32Array(places * pagesAtMost);
    this.lengths = new Float64Array(places);
  }

  /**
   * @param days a whole number, not negative
   * @param count how often it occurs; negative to take back what was added before
   */
  add(place: number, days: number, count = 1): void {
    (this.lengths[place] as number) += count;
    const page = days >> pageBits;
    if (page >= pagesAtMost) return this.keep(place, days, count);
    const at = place * pagesAtMost + page;
    const number = (this.pages[at] as number) || this.newPage(at);
    (this.counts[((number - 1) << pageBits) + (days & (pageSize - 1))] as number) += count;
  }

  private newPage(at: number): number {
    if ((this.used + 1) * pageSize > this.counts.length) {
      const larger = new Uint32Array(Math.ceil(this.counts.length * 1.5));
      larger.set(this.counts);
      this.counts = larger;
    }
    this.used += 1;
    this.pages[at] = this.used;
    return this.used;
  }

  private keep(place: number, days: number, count: number): void {
    const known = this.longer.get(place) ?? new Map<number, number>();
    known.set(days, (known.get(days) ?? 0) + count);
    this.longer.set(place, known);
  }

  /** How many values there are in some places. */
  length(places: readonly number[]): number {
    return places.reduce((sum, place) => sum + (this.lengths[place] as number), 0);
  }

  /** Tells how often each value of a place occurs, in no order. */
  each(place: number, tell: (days: number, count: number) => void): void {
    for (let page = 0; page < pagesAtMost; page += 1) {
      const number = this.pages[place * pagesAtMost + page] as number;
      if (number === 0) continue;
      const first = (number - 1) << pageBits;
      for (let days = 0; days < pageSize; days += 1)
        tell((page << pageBits) + days, this.counts[first + days] as number);
    }
    this.longer.get(place)?.forEach((count, days) => tell(days, count));
  }

  /**
   * The values below which these shares of all values of some places lie, by the nearest rank: always ones that occurred.
   * @param shares from 0 to 1, in ascending order
   * @returns null for each share of no values
   */
  quantiles(places: readonly number[], shares: readonly number[]): (number | null)[] {
    const length = this.length(places);
    const found: (number | null)[] = shares.map(() => null);
    if (length === 0) return found;
    const ranks = shares.map((share) => Math.max(1, Math.ceil(length * share)));
    let [seen, next] = [0, 0];
    const pass = (days: number, count: number) => {
      seen += count;
      for (; next < ranks.length && seen >= (ranks[next] as number); next += 1) found[next] = days;
    };
    for (let page = 0; page < pagesAtMost && next < ranks.length; page += 1) {
      const counts = this.pageOf(places, page);
      if (!counts) continue;
      for (let days = 0; days < pageSize; days += 1) {
        const count = counts[days] as number;
        if (count !== 0) pass((page << pageBits) + days, count);
      }
    }
    if (next === ranks.length) return found;
    const longer = places.flatMap((place) => [...(this.longer.get(place) ?? [])]).sort(([a], [b]) => a - b);
    for (const [days, count] of longer) pass(days, count);
    return found;
  }

  /** The same page of some places, added up; null where there is none. */
  private pageOf(places: readonly number[], page: number): Uint32Array | null {
    const { pages, counts } = this;
    let found: Uint32Array | null = null;
    for (const place of places) {
      const number = pages[place * pagesAtMost + page] as number;
      if (number === 0) continue;
      const first = (number - 1) << pageBits;
      if (places.length === 1) return counts.subarray(first, first + pageSize);
      if (!found) together.fill(0);
      found = together;
      for (let days = 0; days < pageSize; days += 1) (together[days] as number) += counts[first + days] as number;
    }
    return found;
  }

  /** Room that it takes, in bytes. */
  get bytes(): number {
    return this.pages.byteLength + this.counts.byteLength + this.lengths.byteLength;
  }
}
