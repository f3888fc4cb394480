import { isOnRoad, rankOf as rankOfStage } from '../deals/stage';
import type { FunnelLead } from '../funnel/columns';
import * as funnel from '../funnel/oracle';
import { dateOfDay } from '../funnel/step';
import { decimal, fixed, plus, times } from '../money/decimal';
import { converted } from '../money/rate';
import type { KpiDeal, KpiLead, KpiQuestion } from './facts';
import type { KpiCode, KpiSide } from './kpi';

/**
 * The same indicators by brute force, for the tests: each asked by itself of one lead or deal at a time, straight from the
 * recorded moves, with nothing shared with the way in which the product counts.
 */
export interface Found {
  id: string;
  value?: number;
  amounts?: { amount: string; currency: string; on: string }[];
  at?: string;
}

/** First day on which a deal stood at a stage of this rank or further. */
function firstAt({ moves }: KpiDeal, rank: number): number | null {
  let latest = -Infinity;
  for (const { on, to } of moves) {
    latest = Math.max(latest, on);
    if (isOnRoad(to) && rankOfStage(to) >= rank) return latest;
  }
  return null;
}
const isLost = ({ moves }: KpiDeal, asOf: number) => {
  const known = moves.filter((_, index) => Math.max(...moves.slice(0, index + 1).map(({ on }) => on)) <= asOf);
  return known.at(-1)?.to === 'lost';
};
const [signed, registered, construction, production] = [3, 4, 6, 7];

export const asFunnelLead = (lead: KpiLead): FunnelLead => ({
  ...lead,
  chainGap: null,
  chainNode: null,
  anchor: null,
  tiers: [],
  history: { createdOn: lead.createdOn, moves: lead.moves, deals: lead.deals.map(({ moves }) => moves) },
  investments: lead.deals.map(({ totalInvestment }) => totalInvestment),
});

/** The records of a side of an indicator. */
export function found(leads: readonly KpiLead[], question: KpiQuestion, code: KpiCode, side: KpiSide): Found[] {
  const { from, to, asOf, reporting, rates } = question;
  const within = (day: number | null) => day !== null && from <= day && day <= to && day <= asOf;
  const by = (day: number | null) => day !== null && day <= asOf;
  const all = leads.flatMap((lead) => lead.deals.map((deal) => ({ lead, deal })));
  const cohort = all.filter(({ deal }) => within(firstAt(deal, signed)));
  const projects = cohort.filter(({ lead }) => lead.channel !== 'reinvestment');
  const ids = (list: readonly { deal: KpiDeal }[]): Found[] => list.map(({ deal }) => ({ id: deal.id }));
  const sums = (name: 'totalInvestment' | 'fixedAssetInvestment' | 'contractedForeignCapital') =>
    side !== 'numerator'
      ? []
      : cohort.flatMap(({ deal }) => {
          const [amount, on] = [deal[name], dateOfDay(firstAt(deal, signed)!)];
          return amount ? [{ id: deal.id, amounts: [{ ...amount, on }] }] : [];
        });
  const rate = (succeeds: (deal: KpiDeal, lead: KpiLead) => boolean, canWait = true) =>
    ids(
      projects.filter(({ deal, lead }) => {
        const yes = succeeds(deal, lead);
        if (side === 'numerator') return yes;
        return side === 'denominator' || (side === 'undecided' && canWait && !yes && !isLost(deal, asOf));
      }),
    );
  const reaches = (rank: number) => rate((deal) => by(firstAt(deal, rank)));
  const lostAt = (lead: KpiLead) => {
    const place = funnel.standing(asFunnelLead(lead), asOf);
    return place?.footing === 'lost' ? { ...place, on: asOf - place.stands } : null;
  };
  const response = (its: readonly KpiLead[]) =>
    its
      .filter(({ createdOn }) => within(createdOn))
      .flatMap((lead): Found[] => {
        const { contactedAt, createdAt } = lead;
        const answered = contactedAt !== null && contactedAt < question.endsAt;
        if (side === 'denominator') return [{ id: lead.id }];
        if (side === 'numerator')
          return answered ? [{ id: lead.id, value: question.clock.minutesBetween(createdAt, contactedAt) }] : [];
        return side === 'undecided' && !answered && !lostAt({ ...lead, deals: [] }) ? [{ id: lead.id }] : [];
      });
  switch (code) {
    case 'projectsSigned':
      return side === 'numerator' ? ids(projects) : [];
    case 'increasesSigned':
      return side === 'numerator' ? ids(cohort.filter(({ lead }) => lead.channel === 'reinvestment')) : [];
    case 'signedTotalInvestment':
      return sums('totalInvestment');
    case 'signedFixedAssets':
      return sums('fixedAssetInvestment');
    case 'signedForeignCapital':
      return sums('contractedForeignCapital');
    case 'performanceRate':
      return rate(
        (deal) =>
          !isLost(deal, asOf) &&
          by(firstAt(deal, registered)) &&
          (by(firstAt(deal, construction)) || deal.funds.some(({ on }) => by(on))),
      );
    case 'registeredRate':
      return reaches(registered);
    case 'startRate':
      return reaches(construction);
    case 'productionRate':
      return reaches(production);
    case 'industryFit':
      return rate((_, lead) => lead.cluster !== null, false);
    case 'fundsInPlaceRate':
      return cohort.flatMap(({ deal }): Found[] => {
        if (!deal.agreedAmount) return [];
        const agreed = { ...deal.agreedAmount, on: dateOfDay(firstAt(deal, signed)!) };
        const funds = deal.funds.filter(({ on }) => by(on)).map((fund) => ({ ...fund, on: dateOfDay(fund.on) }));
        const whole = [agreed, ...funds].every((each) => converted(each, rates, reporting) !== null);
        if (side === 'apart') return whole ? [] : [{ id: deal.id, amounts: [agreed] }];
        if (!whole || side === 'undecided') return [];
        if (side === 'denominator') return [{ id: deal.id, amounts: [agreed] }];
        return funds.length > 0 ? [{ id: deal.id, amounts: funds }] : [];
      });
    case 'cycleTime':
      return side === 'numerator'
        ? projects.map(({ deal, lead }) => ({
            id: deal.id,
            value: Math.max(0, firstAt(deal, signed)! - lead.createdOn),
          }))
        : [];
    case 'firstResponse':
      return response(leads);
    case 'inquiryResponse':
      return response(leads.filter(({ channel }) => channel === 'inquiry'));
    case 'visitToSigning':
      return leads
        .filter((lead) => {
          const signings = lead.deals.flatMap((deal) => firstAt(deal, signed) ?? []);
          const visit = lead.visitedOn;
          if (!within(visit) || signings.some((day) => day < visit!)) return false;
          const yes = signings.some((day) => day <= asOf);
          if (side === 'denominator') return true;
          return side === 'numerator' ? yes : side === 'undecided' && !yes && !lostAt(lead);
        })
        .map(({ id }) => ({ id }));
    case 'lostLeads':
      return side !== 'numerator'
        ? []
        : leads.flatMap((lead) => {
            const place = lostAt(lead);
            if (!place || !within(place.on)) return [];
            const on = dateOfDay(place.on);
            const amounts = place.step < 3 ? [lead.estimate] : lead.deals.map(({ totalInvestment }) => totalInvestment);
            return [
              {
                id: lead.id,
                value: Math.max(0, place.on - lead.createdOn),
                amounts: amounts.flatMap((amount) => (amount ? [{ ...amount, on }] : [])),
                at: `${place.step} ${place.reason ?? ''}`,
              },
            ];
          });
  }
}

/** The worth of all amounts that have a rate, exact to the end and rounded then. */
export function worthOf(list: readonly Found[], { rates, reporting }: KpiQuestion): string {
  let total = decimal('0');
  for (const each of list.flatMap(({ amounts = [] }) => amounts)) {
    if (each.currency === reporting) total = plus(total, decimal(each.amount));
    else {
      const known = rates.filter(({ currency, validFrom }) => currency === each.currency && validFrom <= each.on);
      const latest = known.reduce((a, b) => (a && a.validFrom > b.validFrom ? a : b), known[0]);
      if (latest) total = plus(total, times(decimal(each.amount), decimal(latest.rate)));
    }
  }
  return fixed(total, 2);
}
