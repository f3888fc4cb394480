import { noticeInstant, reminderChannels } from '@torch/domain';
import { v7 as uuid } from 'uuid';
import type { Transaction } from '../platform/database/unit-of-work';
import type { FollowUpEntity } from './follow-up.entity';

/** Milliseconds past due after which a reminder would tell nothing new: the day's list of what is overdue does. */
const lateAtMost = 24 * 60 * 60 * 1000;

/**
 * Brings the reminders in line with their follow-up, in the transaction that changed it.
 * What no longer holds is withdrawn, with any mail of it that still waits; what is missing is planned.
 * A follow-up that is over or deleted reminds nobody, nor one whose day is long past when it is written; one that came
 * late, told without a network, reminds at once.
 * @param options.anew what still waits is withdrawn and planned again, since its words no longer hold
 */
export async function planReminders(tx: Transaction, followUp: FollowUpEntity, { anew = false } = {}): Promise<void> {
  const alive = followUp.status === 'open' && !followUp.deletedAt;
  const remindAt = noticeInstant(followUp.dueAt, followUp.noticeMinutes);
  await withdraw(tx, followUp, alive && !anew ? remindAt : null);
  if (!alive || followUp.dueAt.getTime() < tx.now.getTime() - lateAtMost) return;
  await tx.query(
    `INSERT INTO reminders (id, follow_up_id, user_id, channel, remind_at)
     SELECT id, $1, $2, channel, $3 FROM unnest($4::uuid[], $5::text[]) AS new (id, channel)
     ON CONFLICT (follow_up_id, user_id, channel, remind_at) WHERE state IN ('planned', 'handed_over') DO NOTHING`,
    [followUp.id, followUp.ownerId, remindAt, reminderChannels.map(() => uuid()), reminderChannels],
  );
}

/** @param keep instant of the reminders that still hold, or null when none does */
async function withdraw(tx: Transaction, followUp: FollowUpEntity, keep: Date | null): Promise<void> {
  const state = keep ? 'superseded' : 'cancelled';
  await tx.query(
    `UPDATE reminders SET state = $2 WHERE follow_up_id = $1 AND state = 'planned'
       AND ($3::timestamptz IS NULL OR remind_at <> $3 OR user_id <> $4)`,
    [followUp.id, state, keep, followUp.ownerId],
  );
  const mails = await tx.query<{ id: string }>(
    `WITH withdrawn AS (
       UPDATE mails m SET state = 'cancelled' FROM reminders r
       WHERE r.id = m.reminder_id AND r.follow_up_id = $1 AND m.state = 'queued'
         AND ($2::timestamptz IS NULL OR r.remind_at <> $2 OR r.user_id <> $3)
       RETURNING m.id, m.reminder_id
     ), reminded AS (
       -- Its mail never went: should the follow-up come back, it is to remind again.
       UPDATE reminders r SET state = $4 FROM withdrawn w WHERE r.id = w.reminder_id
     ) SELECT id FROM withdrawn`,
    [followUp.id, keep, followUp.ownerId, state],
  );
  for (const { id } of mails)
    await tx.record('mail.cancelled', {
      subjectType: 'mail',
      subjectId: id,
      leadId: followUp.leadId,
      companyId: followUp.companyId,
      data: { followUpId: followUp.id },
    });
}
