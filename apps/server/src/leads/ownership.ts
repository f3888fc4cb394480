import type { OwnershipKind } from '@torch/domain';
import { v7 as uuid } from 'uuid';
import type { Transaction } from '../platform/database/unit-of-work';

export interface NewOwner {
  ownerId: string;
  departmentId: string;
}

interface Change {
  kind: OwnershipKind;
  from: string | null;
  to: NewOwner | null;
  reason?: string | null | undefined;
  transferId?: string | null | undefined;
  /** When, for a past that is told afterwards; left out, now. */
  at?: Date;
}

/** Appends to a lead's history of owners; the database takes no owner without it. */
export async function recordOwnership(tx: Transaction, leadId: string, change: Change): Promise<void> {
  const { kind, from, to, reason = null, transferId = null, at = tx.now } = change;
  await tx.query(
    `INSERT INTO ownership_changes (id, lead_id, kind, at, from_id, to_id, to_department_id, by_id, reason, transfer_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [uuid(), leadId, kind, at, from, to?.ownerId ?? null, to?.departmentId ?? null, tx.actorId, reason, transferId],
  );
}
