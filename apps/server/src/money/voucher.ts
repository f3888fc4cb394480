import { Problem } from '@torch/contracts';
import type { Transaction } from '../platform/database/unit-of-work';

export interface VoucherFile {
  id: string;
  name: string;
}

/**
 * Holds the document that is named as a voucher until the commit, so that nobody deletes it meanwhile. Asked before the
 * deal is locked, in the order in which a document is deleted; what it found is said by `demandVoucher` once it is known
 * that the writer may see the deal.
 * @returns undefined for one that is no document of the deal or of its lead
 */
export async function holdVoucher(
  tx: Transaction,
  dealId: string,
  id: string | null,
): Promise<VoucherFile | undefined> {
  if (!id) return undefined;
  const [file] = await tx.query<VoucherFile>(
    `SELECT a.id, a.file_name AS name FROM attachments a JOIN deals d ON d.lead_id = a.lead_id
     WHERE a.id = $1 AND d.id = $2 AND a.subject_id IN (d.id, d.lead_id) AND a.deleted_at IS NULL FOR SHARE OF a`,
    [id, dealId],
  );
  return file;
}

/** @throws Problem `rule-broken` at `voucherFileId` for a document that was named and not found */
export function demandVoucher(id: string | null, file: VoucherFile | undefined): VoucherFile | null {
  if (id && !file) throw Problem.field('rule-broken', 'voucherFileId', 'unknown', 'the deal has no such document');
  return file ?? null;
}
