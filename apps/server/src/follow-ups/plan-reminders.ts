import { noticeInstant, reminderChannels } from '@torch/domain';
import { v7 as uuid } from 'uuid';
import type { Transaction } from '../platform/database/unit-of-work';
import type { FollowUpEntity } from './follow-up.entity';

/** Milliseconds past due after which a reminder would tell nothing new: the day's list of what is overdue does. */
const lateAtMost = 24 * 60 * 60 * 1000;

/**
 * Brings the reminders in line with their follow-up, in the transaction that changed it.
 * A follow-up that is over or deleted reminds nobody, nor one whose day is long past when it is written; one that came
 * late, told without a network, reminds at once.
 * @param options.anew what still waits is withdrawn and planned again, since its words no longer hold
 */
export async function planReminders(tx: Transaction, followUp: FollowUpEntity, { anew = false } = {}): Promise<void> {
  const alive = followUp.status === 'open' && !followUp.deletedAt;
  const instants = alive ? [noticeInstant(followUp.dueAt, followUp.noticeMinutes)] : [];
  const inTime = followUp.dueAt.getTime() >= tx.now.getTime() - lateAtMost;
  await lineUpReminders(
    tx,
    { ...followUp, column: 'follow_up_id' },
    { keep: anew ? [] : instants, plan: inTime ? instants : [] },
  );
}

/** What is reminded of: the column that names it, and who is to be reminded. */
export interface Reminded {
  column: 'follow_up_id' | 'promise_id';
  id: string;
  ownerId: string;
  leadId: string | null;
  companyId: string;
}

/**
 * Brings the reminders in line with what they remind of, in the transaction that changed it.
 * What no longer holds is withdrawn, with any mail of it that waits or could be tried again; what is missing is planned.
 * @param instants.keep instants whose reminders still hold
 * @param instants.plan instants for which there has to be one
 */
export async function lineUpReminders(
  tx: Transaction,
  about: Reminded,
  { keep, plan }: { keep: readonly Date[]; plan: readonly Date[] },
): Promise<void> {
  await withdraw(tx, about, keep);
  for (const remindAt of plan)
    await tx.query(
      `INSERT INTO reminders (id, ${about.column}, user_id, channel, remind_at)
       SELECT id, $1, $2, channel, $3 FROM unnest($4::uuid[], $5::text[]) AS new (id, channel)
       ON CONFLICT (${about.column}, user_id, channel, remind_at) WHERE state IN ('planned', 'handed_over') DO NOTHING`,
      [about.id, about.ownerId, remindAt, reminderChannels.map(() => uuid()), reminderChannels],
    );
}

async function withdraw(
  tx: Transaction,
  { column, id, ownerId, leadId, companyId }: Reminded,
  keep: readonly Date[],
): Promise<void> {
  const state = keep.length > 0 ? 'superseded' : 'cancelled';
  await tx.query(
    `UPDATE reminders SET state = $2 WHERE ${column} = $1 AND state = 'planned'
       AND (remind_at <> ALL ($3::timestamptz[]) OR user_id <> $4)`,
    [id, state, keep, ownerId],
  );
  const mails = await tx.query<{ id: string }>(
    `WITH withdrawn AS (
       UPDATE mails m SET state = 'cancelled' FROM reminders r
       WHERE r.id = m.reminder_id AND r.${column} = $1 AND m.state IN ('queued', 'failed')
         AND (r.remind_at <> ALL ($2::timestamptz[]) OR r.user_id <> $3)
       RETURNING m.id, m.reminder_id
     ), reminded AS (
       -- Its mail never went: should the matter come back, it is to remind again.
       UPDATE reminders r SET state = $4 FROM withdrawn w WHERE r.id = w.reminder_id
     ) SELECT id FROM withdrawn`,
    [id, keep, ownerId, state],
  );
  for (const mail of mails)
    await tx.record('mail.cancelled', {
      subjectType: 'mail',
      subjectId: mail.id,
      leadId,
      companyId,
      data: column === 'follow_up_id' ? { followUpId: id } : { promiseId: id },
    });
}
