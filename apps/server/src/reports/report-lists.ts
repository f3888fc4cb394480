import { type Actor, type Listed, reachOf, type RecordTable } from '@torch/domain';
import type { EntityManager } from 'typeorm';
import { Where } from '../platform/database/list';

/** Whose time a report tells of, as the lists ask for it; days `YYYY-MM-DD` of the reporting time zone. */
export interface Span {
  from: string;
  to: string;
  /** The present day. */
  today: string;
  /** The last day of what is still to come. */
  until: string;
  /** The same as instants: of the period, and of what is still to come from today on. */
  start: Date;
  end: Date;
  dawn: Date;
  horizon: Date;
  timeZone: string;
}

/** Values of a statement, and conditions that are written into it one after another. */
export class Bound {
  readonly values: unknown[] = [];

  /** The place of a value. */
  value(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }

  /** A condition with its own values, behind those that are there. */
  where(where: Where): string {
    const offset = this.values.length;
    this.values.push(...where.values);
    return where.sql.replace(/\$(\d+)/g, (_, index: string) => `$${Number(index) + offset}`);
  }
}

export interface ListSql {
  /** SELECT of `id` and `rank`, the place in the list; for what is added up `amount`, `currency` and `sum_on` too. */
  found: string;
  /** Tables of a shown row, beside `found f`. */
  join: string;
  /** Columns of a shown row, by their names in the report. */
  columns: Record<string, string>;
  bound: Bound;
  summed?: boolean;
}

/** One list of a report: its first rows, how many there are, and what all of them come to, in one statement. */
export async function readList<T extends RecordTable>(
  manager: EntityManager,
  limit: number,
  { found, join, columns, bound, summed }: ListSql,
): Promise<Listed<T>> {
  const row = Object.entries(columns).map(([name, sql]) => `'${name}', ${sql}`);
  const sums = summed
    ? `(SELECT coalesce(jsonb_agg(jsonb_build_object('amount', s.amount::text, 'currency', s.currency, 'on', s.sum_on::text)), '[]')
        FROM (SELECT sum(amount) AS amount, currency, sum_on FROM found WHERE amount IS NOT NULL GROUP BY currency, sum_on) s)`
    : `'[]'::jsonb`;
  const [answer] = (await manager.query(
    `WITH found AS MATERIALIZED (${found})
     SELECT (SELECT count(*)::int FROM found) AS total, ${sums} AS sums,
       (SELECT coalesce(jsonb_agg(jsonb_build_object(${row.join(', ')}) ORDER BY f.rank), '[]') FROM found f ${join} WHERE f.rank <= ${limit}) AS rows`,
    bound.values,
  )) as [Listed<T>];
  return answer;
}

export const money = (amount: string, currency: string, on: string): string =>
  `CASE WHEN ${amount} IS NOT NULL THEN jsonb_build_object('amount', ${amount}::text, 'currency', ${currency}, 'on', ${on}::text) END`;

export const dealsWithin = (actor: Actor): Where =>
  new Where()
    .add('d.deleted_at IS NULL AND l.deleted_at IS NULL')
    .within(actor, 'deal.read', 'd', 'd.lead_id', { ownersLead: true });
/** A lead in the pool is nobody's own, as in the funnel, though it keeps its last owner. */
export const leadsWithin = (actor: Actor): Where =>
  new Where()
    .add(
      reachOf(actor.role, 'lead.read') === 'own'
        ? 'l.deleted_at IS NULL AND l.pooled_at IS NULL'
        : 'l.deleted_at IS NULL',
    )
    .within(actor, 'lead.read', 'l', 'l.id', { ownersLead: true });

/** Tables of a shown deal or lead, and what of it stands in every list: a confidential one goes by its codename. */
const people = (record: 'd' | 'l') =>
  `JOIN companies c ON c.id = ${record}.company_id JOIN users o ON o.id = ${record}.owner_id JOIN departments p ON p.id = ${record}.department_id`;
export const dealJoin = `JOIN deals d ON d.id = f.id JOIN leads l ON l.id = d.lead_id ${people('d')}`;
export const leadJoin = `JOIN leads l ON l.id = f.id ${people('l')}`;
export const whose = { owner: 'o.display_name', department: 'p.name' };
export const companyName = `CASE WHEN l.codename IS NULL THEN c.name END`;
export const dealColumns = { code: 'd.code', title: 'coalesce(l.codename, d.title)', company: companyName, ...whose };
export const leadColumns = { code: 'l.code', title: 'coalesce(l.codename, l.title)', company: companyName, ...whose };
