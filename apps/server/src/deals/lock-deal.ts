import type { Permission } from '@torch/domain';
import { lockLead } from '../leads';
import { lockRecord } from '../platform/database/records';
import type { Transaction } from '../platform/database/unit-of-work';
import { DealEntity } from './deal.entity';

/**
 * Locks a live deal for writing, after its lead: everybody locks in this order, so that no two wait for each other.
 * @param read the permission with which the writer would see it
 * @throws Problem `not-found`, `not-allowed`
 */
export async function lockDeal(tx: Transaction, id: string, read: Permission): Promise<DealEntity> {
  await lockLead(tx, '(SELECT lead_id FROM deals WHERE id = $1)', id);
  return lockRecord(tx, DealEntity, id, read);
}
