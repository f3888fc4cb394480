import {
  Problem,
  type RetriedRobotPosts,
  type RetryRobotPosts,
  type RobotPost,
  type RobotPostQuery,
} from '@torch/contracts';
import type { Actor, ReminderReason } from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { kindOfRule } from '../platform/database/kind-of-rule';
import { listPage, Where } from '../platform/database/list';
import { type Transaction, UnitOfWork } from '../platform/database/unit-of-work';
import { mootState, whatItTells, whyMoot } from './moot-posts';

interface Stuck {
  id: string;
  robotId: string;
  /** Why it is not to be told any more. */
  reason: ReminderReason | null;
}

/** As many stuck messages as one go takes up. */
const atOnce = 500;

/** What the robots have to say: told by its state alone, and given another chance where it could not go. */
@Injectable()
export class RobotPosts {
  constructor(
    private readonly db: DataSource,
    private readonly work: UnitOfWork,
  ) {}

  page({ robot, state, sort, limit, cursor }: RobotPostQuery) {
    return listPage<RobotPost>(this.db, {
      select: `p.id, p.robot_id AS "robotId", b.name AS "robotName", CASE WHEN q.id IS NOT NULL THEN ${kindOfRule} END AS kind, p.state,
        p.attempts, p.answer, p.created_at AS "createdAt", p.ended_at AS "endedAt"`,
      from: 'robot_posts p',
      join: `JOIN robots b ON b.id = p.robot_id LEFT JOIN reminders r ON r.id = p.reminder_id LEFT JOIN reminder_rules q ON q.id = r.rule_id`,
      where: new Where().when(robot, 'p.robot_id = ?').when(state, 'p.state = ANY(?)'),
      sort: { column: 'p.created_at', type: 'timestamptz', descending: sort === '-createdAt' },
      alias: 'p',
      limit,
      cursor,
    });
  }

  /**
   * All that failed or is parked, the oldest first: what is still to be told waits again, the rest is ended with the reason.
   * Robots that are switched off keep theirs.
   * @throws Problem `not-found`, or `rule-broken` for a robot that is switched off
   */
  again(actor: Actor, { robot }: RetryRobotPosts): Promise<RetriedRobotPosts> {
    return this.work.run(actor, 'robot.edit', async (tx) => {
      if (robot !== null) await demandOn(tx, robot);
      const stuck = await tx.query<Stuck>(
        `SELECT p.id, p.robot_id AS "robotId", CASE WHEN b.deleted_at IS NOT NULL THEN 'robot-gone' ELSE ${whyMoot} END AS reason FROM robot_posts p JOIN robots b ON b.id = p.robot_id ${whatItTells}
         WHERE p.state IN ('failed', 'parked') AND (b.active OR b.deleted_at IS NOT NULL) AND ($1::uuid IS NULL OR p.robot_id = $1)
         ORDER BY p.created_at, p.id LIMIT ${atOnce} FOR UPDATE OF p SKIP LOCKED`,
        [robot],
      );
      const again = stuck.filter(({ reason }) => reason === null);
      await queueAgain(tx, again);
      await end(tx, stuck);
      for (const id of new Set(stuck.map(({ robotId }) => robotId))) {
        const mine = stuck.filter(({ robotId }) => robotId === id);
        const retried = mine.filter(({ reason }) => reason === null).length;
        await tx.record('robot.retried', {
          subjectType: 'robot',
          subjectId: id,
          data: { retried, ended: mine.length - retried },
        });
      }
      const [left] = await tx.query<{ count: number }>(
        `SELECT count(*)::int AS count FROM robot_posts WHERE state IN ('failed', 'parked') AND ($1::uuid IS NULL OR robot_id = $1)`,
        [robot],
      );
      return { retried: again.length, ended: stuck.length - again.length, left: left?.count ?? 0 };
    });
  }
}

async function demandOn(tx: Transaction, id: string): Promise<void> {
  const [robot] = await tx.query<{ active: boolean }>(
    'SELECT active FROM robots WHERE id = $1 AND deleted_at IS NULL',
    [id],
  );
  if (!robot) throw new Problem('not-found');
  if (!robot.active) throw new Problem('rule-broken', { detail: 'the robot is switched off' });
}

/** The tries begin anew: somebody has seen to it. */
async function queueAgain(tx: Transaction, posts: readonly Stuck[]): Promise<void> {
  await tx.query(
    `WITH again AS (
       UPDATE robot_posts SET state = 'queued', attempts = 0, next_try_at = now(), ended_at = NULL WHERE id = ANY($1) RETURNING reminder_id
     ) UPDATE reminders r SET state = 'handed_over', reason = NULL, ended_at = NULL FROM again
       WHERE r.id = again.reminder_id AND r.state = 'failed'`,
    [posts.map(({ id }) => id)],
  );
}

async function end(tx: Transaction, posts: readonly Stuck[]): Promise<void> {
  const moot = posts.flatMap(({ id, reason }) => (reason === null ? [] : [{ id, reason }]));
  if (moot.length === 0) return;
  await tx.query(
    `WITH ended AS (
       UPDATE robot_posts p SET state = 'cancelled', ended_at = now() FROM unnest($1::uuid[], $2::text[], $3::text[]) AS n (id, reason, state)
       WHERE p.id = n.id RETURNING p.reminder_id, n.reason, n.state
     ) UPDATE reminders r SET state = n.state, reason = n.reason, ended_at = now() FROM ended n
       WHERE r.id = n.reminder_id AND r.state = 'failed'`,
    [moot.map(({ id }) => id), moot.map(({ reason }) => reason), moot.map(({ reason }) => mootState(reason))],
  );
}
