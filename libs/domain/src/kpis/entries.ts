import { dateOfDay, type FunnelStep, funnelSteps, firstDealStep } from '../funnel/step';
import { placeOn, type Track, trackOf } from '../funnel/track';
import type { KpiDeal, KpiLead, KpiQuestion } from './facts';
import { increaseChannel, inquiryChannel, type KpiCode, type KpiEntry, type KpiRecord, type KpiSide } from './kpi';
import { Rates } from './worth';

const stepAt = (step: FunnelStep) => funnelSteps.indexOf(step);
const [signed, registered, construction, production] = [
  stepAt('signed'),
  stepAt('registered'),
  stepAt('construction'),
  stepAt('production'),
];

/** Reads leads one after another for one question: what each of them, and each deal of it, counts for. */
export class KpiReader {
  private readonly rates: Rates;

  constructor(private readonly question: KpiQuestion) {
    this.rates = new Rates(question.rates, question.reporting);
  }

  /** @returns the lead and its deals, as far as they count for anything */
  read(lead: KpiLead): KpiRecord[] {
    const track = trackOf({ ...lead, deals: lead.deals.map(({ moves }) => moves) });
    const records: KpiRecord[] = [];
    const { cluster, region, park, confidentialTo } = lead;
    const tags = { leadId: lead.id, confidentialTo, cluster, region, park };
    const own = [
      ...this.responseOf(lead),
      ...this.visitOf(lead, track),
      ...this.lossOf(lead, track),
      ...(this.question.withFunnel ? this.stepsOf(lead, track) : []),
    ];
    if (own.length > 0) {
      const { id, code, ownerId, departmentId, pooled } = lead;
      records.push({ kind: 'lead', id, code, ownerId: pooled ? null : ownerId, departmentId, ...tags, entries: own });
    }
    for (const deal of lead.deals) {
      const entries = this.dealOf(lead, deal);
      const { id, code, ownerId, departmentId } = deal;
      if (entries.length > 0) records.push({ kind: 'deal', id, code, ownerId, departmentId, ...tags, entries });
    }
    return records;
  }

  private inPeriod(day: number | null | undefined): day is number {
    const { from, to, asOf } = this.question;
    return day !== null && day !== undefined && day >= from && day <= Math.min(to, asOf);
  }

  private isKnown(day: number | null | undefined): boolean {
    return day !== null && day !== undefined && day <= this.question.asOf;
  }

  /**
   * First response: of the leads created in the period, those that somebody has spoken to, and the working time until then.
   * Who waits still is undecided while it is open. For self-inquiries the same by itself (首次响应: answer in 24-48 hours).
   */
  private responseOf(lead: KpiLead): KpiEntry[] {
    if (!this.inPeriod(lead.createdOn)) return [];
    const { endsAt, clock } = this.question;
    const { createdAt, contactedAt } = lead;
    const answered = contactedAt !== null && contactedAt < endsAt;
    const value = answered ? clock.minutesBetween(createdAt, contactedAt) : undefined;
    const open = placeOn(trackOf({ ...lead, deals: [] }).path, this.question.asOf)?.footing !== 'lost';
    const codes: KpiCode[] = [
      'firstResponse',
      ...(lead.channel === inquiryChannel ? ['inquiryResponse' as const] : []),
    ];
    return codes.flatMap((figure): KpiEntry[] => [
      { figure, side: 'denominator' },
      ...(value !== undefined ? [{ figure, side: 'numerator' as const, value }] : []),
      ...(value === undefined && open ? [{ figure, side: 'undecided' as const }] : []),
    ]);
  }

  /**
   * Visit to signing: of the leads whose first completed visit lies in the period, and that had not signed before it, those
   * that have signed since.
   */
  private visitOf({ visitedOn }: KpiLead, track: Track): KpiEntry[] {
    const signedOn = track.reached[signed] ?? null;
    if (!this.inPeriod(visitedOn) || (signedOn !== null && signedOn < visitedOn)) return [];
    const open = placeOn(track.path, this.question.asOf)?.footing !== 'lost';
    return this.share('visitToSigning', this.isKnown(signedOn), open);
  }

  /**
   * What losing cost: the leads that were given up in the period and still are, by step and reason, with the days from
   * their creation until then and what they were thought to be worth (their deals' total investment once there are any).
   */
  private lossOf(lead: KpiLead, track: Track): KpiEntry[] {
    const place = placeOn(track.path, this.question.asOf);
    if (place?.footing !== 'lost' || !this.inPeriod(place.on)) return [];
    const amounts =
      place.step < firstDealStep ? [lead.estimate] : lead.deals.map(({ totalInvestment }) => totalInvestment);
    return [
      {
        figure: 'lostLeads',
        side: 'numerator',
        value: Math.max(0, place.on - lead.createdOn),
        money: this.worths(amounts, place.on),
        step: funnelSteps[place.step] ?? 'created',
        reason: place.reason ?? '',
      },
    ];
  }

  /** Steps of the funnel that the lead reached for the first time in the period, with its money there as the funnel counts it. */
  private stepsOf(lead: KpiLead, track: Track): KpiEntry[] {
    return funnelSteps.flatMap((step, at): KpiEntry[] => {
      if (!this.inPeriod(track.reached[at])) return [];
      const amounts =
        at < firstDealStep
          ? [lead.estimate]
          : lead.deals.flatMap(({ totalInvestment }, index) =>
              this.isKnown(track.deals[index]?.[at]) ? [totalInvestment] : [],
            );
      return [{ figure: `entered.${step}`, side: 'numerator', money: this.worths(amounts, this.question.asOf) }];
    });
  }

  /** All that goes by the projects signed in the period: a deal whose first signing (or skipping of it) lies there. */
  private dealOf(lead: KpiLead, deal: KpiDeal): KpiEntry[] {
    const track = trackOf({ createdOn: lead.createdOn, moves: [], deals: [deal.moves] });
    const reached = track.deals[0] ?? [];
    const signedOn = reached[signed];
    if (!this.inPeriod(signedOn)) return [];
    const money = (figure: KpiCode, amount: KpiDeal['totalInvestment']): KpiEntry[] =>
      amount ? [{ figure, side: 'numerator', money: this.worths([amount], signedOn) }] : [];
    const sums = [
      ...money('signedTotalInvestment', deal.totalInvestment),
      ...money('signedFixedAssets', deal.fixedAssetInvestment),
      ...money('signedForeignCapital', deal.contractedForeignCapital),
      ...this.fundsOf(deal, signedOn),
    ];
    if (lead.channel === increaseChannel) return [{ figure: 'increasesSigned', side: 'numerator' }, ...sums];
    const place = placeOn(track.path, this.question.asOf);
    const open = place?.footing !== 'lost';
    const has = (step: number) => this.isKnown(reached[step]);
    // Honoured (履约): still pursued, its company registered, and money in place or building begun.
    const paid = deal.funds.some(({ on }) => this.isKnown(on));
    const honoured = open && has(registered) && (paid || has(construction));
    return [
      { figure: 'projectsSigned', side: 'numerator' },
      ...sums,
      ...this.share('performanceRate', honoured, open),
      ...this.share('registeredRate', has(registered), open),
      ...this.share('startRate', has(construction), open),
      ...this.share('productionRate', has(production), open),
      { figure: 'cycleTime', side: 'numerator', value: Math.max(0, signedOn - lead.createdOn) },
      // 产业契合度: tagged with one of the zone's industrial clusters.
      ...this.share('industryFit', lead.cluster !== null, false),
    ];
  }

  /**
   * 资金到位率 = confirmed funds in place ÷ contracted (agreed) amount, both in the reporting currency: the agreement at the
   * rate of its signing, each entry at that of its day. A deal of which any part has no rate is apart from both sides.
   */
  private fundsOf({ agreedAmount, funds }: KpiDeal, signedOn: number): KpiEntry[] {
    const figure = 'fundsInPlaceRate' as const;
    if (!agreedAmount) return [];
    const agreed = this.worths([agreedAmount], signedOn);
    const came = funds.filter(({ on }) => this.isKnown(on)).flatMap((fund) => this.worths([fund], fund.on));
    if ([...agreed, ...came].some(({ rate }) => rate === null)) return [{ figure, side: 'apart', money: agreed }];
    return [
      { figure, side: 'denominator', money: agreed },
      ...(came.length > 0 ? [{ figure, side: 'numerator' as const, money: came }] : []),
    ];
  }

  private share(figure: KpiCode, succeeded: boolean, open: boolean): KpiEntry[] {
    const sides: KpiSide[] = ['denominator'];
    if (succeeded) sides.push('numerator');
    else if (open) sides.push('undecided');
    return sides.map((side) => ({ figure, side }));
  }

  private worths(amounts: readonly KpiDeal['totalInvestment'][], day: number) {
    const on = dateOfDay(day);
    return amounts.flatMap((amount) => (amount ? [this.rates.worth(amount, on)] : []));
  }
}
