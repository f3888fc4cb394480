import { type Actor, batches, quietAfterDays, reachOf } from '@torch/domain';
import { quietFor } from '../../leads';
import { Where } from '../../platform/database/list';
import { promiseFrom, promiseOverdue, promisesWithin } from '../../promises';

/** Whole days of the reader, as instants: the first that counts, and the first that does not any more. */
export interface Span {
  from: Date;
  until: Date;
}

/** Rows within an actor's reach: where they stand and what narrows them. */
export interface Reached {
  from: string;
  where: Where;
}

const leadsWithin = (actor: Actor) =>
  new Where().add('l.deleted_at IS NULL').within(actor, 'lead.read', 'l', 'l.id', { ownersLead: true });
const dealsWithin = (actor: Actor) =>
  new Where()
    .add('d.deleted_at IS NULL AND l.deleted_at IS NULL')
    .within(actor, 'deal.read', 'd', 'd.lead_id', { ownersLead: true });
const dealsFrom = 'deals d JOIN leads l ON l.id = d.lead_id';

/** An instant of our own making as SQL, where no place for a value is. */
const literal = (at: Date) => `'${at.toISOString()}'::timestamptz`;

export const createdLeads = (actor: Actor, { from, until }: Span): Reached => ({
  from: 'leads l',
  where: leadsWithin(actor).add('l.created_at >= ? AND l.created_at < ?', from, until),
});

/** First and last of what happened to each record in a time, as its `"from"`, `"to"` and `at`. */
const moves = (table: string, id: string, from: string, to: string, condition: string, span: Span) =>
  `(SELECT ${id} AS id, max(at) AS at, (array_agg(${from} ORDER BY at, m.id))[1] AS "from",
      (array_agg(${to} ORDER BY at DESC, m.id DESC))[1] AS "to"
    FROM ${table} m WHERE ${condition} AND at >= ${literal(span.from)} AND at < ${literal(span.until)} GROUP BY 1) m`;

export const movedLeads = (actor: Actor, span: Span): Reached => ({
  from: `${moves('events', 'subject_id', `changes -> 'status' ->> 0`, `changes -> 'status' ->> 1`, `type = 'lead.moved'`, span)}
    JOIN leads l ON l.id = m.id`,
  where: leadsWithin(actor).add('m."from" <> m."to"'),
});

/** A deal's first stage is no move: its lead's conversion tells of it. */
export const movedDeals = (actor: Actor, span: Span): Reached => ({
  from: `${moves('stage_changes', 'deal_id', 'from_stage', 'to_stage', 'from_stage IS NOT NULL', span)}
    JOIN deals d ON d.id = m.id JOIN leads l ON l.id = d.lead_id`,
  where: dealsWithin(actor).add('m."from" <> m."to"'),
});

/** As the list of leads has them with `staleDays`. */
export const quietLeads = (actor: Actor): Reached => ({
  from: 'leads l',
  where: quietFor(leadsWithin(actor), quietAfterDays),
});

/** SQL: since when nothing has happened on deal `d` of lead `l`. */
export const dealQuietSince = 'greatest(l.last_contact_at, d.stage_since::timestamptz)';

/** Deals on their way to the start of construction on which nobody was heard and nothing moved for as long as leads are quiet. */
export const stalledDeals = (actor: Actor): Reached => ({
  from: dealsFrom,
  where: dealsWithin(actor)
    .add('d.stage = ANY(?)', [...batches.preparing, ...batches.reserve])
    .add(`${dealQuietSince} < now() - make_interval(days => ?)`, quietAfterDays),
});

export const overdueFollowUps = (actor: Actor): Reached => ({
  from: 'follow_ups f JOIN users o ON o.id = f.owner_id',
  where: new Where()
    .add(`f.deleted_at IS NULL AND f.status = 'open'`)
    .within(actor, 'followUp.read', 'f', 'f.lead_id')
    .add('f.due_at < now()'),
});

export const openPromises = (actor: Actor): Reached => ({
  from: promiseFrom,
  where: promisesWithin(actor).add(`p.state = 'open'`),
});

export const overduePromises = (actor: Actor): Reached => ({
  from: promiseFrom,
  where: promisesWithin(actor).add(promiseOverdue),
});

/** Whose handler is within reach: they are counted under their name. */
export function overdueProblems(actor: Actor): Reached {
  const where = new Where()
    .add(`b.state = 'open' AND c.deleted_at IS NULL AND d.deleted_at IS NULL`)
    .add('b.due_on < (now() AT TIME ZONE o.time_zone)::date');
  const reach = reachOf(actor.role, 'problem.read');
  if (reach === 'own') where.add('b.handler_id = ?', actor.id);
  if (reach === 'department') where.add('o.department_id = ANY(?)', actor.departmentIds);
  return {
    from: 'problems b JOIN users o ON o.id = b.handler_id JOIN companies c ON c.id = b.company_id LEFT JOIN deals d ON d.id = b.deal_id',
    where: where.shown(actor, 'd.lead_id'),
  };
}
