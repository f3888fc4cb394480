import { addDays, instantIn, promiseHorizonDays, reachOf } from '@torch/domain';
import type { MorningFacts } from '../../mails';
import { Where } from '../../platform/database/list';
import type { Transaction } from '../../platform/database/unit-of-work';
import { promisesWithin } from '../../promises';
import type { Basis } from '../planning';
import { type Kept, keptFor } from './kept';
import {
  type DigestReader,
  firstOf,
  type Found,
  joined,
  matterKey,
  matterList,
  type MatterRow,
  none,
  soonestFirst,
} from './lists';
import { type PutOff, putOffBy } from './put-off';
import { quietOf } from './quiet';

/** What every matter tells of the lead `l` that it is of, if of one, and of its company `c`. */
const ofLead = `NULL AS "ruleName", l.code, l.id AS "leadId", coalesce(l.codename, c.name) AS "companyName",
  l.confidential_to IS NOT NULL AS confidential`;

/**
 * A person's own morning: of what they may see, what is theirs to do. A leader or head reads here of their own matters
 * alone; of those of others the week's and month's digest tell.
 * @returns the facts, and the reminders that were kept for this digest
 */
export async function morningOf(
  tx: Transaction,
  reader: DigestReader,
  basis: Basis,
  reportingCurrency: string,
): Promise<{ facts: MorningFacts; kept: Kept['ids'] }> {
  const { actor, day, now, mail, url } = reader;
  const works = reachOf(actor.role, 'followUp.read') !== null;
  const [from, to] = [day, addDays(day, 1)].map((each) => instantIn(each, '00:00', mail.timeZone)) as [Date, Date];
  const putOff = await putOffBy(tx, reader, basis, reportingCurrency);
  const due = async (bounds: (where: Where) => Where, days: '<' | '=') =>
    joined(
      works
        ? [await followUps(tx, reader, putOff, bounds), await problems(tx, reader, putOff, days)]
        : [await assignments(tx, reader, putOff, days)],
      soonestFirst,
    );
  const overdue = await due((where) => where.add('f.due_at < ?', now), '<');
  const dueToday = await due((where) => where.add('f.due_at >= ? AND f.due_at < ?', now, to), '=');
  const visitsToday = works ? await visits(tx, reader, from, to) : none;
  const promisesDue = works ? await promises(tx, reader, putOff) : none;
  const quiet = works ? await quietOf(tx, reader, basis, reportingCurrency, putOff) : none;
  const told = [overdue, dueToday, visitsToday, promisesDue, quiet].flatMap(({ rows }) => rows.map(matterKey));
  const kept = await keptFor(tx, reader, basis, reportingCurrency, putOff, new Set(told));
  const facts = {
    reader: mail,
    day,
    overdue: matterList(reader, overdue),
    dueToday: matterList(reader, dueToday),
    visitsToday: matterList(reader, visitsToday, '/visits'),
    promisesDue: matterList(reader, promisesDue, `/promises?mine=true&dueTo=${addDays(day, promiseHorizonDays)}`),
    quiet: matterList(reader, quiet),
    others: matterList(reader, kept.others),
    link: works ? url : `${url}/assignments`,
    now,
  };
  return { facts, kept: kept.ids };
}

const followUps = (
  tx: Transaction,
  { actor }: DigestReader,
  putOff: PutOff,
  bounds: (where: Where) => Where,
): Promise<Found<MatterRow>> =>
  firstOf(tx, {
    select: `f.id, 'followUp.due' AS trigger, coalesce(l.codename, f.title) AS title, f.due_at AS at, NULL AS day, f.company_id AS "companyId", NULL AS "dealId", ${ofLead}`,
    from: 'follow_ups f JOIN companies c ON c.id = f.company_id LEFT JOIN leads l ON l.id = f.lead_id',
    where: bounds(
      new Where()
        .add(`f.deleted_at IS NULL AND f.status = 'open'`)
        .within(actor, 'followUp.read', 'f', 'f.lead_id')
        .add('f.owner_id = ?', actor.id)
        .add('f.id <> ALL(?)', putOff.ids('followUp.due')),
    ),
    order: 'f.due_at, f.id',
  });

const problems = (
  tx: Transaction,
  { actor, day }: DigestReader,
  putOff: PutOff,
  days: '<' | '=',
): Promise<Found<MatterRow>> =>
  firstOf(tx, {
    select: `b.id, 'problem.due' AS trigger, coalesce(l.codename, b.what) AS title, NULL::timestamptz AS at, b.due_on::text AS day, b.company_id AS "companyId",
      b.deal_id AS "dealId", ${ofLead.replace('l.code', 'd.code')}`,
    from: 'problems b JOIN companies c ON c.id = b.company_id LEFT JOIN deals d ON d.id = b.deal_id LEFT JOIN leads l ON l.id = d.lead_id',
    where: new Where()
      .add(`b.state = 'open' AND c.deleted_at IS NULL AND d.deleted_at IS NULL`)
      .add('b.handler_id = ?', actor.id)
      .shown(actor, 'd.lead_id')
      .add('b.id <> ALL(?)', putOff.ids('problem.due'))
      .add(`b.due_on ${days} ?`, day),
    order: 'b.due_on, b.id',
  });

/** What was given to the reader's department; of the deal it learns nothing. */
const assignments = (
  tx: Transaction,
  { actor, day }: DigestReader,
  putOff: PutOff,
  days: '<' | '=',
): Promise<Found<MatterRow>> =>
  firstOf(tx, {
    select: `t.id, 'assignment.due' AS trigger, t.title, NULL::timestamptz AS at, t.due_on::text AS day, NULL AS "companyId", NULL AS "dealId",
      NULL AS "ruleName", NULL AS code, NULL AS "leadId", NULL AS "companyName", false AS confidential`,
    from: 'assignments t JOIN deals d ON d.id = t.deal_id',
    where: new Where()
      .add(`t.state IN ('open', 'accepted') AND d.deleted_at IS NULL`)
      .add('t.department_id = ANY(?)', actor.departmentIds)
      .add('t.id <> ALL(?)', putOff.ids('assignment.due'))
      .add(`t.due_on ${days} ?`, day),
    order: 't.due_on, t.id',
  });

const visits = (tx: Transaction, { actor }: DigestReader, from: Date, to: Date): Promise<Found<MatterRow>> =>
  firstOf(tx, {
    select: `v.id, 'visit.soon' AS trigger, coalesce(l.codename, v.subject) AS title, v.starts_at AS at, NULL AS day, v.company_id AS "companyId", NULL AS "dealId", ${ofLead}`,
    from: 'visits v LEFT JOIN companies c ON c.id = v.company_id LEFT JOIN leads l ON l.id = v.lead_id',
    where: new Where()
      .add(`v.deleted_at IS NULL AND v.status = 'planned'`)
      .within(actor, 'visit.read', 'v', 'v.lead_id')
      .add('v.owner_id = ?', actor.id)
      .add('v.starts_at >= ? AND v.starts_at < ?', from, to),
    order: 'v.starts_at, v.id',
  });

const promises = (tx: Transaction, { actor, day }: DigestReader, putOff: PutOff): Promise<Found<MatterRow>> =>
  firstOf(tx, {
    select: `p.id, 'promise.due' AS trigger, coalesce(l.codename, p.what) AS title, NULL::timestamptz AS at, p.due_on::text AS day, p.company_id AS "companyId",
      p.deal_id AS "dealId", ${ofLead}`,
    from: 'promises p JOIN leads l ON l.id = p.lead_id JOIN companies c ON c.id = p.company_id',
    where: promisesWithin(actor)
      .add('p.owner_id = ?', actor.id)
      .add('p.id <> ALL(?)', putOff.ids('promise.due'))
      .add(`p.state = 'open' AND p.due_on <= ?::date + ?::int`, day, promiseHorizonDays),
    order: 'p.due_on, p.id',
  });
