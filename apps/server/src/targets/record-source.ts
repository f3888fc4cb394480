import type { TargetRecord } from '@torch/contracts';
import {
  type Actor,
  type DealMetric,
  dealMetrics,
  type DealStage,
  dealStages,
  increaseChannel,
  isMoneyMetric,
  rankOf,
  type RecordMetric,
  reachOf,
} from '@torch/domain';
import { Where } from '../platform/database/list';
import { visitsWithin } from '../visits';

export type RecordKind = TargetRecord['kind'];

const firstStage: Readonly<Record<DealMetric, DealStage>> = {
  signed: 'signed',
  signedAmount: 'signed',
  contractedForeignCapital: 'signed',
  started: 'construction',
  producing: 'production',
};

const oneOf = (list: readonly string[]) => list.map((each) => `'${each}'`).join(', ');

/** The stage, or one behind it: what was skipped was reached. */
const stagesFrom = (metric: DealMetric) => `ARRAY[${oneOf(dealStages.slice(rankOf(firstStage[metric])))}]`;

/**
 * SQL: the deals that reached the metric's stage for the first time between the days $1 and $2. A project counts once, at its
 * first signing, however often it was moved back and signed again; a capital increase (增资扩产) adds its money, and is no
 * new project, as for the key figures.
 */
const deals = (
  metrics: readonly DealMetric[],
) => `SELECT f.metric, d.id, d.id AS deal_id, d.lead_id, d.company_id, d.owner_id,
    d.department_id, d.cluster, d.park, d.region, f.on_date, f.amount, f.currency
  FROM (
    SELECT m.metric, s.deal_id, min(s.effective_on) AS on_date,
      CASE m.metric WHEN 'signedAmount' THEN d.agreed_amount_amount WHEN 'contractedForeignCapital' THEN d.contracted_foreign_capital_amount END AS amount,
      CASE m.metric WHEN 'signedAmount' THEN d.agreed_amount_currency WHEN 'contractedForeignCapital' THEN d.contracted_foreign_capital_currency END AS currency
    FROM (VALUES ${metrics.map((metric) => `('${metric}', ${stagesFrom(metric)})`).join(', ')}) m (metric, stages)
    JOIN stage_changes s ON s.to_stage = ANY (m.stages) AND s.effective_on BETWEEN $1::date AND $2::date
    JOIN deals d ON d.id = s.deal_id
    WHERE NOT EXISTS (SELECT FROM stage_changes e
      WHERE e.deal_id = s.deal_id AND e.to_stage = ANY (m.stages) AND e.effective_on < $1::date)
    GROUP BY m.metric, s.deal_id, d.id
  ) f JOIN deals d ON d.id = f.deal_id JOIN leads l ON l.id = d.lead_id
  WHERE d.deleted_at IS NULL
    AND CASE WHEN f.metric IN (${oneOf(dealMetrics.filter(isMoneyMetric))}) THEN f.amount IS NOT NULL ELSE l.channel <> '${increaseChannel}' END`;

/** SQL: money that the statistician has confirmed, on the day on which it came. */
const funds = `SELECT t.kind AS metric, t.id, t.deal_id, d.lead_id, d.company_id, d.owner_id, d.department_id, d.cluster, d.park,
    d.region, t.on_date, t.amount, t.currency
  FROM funds t JOIN deals d ON d.id = t.deal_id WHERE t.confirmed_at IS NOT NULL AND d.deleted_at IS NULL`;

/** SQL: visits that were held, on their day in the zone $3; one about no lead lies in its company's region. */
const visits = `SELECT 'visits' AS metric, v.id, NULL::uuid AS deal_id, v.lead_id, v.company_id, v.owner_id, v.department_id,
    l.cluster, l.park, coalesce(l.region, c.region) AS region, (v.starts_at AT TIME ZONE $3)::date AS on_date,
    NULL::numeric AS amount, NULL::text AS currency
  FROM visits v JOIN companies c ON c.id = v.company_id LEFT JOIN leads l ON l.id = v.lead_id
  WHERE v.status = 'completed' AND v.deleted_at IS NULL AND v.starts_at >= $1::date::timestamp AT TIME ZONE $3
    AND v.starts_at < ($2::date + 1)::timestamp AT TIME ZONE $3`;

/** What each kind of record is read by. */
export const permissionOf = { deal: 'deal.read', fund: 'fund.read', visit: 'visit.read' } as const satisfies Record<
  RecordKind,
  string
>;

/** Whether the role sees any record of the kind. */
export const sees = ({ role }: Actor, kind: RecordKind): boolean => reachOf(role, permissionOf[kind]) !== null;

/**
 * The records `v` that count for metrics of one kind in a period, as far as the reader sees them: what figures are added up
 * from and what lists show is one and the same.
 * @param days first and last; what has not come yet in the zone counts for nothing
 */
export function recordsOf(
  actor: Actor,
  kind: RecordKind,
  metrics: readonly RecordMetric[],
  [from, to]: readonly [string, string],
  zone: string,
): { source: string; where: Where } {
  const where = new Where()
    .add('v.on_date BETWEEN ?::date AND ?::date', from, to)
    .add('v.on_date <= (now() AT TIME ZONE ?::text)::date', zone)
    .add('v.metric = ANY (?)', metrics);
  if (kind === 'visit') return { source: `(${visits}) v`, where: visitsWithin(where, actor) };
  const source = kind === 'deal' ? deals(metrics as readonly DealMetric[]) : funds;
  return { source: `(${source}) v`, where: where.within(actor, permissionOf[kind], 'v', 'v.lead_id') };
}
