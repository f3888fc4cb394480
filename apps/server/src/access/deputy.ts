import { Problem } from '@torch/contracts';
import { reachOf, type Role, roles } from '@torch/domain';
import type { Transaction } from '../platform/database/unit-of-work';

/** Whoever has records, and so can see to those of others. */
const suitable: readonly Role[] = roles.filter((role) => reachOf(role, 'absence.edit'));

/**
 * Who stands in for somebody is another person, active, and works on records.
 * @throws Problem `rule-broken` at `deputyId`
 */
export async function demandDeputy(tx: Transaction, userId: string, deputyId: string | null): Promise<void> {
  if (!deputyId) return;
  if (deputyId === userId)
    throw Problem.field('rule-broken', 'deputyId', 'oneself', 'nobody can stand in for themselves');
  const found = await tx.query('SELECT FROM users WHERE id = $1 AND active AND role = ANY($2)', [deputyId, suitable]);
  if (found.length === 0)
    throw Problem.field('rule-broken', 'deputyId', 'unknown', 'choose somebody who is active and works on records');
}
