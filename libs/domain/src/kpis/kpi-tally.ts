import { stepOf } from '../funnel/columns';
import type { Counts, Sign } from '../funnel/kept';
import { firstDealStep, funnelSteps, stepCount } from '../funnel/step';
import type { FunnelTable } from '../funnel/table';
import type { FunnelKnowledge } from '../funnel/question';
import { KpiSums } from './figures';
import { type KpiCode, kpiCodes, type KpiSide, kpiSides } from './kpi';
import { dealMarks, isMarked, kpiTests, leadMarks } from './marks';
import { MoneySums, type RateGroups } from './money-sums';
import { KpiRowReader, kpiRows, type KpiTableQuestion, ratesOf } from './row-reader';

/** How often each value occurred: small ones, which nearly all are, by their place. */
class Histogram {
  private readonly small: Int32Array;
  private readonly large = new Map<number, number>();

  constructor(size: number) {
    this.small = new Int32Array(size);
  }

  get bytes(): number {
    return this.small.byteLength;
  }

  add(value: number, sign: Sign): void {
    if (value < this.small.length) this.small[value] = (this.small[value] as number) + sign;
    else this.large.set(value, (this.large.get(value) ?? 0) + sign);
  }

  addTo(all: Map<number, number>): Map<number, number> {
    const { small } = this;
    for (let value = 0; value < small.length; value += 1)
      if (small[value] !== 0) all.set(value, (all.get(value) ?? 0) + (small[value] as number));
    for (const [value, times] of this.large) if (times !== 0) all.set(value, (all.get(value) ?? 0) + times);
    return all;
  }
}

/** Leads lost at a step for a reason. */
interface Loss {
  step: number;
  reason: number;
  count: number;
  days: number;
  money: MoneySums;
}

/** Marks are counted as they come: a record counts for a figure by its marks alone. */
const [leadKinds, dealKinds] = [256, 16_384];
const minutesAtHand = 16_384;
const daysAtHand = 4_096;

/** What is counted of the rows of a question: one pass, of which sums alone stay. */
export class KpiTally implements Counts {
  private readonly leads = new Int32Array(leadKinds);
  private readonly deals = new Int32Array(dealKinds);
  /** Of all but inquiries, and of these. */
  private readonly responses = [new Histogram(minutesAtHand), new Histogram(minutesAtHand)] as const;
  private readonly cycles = new Histogram(daysAtHand);
  private readonly losses: (Loss | undefined)[] = [];
  private readonly rates: RateGroups;
  private readonly money;

  constructor(
    private readonly table: FunnelTable,
    private readonly question: KpiTableQuestion,
    rows: Uint32Array,
  ) {
    const rates = ratesOf(table, question);
    const sums = () => new MoneySums(rates);
    this.rates = rates;
    this.money = {
      totalInvestment: sums(),
      fixedAssetInvestment: sums(),
      contractedForeignCapital: sums(),
      agreed: sums(),
      came: sums(),
      apart: sums(),
    };
    this.count(rows, 1);
  }

  get bytes(): number {
    const sums = [...Object.values(this.money), ...this.losses.flatMap((loss) => loss?.money ?? [])];
    const counts = [this.cycles, ...this.responses, ...sums].reduce((all, { bytes }) => all + bytes, 0);
    return counts + this.leads.byteLength + this.deals.byteLength;
  }

  count(rows: Uint32Array, sign: Sign): void {
    const { leads } = this;
    const reader = new KpiRowReader(this.table, this.question, this.rates);
    const { dealCount } = reader.funnel;
    const { minutes } = reader.more;
    const { length } = rows;
    // By places: over a million rows an iterator costs a quarter more.
    for (let at = 0; at < length; at += 1) {
      const row = rows[at] as number;
      const marks = reader.lead(row);
      if (marks !== 0 && reader.countsLead(row)) {
        leads[marks] = (leads[marks] as number) + sign;
        if (marks & leadMarks.answered)
          this.responses[marks & leadMarks.inquiry ? 1 : 0].add(minutes[row] as number, sign);
        if (marks & leadMarks.lost) this.addLoss(reader, row, sign);
      }
      const count = dealCount[row] as number;
      if (count !== 0) this.countDeals(reader, row, count, sign);
    }
  }

  private countDeals(reader: KpiRowReader, row: number, count: number, sign: Sign): void {
    const data = reader.funnel;
    const start = data.dealStart[row] as number;
    for (let deal = start; deal < start + count; deal += 1) {
      const marks = reader.deal(row, deal);
      if (marks === 0 || !reader.countsDeal(row, deal)) continue;
      this.deals[marks] = (this.deals[marks] as number) + sign;
      this.addDeal(reader, deal, marks, sign);
      if ((marks & dealMarks.increase) === 0)
        this.cycles.add(Math.max(0, reader.signedOn - (data.created[row] as number)), sign);
    }
  }

  private addLoss({ place, reason, since, funnel: data }: KpiRowReader, row: number, sign: Sign): void {
    const step = stepOf(place);
    const key = reason * stepCount + step;
    const loss = (this.losses[key] ??= { step, reason, count: 0, days: 0, money: new MoneySums(this.rates) });
    loss.count += sign;
    loss.days += sign * Math.max(0, since - (data.created[row] as number));
    if (step < firstDealStep)
      return loss.money.add(data.estimateCurrency, data.estimateHigh, data.estimateLow, row, since, sign);
    const start = data.dealStart[row] as number;
    for (let deal = start; deal < start + (data.dealCount[row] as number); deal += 1)
      loss.money.add(data.dealCurrency, data.dealHigh, data.dealLow, deal, since, sign);
  }

  private addDeal({ signedOn, asOf, funnel: data, more }: KpiRowReader, deal: number, marks: number, sign: Sign): void {
    const { money } = this;
    money.totalInvestment.add(data.dealCurrency, data.dealHigh, data.dealLow, deal, signedOn, sign);
    const { fixedAssetInvestment: fixed, contractedForeignCapital: foreign } = more;
    money.fixedAssetInvestment.add(fixed.currency, fixed.high, fixed.low, deal, signedOn, sign);
    money.contractedForeignCapital.add(foreign.currency, foreign.high, foreign.low, deal, signedOn, sign);
    if ((marks & dealMarks.agreedAmount) === 0) return;
    const { currency, high, low } = more.agreedAmount;
    money[marks & dealMarks.apart ? 'apart' : 'agreed'].add(currency, high, low, deal, signedOn, sign);
    if (marks & dealMarks.apart) return;
    const start = more.fundStart[deal] as number;
    for (let at = start; at < start + (more.fundCount[deal] as number); at += 1) {
      const on = more.fundDay[at] as number;
      if (on <= asOf) money.came.add(more.funds.currency, more.funds.high, more.funds.low, at, on, sign);
    }
  }

  private moneyOf(code: KpiCode, side: KpiSide): MoneySums | undefined {
    const { totalInvestment, fixedAssetInvestment, contractedForeignCapital, agreed, came, apart } = this.money;
    switch (code) {
      case 'signedTotalInvestment':
        return totalInvestment;
      case 'signedFixedAssets':
        return fixedAssetInvestment;
      case 'signedForeignCapital':
        return contractedForeignCapital;
      case 'fundsInPlaceRate':
        return { numerator: came, denominator: agreed, apart, undecided: undefined }[side];
      default:
        return undefined;
    }
  }

  /** What was counted, as the sums of all records would be. */
  sums(): KpiSums {
    const sums = new KpiSums(kpiCodes);
    const [others, inquiries] = this.responses;
    const answers = inquiries.addTo(new Map());
    const values: Partial<Record<KpiCode, Map<number, number>>> = {
      firstResponse: others.addTo(new Map(answers)),
      inquiryResponse: answers,
      cycleTime: this.cycles.addTo(new Map()),
    };
    const occurring = { lead: occurringIn(this.leads), deal: occurringIn(this.deals) };
    for (const code of kpiCodes) {
      if (code === 'lostLeads') continue;
      const { kind, sides } = kpiTests[code];
      for (const side of kpiSides) {
        const test = sides[side];
        if (!test) continue;
        const count = occurring[kind].reduce(
          (all, [marks, records]) => (isMarked(marks, test) ? all + records : all),
          0,
        );
        const its = side === 'numerator' ? values[code] : undefined;
        sums.addMany(code, side, { count, values: its, money: this.moneyOf(code, side)?.worths() });
      }
    }
    // One that was taken back altogether is none.
    for (const { step, reason, count, days, money } of this.losses.filter((loss) => loss !== undefined))
      sums.addMany('lostLeads', 'numerator', {
        count,
        days,
        money: money.worths(),
        step: funnelSteps[step] ?? 'created',
        reason: this.table.reasons.values[reason] ?? '',
      });
    return sums;
  }
}

/** The marks that occur, and how often. */
const occurringIn = (counts: Int32Array) => [...counts.entries()].filter(([, records]) => records !== 0);

/** The indicators of all leads within the actor's reach: the same as `KpiSums` of what `KpiReader` reads of each. */
export const kpiSumsOf = (table: FunnelTable, question: KpiTableQuestion, knowledge: FunnelKnowledge): KpiSums => {
  table.measure(question.clock);
  return new KpiTally(table, question, kpiRows(table, question, knowledge)).sums();
};
