import type { LeadStatus } from '@torch/domain';
import { v7 as uuid } from 'uuid';
import type { Transaction } from '../platform/database/unit-of-work';

interface Change {
  from: LeadStatus;
  to: LeadStatus;
  /** When it was so; left out, now. */
  effectiveAt?: Date | undefined;
  closeReason?: string | null | undefined;
  /** When it was recorded and by whom, for a past that is told afterwards; left out, now and the writer. */
  at?: Date;
  actorId?: string;
}

/** Appends to the history of a lead's statuses, from which the funnel is read. */
export async function recordStatus(tx: Transaction, leadId: string, change: Change): Promise<void> {
  const { from, to, at = tx.now, effectiveAt = at, closeReason = null, actorId = tx.actorId } = change;
  await tx.query(
    `INSERT INTO status_changes (id, lead_id, from_status, to_status, effective_at, at, actor_id, close_reason)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [uuid(), leadId, from, to, effectiveAt, at, actorId, closeReason],
  );
}
