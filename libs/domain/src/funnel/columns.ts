import type { CoverageMore } from '../chains/coverage-columns';
import type { KpiMore } from '../kpis/columns';
import type { Amount } from '../money/rate';
import { packAmount, packDay } from './pack';
import { daysTo, isSettled, packBrief, Profiles } from './profile';
import { stepCount } from './step';
import { type Footing, footings, type LeadHistory, type Track, trackOf } from './track';

/** A lead with all that a funnel asks about it. */
export interface FunnelLead {
  id: string;
  ownerId: string;
  departmentId: string;
  /** In its department's pool, and nobody's. */
  pooled: boolean;
  /** The people named at a confidential lead. */
  confidentialTo: readonly string[] | null;
  cluster: string | null;
  park: string | null;
  region: string;
  chainGap: string | null;
  chainNode: string | null;
  channel: string;
  anchor: string | null;
  /** Tiers of its company. */
  tiers: readonly string[];
  /** What it was thought to be worth before it became a deal. */
  estimate: Amount | null;
  history: LeadHistory;
  /** Total investment of each deal of the history. */
  investments: readonly (Amount | null)[];
  /** What the indicators ask beyond that; left out where nobody asks for them. */
  kpi?: KpiMore;
  /** What the coverage of the gaps asks beyond that. */
  coverage?: CoverageMore;
}

/** Attributes of a lead with one value each, kept as numbers. */
export const codedColumns = [
  'cluster',
  'park',
  'region',
  'chainGap',
  'chainNode',
  'channel',
  'anchor',
  'department',
  'owner',
  'tierSet',
] as const;
export type CodedColumn = (typeof codedColumns)[number];

/** Values by number; 0 stands for none. */
export class Codes {
  private readonly numbers = new Map<string, number>();
  readonly values: (string | null)[] = [null];

  of(value: string | null): number {
    if (value === null) return 0;
    const known = this.numbers.get(value);
    if (known !== undefined) return known;
    this.numbers.set(value, this.values.length);
    return this.values.push(value) - 1;
  }

  /** The number of a value that occurs; 0 for any other. */
  find(value: string): number {
    return this.numbers.get(value) ?? 0;
  }
}

type Numbers =
  Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;

/** A column that grows. */
export class Growing<A extends Numbers> {
  constructor(
    private readonly make: (length: number) => A,
    public data: A = make(1024),
  ) {}

  reserve(length: number): void {
    if (length <= this.data.length) return;
    const larger = this.make(Math.max(length, Math.ceil(this.data.length * 1.5)));
    larger.set(this.data);
    this.data = larger;
  }
}
export const bytes = () => new Growing((length) => new Uint8Array(length));
export const words = () => new Growing((length) => new Uint16Array(length));
export const longs = () => new Growing((length) => new Uint32Array(length));
export const floats = () => new Growing((length) => new Float64Array(length));

/** What `there` says of a lead that is not gone. */
export const [there, confidential] = [1, 2];

const place = (step: number, footing: Footing) => step | (footings.indexOf(footing) << 4);
export const stepOf = (packed: number): number => packed & 15;
export const footingOf = (packed: number): number => packed >> 4;

/**
 * All leads with their ways through the funnel, column by column, so that any question about a million of them is answered
 * by one pass over a few arrays. It is made from the recorded history alone and can be made anew at any time.
 */
export class FunnelColumns {
  readonly codes = Object.fromEntries(codedColumns.map((name) => [name, new Codes()])) as Record<CodedColumn, Codes>;
  readonly reasons = new Codes();
  readonly currencies = new Codes();
  readonly profiles = new Profiles();

  private readonly growing = {
    /** Whether it is there at all: for whoever reaches it, or, confidential, for those named alone. */
    there: bytes(),
    created: words(),
    reached: words(),
    /** What it has come to by its last change, by its number; 0 where that is not all there is of it. */
    profile: words(),
    entered: words(),
    /** What is asked most of a row beside its profile, in one number: see `packBrief`. */
    brief: longs(),
    estimateCurrency: words(),
    estimateHigh: floats(),
    estimateLow: longs(),
    /** Where it stands now: the end of its path, at hand for what is asked most. */
    lastDay: words(),
    lastPlace: bytes(),
    lastReason: words(),
    pathStart: longs(),
    pathLength: words(),
    pathDay: words(),
    pathPlace: bytes(),
    pathReason: words(),
    dealStart: longs(),
    dealCount: words(),
    dealReached: words(),
    /** The last step that a deal ever reached. */
    dealFurthest: bytes(),
    dealCurrency: words(),
    dealHigh: floats(),
    dealLow: longs(),
    /** The ways of the deals of a lead that was split; one alone goes the way of its lead. */
    dealPathStart: longs(),
    dealPathLength: words(),
    dealPathDay: words(),
    dealPathPlace: bytes(),
  };
  private readonly coded = Object.fromEntries(codedColumns.map((name) => [name, words()])) as Record<
    CodedColumn,
    ReturnType<typeof words>
  >;
  /** People named at confidential leads, by row. */
  readonly named = new Map<number, ReadonlySet<string>>();
  private readonly rows = new Map<string, number>();
  readonly ids: string[] = [];
  /** The first and the last day, as packed, on which anything was reached. */
  firstDay = 65_535;
  lastDay = 1;
  private readonly lists = new Map<string, Uint32Array<ArrayBuffer>>();
  private openRows: Uint32Array | null = null;
  private pathsUsed = 0;
  private dealsUsed = 0;
  private dealPathsUsed = 0;

  /** Rows there are, those of leads that are gone included. */
  get size(): number {
    return this.ids.length;
  }

  column(name: CodedColumn): Uint16Array {
    return this.coded[name].data;
  }

  /** The columns as they are just now: taken anew for each question, since they grow. */
  get data() {
    const { growing } = this;
    return {
      there: growing.there.data,
      created: growing.created.data,
      reached: growing.reached.data,
      profile: growing.profile.data,
      entered: growing.entered.data,
      brief: growing.brief.data,
      estimateCurrency: growing.estimateCurrency.data,
      estimateHigh: growing.estimateHigh.data,
      estimateLow: growing.estimateLow.data,
      lastDay: growing.lastDay.data,
      lastPlace: growing.lastPlace.data,
      lastReason: growing.lastReason.data,
      pathStart: growing.pathStart.data,
      pathLength: growing.pathLength.data,
      pathDay: growing.pathDay.data,
      pathPlace: growing.pathPlace.data,
      pathReason: growing.pathReason.data,
      dealStart: growing.dealStart.data,
      dealCount: growing.dealCount.data,
      dealReached: growing.dealReached.data,
      dealFurthest: growing.dealFurthest.data,
      dealCurrency: growing.dealCurrency.data,
      dealHigh: growing.dealHigh.data,
      dealLow: growing.dealLow.data,
      dealPathStart: growing.dealPathStart.data,
      dealPathLength: growing.dealPathLength.data,
      dealPathDay: growing.dealPathDay.data,
      dealPathPlace: growing.dealPathPlace.data,
    };
  }

  /**
   * Room for a list of rows while one question is answered; the next takes the same. To make lists of a million anew for
   * each would have the collector go through all that is kept every few questions.
   */
  list(name: 'selected' | 'others' | 'more' | 'cut'): Uint32Array<ArrayBuffer> {
    const known = this.lists.get(name);
    if (known && known.length >= this.size) return known;
    const larger = new Uint32Array(Math.ceil(this.size * 1.1));
    this.lists.set(name, larger);
    return larger;
  }

  /** The rows that are there and not confidential, in order; not to be written to. */
  get open(): Uint32Array {
    if (this.openRows) return this.openRows;
    const { size } = this;
    const state = this.growing.there.data;
    const rows = new Uint32Array(size);
    let kept = 0;
    for (let row = 0; row < size; row += 1) {
      rows[kept] = row;
      kept += state[row] === there ? 1 : 0;
    }
    this.openRows = rows.subarray(0, kept);
    return this.openRows;
  }

  rowOf(id: string): number | undefined {
    return this.rows.get(id);
  }

  /** Puts leads in, each in the place of what was known of it, and takes others out, which keep their rows should they come back. */
  change(leads: readonly FunnelLead[], gone: readonly string[] = []): void {
    for (const lead of leads) this.putOne(lead);
    for (const id of gone) {
      const row = this.rows.get(id);
      if (row !== undefined) this.putThere(row, 0);
    }
  }

  put(lead: FunnelLead): void {
    this.change([lead]);
  }

  remove(id: string): void {
    this.change([], [id]);
  }

  private putOne(lead: FunnelLead): void {
    const known = this.rows.get(lead.id);
    const row = known ?? this.ids.length;
    if (known === undefined) {
      this.rows.set(lead.id, row);
      this.ids.push(lead.id);
    }
    for (const name of codedColumns) {
      this.coded[name].reserve(row + 1);
      this.coded[name].data[row] = this.codes[name].of(valueOf(lead, name));
    }
    this.putFacts(row, lead, known === undefined);
  }

  private putFacts(row: number, lead: FunnelLead, fresh: boolean): void {
    const { growing } = this;
    const track = trackOf(lead.history);
    for (const name of [
      'there',
      'created',
      'profile',
      'entered',
      'brief',
      'estimateCurrency',
      'estimateHigh',
      'estimateLow',
      'lastDay',
      'lastPlace',
      'lastReason',
      'pathStart',
      'pathLength',
      'dealStart',
      'dealCount',
    ] as const)
      growing[name].reserve(row + 1);
    growing.reached.reserve((row + 1) * stepCount);
    this.putThere(row, lead.confidentialTo ? confidential : there);
    growing.created.data[row] = packDay(track.createdOn);
    track.reached.forEach((day, step) => (growing.reached.data[row * stepCount + step] = packDay(day)));
    growing.entered.data[row] = track.entered.reduce((mask, each, step) => mask | (Number(each) << step), 0);
    const [estimateHigh, estimateLow] = packAmount(lead.estimate?.amount ?? '0');
    growing.estimateCurrency.data[row] = this.currencies.of(lead.estimate?.currency ?? null);
    growing.estimateHigh.data[row] = estimateHigh;
    growing.estimateLow.data[row] = estimateLow;
    if (lead.confidentialTo) this.named.set(row, new Set(lead.confidentialTo));
    else this.named.delete(row);
    this.putPath(row, track.path, fresh);
    this.putDeals(row, track, lead.investments, fresh);
    growing.profile.data[row] = this.profileOf(row, track);
    const reached = growing.reached.data.subarray(row * stepCount, (row + 1) * stepCount);
    growing.brief.data[row] = packBrief(
      daysTo(reached, track.entered, 1),
      daysTo(reached, track.entered, 2),
      growing.estimateCurrency.data[row] as number,
      track.deals.length > 0,
    );
    for (const day of reached)
      if (day !== 0) [this.firstDay, this.lastDay] = [Math.min(this.firstDay, day), Math.max(this.lastDay, day)];
  }

  private putThere(row: number, state: number): void {
    const { data } = this.growing.there;
    if (data[row] !== state) this.openRows = null;
    data[row] = state;
  }

  private profileOf(row: number, track: Track): number {
    if (!isSettled(track)) return 0;
    const { lastPlace, lastReason } = this.growing;
    const [createdOn, next] = [track.createdOn, track.reached[1] ?? null];
    return this.profiles.of({
      reached: track.reached.reduce<number>((mask, day, step) => (day === null ? mask : mask | (1 << step)), 0),
      place: lastPlace.data[row] as number,
      reason: lastReason.data[row] as number,
      begunBefore: next !== null && next < createdOn,
    });
  }

  /** What has become longer goes to the end; the room that it leaves is small, and gone with the next start. */
  private putPath(row: number, path: Track['path'], fresh: boolean): void {
    const { pathStart, pathLength, pathDay, pathPlace, pathReason, lastDay, lastPlace, lastReason } = this.growing;
    if (fresh || path.length > (pathLength.data[row] ?? 0)) {
      pathStart.data[row] = this.pathsUsed;
      this.pathsUsed += path.length;
      for (const each of [pathDay, pathPlace, pathReason]) each.reserve(this.pathsUsed);
    }
    pathLength.data[row] = path.length;
    const start = pathStart.data[row] ?? 0;
    path.forEach(({ on, step, footing, reason }, index) => {
      pathDay.data[start + index] = packDay(on);
      pathPlace.data[start + index] = place(step, footing);
      pathReason.data[start + index] = this.reasons.of(reason);
    });
    const end = start + path.length - 1;
    lastDay.data[row] = pathDay.data[end] as number;
    lastPlace.data[row] = pathPlace.data[end] as number;
    lastReason.data[row] = pathReason.data[end] as number;
  }

  private putDeals(
    row: number,
    { deals, dealPaths }: Track,
    investments: FunnelLead['investments'],
    fresh: boolean,
  ): void {
    const {
      dealStart,
      dealCount,
      dealReached,
      dealFurthest,
      dealCurrency,
      dealHigh,
      dealLow,
      dealPathStart,
      dealPathLength,
    } = this.growing;
    if (fresh || deals.length > (dealCount.data[row] ?? 0)) {
      dealStart.data[row] = this.dealsUsed;
      this.dealsUsed += deals.length;
      dealReached.reserve(this.dealsUsed * stepCount);
      for (const each of [dealFurthest, dealCurrency, dealHigh, dealLow, dealPathStart, dealPathLength])
        each.reserve(this.dealsUsed);
    }
    dealCount.data[row] = deals.length;
    const start = dealStart.data[row] ?? 0;
    deals.forEach((reached, index) => {
      const deal = start + index;
      reached.forEach((day, step) => (dealReached.data[deal * stepCount + step] = packDay(day)));
      dealFurthest.data[deal] = Math.max(
        0,
        reached.findLastIndex((day) => day !== null),
      );
      const investment = investments[index];
      const [amountHigh, amountLow] = packAmount(investment?.amount ?? '0');
      dealCurrency.data[deal] = this.currencies.of(investment?.currency ?? null);
      dealHigh.data[deal] = amountHigh;
      dealLow.data[deal] = amountLow;
      this.putDealPath(deal, deals.length > 1 ? (dealPaths[index] ?? []) : []);
    });
  }

  private putDealPath(deal: number, path: Track['path']): void {
    const { dealPathStart, dealPathLength, dealPathDay, dealPathPlace } = this.growing;
    if (path.length > (dealPathLength.data[deal] ?? 0)) {
      dealPathStart.data[deal] = this.dealPathsUsed;
      this.dealPathsUsed += path.length;
      for (const each of [dealPathDay, dealPathPlace]) each.reserve(this.dealPathsUsed);
    }
    dealPathLength.data[deal] = path.length;
    const start = dealPathStart.data[deal] ?? 0;
    path.forEach(({ on, step, footing }, index) => {
      dealPathDay.data[start + index] = packDay(on);
      dealPathPlace.data[start + index] = place(step, footing);
    });
  }
}

export type FunnelData = FunnelColumns['data'];

const tierSeparator = '\n';
/** The tiers of a company as one value: there are few different sets of them. */
const tierSetOf = (tiers: readonly string[]) => (tiers.length === 0 ? null : [...tiers].sort().join(tierSeparator));
export const tiersOfSet = (set: string | null): string[] => set?.split(tierSeparator) ?? [];

function valueOf(lead: FunnelLead, column: CodedColumn): string | null {
  switch (column) {
    case 'department':
      return lead.departmentId;
    case 'owner':
      // What lies in the pool is nobody's: least of all that of who lost it.
      return lead.pooled ? null : lead.ownerId;
    case 'tierSet':
      return tierSetOf(lead.tiers);
    default:
      return lead[column];
  }
}
