import type { Locale } from '@torch/contracts';
import {
  type ReminderReason,
  type ReminderState,
  retryDelay,
  robotOutcome,
  robotPause,
  robotRatePerMinute,
  triesAtMost,
} from '@torch/domain';
import { Injectable, Logger } from '@nestjs/common';
import type pg from 'pg';
import { RateLimiterPostgres } from 'rate-limiter-flexible';
import { DataSource } from 'typeorm';
import { InHand } from '../platform/queue/in-hand';
import { WorkerPresence } from '../platform/queue/presence';
import { answerText, foldTexts, post, requestOf, type RobotKeys } from './robot-message';
import { mootState, whatItTells, whyMoot } from './moot-posts';
import { reasonOf } from './robot.service';

interface Robot extends RobotKeys {
  id: string;
  locale: Locale;
  active: boolean;
  deleted: boolean;
}
interface Post {
  id: string;
  text: string;
  attempts: number;
}
type End = 'sent' | 'failed' | 'parked' | 'cancelled';

const log = new Logger('robots');

/** SQL: whether a post is in the hands of this worker's very try, `t` being what that claimed. */
const own = 'p.claimed_by = $2 AND p.attempts = t.attempts';

/** A worker's claim, in seconds: longer than a service may take to answer. */
const claim = 120;
/** As many messages as become one. */
const folded = 50;
/** As many groups as one look takes up. */
const groups = 50;

/**
 * Says in the groups what waits in the outbox of their robots: like mails, claimed in one short statement, sent outside any
 * transaction, then settled. Where more waits than the service takes in a minute, it goes as one message.
 */
@Injectable()
export class RobotSender {
  private readonly rate: RateLimiterPostgres;
  private readonly inHand = new InHand();

  constructor(
    private readonly db: DataSource,
    private readonly presence: WorkerPresence,
  ) {
    this.rate = new RateLimiterPostgres({
      storeClient: (db.driver as unknown as { master: pg.Pool }).master,
      storeType: 'pool',
      tableName: 'rate_limits',
      tableCreated: true,
      clearExpiredByTimeout: false,
      keyPrefix: 'robot',
      points: robotRatePerMinute,
      duration: 60,
    });
  }

  /** Sends what is due, a message for each group. */
  async sweep(): Promise<void> {
    const rows: { id: string }[] = await this.db.query(
      `SELECT robot_id AS id FROM robot_posts WHERE state = 'queued' AND claimed_by IS NULL AND next_try_at <= now()
       GROUP BY robot_id ORDER BY min(next_try_at) LIMIT ${groups}`,
    );
    await Promise.all(rows.map(({ id }) => this.send(id)));
  }

  /** Gives back what workers hold that are gone, and what this one has dropped. */
  async giveBack(gone: readonly number[]): Promise<void> {
    const claimed: { id: string }[] = await this.db.query(
      `SELECT robot_id AS id FROM robot_posts WHERE state = 'queued' AND claimed_by = ANY($1)`,
      [this.presence.numbers],
    );
    const dropped = this.inHand.dropped(claimed);
    if (gone.length === 0 && dropped.length === 0) return;
    await this.db.query(
      `UPDATE robot_posts SET claimed_by = NULL, next_try_at = now()
       WHERE state = 'queued' AND (claimed_by = ANY($1) OR claimed_by = ANY($2) AND robot_id = ANY($3))`,
      [gone, this.presence.numbers, dropped],
    );
  }

  private async send(robotId: string): Promise<void> {
    const worker = this.presence.number;
    if (worker === null || !(await this.hasRoom(robotId))) return;
    await this.inHand.during([robotId], () => this.claimAndSend(robotId, worker));
  }

  /** Whether the service takes more just now: a look, which costs nothing of what it takes. */
  private async hasRoom(robotId: string): Promise<boolean> {
    const spent = await this.rate.get(robotId);
    return spent === null || spent.remainingPoints > 0;
  }

  /** Counts a message; of two workers that looked at once, the one that comes too late hears no. */
  private async mayTell(robotId: string): Promise<boolean> {
    try {
      await this.rate.consume(robotId);
      return true;
    } catch (refused) {
      if (refused instanceof Error) throw refused;
      return false;
    }
  }

  private async claimAndSend(robotId: string, worker: number): Promise<void> {
    const [robot]: Robot[] = await this.db.query(
      'SELECT id, kind, url, secret, locale, active, deleted_at IS NOT NULL AS deleted FROM robots WHERE id = $1',
      [robotId],
    );
    const [posts] = await this.db.query<[Post[]]>(
      `UPDATE robot_posts p SET attempts = attempts + 1, next_try_at = now() + make_interval(secs => $2), claimed_by = $3
       FROM (SELECT id FROM robot_posts WHERE robot_id = $1 AND state = 'queued' AND claimed_by IS NULL AND next_try_at <= now()
             ORDER BY created_at, id LIMIT ${folded} FOR UPDATE SKIP LOCKED) due
       WHERE p.id = due.id RETURNING p.id, p.text, p.attempts`,
      [robotId, claim, worker],
    );
    if (posts.length === 0) return;
    if (!robot || robot.deleted) return this.settle(posts, worker, 'cancelled', null, 'robot-gone');
    if (!robot.active) return this.settle(posts, worker, 'failed', 'the robot is switched off', 'robot-gone');
    const telling = await this.stillToTell(posts, worker);
    if (telling.length === 0) return;
    // What may not be told yet waits, and is told together.
    if (await this.mayTell(robotId)) await this.tell(robot, telling, worker);
    else await this.putBack(telling, worker);
  }

  /** Ends what has waited for too long: what is over by now, or has become confidential. @returns the others */
  private async stillToTell(posts: readonly Post[], worker: number): Promise<Post[]> {
    const moot: { id: string; reason: ReminderReason }[] = await this.db.query(
      `SELECT p.id, ${whyMoot} AS reason FROM robot_posts p ${whatItTells} WHERE p.id = ANY($1) AND ${whyMoot} IS NOT NULL`,
      [posts.map(({ id }) => id)],
    );
    const reasons = new Map(moot.map(({ id, reason }) => [id, reason]));
    for (const reason of new Set(reasons.values())) {
      const these = posts.filter(({ id }) => reasons.get(id) === reason);
      await this.settle(these, worker, 'cancelled', null, reason);
    }
    return posts.filter(({ id }) => !reasons.has(id));
  }

  private async tell(robot: Robot, posts: readonly Post[], worker: number): Promise<void> {
    // The ids count up with time.
    const texts = [...posts].sort((a, b) => (a.id < b.id ? -1 : 1)).map(({ text }) => text);
    let answer: string;
    try {
      const { status, text } = await post(requestOf(robot, foldTexts(texts, robot.locale), Date.now()));
      answer = answerText(status, text);
      const outcome = robotOutcome(robot.kind, status, text);
      if (outcome === 'sent') return await this.settle(posts, worker, 'sent', answer);
      // Neither what was to be said nor anything else until it listens again.
      if (outcome === 'too-fast') await this.rate.block(robot.id, robotPause[robot.kind] / 1000);
      if (outcome === 'never') return await this.settle(posts, worker, 'failed', answer, 'robot-failed');
    } catch (error) {
      answer = reasonOf(error);
    }
    const [done, again] = [posts.filter(isTried), posts.filter((each) => !isTried(each))];
    if (done.length > 0) await this.settle(done, worker, 'parked', answer, 'robot-failed');
    if (again.length > 0) await this.postpone(again, worker, answer);
  }

  /**
   * Writes what became of messages, and of the reminders in them, as far as it is still this try's to say: a worker that was
   * taken for gone may come late. What was said is said, though, even if it was given back meanwhile.
   */
  private async settle(
    posts: readonly Post[],
    worker: number,
    state: End,
    answer: string | null,
    reason: ReminderReason | null = null,
  ): Promise<void> {
    const open =
      state === 'sent' ? `(${own} OR p.state = 'queued' AND p.claimed_by IS NULL)` : `p.state = 'queued' AND ${own}`;
    await this.db.query(
      `WITH ended AS (
         UPDATE robot_posts p SET state = $4, answer = coalesce($5, p.answer), claimed_by = NULL, ended_at = now()
         FROM unnest($1::uuid[], $3::int[]) AS t (id, attempts) WHERE p.id = t.id AND ${open} RETURNING p.reminder_id
       )
       UPDATE reminders r SET state = $6, reason = $7, ended_at = now() FROM ended WHERE r.id = ended.reminder_id`,
      [...tryOf(posts, worker), state, answer, reminderState(state, reason), reason],
    );
  }

  /** What was taken up and not tried. */
  private async putBack(posts: readonly Post[], worker: number): Promise<void> {
    await this.db.query(
      `UPDATE robot_posts p SET attempts = p.attempts - 1, next_try_at = now(), claimed_by = NULL
       FROM unnest($1::uuid[], $3::int[]) AS t (id, attempts) WHERE p.id = t.id AND p.state = 'queued' AND ${own}`,
      tryOf(posts, worker),
    );
  }

  private async postpone(posts: readonly Post[], worker: number, answer: string): Promise<void> {
    const delay = retryDelay(Math.min(...posts.map(({ attempts }) => attempts)));
    log.warn(`a group cannot be told: ${answer}; next try in ${delay / 1000} s`);
    await this.db.query(
      `UPDATE robot_posts p SET next_try_at = now() + make_interval(secs => $4), answer = $5, claimed_by = NULL
       FROM unnest($1::uuid[], $3::int[]) AS t (id, attempts) WHERE p.id = t.id AND p.state = 'queued' AND ${own}`,
      [...tryOf(posts, worker), delay / 1000, answer],
    );
  }
}

/** What becomes of the reminder that a post tells. */
const reminderState = (state: End, reason: ReminderReason | null): ReminderState => {
  if (state === 'cancelled') return reason === null ? 'cancelled' : mootState(reason);
  return state === 'sent' ? 'sent' : 'failed';
};
const tryOf = (posts: readonly Post[], worker: number) => [
  posts.map(({ id }) => id),
  worker,
  posts.map(({ attempts }) => attempts),
];
const isTried = ({ attempts }: Post) => attempts >= triesAtMost;
