import { may } from '../access/permissions';
import { confidential, footingOf } from '../funnel/columns';
import { firstKnownDay, packDay } from '../funnel/pack';
import type { FunnelKnowledge, PeriodQuestion } from '../funnel/question';
import { lost } from '../funnel/reader';
import { fitting, type Reach, select } from '../funnel/select';
import { funnelSteps, stepCount } from '../funnel/step';
import type { FunnelTable } from '../funnel/table';
import type { Rate } from '../money/rate';
import { increaseChannel, inquiryChannel } from './kpi';
import { dealMarks, leadMarks } from './marks';
import { RateGroups } from './money-sums';
import type { WorkClock } from './work-clock';

/** One question to the indicators of all leads. */
export interface KpiTableQuestion extends PeriodQuestion {
  reporting: string;
  rates: readonly Rate[];
  /** Measures how long an answer took. */
  clock: WorkClock;
}

const stepAt = (step: (typeof funnelSteps)[number]) => funnelSteps.indexOf(step);
const [signed, registered, construction, production] = [
  stepAt('signed'),
  stepAt('registered'),
  stepAt('construction'),
  stepAt('production'),
];
/** For each place as packed, whether one who stands there was given up. */
const isLostAt = Uint8Array.from({ length: 256 }, (_, place) => Number(footingOf(place) === lost));
/** The last day of something, as packed; before all days where it cannot be packed. */
const packEnd = (day: number) => (day < firstKnownDay ? 0 : packDay(day));

export const ratesOf = ({ currencies }: FunnelTable, { rates, reporting, asOf }: KpiTableQuestion): RateGroups =>
  new RateGroups(currencies.values, rates, reporting, packEnd(asOf));

/** Leads are chosen by whose they are, those of a pool included, for the sake of their deals. */
export const kpiReach = ({ kpis }: FunnelTable): Reach => ({
  permission: 'kpi.read',
  owners: kpis.data.holder,
  people: kpis.people,
});

/** The rows that a question is about. */
export const kpiRows = (table: FunnelTable, question: KpiTableQuestion, knowledge: FunnelKnowledge): Uint32Array =>
  select(table, question, knowledge, kpiReach(table));

/** 1 for a day from one to another, else 0; told without a choice, since no processor foresees which of a million it is. */
const isWithin = (day: number, from: number, to: number) => 1 + (((day - from) | (to - day)) >> 31);

/**
 * Says of one row, and of one deal of it, what it counts as: the same as `KpiReader` of its history. What else it found stands
 * in its fields until the next.
 */
export class KpiRowReader {
  /** Where the lead of the row stood on the last day that is looked at, and since when and why, as packed. */
  place = 0;
  since = 0;
  reason = 0;
  /** The day of signing of the deal, as packed. */
  signedOn = 0;
  readonly asOf: number;

  private readonly from: number;
  private readonly to: number;
  /** The columns as they were when the reading began. */
  readonly funnel;
  readonly more;
  private readonly owner: Uint16Array;
  private readonly cluster: Uint16Array;
  private readonly channel: Uint16Array;
  private readonly isInquiry: Uint8Array;
  private readonly isIncrease: Uint8Array;
  private readonly givenUp;
  private readonly leadsOf: Uint8Array;
  private readonly dealsOf: Uint8Array;
  private readonly dealsIn: Uint8Array;

  constructor(
    table: FunnelTable,
    question: KpiTableQuestion,
    private readonly rates = ratesOf(table, question),
  ) {
    const { kpis, codes } = table;
    const { from, to, asOf, actor } = question;
    this.asOf = packEnd(asOf);
    this.from = packDay(from);
    this.to = Math.min(packEnd(to), this.asOf);
    this.funnel = table.data;
    this.more = kpis.data;
    this.givenUp = kpis.givenUp;
    [this.owner, this.cluster, this.channel] = [
      table.column('owner'),
      table.column('cluster'),
      table.column('channel'),
    ];
    this.isInquiry = fitting(codes.channel, (channel) => channel === inquiryChannel);
    this.isIncrease = fitting(codes.channel, (channel) => channel === increaseChannel);
    const reads = (ownerId: string | null, departmentId: string | null) =>
      may(actor, 'kpi.read', { ownerId, departmentId });
    // Of the leads that were chosen, one in the pool is nobody's: whoever reads their own alone does not see it.
    const beyond = reads(null, null) || actor.departmentIds.some((department) => reads(null, department));
    this.leadsOf = fitting(codes.owner, (owner) => beyond || reads(owner, null));
    this.dealsOf = fitting(kpis.people, (owner) => reads(owner, null));
    this.dealsIn = fitting(kpis.departments, (department) => reads(null, department));
  }

  /** What the lead of a row counts as, whoever reads it. */
  lead(row: number): number {
    const { from, to, asOf, funnel, more } = this;
    const on = funnel.lastDay[row] as number;
    if (on > asOf) this.standEarlier(row);
    else this.standAt(on, funnel.lastPlace[row] as number, funnel.lastReason[row] as number);
    const isLost = isLostAt[this.place] as number;
    let marks = isLost * isWithin(this.since, from, to) * leadMarks.lost;
    if (isWithin(funnel.created[row] as number, from, to) === 1) {
      const isAnswered = isWithin(more.contactedOn[row] as number, 1, asOf);
      const isGivenUp = funnel.dealCount[row] === 0 ? isLost : this.wasGivenUp(row);
      marks |=
        leadMarks.created |
        (isAnswered * leadMarks.answered) |
        ((1 - isAnswered) * (1 - isGivenUp) * leadMarks.waiting) |
        ((this.isInquiry[this.channel[row] as number] as number) * leadMarks.inquiry);
    }
    const visitedOn = more.visitedOn[row] as number;
    return isWithin(visitedOn, from, to) === 1 ? marks | this.visitOf(row, visitedOn, isLost) : marks;
  }

  /** Whether the actor counts the lead of a row that was chosen. */
  countsLead(row: number): boolean {
    return this.leadsOf[this.owner[row] as number] === 1 || this.funnel.there[row] === confidential;
  }

  /** What a deal of a row that was just read counts as, whoever reads it; nothing for one that was not signed in the period. */
  deal(row: number, deal: number): number {
    const { asOf, more, funnel } = this;
    const reached = funnel.dealReached;
    const at = deal * stepCount;
    const signedOn = reached[at + signed] as number;
    if (signedOn < this.from || signedOn > this.to) return 0;
    this.signedOn = signedOn;
    let marks =
      dealMarks.signed |
      ((this.isIncrease[this.channel[row] as number] as number) * dealMarks.increase) |
      (isSome(this.cluster[row] as number) * dealMarks.inCluster) |
      (isSome(funnel.dealCurrency[deal] as number) * dealMarks.totalInvestment) |
      (isSome(more.fixedAssetInvestment.currency[deal] as number) * dealMarks.fixedAssetInvestment) |
      (isSome(more.contractedForeignCapital.currency[deal] as number) * dealMarks.contractedForeignCapital) |
      this.fundsOf(deal, signedOn);
    const place = funnel.dealCount[row] === 1 ? this.place : this.dealPlace(deal);
    const isOpen = 1 - (isLostAt[place] as number);
    const isRegistered = isWithin(reached[at + registered] as number, 1, asOf);
    const hasStarted = isWithin(reached[at + construction] as number, 1, asOf);
    marks |=
      (isOpen * dealMarks.open) |
      (isRegistered * dealMarks.registered) |
      (hasStarted * dealMarks.started) |
      (isWithin(reached[at + production] as number, 1, asOf) * dealMarks.produced);
    const isWorth = hasStarted === 1 || (marks & dealMarks.paid) !== 0;
    return isWorth ? marks | (isOpen * isRegistered * dealMarks.honoured) : marks;
  }

  /** Whether the actor counts a deal of a row that was chosen: it need not be whose its lead is. */
  countsDeal(row: number, deal: number): boolean {
    return (
      this.dealsOf[this.more.owner[deal] as number] === 1 ||
      this.dealsIn[this.more.department[deal] as number] === 1 ||
      this.funnel.there[row] === confidential
    );
  }

  /** 1 for a lead with deals that was given up, these left aside. */
  private wasGivenUp(row: number): number {
    if (this.givenUp.size === 0) return 0;
    const spans = this.givenUp.get(row);
    return Number(spans?.some(([from, until]) => from <= this.asOf && this.asOf < until) ?? false);
  }

  private visitOf(row: number, visitedOn: number, isLost: number): number {
    const signedOn = this.funnel.reached[row * stepCount + signed] as number;
    if (signedOn !== 0 && signedOn < visitedOn) return 0;
    return (
      leadMarks.visited |
      (isWithin(signedOn, 1, this.asOf) * leadMarks.signedSince) |
      ((1 - isLost) * leadMarks.visitOpen)
    );
  }

  private standEarlier(row: number): void {
    const { pathStart, pathLength, pathDay, pathPlace, pathReason } = this.funnel;
    const start = pathStart[row] as number;
    let at = start + (pathLength[row] as number) - 2;
    while (at >= start && (pathDay[at] as number) > this.asOf) at -= 1;
    if (at < start) this.standAt(0, 0, 0);
    else this.standAt(pathDay[at] as number, pathPlace[at] as number, pathReason[at] as number);
  }

  private standAt(on: number, place: number, reason: number): void {
    this.since = on;
    this.place = place;
    this.reason = reason;
  }

  /** Of several deals of a lead, each goes its own way. */
  private dealPlace(deal: number): number {
    const { dealPathStart, dealPathLength, dealPathDay, dealPathPlace } = this.funnel;
    const start = dealPathStart[deal] as number;
    let at = start + (dealPathLength[deal] as number) - 1;
    while (at >= start && (dealPathDay[at] as number) > this.asOf) at -= 1;
    return at < start ? 0 : (dealPathPlace[at] as number);
  }

  private fundsOf(deal: number, signedOn: number): number {
    const { rates, asOf } = this;
    const { agreedAmount, fundStart, fundCount, fundDay, funds } = this.more;
    const agreed = agreedAmount.currency[deal] as number;
    let marks = isSome(agreed) * (dealMarks.agreedAmount | (rates.isMissing(agreed, signedOn) * dealMarks.apart));
    const start = fundStart[deal] as number;
    const end = start + (fundCount[deal] as number);
    for (let at = start; at < end; at += 1) {
      const on = fundDay[at] as number;
      if (on > asOf) continue;
      marks |= dealMarks.paid | (rates.isMissing(funds.currency[at] as number, on) * dealMarks.apart);
    }
    return marks;
  }
}

const isSome = (code: number) => Number(code !== 0);
