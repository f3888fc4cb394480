import {
  type CreateFollowUp,
  type FollowUp,
  type PlanFollowUps,
  type PlannedFollowUps,
  Problem,
  type UpdateFollowUp,
} from '@torch/contracts';
import { type Actor, changesBetween, type EventType, may, reachOf, roles } from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { type FindOptionsWhere, In, IsNull } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { newRecord } from '../platform/database/record.entity';
import { binRecord, changeRecord, lockRecord, unbinRecord } from '../platform/database/records';
import { type Transaction, UnitOfWork } from '../platform/database/unit-of-work';
import { FollowUpEntity } from './follow-up.entity';
import { FollowUpQueries } from './follow-up.queries';

@Injectable()
export class FollowUpService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly queries: FollowUpQueries,
  ) {}

  create(actor: Actor, input: CreateFollowUp): Promise<FollowUp> {
    return this.work.run(actor, 'followUp.create', async (tx) =>
      this.queries.one(await this.insert(tx, actor, input), tx.manager),
    );
  }

  /**
   * Plans the same next step for several leads, in one transaction: a task for each one's owner. A lead that is not there or not within reach, one
   * that lies in the pool, and one whose owner cannot take a task, gets none, and the answer says why; the others get theirs.
   */
  planFor(actor: Actor, { leadIds, ...facts }: PlanFollowUps): Promise<PlannedFollowUps> {
    return this.work.run(actor, 'followUp.create', async (tx) => {
      const wanted = [...new Set(leadIds)];
      // Held in one order, so that two who plan for the same leads do not wait for each other.
      const leads = await tx.query<{ id: string; ownerId: string; pooled: boolean }>(
        'SELECT id, owner_id AS "ownerId", pooled_at IS NOT NULL AS pooled FROM leads WHERE id = ANY($1) ORDER BY id FOR SHARE',
        [wanted],
      );
      const items: PlannedFollowUps['items'] = [];
      for (const leadId of wanted) {
        const { ownerId, pooled = false } = leads.find(({ id }) => id === leadId) ?? {};
        const subject = { leadId, visitId: null, companyId: null };
        try {
          if (pooled) await refusePooled(tx, actor, subject);
          await this.insert(tx, actor, { ...facts, ...subject, ownerId });
          items.push({ leadId, ok: true, errors: [] });
        } catch (error) {
          // Refused before anything was written.
          if (!(error instanceof Problem)) throw error;
          items.push({ leadId, ok: false, errors: error.extra.errors ?? [] });
        }
      }
      return { items };
    });
  }

  /** Creates a follow-up, and plans its reminders, inside a wider act such as a quick log. */
  async insert(tx: Transaction, actor: Actor, { ownerId, dueAt, ...input }: CreateFollowUp): Promise<string> {
    const subject = await subjectOf(tx, actor, input);
    const owner = await ownerOf(tx, actor, subject.leadId, ownerId);
    const followUp = tx.manager.create(FollowUpEntity, {
      ...newRecord(uuid(), owner, tx.now),
      ...input,
      ...subject,
      dueAt: new Date(dueAt),
      status: 'open',
      doneAt: null,
    });
    await tx.manager.insert(FollowUpEntity, followUp);
    const { title, noticeMinutes, leadId, companyId, visitId } = followUp;
    await tx.record('followUp.created', {
      subjectType: 'followUp',
      subjectId: followUp.id,
      leadId,
      companyId,
      changes: changesBetween(null, { title, dueAt, noticeMinutes, ownerId: owner.ownerId, visitId }),
    });
    return followUp.id;
  }

  /** Changes, completes or cancels; the reminders follow in the same transaction. */
  update(actor: Actor, id: string, input: UpdateFollowUp): Promise<FollowUp> {
    return this.work.run(actor, 'followUp.update', (tx) => this.change(tx, actor, id, input));
  }

  /** Completes a follow-up as it stands, inside a wider act. */
  async complete(tx: Transaction, actor: Actor, id: string): Promise<void> {
    const { version } = await lockRecord(tx, FollowUpEntity, id, 'followUp.read');
    await this.change(tx, actor, id, { version, status: 'done' });
  }

  private async change(
    tx: Transaction,
    actor: Actor,
    id: string,
    { version, dueAt, ownerId, ...input }: UpdateFollowUp,
  ): Promise<FollowUp> {
    const followUp = await lockRecord(tx, FollowUpEntity, id, 'followUp.read');
    const change: Partial<FollowUpEntity> = { ...input };
    if (dueAt !== undefined) change.dueAt = new Date(dueAt);
    if (ownerId !== undefined && ownerId !== followUp.ownerId)
      Object.assign(change, await ownerOf(tx, actor, followUp.leadId, ownerId));
    if (input.status !== undefined && input.status !== followUp.status)
      change.doneAt = input.status === 'done' ? tx.now : null;
    const changes = await changeRecord(tx, followUp, change, version, () => this.queries.one(id, tx.manager), {
      derived: ['doneAt'],
    });
    if (changes) {
      await this.record(tx, typeOf(changes, followUp), followUp, changes);
    }
    return this.queries.one(id, tx.manager);
  }

  /** Hands the open follow-ups that the former owner of a lead had about it to the new one; their reminders go along. */
  async handOver(tx: Transaction, leadId: string, formerId: string, owner: Owned): Promise<void> {
    for (const followUp of await this.lockAll(tx, { leadId, ownerId: formerId, status: 'open', deletedAt: IsNull() })) {
      const { ownerId, departmentId } = owner;
      const keep = () => Promise.resolve(followUp);
      const changes = await changeRecord(tx, followUp, { ownerId, departmentId }, followUp.version, keep);
      await this.record(tx, 'followUp.assigned', followUp, changes ?? {});
    }
  }

  /**
   * A lead became confidential: open follow-ups of others than those named go to its owner, and what waits to be sent
   * about any of them is withdrawn and said anew, by the codename.
   */
  async keepAmong(tx: Transaction, leadId: string, named: readonly string[], owner: Owned): Promise<void> {
    for (const followUp of await this.lockAll(tx, { leadId, status: 'open', deletedAt: IsNull() })) {
      const { ownerId, departmentId } = named.includes(followUp.ownerId) ? followUp : owner;
      const keep = () => Promise.resolve(followUp);
      const changes = await changeRecord(tx, followUp, { ownerId, departmentId }, followUp.version, keep);
      await this.record(tx, changes ? 'followUp.assigned' : 'followUp.updated', followUp, changes ?? {});
    }
  }

  /** Cancels a lead's open follow-ups of these titles: what the system had planned by itself and no longer holds. */
  async cancelPlanned(tx: Transaction, leadId: string, titles: readonly string[]): Promise<void> {
    const where = { leadId, title: In(titles), status: 'open', deletedAt: IsNull() } as const;
    for (const followUp of await this.lockAll(tx, where)) {
      const keep = () => Promise.resolve(followUp);
      const changes = await changeRecord(tx, followUp, { status: 'cancelled' }, followUp.version, keep);
      await this.record(tx, 'followUp.cancelled', followUp, changes ?? {});
    }
  }

  /** Cancels everything that was still to be done about a lead. */
  async cancelAll(tx: Transaction, leadId: string): Promise<void> {
    for (const followUp of await this.lockAll(tx, { leadId, status: 'open', deletedAt: IsNull() })) {
      const keep = () => Promise.resolve(followUp);
      const changes = await changeRecord(tx, followUp, { status: 'cancelled' }, followUp.version, keep);
      await this.record(tx, 'followUp.cancelled', followUp, changes ?? {});
    }
  }

  /**
   * Hands open follow-ups of one owner to another, with their reminders; those that are no longer so stay. What is about a
   * confidential lead at which the other is not named goes to the lead's owner instead.
   */
  async handOverThese(tx: Transaction, ids: readonly string[], formerId: string, owner: Owned): Promise<string[]> {
    const open = await this.lockAll(tx, { id: In([...ids]), ownerId: formerId, status: 'open', deletedAt: IsNull() });
    const beyond = await tx.query<Owned & { id: string }>(
      `SELECT id, owner_id AS "ownerId", department_id AS "departmentId" FROM leads
       WHERE id = ANY($1) AND confidential_to IS NOT NULL AND $2 <> ALL (confidential_to)`,
      [open.map(({ leadId }) => leadId), owner.ownerId],
    );
    for (const followUp of open) {
      const { ownerId, departmentId } = beyond.find(({ id }) => id === followUp.leadId) ?? owner;
      const keep = () => Promise.resolve(followUp);
      const changes = await changeRecord(tx, followUp, { ownerId, departmentId }, followUp.version, keep);
      await this.record(tx, 'followUp.assigned', followUp, changes ?? {});
    }
    return open.map(({ id }) => id);
  }

  /**
   * Plans a task for somebody by the system's own rules, due now: their reminders tell them at once. It names the lead by
   * its code alone, so that nobody learns from it what they may not see.
   */
  async tell(
    tx: Transaction,
    person: Owned,
    about: { leadId: string | null; companyId: string },
    title: string,
  ): Promise<void> {
    const followUp = tx.manager.create(FollowUpEntity, {
      ...newRecord(uuid(), person, tx.now),
      ...about,
      visitId: null,
      title,
      note: null,
      dueAt: tx.now,
      noticeMinutes: 0,
      status: 'open',
      doneAt: null,
    });
    await tx.manager.insert(FollowUpEntity, followUp);
    await this.record(tx, 'followUp.created', followUp, changesBetween(null, { title, ownerId: person.ownerId }));
  }

  /** Open follow-ups go to the recycle bin with what they are about, so that nobody is reminded of what is not there. */
  async binWith(tx: Transaction, about: { leadId: string } | { companyId: string }): Promise<void> {
    for (const followUp of await this.lockAll(tx, { ...about, status: 'open', deletedAt: IsNull() }))
      await this.bin(tx, followUp);
  }

  /** Brings back the follow-ups that went with it. */
  async restoreWith(
    tx: Transaction,
    about: { leadId: string } | { companyId: string },
    deletedAt: Date,
  ): Promise<void> {
    for (const followUp of await this.lockAll(tx, { ...about, deletedAt })) await this.restore(tx, followUp);
  }

  /** Brings a follow-up back; one that still lies ahead reminds again. */
  async restore(tx: Transaction, followUp: FollowUpEntity): Promise<void> {
    await unbinRecord(tx, followUp);
    await this.record(tx, 'followUp.restored', followUp, {});
  }

  remove(actor: Actor, id: string): Promise<void> {
    return this.work.run(actor, 'followUp.delete', async (tx) => {
      const followUp = await lockRecord(tx, FollowUpEntity, id, 'followUp.read');
      await this.bin(tx, followUp);
    });
  }

  private async bin(tx: Transaction, followUp: FollowUpEntity): Promise<void> {
    await binRecord(tx, followUp);
    await this.record(tx, 'followUp.deleted', followUp, {});
  }

  private lockAll(tx: Transaction, where: FindOptionsWhere<FollowUpEntity>): Promise<FollowUpEntity[]> {
    return tx.manager.find(FollowUpEntity, { where, order: { id: 'ASC' }, lock: { mode: 'pessimistic_write' } });
  }

  private record(
    tx: Transaction,
    type: EventType,
    { id, leadId, companyId }: FollowUpEntity,
    changes: ReturnType<typeof changesBetween>,
  ) {
    return tx.record(type, { subjectType: 'followUp', subjectId: id, leadId, companyId, changes });
  }
}

/** What lies in the pool is nobody's, whoever had it before; who does not read the lead is not told where it lies. */
async function refusePooled(tx: Transaction, actor: Actor, about: Parameters<typeof subjectOf>[2]): Promise<never> {
  await subjectOf(tx, actor, about);
  throw Problem.field('rule-broken', 'leadId', 'pooled', 'the lead lies in the pool: somebody must claim it first');
}

const typeOf = (changes: object, { status }: FollowUpEntity): EventType => {
  if (!('status' in changes)) return 'followUp.updated';
  return ({ open: 'followUp.reopened', done: 'followUp.completed', cancelled: 'followUp.cancelled' } as const)[status];
};

interface Subject {
  leadId: string | null;
  visitId: string | null;
  companyId: string;
}

/** What the follow-up is about; the lead or visit brings its company along. */
async function subjectOf(
  tx: Transaction,
  actor: Actor,
  given: { leadId: string | null; visitId: string | null; companyId: string | null },
): Promise<Subject> {
  let { leadId, companyId } = given;
  if (given.visitId) {
    const visit = await found<Owned & { leadId: string | null; companyId: string }>(
      tx,
      'visits',
      `lead_id AS "leadId", company_id AS "companyId",
       (SELECT l.confidential_to FROM leads l WHERE l.id = visits.lead_id) AS "confidentialTo"`,
      given.visitId,
      'visitId',
    );
    if (!may(actor, 'visit.read', visit)) throw unknown('visitId');
    leadId ??= visit.leadId;
    companyId = visit.companyId;
  }
  if (leadId) {
    const lead = await found<Owned & { companyId: string }>(
      tx,
      'leads',
      'company_id AS "companyId", confidential_to AS "confidentialTo"',
      leadId,
      'leadId',
    );
    if (!may(actor, 'lead.read', lead)) throw unknown('leadId');
    if (given.visitId && lead.companyId !== companyId) throw unknown('leadId');
    companyId = lead.companyId;
  }
  if (!companyId) throw unknown('companyId');
  await found(tx, 'companies', 'id', companyId, 'companyId');
  return { leadId, visitId: given.visitId, companyId };
}

interface Owned {
  ownerId: string;
  departmentId: string;
  confidentialTo?: string[] | null;
}

const unknown = (path: string) => Problem.field('rule-broken', path, 'unknown', 'there is no such record');

/** Held until the commit: it cannot go to the recycle bin while something new is hung on it. */
async function found<T>(tx: Transaction, table: string, columns: string, id: string, path: string): Promise<T> {
  const [row] = await tx.query<T>(
    `SELECT ${columns}, owner_id AS "ownerId", department_id AS "departmentId" FROM ${table}
     WHERE id = $1 AND deleted_at IS NULL FOR SHARE`,
    [id],
  );
  if (!row) throw unknown(path);
  return row;
}

/** Whose task it is: one's own, or somebody's within reach; about a confidential lead, one of those named there. */
async function ownerOf(tx: Transaction, actor: Actor, leadId: string | null, id = actor.id): Promise<Owned> {
  if (id === actor.id) return { ownerId: actor.id, departmentId: actor.departmentId };
  const [user] = await tx.query<Owned>(
    `SELECT id AS "ownerId", department_id AS "departmentId" FROM users WHERE id = $1 AND active AND role = ANY($2)`,
    [id, roles.filter((role) => reachOf(role, 'followUp.update') !== null)],
  );
  if (!user || !may(actor, 'followUp.create', user))
    throw Problem.field('rule-broken', 'ownerId', 'out-of-reach', 'choose somebody active of your own department');
  const [lead] = await tx.query<{ names: string[] | null }>(
    'SELECT confidential_to AS names FROM leads WHERE id = $1',
    [leadId],
  );
  if (lead?.names && !lead.names.includes(id))
    throw Problem.field('rule-broken', 'ownerId', 'not-named', 'this person does not know of the lead');
  return user;
}
