/** Days are counted in pages of so many, of which only those exist on which something is counted. */
const pageBits = 7;
const pageSize = 1 << pageBits;
/** Pages of a place: what is longer, more than twenty years, is kept one by one. */
const pagesAtMost = 64;

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
  /** What is longer than all pages, by place. */
  private readonly longer = new Map<number, number[]>();

  /** @param places how many there are */
  constructor(places: number) {
    this.pages = new Uint32Array(places * pagesAtMost);
    this.lengths = new Float64Array(places);
  }

  /**
   * @param days a whole number, not negative
   * @param count how often it occurs
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
      const larger = new Uint32Array(this.counts.length * 2);
      larger.set(this.counts);
      this.counts = larger;
    }
    this.used += 1;
    this.pages[at] = this.used;
    return this.used;
  }

  private keep(place: number, days: number, count: number): void {
    const known = this.longer.get(place) ?? [];
    for (let each = 0; each < count; each += 1) known.push(days);
    this.longer.set(place, known);
  }

  /** How many values there are in some places. */
  length(places: readonly number[]): number {
    return places.reduce((sum, place) => sum + (this.lengths[place] as number), 0);
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
    const together = new Uint32Array(pageSize);
    for (let page = 0; page < pagesAtMost && next < ranks.length; page += 1) {
      const pages = places.map((place) => this.pages[place * pagesAtMost + page] as number).filter((each) => each > 0);
      if (pages.length === 0) continue;
      together.fill(0);
      for (const number of pages) this.addPage(together, number);
      together.forEach((count, days) => pass((page << pageBits) + days, count));
    }
    const longer = places.flatMap((place) => this.longer.get(place) ?? []).sort((a, b) => a - b);
    for (const days of longer) pass(days, 1);
    return found;
  }

  private addPage(together: Uint32Array, number: number): void {
    const first = (number - 1) << pageBits;
    for (let days = 0; days < pageSize; days += 1) (together[days] as number) += this.counts[first + days] as number;
  }
}
