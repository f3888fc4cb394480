import { type MakeTransfer, Problem, type Transfer, type TransferQuery } from '@torch/contracts';
import { type Actor, may } from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { FollowUpService } from '../follow-ups';
import { LeadEntity, LeadService } from '../leads';
import { ProblemService } from '../problems';
import { listPage, Where } from '../platform/database/list';
import { PromiseService } from '../promises';
import { type Transaction, UnitOfWork } from '../platform/database/unit-of-work';

interface Person {
  ownerId: string;
  departmentId: string;
}
interface Moved {
  leads: string[];
  deals: string[];
  followUps: string[];
  /** Left out in transfers made before there was a ledger of promises. */
  promises?: string[];
  /** Problems that they see to, and landed companies that they look after; left out in older ones. */
  problems?: string[];
  accounts?: string[];
  visits: string[];
  companies: string[];
}
interface TransferRow {
  id: string;
  owner_id: string;
  department_id: string;
  to_id: string;
  moved: Moved;
  undone_at: Date | null;
}

/** Of each kind, the lead on which record `r` of a table hangs; null for what hangs on none. */
const hangsOn = {
  leads: ['leads', 'r.id'],
  deals: ['deals', 'r.lead_id'],
  followUps: ['follow_ups', 'r.lead_id'],
  promises: ['promises', 'r.lead_id'],
  visits: ['visits', 'r.lead_id'],
  companies: ['companies', 'NULL::uuid'],
  problems: ['problems', '(SELECT d.lead_id FROM deals d WHERE d.id = r.deal_id)'],
  accounts: ['companies', 'NULL::uuid'],
} as const satisfies Record<keyof Moved, readonly [table: string, lead: string]>;
const kinds = Object.keys(hangsOn) as (keyof Moved)[];

/** Counts are of what the reader may know: how much of a colleague's work is confidential is a secret too. */
const countOf = (kind: keyof Moved, reader: string) => {
  const [table, lead] = hangsOn[kind];
  return `(SELECT count(*)::int FROM jsonb_array_elements_text(coalesce(t.moved -> '${kind}', '[]')) m (id)
    WHERE NOT EXISTS (SELECT FROM ${table} r JOIN leads h ON h.id = ${lead}
      WHERE r.id = m.id::uuid AND h.confidential_to IS NOT NULL AND '${reader}' <> ALL (h.confidential_to)))`;
};
const columnsFor = ({
  id,
}: Actor) => `t.id, f.display_name AS "fromName", o.display_name AS "toName", b.display_name AS "byName", t.at, t.reason,
  jsonb_build_object(${kinds.map((kind) => `'${kind}', ${countOf(kind, id)}`).join(', ')}) AS moved,
  t.undone_at AS "undoneAt", u.display_name AS "undoneByName", t.left_behind AS "left",
  coalesce((SELECT jsonb_agg(jsonb_build_object('id', l.id, 'code', l.code) ORDER BY l.code) FROM leads l
    WHERE l.id = ANY(t.left_leads) AND l.confidential_to IS NULL), '[]') AS "leftLeads"`;
const join = `JOIN users f ON f.id = t.owner_id JOIN users o ON o.id = t.to_id JOIN users b ON b.id = t.by_id
  LEFT JOIN users u ON u.id = t.undone_by`;

/** What goes with a person, out of the departments that the head reaches: leads that somebody still works on, in whatever state but closed; their open deals; the rest. */
const theirs = {
  leads: `SELECT id FROM leads l WHERE owner_id = $1 AND department_id = ANY($2) AND deleted_at IS NULL AND pooled_at IS NULL AND (status NOT IN ('disqualified', 'converted')
    OR EXISTS (SELECT FROM deals d WHERE d.lead_id = l.id AND d.stage <> 'lost')) ORDER BY id`,
  deals: `SELECT id FROM deals WHERE owner_id = $1 AND department_id = ANY($2) AND deleted_at IS NULL AND stage <> 'lost' ORDER BY id`,
  followUps: `SELECT id FROM follow_ups WHERE owner_id = $1 AND department_id = ANY($2) AND deleted_at IS NULL AND status = 'open' ORDER BY id`,
  promises: `SELECT id FROM promises p WHERE owner_id = $1 AND department_id = ANY($2) AND state = 'open'
    AND EXISTS (SELECT FROM leads l WHERE l.id = p.lead_id AND l.deleted_at IS NULL) ORDER BY id`,
  visits: `SELECT id FROM visits WHERE owner_id = $1 AND department_id = ANY($2) AND deleted_at IS NULL AND status = 'planned' ORDER BY id`,
  companies: `SELECT id FROM companies WHERE owner_id = $1 AND department_id = ANY($2) AND deleted_at IS NULL ORDER BY id`,
  problems: `SELECT id FROM problems WHERE handler_id = $1 AND state = 'open' AND $2::uuid[] IS NOT NULL ORDER BY id`,
  accounts: `SELECT id FROM companies WHERE account_manager_id = $1 AND deleted_at IS NULL AND $2::uuid[] IS NOT NULL ORDER BY id`,
} as const satisfies Record<keyof Moved, string>;

/** Moves everything of somebody who leaves to somebody who stays, in one act that can be taken back. */
@Injectable()
export class TransferService {
  constructor(
    private readonly db: DataSource,
    private readonly work: UnitOfWork,
    private readonly leads: LeadService,
    private readonly followUps: FollowUpService,
    private readonly problems: ProblemService,
    private readonly promises: PromiseService,
  ) {}

  page(actor: Actor, { sort, limit, cursor }: TransferQuery) {
    return listPage<Transfer>(this.db, {
      select: columnsFor(actor),
      from: 'transfers t',
      join,
      where: new Where().within(actor, 'transfer.read', 't'),
      sort: { column: 't.at', type: 'timestamptz', descending: sort.startsWith('-') },
      alias: 't',
      limit,
      cursor,
    });
  }

  /** @throws Problem `not-found`, also for one beyond the actor's reach */
  async visible(actor: Actor, id: string): Promise<Transfer> {
    const where = new Where().within(actor, 'transfer.read', 't').add('t.id = ?', id);
    const rows: Transfer[] = await this.db.query(
      `SELECT ${columnsFor(actor)} FROM transfers t ${join} WHERE ${where.sql}`,
      where.values,
    );
    if (!rows[0]) throw new Problem('not-found');
    return rows[0];
  }

  /** How much would go of what the actor may know; what is confidential goes as well, and nobody learns how much. */
  async preview(actor: Actor, fromUserId: string) {
    await this.person(this.db.manager, actor, fromUserId, 'fromUserId', false);
    const counts = await Promise.all(
      kinds.map(async (kind) => {
        const [table, lead] = hangsOn[kind];
        const which = theirs[kind].replace('$1', '?').replace('$2', '?');
        const where = new Where().add(`r.id IN (${which})`, fromUserId, actor.departmentIds).shown(actor, lead);
        const rows: { count: number }[] = await this.db.query(
          `SELECT count(*)::int AS count FROM ${table} r WHERE ${where.sql}`,
          where.values,
        );
        return [kind, rows[0]?.count ?? 0];
      }),
    );
    return Object.fromEntries(counts) as Transfer['moved'];
  }

  make(actor: Actor, { fromUserId, toUserId, reason }: MakeTransfer): Promise<Transfer> {
    return this.work.run(actor, 'transfer.make', async (tx) => {
      if (fromUserId === toUserId) throw Problem.field('rule-broken', 'toUserId', 'oneself', 'choose somebody else');
      const former = await this.person(tx.manager, actor, fromUserId, 'fromUserId', false);
      const next = await this.person(tx.manager, actor, toUserId, 'toUserId', true);
      const id = uuid();
      const moved: Moved = {
        leads: [],
        deals: [],
        followUps: [],
        promises: [],
        problems: [],
        accounts: [],
        visits: [],
        companies: [],
      };
      for (const [name, sql] of Object.entries(theirs) as [keyof Moved, string][])
        moved[name] = (await tx.query<{ id: string }>(sql, [fromUserId, actor.departmentIds])).map((row) => row.id);
      await tx.query(
        `INSERT INTO transfers (id, by_id, owner_id, department_id, to_id, reason, moved) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
        [id, actor.id, former.ownerId, former.departmentId, next.ownerId, reason, JSON.stringify(moved)],
      );
      await this.move(tx, moved, former, next, { kind: 'transferred', reason, transferId: id });
      await tx.record('transfer.made', { subjectType: 'transfer', subjectId: id, data: { note: reason } });
      return this.one(tx.manager, actor, id);
    });
  }

  /** Takes a transfer back: what still stands as it was moved returns; what has changed hands since stays, and is named. */
  undo(actor: Actor, id: string): Promise<Transfer> {
    return this.work.run(actor, 'transfer.undo', async (tx) => {
      const [row] = await tx.query<TransferRow>('SELECT * FROM transfers WHERE id = $1 FOR UPDATE', [id]);
      if (!row) throw new Problem('not-found');
      tx.demand({ ownerId: row.owner_id, departmentId: row.department_id }, 'transfer.read');
      if (row.undone_at)
        throw Problem.field('rule-broken', 'transfer', 'undone', 'the transfer has been taken back already');
      const former = await this.person(tx.manager, actor, row.owner_id, 'fromUserId', true);
      const [next] = await tx.query<Person>(
        'SELECT id AS "ownerId", department_id AS "departmentId" FROM users WHERE id = $1',
        [row.to_id],
      );
      const stayed = await this.changedSince(tx, id, row.moved.leads, row.to_id);
      const moved = await this.without(tx, row.moved, stayed);
      const count = await this.move(tx, moved, next as Person, former, { kind: 'undone', transferId: id });
      const all = Object.values(row.moved).flat().length;
      await tx.query(
        'UPDATE transfers SET undone_at = $2, undone_by = $3, left_behind = $4, left_leads = $5 WHERE id = $1',
        [id, tx.now, actor.id, all - count, stayed],
      );
      await tx.record('transfer.undone', { subjectType: 'transfer', subjectId: id, data: { left: all - count } });
      return this.one(tx.manager, actor, id);
    });
  }

  /** Leads about which somebody has decided since, though it were that they are to be the same person's. */
  private async changedSince(tx: Transaction, id: string, leads: readonly string[], owner: string): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `SELECT l.id FROM leads l WHERE l.id = ANY($1) AND (l.owner_id <> $3 OR l.pooled_at IS NOT NULL OR l.deleted_at IS NOT NULL
         OR $2 IS DISTINCT FROM (SELECT w.transfer_id FROM ownership_changes w WHERE w.lead_id = l.id ORDER BY w.at DESC, w.id DESC LIMIT 1))
       ORDER BY l.id FOR UPDATE`,
      [leads, id, owner],
    );
    return rows.map((row) => row.id);
  }

  /** What a lead that stays keeps with it. */
  private async without(tx: Transaction, moved: Moved, leads: readonly string[]): Promise<Moved> {
    const rows = await tx.query<{ id: string }>(
      `SELECT id FROM follow_ups WHERE lead_id = ANY($1) UNION ALL SELECT id FROM visits WHERE lead_id = ANY($1)
       UNION ALL SELECT id FROM deals WHERE lead_id = ANY($1) UNION ALL SELECT id FROM promises WHERE lead_id = ANY($1)
       UNION ALL SELECT p.id FROM problems p JOIN deals d ON d.id = p.deal_id WHERE d.lead_id = ANY($1)`,
      [leads],
    );
    const stay = new Set([...leads, ...rows.map(({ id }) => id)]);
    return Object.fromEntries(
      Object.entries(moved).map(([name, ids]) => [name, (ids as string[]).filter((id) => !stay.has(id))]),
    ) as unknown as Moved;
  }

  /** @returns how many records changed hands; those that were not the former owner's any more stay */
  private async move(
    tx: Transaction,
    moved: Moved,
    former: Person,
    next: Person,
    how: { kind: 'transferred' | 'undone'; reason?: string; transferId: string },
  ): Promise<number> {
    let count = 0;
    const deals = await tx.query<{ id: string }>('SELECT id FROM deals WHERE id = ANY($1) AND owner_id = $2', [
      moved.deals,
      former.ownerId,
    ]);
    for (const id of moved.leads) {
      const lead = await tx.manager.findOne(LeadEntity, { where: { id }, lock: { mode: 'pessimistic_write' } });
      if (!lead || lead.deletedAt || lead.pooledAt || lead.ownerId !== former.ownerId) continue;
      await this.leads.handTo(tx, lead, next, { ...how, followUps: false });
      count += 1;
    }
    count += (await this.followUps.handOverThese(tx, moved.followUps, former.ownerId, next)).length;
    count += (await this.promises.handOverThese(tx, moved.promises ?? [], former.ownerId, next)).length;
    count += await this.problems.handOverThese(tx, moved.problems ?? [], former.ownerId, next);
    count += await this.handAccounts(tx, moved.accounts ?? [], former, next);
    for (const [table, subject, ids] of [
      ['visits', 'visit', moved.visits],
      ['companies', 'company', moved.companies],
    ] as const)
      count += await this.moveRows(tx, table, subject, ids, former, next);
    const [after] = await tx.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM deals WHERE id = ANY($1) AND owner_id = $2',
      [deals.map(({ id }) => id), next.ownerId],
    );
    return count + (after?.count ?? 0);
  }

  /** Landed companies that the one was appointed to look after. */
  private async handAccounts(tx: Transaction, ids: readonly string[], former: Person, next: Person): Promise<number> {
    const gone = await tx.query<{ id: string }>(
      `WITH gone AS (
         UPDATE companies SET account_manager_id = $3, version = version + 1, updated_at = now()
         WHERE id = ANY($1) AND account_manager_id = $2 AND deleted_at IS NULL RETURNING id
       ) SELECT id FROM gone`,
      [ids, former.ownerId, next.ownerId],
    );
    const names = await tx.query<{ id: string; name: string }>(
      'SELECT id, display_name AS name FROM users WHERE id = ANY($1)',
      [[former.ownerId, next.ownerId]],
    );
    const nameOf = ({ ownerId }: Person) => names.find(({ id }) => id === ownerId)?.name ?? null;
    for (const { id } of gone)
      await tx.record('company.appointed', {
        subjectType: 'company',
        subjectId: id,
        companyId: id,
        changes: { accountManager: [nameOf(former), nameOf(next)] },
      });
    return gone.length;
  }

  private async moveRows(
    tx: Transaction,
    table: 'visits' | 'companies',
    subject: 'visit' | 'company',
    ids: readonly string[],
    former: Person,
    next: Person,
  ): Promise<number> {
    const about = table === 'visits' ? 'r.lead_id, r.company_id' : 'NULL::uuid AS lead_id, r.id AS company_id';
    const gone = await tx.query<{ id: string; lead_id: string | null; company_id: string }>(
      `WITH gone AS (
         UPDATE ${table} r SET owner_id = $3, department_id = $4, version = version + 1, updated_at = now()
         WHERE id = ANY($1) AND owner_id = $2 AND deleted_at IS NULL RETURNING r.id, ${about}
       ) SELECT * FROM gone`,
      [ids, former.ownerId, next.ownerId, next.departmentId],
    );
    for (const { id, lead_id: leadId, company_id: companyId } of gone)
      await tx.record(`${subject}.updated`, {
        subjectType: subject,
        subjectId: id,
        leadId,
        companyId,
        changes: { ownerId: [former.ownerId, next.ownerId] },
      });
    return gone.length;
  }

  /** Whoever gives may be inactive or in another role by now; whoever takes must be at work, and both within the head's reach. */
  private async person(
    manager: EntityManager,
    actor: Actor,
    id: string,
    path: string,
    active: boolean,
  ): Promise<Person> {
    const [user] = (await manager.query(
      `SELECT id AS "ownerId", department_id AS "departmentId" FROM users WHERE id = $1 AND (active AND role IN ('officer', 'head') OR NOT $2)`,
      [id, active],
    )) as Person[];
    if (!user) throw Problem.field('rule-broken', path, 'unknown', 'there is no such officer or head');
    if (!may(actor, 'transfer.make', user))
      throw Problem.field('rule-broken', path, 'out-of-reach', 'choose somebody of your own department');
    return user;
  }

  private async one(manager: EntityManager, actor: Actor, id: string): Promise<Transfer> {
    const [transfer] = (await manager.query(`SELECT ${columnsFor(actor)} FROM transfers t ${join} WHERE t.id = $1`, [
      id,
    ])) as Transfer[];
    return transfer as Transfer;
  }
}
