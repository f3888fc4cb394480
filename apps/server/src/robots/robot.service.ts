import { type CreateRobot, Problem, type Robot, type RobotTest, type UpdateRobot } from '@torch/contracts';
import { type Actor, changesBetween, robotAddressFlaw, type RobotAddressFlaw, robotOutcome } from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { Config } from '../platform/config';
import { type Transaction, UnitOfWork } from '../platform/database/unit-of-work';
import { demandVersion } from '../platform/database/version';
import { answerText, post, requestOf, testText } from './robot-message';
import { RobotQueries } from './robot.queries';

interface Facts extends Pick<CreateRobot, 'name' | 'kind' | 'departmentId' | 'kinds' | 'locale' | 'url' | 'secret'> {
  active: boolean;
}
interface Row extends Facts {
  id: string;
  version: number;
}

const columns = `id, version, name, kind, department_id AS "departmentId", kinds, locale, url, secret, active`;

/** Group robots, kept by the administrator. Their addresses and secrets come in and never go out again. */
@Injectable()
export class RobotService {
  constructor(
    private readonly db: DataSource,
    private readonly work: UnitOfWork,
    private readonly queries: RobotQueries,
    private readonly config: Config,
  ) {}

  create(actor: Actor, input: CreateRobot): Promise<Robot> {
    return this.work.run(actor, 'robot.edit', async (tx) => {
      const facts: Facts = { ...input, active: true };
      await this.demandFacts(tx, facts, facts);
      const id = uuid();
      await tx.query(
        `INSERT INTO robots (id, name, kind, department_id, kinds, locale, url, secret) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [id, facts.name, facts.kind, facts.departmentId, facts.kinds, facts.locale, facts.url, facts.secret],
      );
      await tx.record('robot.created', { subjectType: 'robot', subjectId: id, changes: changesBetween(null, facts) });
      return this.queries.one(id, tx.manager);
    });
  }

  update(actor: Actor, id: string, { version, ...input }: UpdateRobot): Promise<Robot> {
    return this.work.run(actor, 'robot.edit', async (tx) => {
      const before = await this.lock(tx, id);
      await demandVersion(before, version, () => this.queries.one(id, tx.manager));
      const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
      const after: Facts = { ...before, ...given };
      const changes = changesBetween(factsOf(before), factsOf(after));
      if (Object.keys(changes).length === 0) return this.queries.one(id, tx.manager);
      // What was allowed once does not keep anybody from switching it off.
      await this.demandFacts(tx, after, changes);
      await tx.query(
        `UPDATE robots SET name = $2, kind = $3, department_id = $4, kinds = $5, locale = $6, url = $7, secret = $8, active = $9,
           version = version + 1, updated_at = now() WHERE id = $1`,
        [
          id,
          after.name,
          after.kind,
          after.departmentId,
          after.kinds,
          after.locale,
          after.url,
          after.secret,
          after.active,
        ],
      );
      await tx.record('robot.updated', { subjectType: 'robot', subjectId: id, changes });
      return this.queries.one(id, tx.manager);
    });
  }

  /** It tells nothing more, and nobody sees it again; what it told stays in the traces of reminders. */
  remove(actor: Actor, id: string): Promise<void> {
    return this.work.run(actor, 'robot.edit', async (tx) => {
      const { name } = await this.lock(tx, id);
      await tx.query(
        `WITH gone AS (
           UPDATE robot_posts SET state = 'cancelled', ended_at = now()
           WHERE robot_id = $1 AND state IN ('queued', 'failed', 'parked') AND claimed_by IS NULL RETURNING reminder_id
         ) UPDATE reminders r SET state = 'cancelled', reason = 'robot-gone', ended_at = now() FROM gone WHERE r.id = gone.reminder_id`,
        [id],
      );
      await tx.query(
        `UPDATE robots SET deleted_at = now(), active = false, url = 'https://deleted.invalid', secret = NULL WHERE id = $1`,
        [id],
      );
      await tx.record('robot.deleted', { subjectType: 'robot', subjectId: id, changes: { name: [name, null] } });
    });
  }

  /** Says a few words in the group at once, and tells what the service answered. */
  async test(id: string): Promise<RobotTest> {
    const rows: Row[] = await this.db.query(`SELECT ${columns} FROM robots WHERE id = $1 AND deleted_at IS NULL`, [id]);
    const [robot] = rows;
    if (!robot) throw new Problem('not-found');
    try {
      const { status, text } = await post(requestOf(robot, testText(robot.locale), Date.now()));
      return { ok: robotOutcome(robot.kind, status, text) === 'sent', answer: answerText(status, text) };
    } catch (error) {
      return { ok: false, answer: reasonOf(error) };
    }
  }

  private async lock(tx: Transaction, id: string): Promise<Row> {
    const [row] = await tx.query<Row>(`SELECT ${columns} FROM robots WHERE id = $1 AND deleted_at IS NULL FOR UPDATE`, [
      id,
    ]);
    if (!row) throw new Problem('not-found');
    return row;
  }

  private async demandFacts(tx: Transaction, { url, kind, departmentId }: Facts, changed: object): Promise<void> {
    const isNew = 'url' in changed || 'kind' in changed;
    const flaw = isNew ? robotAddressFlaw(url, kind, this.config.settings.ROBOT_HOSTS) : null;
    if (flaw) throw Problem.field('rule-broken', 'url', flaw, sentences[flaw]);
    if (!('departmentId' in changed)) return;
    const [department] = await tx.query('SELECT id FROM departments WHERE id = $1 AND active', [departmentId]);
    if (!department)
      throw Problem.field('rule-broken', 'departmentId', 'unknown', 'there is no such active department');
  }
}

const factsOf = ({ name, kind, departmentId, kinds, locale, url, secret, active }: Facts): Facts => ({
  name,
  kind,
  departmentId,
  kinds,
  locale,
  url,
  secret,
  active,
});

const sentences: Record<RobotAddressFlaw, string> = {
  invalid: 'this is no address',
  'not-https': 'the address has to begin with https://',
  'unknown-host': 'this is no host of that service; a private one is named in ROBOT_HOSTS',
};

/** What can be said of a failure: never the address, which holds the key. */
export const reasonOf = (error: unknown): string => {
  const { name, cause } = error as Error & { cause?: { code?: string } };
  return name === 'TimeoutError' ? 'no answer in time' : `no connection${cause?.code ? ` (${cause.code})` : ''}`;
};
