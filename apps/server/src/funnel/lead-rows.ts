import type { AnyDealStage, DealStage, FunnelLead, LeadStatus } from '@torch/domain';
import { dayOf, type KpiDealRow, kpiColumns, kpiMoreOf, kpiOfDeal, type KpiPartRow, money } from './kpi-parts';

/** A lead with its history, as the database tells it. */
export interface LeadRow extends Omit<FunnelLead, 'history' | 'investments' | 'kpi' | 'coverage'>, KpiPartRow {
  alive: boolean;
  createdOn: number;
  companyId: string;
  status: LeadStatus;
  moves: [on: number, to: LeadStatus, reason: string | null][];
  deals: (KpiDealRow & {
    stage: AnyDealStage;
    stageLeft: DealStage | null;
    investment: FunnelLead['estimate'];
    moves: [on: number, to: AnyDealStage, reason: string | null][];
  })[];
}

/**
 * SQL: leads `l` with all that the funnel, the indicators and the coverage of gaps ask about them, from the recorded history: one statement, so that everything is of
 * one moment.
 * @param zone where the value of the reporting time zone stands
 */
export const leadRow = (zone: string): string => `l.id, l.deleted_at IS NULL AS alive, l.owner_id AS "ownerId",
  l.department_id AS "departmentId", l.pooled_at IS NOT NULL AS pooled, l.confidential_to AS "confidentialTo", l.cluster, l.park, l.region,
  l.company_id AS "companyId", l.status, l.chain_gap AS "chainGap", l.chain_node AS "chainNode", l.channel, l.anchor,
  ${money('l.investment_amount', 'l.investment_currency')} AS estimate,
  ${dayOf(`(l.created_at AT TIME ZONE ${zone})::date`)} AS "createdOn",
  ${kpiColumns(zone)},
  ARRAY(SELECT t.code FROM company_tiers t WHERE t.company_id = l.company_id) AS tiers,
  coalesce((SELECT jsonb_agg(jsonb_build_array(${dayOf(`(c.effective_at AT TIME ZONE ${zone})::date`)}, c.to_status, c.close_reason) ORDER BY c.at, c.id)
    FROM status_changes c WHERE c.lead_id = l.id), '[]') AS moves,
  coalesce((SELECT jsonb_agg(jsonb_build_object(
      ${kpiOfDeal},
      'stage', d.stage, 'stageLeft', d.stage_left,
      'investment', ${money('d.total_investment_amount', 'd.total_investment_currency')},
      'moves', coalesce((SELECT jsonb_agg(jsonb_build_array(${dayOf('s.effective_on')}, s.to_stage, s.close_reason) ORDER BY s.at, s.id)
        FROM stage_changes s WHERE s.deal_id = d.id), '[]')) ORDER BY d.id)
    FROM deals d WHERE d.lead_id = l.id AND d.deleted_at IS NULL), '[]') AS deals`;

/** The lead of a row as all of them read it. */
export function leadOf(row: LeadRow): FunnelLead {
  const { alive: _, createdOn, createdAt, contacted, visitedOn, companyId, status, moves, deals, ...lead } = row;
  const entries = <To>(its: readonly (readonly [number, To, string | null])[]) =>
    its.map(([on, to, reason]) => ({ on, to, reason }));
  return {
    ...lead,
    history: { createdOn, moves: entries(moves), deals: deals.map((deal) => entries(deal.moves)) },
    investments: deals.map(({ investment }) => investment),
    kpi: kpiMoreOf({ createdAt, contacted, visitedOn }, deals),
    coverage: { companyId, status, deals },
  };
}
