import type { Transaction } from '../platform/database/unit-of-work';

/**
 * Locks the lead on which something hangs, before the thing itself: deals, offers, funds, documents and visits all look
 * at what else hangs there, and would wait for each other if each locked its own first.
 * @param which SQL for the id of the lead, with `$1` for the id that is known; what is not there locks nothing
 */
export async function lockLead(tx: Transaction, which: string, id: string | null): Promise<void> {
  if (id) await tx.query(`SELECT FROM leads WHERE id = ${which} FOR UPDATE`, [id]);
}
