import { Problem } from '@torch/contracts';
import type { ReferenceKind } from '@torch/domain';
import type { Transaction } from '../platform/database/unit-of-work';
import { lists } from './lists';

/** A choice newly made: at which field, from which list, what. */
export type Choice = readonly [path: string, kind: ReferenceKind, code: string | null | undefined];

/**
 * What is chosen anew must still be in use; records that carry a retired entry from before keep it.
 * An entry that never existed is told by its foreign key.
 * @throws Problem `rule-broken` naming every field at fault
 */
export async function demandChoosable(tx: Transaction, choices: readonly Choice[]): Promise<void> {
  const errors = [];
  for (const [path, kind, code] of choices) {
    if (!code) continue;
    const retired = await tx.query(`SELECT FROM ${lists[kind].table} WHERE code = $1 AND retired`, [code]);
    if (retired.length > 0)
      errors.push({ path, code: 'retired', message: 'this entry is no longer used; choose another one' });
  }
  if (errors.length > 0) throw new Problem('rule-broken', { errors });
}
