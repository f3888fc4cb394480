import {
  type CreatePromise,
  type InvestorPromise,
  Problem,
  type SettlePromise,
  type UpdatePromise,
} from '@torch/contracts';
import {
  type Actor,
  type Changes,
  changesBetween,
  type EventType,
  may,
  promiseNeedsOffer,
  type PromiseObstacle,
  promiseObstacles,
  type PromiseState,
  reachOf,
  roles,
} from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import { LeadEntity, LeadService } from '../leads';
import { lockRecord } from '../platform/database/records';
import { type Transaction, UnitOfWork } from '../platform/database/unit-of-work';
import { demandVersion } from '../platform/database/version';
import { demandApprovedOffer } from '../reviews';
import { type HeldPromise, PromiseQueries, reachesPromise } from './promise.queries';

interface Person {
  ownerId: string;
  departmentId: string;
}

/** Fields of a promise, each with its column. */
const columns = {
  what: 'what',
  category: 'category',
  contactId: 'contact_id',
  toName: 'to_name',
  promisedBy: 'promised_by',
  promisedOn: 'promised_on',
  dueOn: 'due_on',
  dealId: 'deal_id',
  visitId: 'visit_id',
  offerId: 'offer_id',
  ownerId: 'owner_id',
  departmentId: 'department_id',
} as const;
type Facts = Pick<HeldPromise, keyof typeof columns>;
const factsOf = (promise: Facts) =>
  Object.fromEntries(Object.keys(columns).map((name) => [name, promise[name as keyof Facts]])) as Facts;

@Injectable()
export class PromiseService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly queries: PromiseQueries,
    leads: LeadService,
  ) {
    leads.onHandOver(async (tx, leadId, owner, { former, tasks }) => {
      if (tasks) await this.handOver(tx, 'lead_id = $1 AND owner_id = $2', [leadId, former], owner);
    });
    leads.onConcealment((tx, lead, named) => this.keepAmong(tx, lead, named));
  }

  create(actor: Actor, leadId: string, { ownerId, ...input }: CreatePromise): Promise<InvestorPromise> {
    return this.work.run(actor, 'promise.create', async (tx) => {
      const lead = await lockRecord(tx, LeadEntity, leadId, 'lead.read');
      const owner = await ownerOf(tx, actor, lead, ownerId ?? lead.ownerId);
      const facts: Facts = { ...input, ...owner };
      await demandFacts(tx, lead, facts);
      await demandOffer(tx, lead, facts);
      const id = uuid();
      await tx.query(
        `INSERT INTO promises (id, lead_id, company_id, ${Object.values(columns).join(', ')})
         VALUES ($1, $2, $3, ${Object.keys(columns).map((_, index) => `$${index + 4}`)})`,
        [id, leadId, lead.companyId, ...Object.keys(columns).map((name) => facts[name as keyof Facts])],
      );
      const { departmentId: _, ...told } = facts;
      return this.done(tx, { id, leadId, companyId: lead.companyId }, 'promise.created', changesBetween(null, told));
    });
  }

  /** Changes what was promised, when it is due, or who sees to it; the reminders follow in the same transaction. */
  update(actor: Actor, id: string, { version, ownerId, ...input }: UpdatePromise): Promise<InvestorPromise> {
    return this.work.run(actor, 'promise.update', async (tx) => {
      const promise = await this.lock(tx, actor, id, version);
      if (promise.state !== 'open')
        throw Problem.field('rule-broken', 'state', 'settled', 'what is settled is opened again before it is changed');
      const lead = await tx.manager.findOneByOrFail(LeadEntity, { id: promise.leadId });
      const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
      const owner = ownerId && ownerId !== promise.ownerId ? await ownerOf(tx, actor, lead, ownerId) : {};
      const after: Facts = { ...factsOf(promise), ...given, ...owner };
      const changes = changesBetween(factsOf(promise), after);
      if (Object.keys(changes).length === 0) return promise;
      await demandFacts(tx, lead, after);
      if (changes['category'] || changes['offerId']) await demandOffer(tx, lead, after);
      await this.save(tx, id, after);
      delete changes['departmentId'];
      return this.done(tx, promise, 'promise.updated', changes);
    });
  }

  /** Settles a promise, or opens it again. */
  settle(actor: Actor, id: string, input: SettlePromise): Promise<InvestorPromise> {
    return this.work.run(actor, 'promise.update', (tx) => this.settleWithin(tx, actor, id, input));
  }

  /** Notes that a promise was kept, as it stands, inside a wider act. */
  async keep(tx: Transaction, actor: Actor, id: string): Promise<void> {
    const { version } = await this.queries.one(id, tx.manager);
    await this.settleWithin(tx, actor, id, { version, state: 'kept', note: null });
  }

  private async settleWithin(
    tx: Transaction,
    actor: Actor,
    id: string,
    { version, state, note }: SettlePromise,
  ): Promise<InvestorPromise> {
    const promise = await this.lock(tx, actor, id, version);
    const [obstacle] = promiseObstacles(promise.state, state, note);
    if (obstacle) throw Problem.field('rule-broken', ...sentences[obstacle]);
    await tx.query(
      `UPDATE promises SET state = $2, note = $3, settled_at = $4, version = version + 1, updated_at = now() WHERE id = $1`,
      [id, state, note || null, state === 'open' ? null : tx.now],
    );
    const changes = changesBetween({ state: promise.state, note: promise.note }, { state, note: note || null });
    return this.done(tx, promise, eventOf[state], changes);
  }

  /** Hands open promises of one owner to another, with their reminders; those that are no longer so stay. */
  handOverThese(tx: Transaction, ids: readonly string[], formerId: string, owner: Person): Promise<string[]> {
    return this.handOver(tx, 'id = ANY($1) AND owner_id = $2', [ids, formerId], owner);
  }

  private async handOver(tx: Transaction, which: string, values: unknown[], owner: Person): Promise<string[]> {
    const ids = await lockOpen(tx, which, values);
    for (const id of ids) {
      const promise = await this.queries.one(id, tx.manager);
      await this.give(tx, promise, await this.among(tx, promise, owner));
    }
    return ids;
  }

  /** Of a confidential lead nobody gets a promise who is not named there: it goes to the lead's owner. */
  private async among(tx: Transaction, { leadId, confidentialTo }: HeldPromise, person: Person): Promise<Person> {
    if (!confidentialTo || confidentialTo.includes(person.ownerId)) return person;
    const [owner] = await tx.query<Person>(
      'SELECT owner_id AS "ownerId", department_id AS "departmentId" FROM leads WHERE id = $1',
      [leadId],
    );
    return owner ?? person;
  }

  /** A lead became confidential: open promises of others than those named go to its owner. */
  private async keepAmong(tx: Transaction, lead: Person & { id: string }, named: readonly string[]): Promise<void> {
    for (const id of await lockOpen(tx, 'lead_id = $1', [lead.id])) {
      const promise = await this.queries.one(id, tx.manager);
      await this.give(tx, promise, named.includes(promise.ownerId) ? promise : lead);
    }
  }

  private async give(tx: Transaction, promise: HeldPromise, { ownerId, departmentId }: Person): Promise<void> {
    const changes = changesBetween({ ownerId: promise.ownerId }, { ownerId });
    if (promise.ownerId !== ownerId) await this.save(tx, promise.id, { ...factsOf(promise), ownerId, departmentId });
    await this.done(tx, promise, 'promise.updated', changes);
  }

  private async save(tx: Transaction, id: string, facts: Facts): Promise<void> {
    const names = Object.keys(columns) as (keyof Facts)[];
    await tx.query(
      `UPDATE promises SET ${names.map((name, index) => `${columns[name]} = $${index + 2}`).join(', ')},
         version = version + 1, updated_at = now() WHERE id = $1`,
      [id, ...names.map((name) => facts[name])],
    );
  }

  private async lock(tx: Transaction, actor: Actor, id: string, version: number): Promise<HeldPromise> {
    await tx.query('SELECT FROM promises WHERE id = $1 FOR UPDATE', [id]);
    const promise = await this.queries.one(id, tx.manager);
    if (!reachesPromise(actor, 'promise.update', promise))
      throw new Problem(reachesPromise(actor, 'promise.read', promise) ? 'not-allowed' : 'not-found');
    await demandVersion(promise, version, () => Promise.resolve(promise));
    return promise;
  }

  private async done(
    tx: Transaction,
    { id, leadId, companyId }: { id: string; leadId: string; companyId: string },
    type: EventType,
    changes: Changes,
  ): Promise<InvestorPromise> {
    await tx.record(type, { subjectType: 'promise', subjectId: id, leadId, companyId, changes });
    return this.queries.one(id, tx.manager);
  }
}

const eventOf: Record<PromiseState, EventType> = {
  open: 'promise.reopened',
  kept: 'promise.kept',
  broken: 'promise.broken',
  withdrawn: 'promise.withdrawn',
};

const sentences: Record<PromiseObstacle, [path: string, code: string, message: string]> = {
  'not-on-the-road': ['state', 'not-on-the-road', 'the promise cannot move there from its present state'],
  'note-missing': ['note', 'note-missing', 'say why the promise is not kept'],
};

/** Ids of open promises, locked; promises of leads in the recycle bin rest with them. */
async function lockOpen(tx: Transaction, which: string, values: unknown[]): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `SELECT id FROM promises p WHERE ${which} AND state = 'open'
       AND EXISTS (SELECT FROM leads l WHERE l.id = p.lead_id AND l.deleted_at IS NULL) ORDER BY id FOR UPDATE`,
    values,
  );
  return rows.map(({ id }) => id);
}

/** @throws Problem `rule-broken` when what the promise belongs to is not the lead's, or its days are out of order */
async function demandFacts(tx: Transaction, lead: LeadEntity, facts: Facts): Promise<void> {
  if (facts.dueOn < facts.promisedOn)
    throw Problem.field('rule-broken', 'dueOn', 'before-promise', 'a promise cannot be due before it was made');
  if (!facts.contactId && !facts.toName)
    throw Problem.field('rule-broken', 'toName', 'to-whom-missing', 'say to whom it was promised');
  const belongs: [path: string, sql: string, id: string | null, whose: string][] = [
    [
      'contactId',
      'SELECT FROM contacts WHERE id = $1 AND company_id = $2 AND deleted_at IS NULL',
      facts.contactId,
      lead.companyId,
    ],
    ['dealId', 'SELECT FROM deals WHERE id = $1 AND lead_id = $2 AND deleted_at IS NULL', facts.dealId, lead.id],
    [
      'visitId',
      `SELECT FROM visits v JOIN leads l ON l.id = $2 WHERE v.id = $1 AND v.deleted_at IS NULL
         AND coalesce(v.lead_id = l.id, v.company_id = l.company_id)`,
      facts.visitId,
      lead.id,
    ],
  ];
  for (const [path, sql, id, whose] of belongs)
    if (id && (await tx.query(sql, [id, whose])).length === 0)
      throw Problem.field('rule-broken', path, 'unknown', 'there is no such record of this lead');
}

/**
 * What is given as support was judged by fair competition before (《公平竞争审查条例》): a subsidy names its approved offer.
 * @throws Problem `rule-broken` at `offerId`: `offer-missing`, `offer-unapproved`, `unknown`
 */
async function demandOffer(tx: Transaction, lead: LeadEntity, { category, offerId }: Facts): Promise<void> {
  if (offerId) await demandApprovedOffer(tx, offerId, lead.id);
  else if (promiseNeedsOffer(category))
    throw Problem.field('rule-broken', 'offerId', 'offer-missing', 'name the approved offer that the subsidy keeps to');
}

/** Who sees to it: the lead's owner, oneself, or somebody within reach; where the lead is confidential, one of those named. */
async function ownerOf(tx: Transaction, actor: Actor, lead: LeadEntity, id: string): Promise<Person> {
  const [user] = await tx.query<Person>(
    `SELECT id AS "ownerId", department_id AS "departmentId" FROM users WHERE id = $1 AND (active OR id = $3) AND role = ANY($2)`,
    [id, roles.filter((role) => reachOf(role, 'promise.update') !== null), lead.ownerId],
  );
  const near = user && (id === lead.ownerId || may(actor, 'promise.create', user));
  if (!near || (lead.confidentialTo && !lead.confidentialTo.includes(id)))
    throw Problem.field('rule-broken', 'ownerId', 'out-of-reach', 'choose somebody active of your own department');
  return user;
}
