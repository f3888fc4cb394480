import type { AnyDealStage, FunnelLead, LeadStatus } from '@torch/domain';

/** A lead with its history, as the database tells it. */
export interface LeadRow extends Omit<FunnelLead, 'history' | 'investments'> {
  alive: boolean;
  createdOn: number;
  moves: [on: number, to: LeadStatus, reason: string | null][];
  deals: { investment: FunnelLead['estimate']; moves: [on: number, to: AnyDealStage, reason: string | null][] }[];
}

/** SQL: the number of a day. */
export const dayOf = (date: string) => `(${date} - date '1970-01-01')`;
/** SQL: an amount with its currency; null where there is none. */
export const money = (amount: string, currency: string) =>
  `CASE WHEN ${amount} IS NOT NULL THEN jsonb_build_object('amount', ${amount}::text, 'currency', ${currency}) END`;

/**
 * SQL: leads `l` with all that the funnel asks about them, from the recorded history: one statement, so that everything is of
 * one moment.
 * @param zone where the value of the reporting time zone stands
 */
export const leadRow = (zone: string): string => `l.id, l.deleted_at IS NULL AS alive, l.owner_id AS "ownerId",
  l.department_id AS "departmentId", l.pooled_at IS NOT NULL AS pooled, l.confidential_to AS "confidentialTo", l.cluster, l.park, l.region,
  l.chain_gap AS "chainGap", l.chain_node AS "chainNode", l.channel, l.anchor,
  ${money('l.investment_amount', 'l.investment_currency')} AS estimate,
  ${dayOf(`(l.created_at AT TIME ZONE ${zone})::date`)} AS "createdOn",
  ARRAY(SELECT t.code FROM company_tiers t WHERE t.company_id = l.company_id) AS tiers,
  coalesce((SELECT jsonb_agg(jsonb_build_array(${dayOf(`(c.effective_at AT TIME ZONE ${zone})::date`)}, c.to_status, c.close_reason) ORDER BY c.at, c.id)
    FROM status_changes c WHERE c.lead_id = l.id), '[]') AS moves,
  coalesce((SELECT jsonb_agg(jsonb_build_object(
      'investment', ${money('d.total_investment_amount', 'd.total_investment_currency')},
      'moves', coalesce((SELECT jsonb_agg(jsonb_build_array(${dayOf('s.effective_on')}, s.to_stage, s.close_reason) ORDER BY s.at, s.id)
        FROM stage_changes s WHERE s.deal_id = d.id), '[]')) ORDER BY d.id)
    FROM deals d WHERE d.lead_id = l.id AND d.deleted_at IS NULL), '[]') AS deals`;

/** The lead of a row as the funnel reads it. */
export function leadOf({ alive: _, createdOn, moves, deals, ...lead }: LeadRow): FunnelLead {
  const entries = <To>(its: readonly (readonly [number, To, string | null])[]) =>
    its.map(([on, to, reason]) => ({ on, to, reason }));
  return {
    ...lead,
    history: { createdOn, moves: entries(moves), deals: deals.map((deal) => entries(deal.moves)) },
    investments: deals.map(({ investment }) => investment),
  };
}
