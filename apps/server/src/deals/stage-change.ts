import { type AnyDealStage, type DealFacts, type Evidence, isOnRoad, rankOf } from '@torch/domain';
import { v7 as uuid } from 'uuid';
import type { Transaction } from '../platform/database/unit-of-work';
import type { DealEntity } from './deal.entity';

interface Change {
  from: AnyDealStage | null;
  on: string;
  reason: string | null;
  closeReason: string | null;
  overridden: readonly Evidence[];
  facts: DealFacts;
}

/** Appends the move to the deal's history, with its evidence as it was judged; the database takes no stage without it. */
export async function recordStage(tx: Transaction, { id, stage }: DealEntity, change: Change): Promise<void> {
  const { from, on, reason, closeReason, overridden, facts } = change;
  const rank = (each: AnyDealStage | null) => (each && isOnRoad(each) ? rankOf(each) : null);
  await tx.query(
    `INSERT INTO stage_changes
       (id, deal_id, from_stage, to_stage, from_rank, to_rank, effective_on, actor_id, reason, close_reason, overridden, evidence)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      uuid(),
      id,
      from,
      stage,
      rank(from),
      rank(stage),
      on,
      tx.actorId,
      reason,
      closeReason,
      overridden,
      JSON.stringify(facts),
    ],
  );
}
