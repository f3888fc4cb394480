import type { Transaction } from '../../platform/database/unit-of-work';

/**
 * Takes back mails that wait, and the reminders in them. A folded mail's other reminders are planned again, for a mail
 * without what was taken back. One that a worker is sending just now may be out already; it is marked, and taken back
 * should it not have gone.
 * @param ids reminders whose mails no longer hold
 * @param again those of them that are to be told in other words
 */
export async function withdrawMails(tx: Transaction, ids: readonly string[], again: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  // Held before they are told apart, so that none is claimed between being found unclaimed and being cancelled.
  const held = await tx.query<{ id: string; underway: boolean }>(
    `SELECT id, claimed_by IS NOT NULL AS underway FROM mails
     WHERE state IN ('queued', 'failed', 'parked') AND id IN (SELECT mail_id FROM reminders WHERE id = ANY($1)) ORDER BY id FOR UPDATE`,
    [ids],
  );
  const idsOf = (underway: boolean) => held.filter((each) => each.underway === underway).map(({ id }) => id);
  if (idsOf(true).length > 0) await tx.query('UPDATE mails SET outdated = true WHERE id = ANY($1)', [idsOf(true)]);
  if (idsOf(false).length === 0) return;
  const mails = await tx.query<{ id: string; leadId: string | null; companyId: string | null }>(
    `WITH gone AS (
       UPDATE mails SET outdated = false, state = 'cancelled' WHERE id = ANY($1) RETURNING id
     ) SELECT g.id, s.lead_id AS "leadId", s.company_id AS "companyId" FROM gone g
     LEFT JOIN LATERAL (SELECT subject_id FROM reminders r WHERE r.mail_id = g.id ORDER BY r.id LIMIT 1) r ON true
     LEFT JOIN reminded s ON s.id = r.subject_id`,
    [idsOf(false)],
  );
  await tx.query(
    `UPDATE reminders SET mail_id = NULL, handed_over_at = NULL, claimed_at = NULL,
       state = CASE WHEN over THEN 'cancelled' ELSE 'planned' END,
       reason = CASE WHEN over THEN 'over' END, ended_at = CASE WHEN over THEN now() END
     FROM (SELECT id AS of, id = ANY($2) AND id <> ALL($3) AS over FROM reminders WHERE mail_id = ANY($1)) n
     WHERE reminders.id = n.of`,
    [mails.map(({ id }) => id), ids, again],
  );
  for (const { id, leadId, companyId } of mails)
    await tx.record('mail.cancelled', { subjectType: 'mail', subjectId: id, leadId, companyId });
}
