import type { TargetRecord } from '@torch/contracts';
import { type Actor, type DealMetric, increaseChannel, type RecordMetric, reachOf } from '@torch/domain';
import { Where } from '../platform/database/list';
import { visitsWithin } from '../visits';

export type RecordKind = TargetRecord['kind'];

/** SQL: the deal's first day at the metric's stage or one behind it, for what was skipped was reached; derived from its moves. */
const firstDay: Readonly<Record<DealMetric, string>> = {
  signed: 'd.reached_signed_on',
  signedAmount: 'd.reached_signed_on',
  contractedForeignCapital: 'd.reached_signed_on',
  started: 'd.reached_construction_on',
  producing: 'd.reached_production_on',
};
const money: Readonly<Partial<Record<DealMetric, string>>> = {
  signedAmount: 'd.agreed_amount',
  contractedForeignCapital: 'd.contracted_foreign_capital',
};

/**
 * SQL: the deals that ever reached the metric's stage, on the first such day. A project counts once, at its first signing,
 * however often it was moved back and signed again; a capital increase (增资扩产) adds its money, and is no new project, as
 * for the key figures.
 */
const deals = (metrics: readonly DealMetric[]) =>
  metrics
    .map((metric) => {
      const amount = money[metric];
      return `SELECT '${metric}' AS metric, d.id, d.id AS deal_id, d.lead_id, d.company_id, d.owner_id, d.department_id,
          d.cluster, d.park, d.region, ${firstDay[metric]} AS on_date,
          ${amount ? `${amount}_amount` : 'NULL::numeric'} AS amount, ${amount ? `${amount}_currency` : 'NULL::text'} AS currency
        FROM deals d WHERE d.deleted_at IS NULL AND ${firstDay[metric]} IS NOT NULL
          AND ${amount ? `${amount}_amount IS NOT NULL` : `d.channel <> '${increaseChannel}'`}`;
    })
    .join(' UNION ALL ');

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
