import { promiseReminderDays, type PromiseState } from '@torch/domain';
import { lineUpReminders } from '../follow-ups';
import type { Transaction } from '../platform/database/unit-of-work';

interface Promised {
  id: string;
  state: PromiseState;
  dueOn: string;
  ownerId: string;
  leadId: string;
  companyId: string;
}

/**
 * Brings the reminders in line with their promise, in the transaction that changed it: at nine in the owner's morning of
 * the working day before, and of the day after. A settled one reminds nobody; of a morning that is over, the page of the
 * day tells.
 * @param options.anew what still waits is withdrawn and planned again, since its words no longer hold
 */
export async function planPromiseReminders(tx: Transaction, promise: Promised, { anew = false } = {}): Promise<void> {
  const instants = promise.state === 'open' ? await mornings(tx, promise) : [];
  await lineUpReminders(
    tx,
    { ...promise, column: 'promise_id' },
    { keep: anew ? [] : instants, plan: instants.filter((at) => at > tx.now) },
  );
}

async function mornings(tx: Transaction, { ownerId, dueOn }: Promised): Promise<Date[]> {
  const rows = await tx.query<{ at: Date }>(
    `SELECT (day + time '09:00') AT TIME ZONE u.time_zone AS at FROM users u, unnest($2::date[]) AS day WHERE u.id = $1`,
    [ownerId, promiseReminderDays(dueOn)],
  );
  return rows.map(({ at }) => at);
}
