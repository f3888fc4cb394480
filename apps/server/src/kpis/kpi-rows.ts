import type { AnyDealStage, KpiDeal, KpiLead, LeadStatus } from '@torch/domain';
import {
  amountsOf,
  confirmedFunds,
  dayOf,
  firstContact,
  firstVisit,
  type FundRow,
  fundsOf,
  millisecondsOf,
  money,
} from '../funnel';

type Entries<To> = [on: number, to: To, reason: string | null][];

/** A lead with all that the indicators ask about it, as the database tells it. */
export interface KpiRow extends Omit<KpiLead, 'moves' | 'deals'> {
  moves: Entries<LeadStatus>;
  deals: (Omit<KpiDeal, 'moves' | 'funds'> & {
    moves: Entries<AnyDealStage>;
    funds: FundRow[];
  })[];
}

const dealMoney = amountsOf('totalInvestment', 'fixedAssetInvestment', 'contractedForeignCapital', 'agreedAmount');

/**
 * SQL: leads `l` with all that the indicators ask about them, in one statement, so that a lead and its
 * deals are of one moment.
 * @param zone where the value of the reporting time zone stands
 */
export const kpiRow = (
  zone: string,
): string => `l.id, l.code, l.owner_id AS "ownerId", l.department_id AS "departmentId",
  l.pooled_at IS NOT NULL AS pooled, l.confidential_to AS "confidentialTo", l.cluster, l.region, l.park, l.channel,
  ${money('l.investment_amount', 'l.investment_currency')} AS estimate,
  ${dayOf(`(l.created_at AT TIME ZONE ${zone})::date`)} AS "createdOn",
  ${millisecondsOf('l.created_at')} AS "createdAt",
  ${firstContact(millisecondsOf)} AS "contactedAt",
  ${firstVisit(zone)} AS "visitedOn",
  coalesce((SELECT jsonb_agg(jsonb_build_array(${dayOf(`(c.effective_at AT TIME ZONE ${zone})::date`)}, c.to_status, c.close_reason) ORDER BY c.at, c.id)
    FROM status_changes c WHERE c.lead_id = l.id), '[]') AS moves,
  coalesce((SELECT jsonb_agg(jsonb_build_object('id', d.id, 'code', d.code, 'ownerId', d.owner_id, 'departmentId', d.department_id, ${dealMoney},
      'moves', coalesce((SELECT jsonb_agg(jsonb_build_array(${dayOf('s.effective_on')}, s.to_stage, s.close_reason) ORDER BY s.at, s.id)
        FROM stage_changes s WHERE s.deal_id = d.id), '[]'),
      'funds', ${confirmedFunds}) ORDER BY d.id)
    FROM deals d WHERE d.lead_id = l.id AND d.deleted_at IS NULL), '[]') AS deals`;

/** The lead of a row as the indicators read it. */
export function kpiLeadOf({ moves, deals, ...lead }: KpiRow): KpiLead {
  const entries = <To>(its: Entries<To>) => its.map(([on, to, reason]) => ({ on, to, reason }));
  return {
    ...lead,
    moves: entries(moves),
    deals: deals.map(({ funds, ...deal }) => ({
      ...deal,
      moves: entries(deal.moves),
      funds: fundsOf(funds),
    })),
  };
}
