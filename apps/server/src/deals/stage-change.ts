import { labels } from '@torch/contracts';
import { type AnyDealStage, type DealFacts, type Evidence, isOnRoad, rankOf } from '@torch/domain';
import { v7 as uuid } from 'uuid';
import type { Transaction } from '../platform/database/unit-of-work';

interface Change {
  from: AnyDealStage | null;
  to: AnyDealStage;
  /** Effective date. */
  on: string;
  reason: string | null;
  closeReason: string | null;
  overridden: readonly Evidence[];
  /** The evidence as it was judged; none is known of a past that is told afterwards. */
  facts: DealFacts | null;
  /** When and by whom, for a past that is told afterwards; left out, now and the writer. */
  at?: Date;
  actorId?: string;
}

const rank = (stage: AnyDealStage | null) => (stage && isOnRoad(stage) ? rankOf(stage) : null);

/** What a stage is called now, in every language: names may change, a record may not. */
const nameOf = (stage: AnyDealStage) =>
  JSON.stringify(
    Object.fromEntries(Object.entries(labels).map(([locale, { dealStage }]) => [locale, dealStage[stage]])),
  );

/** Appends a move to a deal's history, with its evidence as it was judged; the database takes no stage without it. */
export async function recordStage(tx: Transaction, dealId: string, change: Change): Promise<void> {
  const { from, to, on, reason, closeReason, overridden, facts, at = tx.now, actorId = tx.actorId } = change;
  await tx.query(
    `INSERT INTO stage_changes (id, deal_id, from_stage, to_stage, from_rank, to_rank, from_name, to_name,
       effective_on, at, actor_id, reason, close_reason, overridden, evidence)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
    [
      uuid(),
      dealId,
      from,
      to,
      rank(from),
      rank(to),
      from && nameOf(from),
      nameOf(to),
      on,
      at,
      actorId,
      reason,
      closeReason,
      overridden,
      JSON.stringify(facts ?? {}),
    ],
  );
}
