import type { KpiDealMore, KpiMore } from '@torch/domain';

/** SQL: the number of a day. */
export const dayOf = (date: string) => `(${date} - date '1970-01-01')`;
/** SQL: an amount with its currency; null where there is none. */
export const money = (amount: string, currency: string) =>
  `CASE WHEN ${amount} IS NOT NULL THEN jsonb_build_object('amount', ${amount}::text, 'currency', ${currency}) END`;
/** SQL: an instant in milliseconds. */
export const millisecondsOf = (instant: string) => `(extract(epoch FROM ${instant}) * 1000)::float8`;

/**
 * SQL: about the first contact with the company of a lead `l`: what is recorded when its status says so for the first time.
 * @param tell what is told of it, an expression of `min(c.effective_at)`
 */
export const firstContact = (
  tell: (instant: string) => string,
) => `(SELECT ${tell('min(c.effective_at)')} FROM status_changes c
    WHERE c.lead_id = l.id AND c.to_status IN ('contacted', 'qualified', 'converted')
      AND c.from_status NOT IN ('dormant', 'disqualified'))`;

/** SQL: day of the first completed visit of a lead `l`. */
export const firstVisit = (
  zone: string,
) => `(SELECT ${dayOf(`(min(v.starts_at) AT TIME ZONE ${zone})::date`)} FROM visits v
    WHERE v.lead_id = l.id AND v.status = 'completed' AND v.deleted_at IS NULL)`;

/** SQL: names and values of the amounts of a deal `d`, for an object. */
export const amountsOf = (...names: readonly string[]): string =>
  names
    .map((name) => {
      const column = `d.${name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`;
      return `'${name}', ${money(`${column}_amount`, `${column}_currency`)}`;
    })
    .join(', ');

/** SQL: confirmed funds in place of a deal `d`. */
export const confirmedFunds = `coalesce((SELECT jsonb_agg(jsonb_build_array(${dayOf('f.on_date')}, f.amount::text, f.currency) ORDER BY f.on_date, f.id)
        FROM funds f WHERE f.deal_id = d.id AND f.kind = 'fundsInPlace' AND f.confirmed_at IS NOT NULL), '[]')`;
export type FundRow = [on: number, amount: string, currency: string];
export const fundsOf = (rows: readonly FundRow[]) => rows.map(([on, amount, currency]) => ({ on, amount, currency }));

/** What the indicators ask of a lead beyond the funnel, as the database tells it. */
export interface KpiPartRow {
  createdAt: number;
  contacted: [at: number | null, on: number | null];
  visitedOn: number | null;
}
export type KpiDealRow = Omit<KpiDealMore, 'funds'> & { funds: FundRow[] };

/** SQL: that of leads `l`, as columns. */
export const kpiColumns = (zone: string): string => `${millisecondsOf('l.created_at')} AS "createdAt",
  ${firstContact((instant) => `jsonb_build_array(${millisecondsOf(instant)}, ${dayOf(`(${instant} AT TIME ZONE ${zone})::date`)})`)} AS contacted,
  ${firstVisit(zone)} AS "visitedOn"`;

/** SQL: that of a deal `d`, as names and values for an object. */
export const kpiOfDeal = `'id', d.id, 'ownerId', d.owner_id, 'departmentId', d.department_id,
      ${amountsOf('fixedAssetInvestment', 'contractedForeignCapital', 'agreedAmount')}, 'funds', ${confirmedFunds}`;

export const kpiMoreOf = (
  { createdAt, contacted: [contactedAt, contactedOn], visitedOn }: KpiPartRow,
  deals: readonly KpiDealRow[],
): KpiMore => ({
  createdAt,
  contactedAt,
  contactedOn,
  visitedOn,
  deals: deals.map(({ funds, ...deal }) => ({ ...deal, funds: fundsOf(funds) })),
});
