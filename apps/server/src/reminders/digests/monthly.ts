import { addDays, instantIn } from '@torch/domain';
import type { DepartmentSums, MonthlyFacts } from '../../mails';
import type { Transaction } from '../../platform/database/unit-of-work';
import {
  createdLeads,
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
import type { DigestReader } from './lists';

/** A leader's month, `YYYY-MM`, in sums by department. What is confidential counts only for a leader who is named there. */
export async function monthlyOf(tx: Transaction, reader: DigestReader, month: string): Promise<MonthlyFacts> {
  const { actor, mail, url } = reader;
  const start = (day: string) => instantIn(day, '00:00', mail.timeZone);
  const first = `${month}-01`;
  const span = { from: start(first), until: start(`${addDays(first, 31).slice(0, 7)}-01`) };
  const counts = new Map<string, DepartmentSums>();
  const add = async (part: keyof DepartmentSums, { from, where }: Reached, department: string) => {
    const rows = await tx.query<{ id: string; count: number }>(
      `SELECT ${department} AS id, count(*)::int AS count FROM ${from} WHERE ${where.sql} GROUP BY 1`,
      where.values,
    );
    for (const { id, count } of rows) {
      const before = counts.get(id) ?? { created: 0, moved: 0, stalled: 0, overdue: 0, promises: 0 };
      counts.set(id, { ...before, [part]: before[part] + count });
    }
  };
  await add('created', createdLeads(actor, span), 'l.department_id');
  await add('moved', movedLeads(actor, span), 'l.department_id');
  await add('moved', movedDeals(actor, span), 'd.department_id');
  await add('stalled', quietLeads(actor), 'l.department_id');
  await add('stalled', stalledDeals(actor), 'd.department_id');
  await add('overdue', overdueFollowUps(actor), 'f.department_id');
  await add('overdue', overduePromises(actor), 'p.department_id');
  await add('overdue', overdueProblems(actor), 'o.department_id');
  await add('promises', openPromises(actor), 'p.department_id');
  const names = await tx.query<{ id: string; name: string }>(
    `SELECT id, CASE WHEN $2 = 'en' THEN coalesce(name_en, name) ELSE name END AS name FROM departments WHERE id = ANY($1)`,
    [[...counts.keys()], mail.locale],
  );
  const { compare } = new Intl.Collator(mail.locale);
  const departments = names
    .flatMap(({ id, name }) => {
      const sums = counts.get(id);
      return sums ? [{ name, ...sums }] : [];
    })
    .sort((a, b) => compare(a.name, b.name));
  return { reader: mail, month, departments, link: `${url}/deals/board` };
}
