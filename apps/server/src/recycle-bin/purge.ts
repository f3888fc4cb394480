import { Injectable } from '@nestjs/common';
import type { Subject } from '@torch/domain';
import { type Transaction, UnitOfWork } from '../platform/database/unit-of-work';
import { restDays } from './recycle-bin.service';

/** As many of each kind in one go as a transaction should hold; the rest goes next time. */
const atOnce = 500;

interface Rule {
  subject: Extract<Subject, 'attachment' | 'company' | 'contact' | 'lead' | 'visit' | 'followUp'>;
  table: string;
  /** Since when row `r` rests; left out, since it was deleted itself. */
  rested?: string;
  /** Tables of what may stay, each with the column that points at a row: while one does, the row stays too. */
  pointedAtBy: readonly (readonly [table: string, column: string])[];
  about: string;
}

/** From the leaves inwards, so that what hung on each other goes in one night. */
export const rules: readonly Rule[] = [
  {
    subject: 'attachment',
    table: 'attachments',
    // A document goes with its record: nobody could reach it any more.
    rested: `least(r.deleted_at, (SELECT s.deleted_at FROM
        (SELECT id, deleted_at FROM leads UNION ALL SELECT id, deleted_at FROM deals
         UNION ALL SELECT id, deleted_at FROM visits UNION ALL SELECT id, deleted_at FROM companies) s
      WHERE s.id = r.subject_id))`,
    pointedAtBy: [['funds', 'voucher_file_id']],
    about: 'r.lead_id, r.company_id',
  },
  { subject: 'followUp', table: 'follow_ups', pointedAtBy: [], about: 'r.lead_id, r.company_id' },
  {
    subject: 'visit',
    table: 'visits',
    pointedAtBy: [
      ['follow_ups', 'visit_id'],
      ['promises', 'visit_id'],
      ['attachments', 'subject_id'],
    ],
    about: 'r.lead_id, r.company_id',
  },
  {
    subject: 'contact',
    table: 'contacts',
    // A contact goes with its company: nobody could reach it any more.
    rested: 'least(r.deleted_at, (SELECT c.deleted_at FROM companies c WHERE c.id = r.company_id))',
    pointedAtBy: [],
    about: 'NULL::uuid AS lead_id, r.company_id',
  },
  {
    subject: 'lead',
    table: 'leads',
    pointedAtBy: [
      ['follow_ups', 'lead_id'],
      ['promises', 'lead_id'],
      ['deals', 'lead_id'],
      ['visits', 'lead_id'],
      ['attachments', 'lead_id'],
      // What was ruled about a lead is kept, and the lead with it.
      ['conflicts', 'held_lead_id'],
      ['conflicts', 'second_lead_id'],
    ],
    about: 'r.id AS lead_id, r.company_id',
  },
  {
    subject: 'company',
    table: 'companies',
    pointedAtBy: [
      ['follow_ups', 'company_id'],
      ['promises', 'company_id'],
      ['visits', 'company_id'],
      ['leads', 'company_id'],
      ['deals', 'company_id'],
      ['contacts', 'company_id'],
      ['attachments', 'company_id'],
      ['problems', 'company_id'],
      ['companies', 'parent_id'],
      ['company_similarities', 'other_id'],
    ],
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

async function purge(tx: Transaction, rule: Rule): Promise<void> {
  const { subject, table, rested = 'r.deleted_at', pointedAtBy, about } = rule;
  const free = pointedAtBy.map(([other, column]) => `AND NOT EXISTS (SELECT FROM ${other} o WHERE o.${column} = r.id)`);
  const gone = await tx.query<Gone>(
    `SELECT r.id, ${about} FROM ${table} r
     WHERE ${rested} < now() - make_interval(days => $1) ${free.join(' ')}
     LIMIT $2 FOR UPDATE SKIP LOCKED`,
    [restDays, atOnce],
  );
  if (gone.length === 0) return;
  const ids = gone.map(({ id }) => id);
  await purgeReminders(tx, ids);
  if (subject === 'contact') {
    await explainVisits(tx, ids);
    await explainPromises(tx, ids);
  }
  await tx.query(`DELETE FROM ${table} WHERE id = ANY($1)`, [ids]);
  for (const { id, lead_id: leadId, company_id: companyId } of gone)
    await tx.record(`${subject}.purged`, { subjectType: subject, subjectId: id, leadId, companyId });
}

/** The reminders of what goes, and the mails and messages that told of nothing else, go with it. */
async function purgeReminders(tx: Transaction, ids: string[]): Promise<void> {
  const mails = await tx.query<{ id: string }>(
    // Mails before reminders, as whoever sends or withdraws one takes them.
    `SELECT m.id FROM mails m WHERE m.id IN (SELECT mail_id FROM reminders WHERE subject_id = ANY($1) AND mail_id IS NOT NULL)
       AND NOT EXISTS (SELECT FROM reminders o WHERE o.mail_id = m.id AND o.subject_id <> ALL ($1))
     ORDER BY m.id FOR UPDATE`,
    [ids],
  );
  await tx.query(
    'DELETE FROM robot_posts WHERE reminder_id IN (SELECT id FROM reminders WHERE subject_id = ANY($1) AND robot_id IS NOT NULL)',
    [ids],
  );
  await tx.query('DELETE FROM reminders WHERE subject_id = ANY($1)', [ids]);
  await tx.query('DELETE FROM mails WHERE id = ANY($1)', [mails.map(({ id }) => id)]);
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

/** A promise stays when the contact that it was made to goes; it names nobody then. */
async function explainPromises(tx: Transaction, contactIds: string[]): Promise<void> {
  const promises = await tx.query<{ id: string; lead_id: string; company_id: string }>(
    'SELECT id, lead_id, company_id FROM promises WHERE contact_id = ANY($1)',
    [contactIds],
  );
  for (const { id, lead_id: leadId, company_id: companyId } of promises)
    await tx.record('promise.updated', {
      subjectType: 'promise',
      subjectId: id,
      leadId,
      companyId,
      data: { reason: 'contact-purged' },
    });
}
