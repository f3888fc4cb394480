import { type ReminderSubject, reminderSubjects, subjectOf } from '@torch/domain';
import { Injectable, Logger } from '@nestjs/common';
import { isPassingFailure } from '../../platform/database/passing-failure';
import { type Transaction, UnitOfWork } from '../../platform/database/unit-of-work';
import { tablesOf } from './facts';
import { leaveReplan, ReminderPlanner } from './planner';
import { byInvestment } from './subjects';

/** As many records as one transaction plans anew: small enough that whoever works meanwhile hardly waits. */
const atOnce = 100;

const log = new Logger('replans');

interface Replan {
  id: string;
  ruleId: string | null;
  userId: string | null;
  departmentId: string | null;
  after: string | null;
}
type Found = { id: string; subject: ReminderSubject }[];

/** Plans anew, bit by bit, what a change of rules, people or calendars reaches; where it has got to is kept. */
@Injectable()
export class Replanner {
  /** The day for whose rates it has seen to it. */
  private ratesOf: string | null = null;

  constructor(
    private readonly work: UnitOfWork,
    private readonly planner: ReminderPlanner,
  ) {}

  /** Works until nothing is left to do, or until told to stop. */
  async run(stopping: () => boolean = () => false): Promise<void> {
    while (!stopping() && (await this.step()));
  }

  /** Leaves to be planned anew what rates may change that come into force today. To be called now and then. */
  async noteRates(): Promise<void> {
    const day = await this.work.run('system', null, async (tx) => {
      const [today] = await tx.query<{ day: string; comes: boolean }>(
        `SELECT current_date::text AS day, EXISTS (SELECT FROM exchange_rates WHERE valid_from = current_date) AS comes`,
      );
      if (today?.comes && today.day !== this.ratesOf)
        for (const replan of await byInvestment(tx)) await leaveReplan(tx, replan);
      return today?.day ?? null;
    });
    this.ratesOf = day;
  }

  /** @returns whether there was anything to do */
  private async step(): Promise<boolean> {
    let failing: string | null = null;
    try {
      return await this.work.run('system', null, async (tx) => {
        const replan = await this.first(tx);
        if (!replan) return false;
        failing = replan.id;
        const found = await this.next(tx, replan);
        if (found.length > 0) await this.planner.plan(tx, idsOf(found));
        await this.advance(tx, replan, found);
        return true;
      });
    } catch (error) {
      if (!failing || isPassingFailure(error)) throw error;
      log.error(`a replan failed: ${(error as Error).message}`);
      return this.stepSingly(failing);
    }
  }

  /** Plans a batch that cannot be planned as a whole record by record, without those that cannot be planned at all. */
  private async stepSingly(id: string): Promise<boolean> {
    try {
      return await this.work.run('system', null, async (tx) => {
        const replan = await this.first(tx, id);
        if (!replan) return true;
        const found = await this.next(tx, replan);
        for (const each of found) {
          await tx.query('SAVEPOINT record');
          try {
            await this.planner.plan(tx, idsOf([each]));
          } catch (error) {
            if (isPassingFailure(error)) throw error;
            await tx.query('ROLLBACK TO SAVEPOINT record');
            log.error(`${each.subject} ${each.id} cannot be planned: ${(error as Error).message}`);
          }
          await tx.query('RELEASE SAVEPOINT record');
        }
        await this.advance(tx, replan, found);
        return true;
      });
    } catch (error) {
      // The others come first.
      await this.work.run('system', null, (tx) => tx.query('UPDATE replans SET tries = tries + 1 WHERE id = $1', [id]));
      throw error;
    }
  }

  private async first(tx: Transaction, id: string | null = null): Promise<Replan | undefined> {
    const [replan] = await tx.query<Replan>(
      `SELECT id, rule_id AS "ruleId", user_id AS "userId", department_id AS "departmentId", after FROM replans WHERE $1::uuid IS NULL OR id = $1
       ORDER BY tries, created_at, id LIMIT 1 FOR UPDATE SKIP LOCKED`,
      [id],
    );
    return replan;
  }

  private async advance(tx: Transaction, { id }: Replan, found: Found): Promise<void> {
    if (found.length < atOnce) await tx.query('DELETE FROM replans WHERE id = $1', [id]);
    else await tx.query('UPDATE replans SET after = $2 WHERE id = $1', [id, found.at(-1)?.id]);
  }

  private async next(tx: Transaction, { ruleId, userId, departmentId, after }: Replan): Promise<Found> {
    if (ruleId) return recordsOf(tx, ruleId, after);
    if (!userId) return allRecords(tx, departmentId, after);
    return tx.query(
      `SELECT id, subject FROM (
         SELECT subject_id AS id, subject_type AS subject FROM reminders WHERE state = 'planned' AND user_id = $2
         UNION SELECT subject_id, subject_type FROM reminders WHERE state = 'planned' AND instead_of = $2
         UNION SELECT id, kind FROM reminded WHERE owner_id = $2 AND alive
       ) s WHERE ($1::uuid IS NULL OR id > $1) ORDER BY id LIMIT ${atOnce}`,
      [after, userId],
    );
  }
}

function idsOf(found: Found): Map<ReminderSubject, Set<string>> {
  const ids = new Map<ReminderSubject, Set<string>>();
  for (const { id, subject } of found) ids.set(subject, (ids.get(subject) ?? new Set()).add(id));
  return ids;
}

async function recordsOf(tx: Transaction, ruleId: string, after: string | null): Promise<Found> {
  const [rule] = await tx.query<{ trigger: Parameters<typeof subjectOf>[0] }>(
    'SELECT trigger FROM reminder_rules WHERE id = $1',
    [ruleId],
  );
  const subject: ReminderSubject | undefined = rule && subjectOf(rule.trigger);
  if (!subject) return [];
  return tx.query(
    `SELECT s.id, $2 AS subject FROM ${tablesOf[subject]} AND ($1::uuid IS NULL OR s.id > $1) ORDER BY s.id LIMIT ${atOnce}`,
    [after, subject],
  );
}

/** Every record of which there may be something to be reminded; of a department, and those below it, where one is named. */
function allRecords(tx: Transaction, departmentId: string | null, after: string | null): Promise<Found> {
  const branches = reminderSubjects.map((subject) => {
    // Assignments and blockers go by the department of a person, and are few.
    const within =
      subject === 'assignment' || subject === 'problem'
        ? ''
        : 'AND ($2::uuid IS NULL OR s.department_id IN (SELECT id FROM below))';
    return `(SELECT s.id, '${subject}' AS subject FROM ${tablesOf[subject]} ${within} AND ($1::uuid IS NULL OR s.id > $1) ORDER BY s.id LIMIT ${atOnce})`;
  });
  return tx.query(
    `WITH RECURSIVE below AS (
       SELECT id FROM departments WHERE id = $2 UNION SELECT d.id FROM departments d JOIN below ON d.parent_id = below.id
     ) SELECT id, subject FROM (${branches.join(' UNION ALL ')}) s ORDER BY id LIMIT ${atOnce}`,
    [after, departmentId],
  );
}
