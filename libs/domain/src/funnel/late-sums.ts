import type { FunnelData } from './columns';
import { firstDealStep, stepCount } from './step';
import type { Tally } from './tally';

/** What deals are worth: a deal counts at each step up to the last that it reached, so it is put there and spread at the end. */
export class LateSums {
  private readonly deals: Float64Array;
  private readonly high: Float64Array;
  private readonly low: Float64Array;

  constructor(
    private readonly data: FunnelData,
    private readonly slots: number,
    private readonly currencies: number,
  ) {
    this.deals = new Float64Array(slots * stepCount);
    this.high = new Float64Array(slots * stepCount * currencies);
    this.low = new Float64Array(slots * stepCount * currencies);
  }

  /** @param from the first step at which the deals of the row count */
  add(row: number, slot: number, from: number): void {
    const { dealStart, dealCount, dealFurthest } = this.data;
    const first = dealStart[row] as number;
    const end = first + (dealCount[row] as number);
    for (let deal = first; deal < end; deal += 1) {
      const furthest = dealFurthest[deal] as number;
      if (furthest < from) continue;
      this.put(deal, slot * stepCount + furthest, 1);
      // Taken off below, it is in no sum of a step before.
      if (from > firstDealStep) this.put(deal, slot * stepCount + from - 1, -1);
    }
  }

  private put(deal: number, cell: number, sign: 1 | -1): void {
    const { dealCurrency, dealHigh, dealLow } = this.data;
    (this.deals[cell] as number) += sign;
    const at = cell * this.currencies + (dealCurrency[deal] as number);
    (this.high[at] as number) += sign * (dealHigh[deal] as number);
    (this.low[at] as number) += sign * (dealLow[deal] as number);
  }

  spread({ deals, lateHigh, lateLow }: Tally): void {
    for (let slot = 0; slot < this.slots; slot += 1) {
      spreadBack(this.deals, deals, slot, 1);
      spreadBack(this.high, lateHigh, slot, this.currencies);
      spreadBack(this.low, lateLow, slot, this.currencies);
    }
  }
}

/** Adds what was put at the last step to all steps of deals before it. */
function spreadBack(from: Float64Array, to: Float64Array, slot: number, width: number): void {
  for (let each = 0; each < width; each += 1) {
    let sum = 0;
    for (let step = stepCount - 1; step >= firstDealStep; step -= 1) {
      const at = (slot * stepCount + step) * width + each;
      sum += from[at] as number;
      (to[at] as number) += sum;
    }
  }
}
