import {
  type CreateProblem,
  type MoveProblem,
  Problem,
  type ProjectProblem,
  type UpdateProblem,
} from '@torch/contracts';
import { type Actor, type Changes, changesBetween, type EventType, reachOf, type Role } from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import { CompanyEntity } from '../companies';
import { lockDeal } from '../deals';
import { LeadService } from '../leads';
import { type Transaction, UnitOfWork } from '../platform/database/unit-of-work';
import { demandVersion } from '../platform/database/version';
import { type HeldProblem, ProblemQueries, reaches } from './problem.queries';

/** What a problem is about. */
interface About {
  companyId: string;
  dealId: string | null;
  leadId: string | null;
}

/** SQL: the problems of a lead's deals. */
const ofLead = 'deal_id IN (SELECT d.id FROM deals d WHERE d.lead_id = $1)';

@Injectable()
export class ProblemService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly queries: ProblemQueries,
    leads: LeadService,
  ) {
    leads.onHandOver(async (tx, leadId, owner, { former, tasks }) => {
      if (tasks) await this.handOver(tx, `${ofLead} AND handler_id = $2`, [leadId, former], owner.ownerId);
    });
    // Who is not named does not know of it any more, and cannot see to it.
    leads.onConcealment((tx, { id, ownerId }, named) =>
      this.handOver(tx, `${ofLead} AND handler_id <> ALL ($2)`, [id, named], ownerId).then(() => undefined),
    );
  }

  /** What stands in a deal's way. */
  onDeal(actor: Actor, dealId: string, input: CreateProblem): Promise<ProjectProblem> {
    return this.work.run(actor, 'problem.create', async (tx) => {
      const { companyId, leadId } = await lockDeal(tx, dealId, 'deal.read');
      return this.insert(tx, actor, { companyId, dealId, leadId }, input);
    });
  }

  /** What a landed company struggles with: told by who looks after it, or by whose record it is. */
  onCompany(actor: Actor, companyId: string, input: CreateProblem): Promise<ProjectProblem> {
    return this.work.run(actor, 'problem.create', async (tx) => {
      const company = await tx.manager.findOneBy(CompanyEntity, { id: companyId });
      if (!company || company.deletedAt) throw new Problem('not-found');
      const [manager] = await tx.query<{ ownerId: string; departmentId: string }>(
        `SELECT u.id AS "ownerId", u.department_id AS "departmentId" FROM aftercare a JOIN users u ON u.id = a.owner_id WHERE a.company_id = $1`,
        [companyId],
      );
      tx.demand(manager ?? company, 'company.read');
      return this.insert(tx, actor, { companyId, dealId: null, leadId: null }, input);
    });
  }

  update(actor: Actor, id: string, { version, ...input }: UpdateProblem): Promise<ProjectProblem> {
    return this.work.run(actor, 'problem.update', async (tx) => {
      const held = await this.lock(tx, actor, id, version);
      const { kind = held.kind, what = held.what, core = held.core, dueOn = held.dueOn } = input;
      const { handlerId = held.handlerId } = input;
      const { kind: oldKind, what: oldWhat, core: oldCore, dueOn: oldDue, handlerName } = held;
      const changes = changesBetween(
        { kind: oldKind, what: oldWhat, core: oldCore, dueOn: oldDue },
        { kind, what, core, dueOn },
      );
      const handler = handlerId === held.handlerId ? null : await this.handler(tx, handlerId, held.leadId);
      if (handler) changes['handler'] = [handlerName, handler];
      if (Object.keys(changes).length === 0) return held;
      await tx.query(
        `UPDATE problems SET kind = $2, what = $3, core = $4, due_on = $5, handler_id = $6, version = version + 1,
           updated_at = now() WHERE id = $1`,
        [id, kind, what, core, dueOn, handlerId],
      );
      return this.done(tx, held, 'problem.updated', changes);
    });
  }

  /**
   * Solved, with how; or open again, with why.
   * @param today the actor's date, `YYYY-MM-DD`
   */
  move(actor: Actor, id: string, { version, state, note }: MoveProblem, today: string): Promise<ProjectProblem> {
    return this.work.run(actor, 'problem.update', async (tx) => {
      const held = await this.lock(tx, actor, id, version);
      if (held.state === state) throw Problem.field('rule-broken', 'state', 'unchanged', 'it stands there already');
      await tx.query(
        'UPDATE problems SET state = $2, note = $3, solved_on = $4, version = version + 1, updated_at = now() WHERE id = $1',
        [id, state, note, state === 'solved' ? today : null],
      );
      const changes = changesBetween({ state: held.state, note: held.note }, { state, note });
      return this.done(tx, held, state === 'solved' ? 'problem.solved' : 'problem.reopened', changes);
    });
  }

  /** Hands open problems of one person to another; those that are no longer so stay. @returns how many went */
  handOverThese(tx: Transaction, ids: readonly string[], formerId: string, to: { ownerId: string }): Promise<number> {
    return this.handOver(tx, 'id = ANY($1) AND handler_id = $2', [ids, formerId], to.ownerId);
  }

  private async handOver(tx: Transaction, which: string, values: unknown[], handlerId: string): Promise<number> {
    const open = await tx.query<{ id: string }>(
      `SELECT id FROM problems WHERE ${which} AND state = 'open' ORDER BY id FOR UPDATE`,
      values,
    );
    for (const { id } of open) {
      const held = await this.queries.one(id, tx.manager);
      // Of a confidential deal nobody sees to a problem who is not named there: its owner does.
      const knows = !held.confidentialTo || held.confidentialTo.includes(handlerId);
      await tx.query('UPDATE problems SET handler_id = $2, version = version + 1, updated_at = now() WHERE id = $1', [
        id,
        knows ? handlerId : held.ownerId,
      ]);
      const { handlerName } = await this.queries.one(id, tx.manager);
      await this.done(tx, held, 'problem.updated', { handler: [held.handlerName, handlerName] });
    }
    return open.length;
  }

  private async insert(tx: Transaction, actor: Actor, about: About, input: CreateProblem): Promise<ProjectProblem> {
    const { kind, what, core, dueOn, handlerId = actor.id } = input;
    const handler = await this.handler(tx, handlerId, about.leadId);
    const id = uuid();
    await tx.query(
      `INSERT INTO problems (id, company_id, deal_id, kind, what, core, handler_id, reporter_id, due_on)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [id, about.companyId, about.dealId, kind, what, core, handlerId, actor.id, dueOn],
    );
    await tx.record('problem.created', {
      subjectType: 'problem',
      subjectId: id,
      leadId: about.leadId,
      companyId: about.companyId,
      changes: changesBetween(null, { kind, what, core, dueOn, handler }),
    });
    return this.queries.one(id, tx.manager);
  }

  /** Who sees to a problem must be there, have the right to, and know of the deal. @returns the name */
  private async handler(tx: Transaction, id: string, leadId: string | null): Promise<string> {
    const [user] = await tx.query<{ name: string; role: Role; active: boolean; named: boolean }>(
      `SELECT u.display_name AS name, u.role, u.active,
         coalesce((SELECT u.id = ANY(l.confidential_to) FROM leads l WHERE l.id = $2 AND l.confidential_to IS NOT NULL), true) AS named
       FROM users u WHERE u.id = $1`,
      [id, leadId],
    );
    if (!user?.active || !reachOf(user.role, 'problem.update'))
      throw Problem.field('rule-broken', 'handlerId', 'unsuitable', 'choose an active officer or head');
    if (!user.named)
      throw Problem.field('rule-broken', 'handlerId', 'not-named', 'this person does not know of the deal');
    return user.name;
  }

  private async lock(tx: Transaction, actor: Actor, id: string, version: number): Promise<HeldProblem> {
    await tx.query('SELECT FROM problems WHERE id = $1 FOR UPDATE', [id]);
    const held = await this.queries.one(id, tx.manager);
    if (!reaches(actor, 'problem.update', held))
      throw new Problem(reaches(actor, 'problem.read', held) ? 'not-allowed' : 'not-found');
    await demandVersion(held, version, () => this.queries.one(id, tx.manager));
    return held;
  }

  private async done(
    tx: Transaction,
    { id, leadId, companyId }: HeldProblem,
    type: EventType,
    changes: Changes,
  ): Promise<ProjectProblem> {
    await tx.record(type, { subjectType: 'problem', subjectId: id, leadId, companyId, changes });
    return this.queries.one(id, tx.manager);
  }
}
