import type { Transaction } from '../../platform/database/unit-of-work';

/**
 * Takes back what waits for a group's robot, or could not be said by it. What a worker is saying just now may be out
 * already; it is marked, and does not go any more should it not have gone.
 * @param ids reminders whose messages no longer hold
 * @param again those of them whose reminders are planned again, to be told in other words or to give way to others
 */
export async function withdrawPosts(tx: Transaction, ids: readonly string[], again: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.query(
    `WITH gone AS (
       -- In one look: none is claimed between being found unclaimed and being marked.
       UPDATE robot_posts SET outdated = claimed_by IS NOT NULL, state = CASE WHEN claimed_by IS NULL THEN 'cancelled' ELSE state END,
         ended_at = CASE WHEN claimed_by IS NULL THEN now() END
       WHERE state IN ('queued', 'failed', 'parked') AND reminder_id = ANY($1)
       RETURNING reminder_id, state
     )
     UPDATE reminders r SET state = CASE WHEN n.over THEN 'cancelled' ELSE 'planned' END, handed_over_at = NULL, claimed_at = NULL,
       reason = CASE WHEN n.over THEN 'over' END, ended_at = CASE WHEN n.over THEN now() END
     FROM (SELECT reminder_id AS of, reminder_id <> ALL($2) AS over FROM gone WHERE state = 'cancelled') n
     WHERE r.id = n.of`,
    [ids, again],
  );
}
