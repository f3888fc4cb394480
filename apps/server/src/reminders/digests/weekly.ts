import { addDays, dateIn, instantIn, promiseHorizonDays, quietAfterDays } from '@torch/domain';
import type { MovedLine, RecordLine, WeeklyFacts } from '../../mails';
import type { Transaction } from '../../platform/database/unit-of-work';
import {
  createdLeads,
  dealQuietSince,
  movedDeals,
  movedLeads,
  openPromises,
  overdueFollowUps,
  overdueProblems,
  overduePromises,
  quietLeads,
  type Reached,
  stalledDeals,
} from './department';
import { type DigestReader, firstOf, type Found, joined, matterList, type MatterRow } from './lists';

type RecordRow = Omit<RecordLine, 'on' | 'link' | 'subject'> & { id: string; at: Date };
type MovedRow = RecordRow & Pick<MovedLine, 'subject' | 'from' | 'to'>;

const people = (record: 'l' | 'd') =>
  `JOIN companies c ON c.id = ${record}.company_id JOIN users o ON o.id = ${record}.owner_id`;
const columns = (record: 'l' | 'd', at: string) =>
  `${record}.id, ${record}.code, coalesce(l.codename, ${record}.title) AS title, coalesce(l.codename, c.name) AS "companyName",
   o.display_name AS "ownerName", l.confidential_to IS NOT NULL AS confidential, ${at} AS at`;

/** A head's week, of the whole department within reach: from the day of the digest before to the day before this one. */
export async function weeklyOf(tx: Transaction, reader: DigestReader, from: string, to: string): Promise<WeeklyFacts> {
  const { actor, mail, day, now, url } = reader;
  const start = (of: string) => instantIn(of, '00:00', mail.timeZone);
  const span = { from: start(from), until: start(addDays(to, 1)) };
  const records = <Row extends RecordRow>(
    { from: tables, where }: Reached,
    record: 'l' | 'd',
    at: string,
    order: string,
    more = '',
  ): Promise<Found<Row>> =>
    firstOf(tx, { select: columns(record, at) + more, from: `${tables} ${people(record)}`, where, order });
  const line = <Row extends RecordRow>(subject: 'lead' | 'deal', { id, at, ...row }: Row) => ({
    ...row,
    subject,
    on: dateIn(at, mail.timeZone),
    link: `${url}/${subject}s/${id}`,
  });
  const listOf = (subject: 'lead' | 'deal', { rows, total }: Found<RecordRow>, path: string) => ({
    records: rows.map((row) => line(subject, row)),
    total,
    link: `${url}${path}`,
  });
  const moved = joined<MovedRow>(
    [
      await records(movedDeals(actor, span), 'd', 'm.at', 'm.at DESC, d.id', `, m."from", m."to", 'deal' AS subject`),
      await records(movedLeads(actor, span), 'l', 'm.at', 'm.at DESC, l.id', `, m."from", m."to", 'lead' AS subject`),
    ],
    (a, b) => b.at.getTime() - a.at.getTime(),
  );
  return {
    reader: mail,
    departmentName: await departmentName(tx, reader),
    from,
    to,
    created: listOf(
      'lead',
      await records(createdLeads(actor, span), 'l', 'l.created_at', 'l.created_at DESC, l.id'),
      '/leads?sort=-createdAt',
    ),
    moved: { records: moved.rows.map((row) => line(row.subject, row)), total: moved.total, link: `${url}/deals/board` },
    stalled: listOf(
      'deal',
      await records(stalledDeals(actor), 'd', dealQuietSince, `${dealQuietSince}, d.id`),
      '/deals?sort=stageSince',
    ),
    quiet: listOf(
      'lead',
      await records(quietLeads(actor), 'l', 'l.last_contact_at', 'l.last_contact_at, l.id'),
      `/leads?staleDays=${quietAfterDays}&sort=lastContactAt`,
    ),
    overdue: await overdueByOfficer(tx, reader),
    promises: matterList(reader, await promises(tx, reader), `/promises?dueTo=${addDays(day, promiseHorizonDays)}`),
    link: url,
    now,
  };
}

async function departmentName(tx: Transaction, { actor, mail }: DigestReader): Promise<string> {
  const [row] = await tx.query<{ name: string }>(
    `SELECT CASE WHEN $2 = 'en' THEN coalesce(name_en, name) ELSE name END AS name FROM departments WHERE id = $1`,
    [actor.departmentId, mail.locale],
  );
  return row?.name ?? '';
}

/** By name: the sheet is for looking after what is late, not for ranking people. */
async function overdueByOfficer(tx: Transaction, { actor, mail }: DigestReader): Promise<WeeklyFacts['overdue']> {
  const officers = new Map<string, WeeklyFacts['overdue'][number]>();
  const count = async (part: 'followUps' | 'promises' | 'problems', { from, where }: Reached) => {
    const rows = await tx.query<{ id: string; name: string; count: number }>(
      `SELECT o.id, o.display_name AS name, count(*)::int AS count FROM ${from} WHERE ${where.sql} GROUP BY o.id, o.display_name`,
      where.values,
    );
    for (const row of rows) {
      const before = officers.get(row.id) ?? { officerName: row.name, followUps: 0, promises: 0, problems: 0 };
      officers.set(row.id, { ...before, [part]: row.count });
    }
  };
  await count('followUps', overdueFollowUps(actor));
  await count('promises', overduePromises(actor));
  await count('problems', overdueProblems(actor));
  const { compare } = new Intl.Collator(mail.locale);
  return [...officers.values()].sort((a, b) => compare(a.officerName, b.officerName));
}

function promises(tx: Transaction, { actor, day }: DigestReader): Promise<Found<MatterRow>> {
  const { from, where } = openPromises(actor);
  return firstOf(tx, {
    select: `p.id, 'promise.due' AS trigger, NULL AS "ruleName", l.code, coalesce(l.codename, p.what) AS title, NULL::timestamptz AS at, p.due_on::text AS day,
      p.lead_id AS "leadId", p.deal_id AS "dealId", p.company_id AS "companyId", coalesce(l.codename, c.name) AS "companyName",
      l.confidential_to IS NOT NULL AS confidential`,
    from: `${from} JOIN companies c ON c.id = p.company_id`,
    where: where.add('p.due_on <= ?::date + ?::int', day, promiseHorizonDays),
    order: 'p.due_on, p.id',
  });
}
