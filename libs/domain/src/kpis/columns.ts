import { Codes, floats, type FunnelColumns, type FunnelLead, longs, words } from '../funnel/columns';
import { packAmount, packDay } from '../funnel/pack';
import { type LeadHistory, trackOf } from '../funnel/track';
import type { Amount } from '../money/rate';
import type { KpiDeal } from './facts';
import { type WorkClock, WorkSums } from './work-clock';

/** What the indicators ask of a lead beyond what the funnel asks. Days are those of the reporting time zone. */
export interface KpiMore {
  /** Instants in milliseconds: when it was entered, and when somebody first spoke to the company about it. */
  createdAt: number;
  contactedAt: number | null;
  contactedOn: number | null;
  /** Day of its first completed visit. */
  visitedOn: number | null;
  /** Of each deal of its history, in the same order. */
  deals: readonly KpiDealMore[];
}
export type KpiDealMore = Omit<KpiDeal, 'code' | 'moves' | 'totalInvestment'>;

/** The amounts of a deal that the funnel does not ask for. */
export const dealAmounts = ['fixedAssetInvestment', 'contractedForeignCapital', 'agreedAmount'] as const;
export type DealAmount = (typeof dealAmounts)[number];

/** A column of amounts, each with its currency by its number, 0 for none: twice as small as the text of the number alone. */
class Amounts {
  private readonly growing = { currency: words(), high: floats(), low: longs() };

  reserve(length: number): void {
    for (const each of Object.values(this.growing)) each.reserve(length);
  }

  put(at: number, amount: Amount | null, currencies: Codes): void {
    const { currency, high, low } = this.growing;
    currency.data[at] = currencies.of(amount?.currency ?? null);
    [high.data[at], low.data[at]] = packAmount(amount?.amount ?? '0') as [number, number];
  }

  get data() {
    const { currency, high, low } = this.growing;
    return { currency: currency.data, high: high.data, low: low.data };
  }
}

/**
 * What the indicators ask beyond the funnel, column by column: the rows and the places of deals are those of its columns.
 */
export class KpiColumns {
  /** Who has leads and deals, those in a pool included, and the departments of deals. */
  readonly people = new Codes();
  readonly departments = new Codes();
  readonly dealIds: string[] = [];
  /** So many rows from the first are in the order of their ids: usually all, since ids grow with time. */
  inOrder = 0;
  /** Of leads with deals that were ever given up: from and until which day, as packed, each was so, its deals left aside. */
  readonly givenUp = new Map<number, readonly (readonly [from: number, until: number])[]>();

  private readonly ofLeads = {
    /** Whose it is or, in the pool, was. */
    holder: words(),
    visitedOn: words(),
    contactedOn: words(),
    createdAt: floats(),
    contactedAt: floats(),
    /** Of work until the first contact, by the clock that measured last. */
    minutes: longs(),
  };
  private readonly ofDeals = { owner: words(), department: words(), fundStart: longs(), fundCount: words() };
  private readonly amounts = { ...Object.fromEntries(dealAmounts.map((name) => [name, new Amounts()])) } as Record<
    DealAmount,
    Amounts
  >;
  private readonly fundDay = words();
  private readonly funds = new Amounts();
  private fundsUsed = 0;
  /** The clock that the times until the first contact are measured by. */
  clock: WorkClock | null = null;
  private work: WorkSums | null = null;

  constructor(private readonly table: FunnelColumns) {}

  /** The columns as they are just now: taken anew for each question, since they grow. */
  get data() {
    const { ofLeads, ofDeals, amounts } = this;
    return {
      holder: ofLeads.holder.data,
      visitedOn: ofLeads.visitedOn.data,
      contactedOn: ofLeads.contactedOn.data,
      createdAt: ofLeads.createdAt.data,
      contactedAt: ofLeads.contactedAt.data,
      minutes: ofLeads.minutes.data,
      owner: ofDeals.owner.data,
      department: ofDeals.department.data,
      fundStart: ofDeals.fundStart.data,
      fundCount: ofDeals.fundCount.data,
      fixedAssetInvestment: amounts.fixedAssetInvestment.data,
      contractedForeignCapital: amounts.contractedForeignCapital.data,
      agreedAmount: amounts.agreedAmount.data,
      fundDay: this.fundDay.data,
      funds: this.funds.data,
    };
  }

  /** Puts in what the indicators ask of leads that the funnel's columns hold already. */
  change(leads: readonly FunnelLead[]): void {
    for (const { id, ownerId, history, kpi } of leads) {
      const row = this.table.rowOf(id);
      if (kpi && row !== undefined) this.put(row, ownerId, history, kpi);
    }
    const { ids } = this.table;
    while (this.inOrder < ids.length && (ids[this.inOrder - 1] ?? '') < (ids[this.inOrder] as string))
      this.inOrder += 1;
  }

  /**
   * Measures all times until the first contact by this clock.
   * @returns whether they were not measured by it already
   */
  measure(clock: WorkClock): boolean {
    if (clock === this.clock) return false;
    this.clock = clock;
    this.work = new WorkSums(clock);
    for (let row = 0; row < this.table.size; row += 1) this.measureOne(row);
    return true;
  }

  private measureOne(row: number): void {
    const { contactedOn, createdAt, contactedAt, minutes } = this.ofLeads;
    const answeredOn = contactedOn.data[row] ?? 0;
    if (!this.work || answeredOn === 0) return;
    const createdOn = this.table.data.created[row] as number;
    minutes.data[row] = this.work.minutes(
      createdAt.data[row] as number,
      createdOn,
      contactedAt.data[row] as number,
      answeredOn,
    );
  }

  private put(row: number, ownerId: string, history: LeadHistory, more: KpiMore): void {
    const { holder, visitedOn, contactedOn, createdAt, contactedAt } = this.ofLeads;
    for (const each of Object.values(this.ofLeads)) each.reserve(row + 1);
    holder.data[row] = this.people.of(ownerId);
    visitedOn.data[row] = packDay(more.visitedOn);
    contactedOn.data[row] = packDay(more.contactedOn);
    createdAt.data[row] = more.createdAt;
    contactedAt.data[row] = more.contactedAt ?? 0;
    this.measureOne(row);
    const spans = givenUpOf(history);
    if (spans.length > 0) this.givenUp.set(row, spans);
    else this.givenUp.delete(row);
    this.putDeals(row, more.deals);
  }

  private putDeals(row: number, deals: readonly KpiDealMore[]): void {
    const { owner, department } = this.ofDeals;
    const start = this.table.data.dealStart[row] as number;
    for (const each of Object.values(this.ofDeals)) each.reserve(start + deals.length);
    for (const each of Object.values(this.amounts)) each.reserve(start + deals.length);
    deals.forEach((more, index) => {
      const deal = start + index;
      this.dealIds[deal] = more.id;
      owner.data[deal] = this.people.of(more.ownerId);
      department.data[deal] = this.departments.of(more.departmentId);
      for (const name of dealAmounts) this.amounts[name].put(deal, more[name], this.table.currencies);
      this.putFunds(deal, more.funds);
    });
  }

  /** What has become longer goes to the end, as the ways of leads do. */
  private putFunds(deal: number, funds: KpiDeal['funds']): void {
    const { fundStart, fundCount } = this.ofDeals;
    if (funds.length > (fundCount.data[deal] as number)) {
      fundStart.data[deal] = this.fundsUsed;
      this.fundsUsed += funds.length;
      this.fundDay.reserve(this.fundsUsed);
      this.funds.reserve(this.fundsUsed);
    }
    fundCount.data[deal] = funds.length;
    const start = fundStart.data[deal] as number;
    funds.forEach((fund, index) => {
      this.fundDay.data[start + index] = packDay(fund.on);
      this.funds.put(start + index, fund, this.table.currencies);
    });
  }
}

/** When a lead with deals was given up, its deals left aside; of one without deals its way through the funnel tells it. */
function givenUpOf(history: LeadHistory): [from: number, until: number][] {
  if (history.deals.length === 0 || history.moves.every(({ to }) => to !== 'disqualified')) return [];
  const { path } = trackOf({ ...history, deals: [] });
  return path.flatMap(({ on, footing }, index): [number, number][] =>
    footing === 'lost' ? [[packDay(on), index + 1 < path.length ? packDay(path[index + 1]?.on ?? 0) : 65_536]] : [],
  );
}
