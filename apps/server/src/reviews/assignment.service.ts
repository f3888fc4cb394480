import {
  type AnswerAssignment,
  type Assignment,
  type CreateAssignment,
  Problem,
  type SettleAssignment,
  type UpdateAssignment,
} from '@torch/contracts';
import {
  type Actor,
  assignmentMoves,
  type AssignmentSide,
  type AssignmentState,
  changesBetween,
  type EventType,
  reachOf,
  roles,
} from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import { lockDeal } from '../deals';
import { type Transaction, UnitOfWork } from '../platform/database/unit-of-work';
import { demandVersion } from '../platform/database/version';
import { AssignmentQueries, type HeldAssignment, ownerOf } from './assignment.queries';

@Injectable()
export class AssignmentService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly queries: AssignmentQueries,
  ) {}

  create(actor: Actor, dealId: string, { departmentId, title, what, dueOn }: CreateAssignment): Promise<Assignment> {
    return this.work.run(actor, 'assignment.create', async (tx) => {
      const { leadId, companyId } = await lockDeal(tx, dealId, 'deal.read');
      await this.demandSomebody(tx, departmentId);
      const id = uuid();
      await tx.query(
        `INSERT INTO assignments (id, deal_id, department_id, giver_id, title, what, due_on) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
        [id, dealId, departmentId, actor.id, title, what, dueOn],
      );
      const changes = changesBetween(null, { title, what, dueOn });
      await tx.record('assignment.created', { subjectType: 'assignment', subjectId: id, leadId, companyId, changes });
      return this.queries.one(actor, id, tx.manager);
    });
  }

  update(actor: Actor, id: string, { version, ...input }: UpdateAssignment): Promise<Assignment> {
    return this.work.run(actor, 'assignment.update', async (tx) => {
      const held = await this.lockToDirect(tx, actor, id, version);
      if (held.state === 'done' || held.state === 'cancelled')
        throw Problem.field('rule-broken', 'state', 'over', 'the assignment is over');
      const { title = held.title, what = held.what, dueOn = held.dueOn } = input;
      const changes = changesBetween({ title: held.title, what: held.what, dueOn: held.dueOn }, { title, what, dueOn });
      if (Object.keys(changes).length === 0) return held;
      await tx.query(
        'UPDATE assignments SET title = $2, what = $3, due_on = $4, version = version + 1, updated_at = now() WHERE id = $1',
        [id, title, what, dueOn],
      );
      return this.done(tx, actor, held, 'assignment.updated', changes);
    });
  }

  /** The department that it was given to accepts it, answers, and has done with it. */
  answer(actor: Actor, id: string, { version, state, answer }: AnswerAssignment): Promise<Assignment> {
    return this.work.run(actor, 'assignment.answer', async (tx) => {
      const held = await this.lock(tx, actor, id, version);
      this.demandMove(held, state, 'department');
      const after = { state, answer: answer ?? held.answer };
      await tx.query(
        `UPDATE assignments SET state = $2, answer = $3, answered_by = CASE WHEN $2 = 'answered' THEN $4::uuid ELSE answered_by END,
           version = version + 1, updated_at = now() WHERE id = $1`,
        [id, after.state, after.answer, actor.id],
      );
      const changes = changesBetween({ state: held.state, answer: held.answer }, after);
      return this.done(tx, actor, held, `assignment.${state}`, changes);
    });
  }

  /** The side that gave it takes the answer, sends it back, or calls it off. */
  settle(actor: Actor, id: string, { version, state, note }: SettleAssignment): Promise<Assignment> {
    return this.work.run(actor, 'assignment.update', async (tx) => {
      const held = await this.lockToDirect(tx, actor, id, version);
      this.demandMove(held, state, 'giver');
      const after = { state, note: note ?? held.note };
      await tx.query(
        'UPDATE assignments SET state = $2, note = $3, version = version + 1, updated_at = now() WHERE id = $1',
        [id, after.state, after.note],
      );
      const type = state === 'accepted' ? 'assignment.updated' : (`assignment.${state}` as const);
      return this.done(tx, actor, held, type, changesBetween({ state: held.state, note: held.note }, after));
    });
  }

  /** Whoever answers for the department, or for one above it, must be there: else it would lie unread. */
  private async demandSomebody(tx: Transaction, departmentId: string): Promise<void> {
    const [department] = await tx.query<{ answered: boolean }>(
      `WITH RECURSIVE above AS (
         SELECT id, parent_id FROM departments WHERE id = $1 AND active
         UNION SELECT d.id, d.parent_id FROM departments d JOIN above a ON d.id = a.parent_id
       ) SELECT EXISTS (SELECT FROM users u WHERE u.active AND u.role = ANY($2)
           AND u.department_id IN (SELECT id FROM above)) AS answered FROM above WHERE id = $1`,
      [departmentId, roles.filter((role) => reachOf(role, 'assignment.answer'))],
    );
    if (!department)
      throw Problem.field('rule-broken', 'departmentId', 'unknown', 'there is no such active department');
    if (!department.answered)
      throw Problem.field('rule-broken', 'departmentId', 'nobody-there', 'nobody of that department could answer it');
  }

  private demandMove({ state }: HeldAssignment, to: AssignmentState, side: AssignmentSide): void {
    if (!assignmentMoves(state, side).includes(to))
      throw Problem.field(
        'rule-broken',
        'state',
        'not-on-the-road',
        'the assignment cannot move there from its present state',
      );
  }

  private async lock(tx: Transaction, actor: Actor, id: string, version: number): Promise<HeldAssignment> {
    await tx.query('SELECT FROM assignments WHERE id = $1 FOR UPDATE', [id]);
    const held = await this.queries.one(actor, id, tx.manager);
    tx.demand(ownerOf(actor, held), 'assignment.read');
    await demandVersion(held, version, () => this.queries.one(actor, id, tx.manager));
    return held;
  }

  /** @throws Problem `not-allowed` where somebody of higher rank gave it */
  private async lockToDirect(tx: Transaction, actor: Actor, id: string, version: number): Promise<HeldAssignment> {
    const held = await this.lock(tx, actor, id, version);
    if (!held.mayDirect) throw new Problem('not-allowed', { detail: 'somebody of higher rank gave this assignment' });
    return held;
  }

  private async done(
    tx: Transaction,
    actor: Actor,
    { id, leadId, companyId }: HeldAssignment,
    type: EventType,
    changes: ReturnType<typeof changesBetween>,
  ): Promise<Assignment> {
    await tx.record(type, { subjectType: 'assignment', subjectId: id, leadId, companyId, changes });
    return this.queries.one(actor, id, tx.manager);
  }
}
