import { Injectable } from '@nestjs/common';
import type { Subject } from '@torch/domain';
import { type Transaction, UnitOfWork } from '../platform/database/unit-of-work';
import { restDays } from './recycle-bin.service';

/** As many of each kind in one go as a transaction should hold; the rest goes next time. */
const atOnce = 500;

interface Rule {
  subject: Extract<Subject, 'company' | 'contact' | 'lead' | 'visit' | 'followUp'>;
  table: string;
  /** What else must hold before row `r` may go: nothing that stays may point at it. */
  unless: string;
  about: string;
}

/** From the leaves inwards, so that what hung on each other goes in one night. */
const rules: readonly Rule[] = [
  { subject: 'followUp', table: 'follow_ups', unless: 'TRUE', about: 'r.lead_id, r.company_id' },
  {
    subject: 'visit',
    table: 'visits',
    unless: 'NOT EXISTS (SELECT FROM follow_ups f WHERE f.visit_id = r.id)',
    about: 'r.lead_id, r.company_id',
  },
  { subject: 'contact', table: 'contacts', unless: 'TRUE', about: 'NULL::uuid AS lead_id, r.company_id' },
  {
    subject: 'lead',
    table: 'leads',
    unless: `NOT EXISTS (SELECT FROM follow_ups f WHERE f.lead_id = r.id)
         AND NOT EXISTS (SELECT FROM deals d WHERE d.lead_id = r.id)
         AND NOT EXISTS (SELECT FROM visits v WHERE v.lead_id = r.id)
         AND NOT EXISTS (SELECT FROM attachments a WHERE a.lead_id = r.id)`,
    about: 'r.id AS lead_id, r.company_id',
  },
  {
    subject: 'company',
    table: 'companies',
    unless: `NOT EXISTS (SELECT FROM follow_ups f WHERE f.company_id = r.id)
         AND NOT EXISTS (SELECT FROM visits v WHERE v.company_id = r.id)
         AND NOT EXISTS (SELECT FROM leads l WHERE l.company_id = r.id)
         AND NOT EXISTS (SELECT FROM contacts k WHERE k.company_id = r.id)
         AND NOT EXISTS (SELECT FROM attachments a WHERE a.company_id = r.id)
         AND NOT EXISTS (SELECT FROM companies c WHERE c.parent_id = r.id)`,
    about: 'NULL::uuid AS lead_id, r.id AS company_id',
  },
];

interface Gone {
  id: string;
  lead_id: string | null;
  company_id: string;
}

/**
 * Removes for good what has rested in the recycle bin for its time. The events stay, and say when it went;
 * names and addresses of contacts were never in them. What something that stays still points at is kept, and out of everybody's sight.
 */
@Injectable()
export class RecycleBinPurge {
  constructor(private readonly work: UnitOfWork) {}

  async run(): Promise<void> {
    for (const rule of rules) await this.work.run('system', null, (tx) => purge(tx, rule));
  }
}

async function purge(tx: Transaction, { subject, table, unless, about }: Rule): Promise<void> {
  // A contact goes with its company: nobody could reach it any more.
  const rested =
    subject === 'contact'
      ? 'least(r.deleted_at, (SELECT c.deleted_at FROM companies c WHERE c.id = r.company_id))'
      : 'r.deleted_at';
  const gone = await tx.query<Gone>(
    `SELECT r.id, ${about} FROM ${table} r
     WHERE ${rested} < now() - make_interval(days => $1) AND ${unless}
     LIMIT $2 FOR UPDATE SKIP LOCKED`,
    [restDays, atOnce],
  );
  if (gone.length === 0) return;
  const ids = gone.map(({ id }) => id);
  if (subject === 'followUp') await explainMails(tx, ids);
  if (subject === 'contact') await explainVisits(tx, ids);
  await tx.query(`DELETE FROM ${table} WHERE id = ANY($1)`, [ids]);
  for (const { id, lead_id: leadId, company_id: companyId } of gone)
    await tx.record(`${subject}.purged`, { subjectType: subject, subjectId: id, leadId, companyId });
}

/** The mails of a follow-up's reminders go with it. */
async function explainMails(tx: Transaction, followUpIds: string[]): Promise<void> {
  const mails = await tx.query<{ id: string }>(
    'SELECT m.id FROM mails m JOIN reminders r ON r.id = m.reminder_id WHERE r.follow_up_id = ANY($1)',
    [followUpIds],
  );
  for (const { id } of mails) await tx.record('mail.purged', { subjectType: 'mail', subjectId: id });
}

/** A contact leaves the visits at which it was met. */
async function explainVisits(tx: Transaction, contactIds: string[]): Promise<void> {
  const visits = await tx.query<{ id: string; lead_id: string | null; company_id: string }>(
    `SELECT DISTINCT v.id, v.lead_id, v.company_id FROM visits v JOIN visit_contacts m ON m.visit_id = v.id
     WHERE m.contact_id = ANY($1)`,
    [contactIds],
  );
  for (const { id, lead_id: leadId, company_id: companyId } of visits)
    await tx.record('visit.updated', {
      subjectType: 'visit',
      subjectId: id,
      leadId,
      companyId,
      data: { reason: 'contact-purged' },
    });
}
