import { Problem } from '@torch/contracts';
import { changesBetween, type Changes, type Permission } from '@torch/domain';
import type { EntityTarget, FindOptionsWhere } from 'typeorm';
import type { RecordEntity } from './record.entity';
import type { Transaction } from './unit-of-work';
import { demandVersion } from './version';

const bookkeeping = new Set(['version', 'updatedAt', 'createdAt', 'deletedAt', 'deletedBy']);

/**
 * Locks a live record for writing and asks whether the writer may.
 * @param read the permission with which the writer would see it
 * @throws Problem `not-found`, `not-allowed`
 */
export async function lockRecord<T extends RecordEntity>(
  tx: Transaction,
  entity: EntityTarget<T>,
  id: string,
  read: Permission,
): Promise<T> {
  const record = await tx.manager.findOne(entity, {
    where: { id } as FindOptionsWhere<T>,
    lock: { mode: 'pessimistic_write' },
  });
  if (!record || record.deletedAt) throw new Problem('not-found');
  await demandRecord(tx, record, read);
  return record;
}

/**
 * Demands that the writer's permission reaches this record, also when it hangs on a confidential lead.
 * @throws Problem `not-found` or `not-allowed`
 */
export async function demandRecord(tx: Transaction, record: RecordEntity, read: Permission): Promise<void> {
  const {
    ownerId,
    departmentId,
    leadId,
    confidentialTo = null,
  } = record as RecordEntity & {
    leadId?: string | null;
    confidentialTo?: string[] | null;
  };
  const [lead] = leadId
    ? await tx.query<{ names: string[] | null }>('SELECT confidential_to AS names FROM leads WHERE id = $1', [leadId])
    : [{ names: confidentialTo }];
  tx.demand({ ownerId, departmentId, confidentialTo: lead?.names ?? null }, read);
}

/**
 * Applies a change to a locked record; nothing is saved when nothing differs.
 * @param options.derived fields that belong to the row but tell nobody anything, left out of the event
 * @param options.extra changes of what hangs on the record in other tables, such as its tags
 * @throws Problem `stale` when the caller started from another version
 */
export async function changeRecord<T extends RecordEntity>(
  tx: Transaction,
  record: T,
  input: Partial<T>,
  version: number,
  current: () => Promise<object>,
  options: { derived?: readonly string[]; extra?: Changes } = {},
): Promise<Changes | null> {
  await demandVersion(record, version, current);
  const before = { ...record };
  Object.assign(record, input);
  const changes = { ...changesBetween(before, record), ...options.extra };
  for (const field of [...bookkeeping, ...(options.derived ?? [])]) delete changes[field];
  if (Object.keys(changes).length === 0) return null;
  record.version += 1;
  record.updatedAt = tx.now;
  await tx.manager.save(record);
  return changes;
}

/** Puts a locked record into the recycle bin. */
export async function binRecord(tx: Transaction, record: RecordEntity): Promise<void> {
  record.deletedAt = tx.now;
  record.deletedBy = tx.actorId;
  record.version += 1;
  await tx.manager.save(record);
}

/** Takes a locked record out of the recycle bin. */
export async function unbinRecord(tx: Transaction, record: RecordEntity): Promise<void> {
  record.deletedAt = null;
  record.deletedBy = null;
  record.version += 1;
  await tx.manager.save(record);
}
