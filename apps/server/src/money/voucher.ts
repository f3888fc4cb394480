import { Problem } from '@torch/contracts';
import type { Transaction } from '../platform/database/unit-of-work';

export interface VoucherFile {
  id: string;
  name: string;
}

/**
 * Holds the document that is named as a voucher until the commit, so that nobody deletes it meanwhile. Asked before the
 * deal is locked, in the order in which documents are deleted.
 * @throws Problem `rule-broken` at `voucherFileId` for one that is no document of the deal or of its lead
 */
export async function holdVoucher(tx: Transaction, dealId: string, id: string | null): Promise<VoucherFile | null> {
  if (!id) return null;
  const [deal] = await tx.query<{ leadId: string }>('SELECT lead_id AS "leadId" FROM deals WHERE id = $1', [dealId]);
  if (!deal) throw new Problem('not-found');
  const [file] = await tx.query<VoucherFile>(
    `SELECT id, file_name AS name FROM attachments
     WHERE id = $1 AND lead_id = $2 AND subject_id IN ($2, $3) AND deleted_at IS NULL FOR SHARE`,
    [id, deal.leadId, dealId],
  );
  if (!file) throw Problem.field('rule-broken', 'voucherFileId', 'unknown', 'the deal has no such document');
  return file;
}
