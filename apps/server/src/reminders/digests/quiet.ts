import { openLeadStatuses, remindInstant, ruleFor } from '@torch/domain';
import { Where } from '../../platform/database/list';
import type { Transaction } from '../../platform/database/unit-of-work';
import { type Basis, readFacts } from '../planning';
import { type DigestReader, type Found, joined, type MatterRow, soonestFirst } from './lists';
import type { PutOff } from './put-off';

type Own = Omit<MatterRow, 'trigger' | 'ruleName' | 'at' | 'day'>;
const openStatuses = openLeadStatuses.map((status) => `'${status}'`).join(', ');

/**
 * The reader's own leads and deals that are quiet by the rules: whose first step has come. They are judged as reminders
 * are planned, by the same facts and the rule that watches each, so that mail and digest never differ.
 */
export async function quietOf(
  tx: Transaction,
  reader: DigestReader,
  basis: Basis,
  reportingCurrency: string,
  putOff: PutOff,
): Promise<Found<MatterRow>> {
  const { actor } = reader;
  const leads = new Where()
    .add(`l.deleted_at IS NULL AND l.pooled_at IS NULL AND l.status IN (${openStatuses})`)
    .within(actor, 'lead.read', 'l', 'l.id', { ownersLead: true })
    .add('l.owner_id = ? AND l.id <> ALL(?)', actor.id, putOff.ids('lead.quiet'));
  const deals = new Where()
    .add('d.deleted_at IS NULL AND l.deleted_at IS NULL')
    .within(actor, 'deal.read', 'd', 'd.lead_id', { ownersLead: true })
    .add('d.owner_id = ? AND d.id <> ALL(?)', actor.id, putOff.ids('deal.quiet'));
  const found = [
    await quietAmong(
      tx,
      reader,
      basis,
      'lead',
      await tx.query<Own>(
        `SELECT l.id, l.code, coalesce(l.codename, l.title) AS title, l.id AS "leadId", NULL AS "dealId", l.company_id AS "companyId",
           coalesce(l.codename, c.name) AS "companyName", l.confidential_to IS NOT NULL AS confidential
         FROM leads l JOIN companies c ON c.id = l.company_id WHERE ${leads.sql}`,
        leads.values,
      ),
      reportingCurrency,
    ),
    await quietAmong(
      tx,
      reader,
      basis,
      'deal',
      await tx.query<Own>(
        `SELECT d.id, d.code, coalesce(l.codename, d.title) AS title, d.lead_id AS "leadId", d.id AS "dealId", d.company_id AS "companyId",
           coalesce(l.codename, c.name) AS "companyName", l.confidential_to IS NOT NULL AS confidential
         FROM deals d JOIN leads l ON l.id = d.lead_id JOIN companies c ON c.id = d.company_id WHERE ${deals.sql}`,
        deals.values,
      ),
      reportingCurrency,
    ),
  ];
  return joined(found, soonestFirst);
}

async function quietAmong(
  tx: Transaction,
  { actor, now }: DigestReader,
  basis: Basis,
  subject: 'lead' | 'deal',
  own: readonly Own[],
  reportingCurrency: string,
): Promise<Found<MatterRow>> {
  const person = basis.person(actor.id);
  const byId = new Map(own.map((row) => [row.id, row]));
  if (!person || own.length === 0) return { rows: [], total: 0 };
  const trigger = `${subject}.quiet` as const;
  const facts = await readFacts(tx, subject, [...byId.keys()], reportingCurrency);
  const rows = facts.flatMap((fact): MatterRow[] => {
    const row = byId.get(fact.subjectId);
    if (fact.trigger !== trigger || !row) return [];
    const step = ruleFor(basis.rulesOf(trigger), fact)?.steps[0];
    if (!step || remindInstant(step, fact.anchor, person.reader) > now) return [];
    const at = 'at' in fact.anchor ? fact.anchor.at : null;
    return [{ ...row, trigger, ruleName: null, at, day: null }];
  });
  return { rows, total: rows.length };
}
