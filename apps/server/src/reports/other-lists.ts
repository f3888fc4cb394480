import { type Actor, reachOf, type ReportFacts, visitKinds } from '@torch/domain';
import type { EntityManager } from 'typeorm';
import { Where } from '../platform/database/list';
import { promiseFrom, promiseOverdue, promisesWithin } from '../promises';
import { visitsWithin } from '../visits';
import {
  Bound,
  companyName,
  leadColumns,
  leadJoin,
  leadsWithin,
  type ListSql,
  money,
  type Span,
  whose,
} from './report-lists';

export function created(actor: Actor, span: Span): ListSql {
  const bound = new Bound();
  const [asOf, zone] = [bound.value(span.to), bound.value(span.timeZone)];
  const where = leadsWithin(actor).add('l.created_at >= ? AND l.created_at < ?', span.start, span.end);
  return {
    bound,
    summed: true,
    found: `SELECT l.id, l.investment_amount AS amount, l.investment_currency AS currency, ${asOf}::date AS sum_on,
        row_number() OVER (ORDER BY l.created_at, l.id) AS rank FROM leads l WHERE ${bound.where(where)}`,
    join: leadJoin,
    columns: {
      ...leadColumns,
      region: 'l.region',
      industry: 'l.cluster',
      channel: 'l.channel',
      amount: money('f.amount', 'f.currency', 'f.sum_on'),
      on: `(l.created_at AT TIME ZONE ${zone})::date::text`,
    },
  };
}

/** @returns null for whoever may read no follow-ups */
export function overdue(actor: Actor, span: Span): ListSql | null {
  if (!reachOf(actor.role, 'followUp.read')) return null;
  const bound = new Bound();
  const where = new Where()
    .add(`f.deleted_at IS NULL AND f.status = 'open' AND f.due_at < now()`)
    .within(actor, 'followUp.read', 'f', 'f.lead_id');
  const [today, zone] = [`${bound.value(span.today)}::date`, bound.value(span.timeZone)];
  return {
    bound,
    found: `SELECT f.id, row_number() OVER (ORDER BY f.due_at, f.id) AS rank FROM follow_ups f WHERE ${bound.where(where)}`,
    join: `JOIN follow_ups x ON x.id = f.id LEFT JOIN leads l ON l.id = x.lead_id LEFT JOIN companies c ON c.id = x.company_id
      JOIN users o ON o.id = x.owner_id JOIN departments p ON p.id = x.department_id`,
    columns: {
      code: 'l.code',
      title: 'coalesce(l.codename, x.title)',
      company: companyName,
      due: `(x.due_at AT TIME ZONE ${zone})::date::text`,
      days: `${today} - (x.due_at AT TIME ZONE ${zone})::date`,
      ...whose,
    },
  };
}

/** Open promises that are overdue, or due in the time to come. */
export function promises(actor: Actor, span: Span): ListSql | null {
  if (!reachOf(actor.role, 'promise.read')) return null;
  const bound = new Bound();
  const where = promisesWithin(actor).add(`p.state = 'open' AND p.due_on <= ?`, span.until);
  return {
    bound,
    found: `SELECT p.id, ${promiseOverdue} AS overdue, row_number() OVER (ORDER BY p.due_on, p.id) AS rank FROM ${promiseFrom} WHERE ${bound.where(where)}`,
    join: `JOIN promises x ON x.id = f.id JOIN leads l ON l.id = x.lead_id JOIN companies c ON c.id = x.company_id
      JOIN users o ON o.id = x.owner_id JOIN departments p ON p.id = x.department_id`,
    columns: {
      code: 'l.code',
      title: 'coalesce(l.codename, x.what)',
      company: companyName,
      category: 'x.category',
      due: 'x.due_on::text',
      state: `CASE WHEN f.overdue THEN 'overdue' ELSE 'due' END`,
      promisedBy: 'x.promised_by',
      ...whose,
    },
  };
}

export async function countOverduePromises(manager: EntityManager, actor: Actor): Promise<number | null> {
  if (!reachOf(actor.role, 'promise.read')) return null;
  const where = promisesWithin(actor).add(promiseOverdue);
  const [row] = (await manager.query(
    `SELECT count(*)::int AS count FROM ${promiseFrom} WHERE ${where.sql}`,
    where.values,
  )) as [{ count: number }];
  return row.count;
}

function visits(actor: Actor, timeZone: string, condition: string, ...values: unknown[]): ListSql {
  const bound = new Bound();
  const zone = bound.value(timeZone);
  const where = visitsWithin(new Where().add('v.deleted_at IS NULL'), actor).add(condition, ...values);
  return {
    bound,
    found: `SELECT v.id, row_number() OVER (ORDER BY v.starts_at, v.id) AS rank FROM visits v WHERE ${bound.where(where)}`,
    join: `JOIN visits v ON v.id = f.id LEFT JOIN leads l ON l.id = v.lead_id JOIN companies c ON c.id = v.company_id
      JOIN users o ON o.id = v.owner_id JOIN departments p ON p.id = v.department_id`,
    columns: {
      on: `(v.starts_at AT TIME ZONE ${zone})::date::text`,
      kind: 'v.kind',
      title: 'coalesce(l.codename, v.subject)',
      company: companyName,
      // Where one meets tells whose a confidential matter is.
      place: `CASE WHEN l.codename IS NULL THEN nullif(concat_ws(' ', v.city, v.location), '') END`,
      ...whose,
    },
  };
}

export const visitsHeld = (actor: Actor, { start, end, timeZone }: Span): ListSql =>
  visits(actor, timeZone, `v.status = 'completed' AND v.starts_at >= ? AND v.starts_at < ?`, start, end);
export const visitsPlanned = (actor: Actor, { dawn, horizon, timeZone }: Span): ListSql =>
  visits(actor, timeZone, `v.status = 'planned' AND v.starts_at >= ? AND v.starts_at < ?`, dawn, horizon);

/** How many meetings there were in the period, and are planned from today on, by department and kind. */
export function readMeetings(
  manager: EntityManager,
  actor: Actor,
  { start, end, dawn, horizon }: Span,
): Promise<ReportFacts['meetings']> {
  const held = `v.status = 'completed'`;
  const where = visitsWithin(new Where().add('v.deleted_at IS NULL'), actor).add(
    `(${held} AND v.starts_at >= ? AND v.starts_at < ? OR v.status = 'planned' AND v.starts_at >= ? AND v.starts_at < ?)`,
    start,
    end,
    dawn,
    horizon,
  );
  const kinds = visitKinds.map((kind) => `count(*) FILTER (WHERE ${held} AND v.kind = '${kind}')::int AS "${kind}"`);
  return manager.query(
    `SELECT p.name AS department, ${kinds.join(', ')}, count(*) FILTER (WHERE ${held})::int AS held,
       count(*) FILTER (WHERE v.status = 'planned')::int AS planned
     FROM visits v JOIN departments p ON p.id = v.department_id WHERE ${where.sql}
     GROUP BY p.id ORDER BY held DESC, planned DESC, p.name`,
    where.values,
  );
}
