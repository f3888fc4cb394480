import { type Conflict, labels, type Locale, Problem, type SettleConflict } from '@torch/contracts';
import { type Actor, conflictBases } from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import { FollowUpService } from '../follow-ups';
import { LeadEntity, LeadService, recordOwnership } from '../leads';
import { type Transaction, UnitOfWork } from '../platform/database/unit-of-work';
import { demandVersion } from '../platform/database/version';
import { ConflictQueries, type HeldConflict, isParty, maySettle, shownTo } from './conflict.queries';
import { type HeldLead, holdersOf } from './holders';

@Injectable()
export class ConflictService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly queries: ConflictQueries,
    private readonly leads: LeadService,
    private readonly followUps: FollowUpService,
  ) {
    leads.onHolding((tx, lead) => this.notice(tx, lead));
  }

  /**
   * Settles who a company belongs to, once and with a reason: the second lead is closed, both share, or the held lead goes
   * to who came second. A second lead that is a deal by now goes to the holder instead of being closed.
   */
  settle(actor: Actor, id: string, { version, ruling, reason, shares }: SettleConflict): Promise<Conflict> {
    return this.work.run(actor, 'conflict.settle', async (tx) => {
      await tx.query('SELECT FROM conflicts WHERE id = $1 FOR UPDATE', [id]);
      const conflict = await this.queries.one(id, tx.manager);
      this.demand(actor, conflict);
      await demandVersion(conflict, version, () => Promise.resolve(shownTo(actor, conflict)));
      if (conflict.state === 'settled')
        throw Problem.field('rule-broken', 'ruling', 'settled', 'the conflict is settled');
      const [held, second] = await this.lockBoth(tx, conflict);
      if (ruling === 'transfer' && held.deletedAt)
        throw Problem.field('rule-broken', 'ruling', 'lead-deleted', 'the held lead lies in the recycle bin');
      const sharers = shares.map(({ userId }) => userId);
      if (ruling === 'share') await demandOwners(tx, sharers, [held.ownerId, second.ownerId]);
      await tx.query(
        `UPDATE conflicts SET state = 'settled', ruling = $2, reason = $3, shares = $4, settled_by = $5, settled_at = $6,
           version = version + 1 WHERE id = $1`,
        [id, ruling, reason, JSON.stringify(ruling === 'share' ? shares : []), actor.id, tx.now],
      );
      if (ruling === 'share') for (const lead of [held, second]) await this.noteShare(tx, lead, reason);
      // What lies in the recycle bin is no rival any more.
      if (ruling === 'keep' && !second.deletedAt) {
        const [loser, winner] = second.status === 'converted' ? [second, held] : [second, null];
        if (winner) await this.leads.handTo(tx, loser, winner, { kind: 'settled', reason });
        else if (loser.status !== 'disqualified') await this.leads.close(tx, loser, reason);
      }
      if (ruling === 'transfer') await this.leads.handTo(tx, held, second, { kind: 'settled', reason });
      await this.record(tx, 'conflict.settled', id, held.confidentialTo ? held : second, {
        ruling: [null, ruling],
        reason: [null, reason],
      });
      return shownTo(actor, await this.queries.one(id, tx.manager));
    });
  }

  /**
   * Opens a conflict when somebody else holds the company of a lead by which its owner begins to hold it: one just reported,
   * claimed, opened again or brought back. Everybody whom it concerns is told.
   */
  private async notice(tx: Transaction, lead: LeadEntity): Promise<void> {
    // Two first reports at the same instant: the second waits here, and then sees the first. Companies that are alike have
    // groups of their own; in the order of their ids, so that two reports never wait for each other.
    await tx.query(
      `WITH RECURSIVE up AS (
         SELECT id, parent_id FROM companies WHERE id IN (SELECT $1::uuid
           UNION ALL SELECT other_id FROM company_similarities WHERE company_id = $1
           UNION ALL SELECT company_id FROM company_similarities WHERE other_id = $1)
         UNION SELECT c.id, c.parent_id FROM companies c JOIN up ON c.id = up.parent_id
       ) SELECT pg_advisory_xact_lock(hashtextextended(id::text, 5321))
         FROM (SELECT id FROM up WHERE parent_id IS NULL ORDER BY id) roots`,
      [lead.companyId],
    );
    const decided = await this.decided(tx, lead.id);
    const rivals = (await holdersOf(tx.manager, lead.companyId))
      .filter(({ leadId, ownerId }) => leadId !== lead.id && ownerId !== lead.ownerId && !decided.includes(leadId))
      // The earliest of those who are nearest: of the company itself before its group, of the group before a likeness.
      .sort((a, b) => conflictBases.indexOf(a.basis) - conflictBases.indexOf(b.basis));
    // A confidential holder is nobody's business but of the named: an open one beside it has a conflict of its own.
    for (const secret of [false, true]) {
      const first = rivals.find(({ confidentialTo }) => (confidentialTo !== null) === secret);
      if (first) await this.open(tx, first, lead);
    }
  }

  /** Leads about which somebody has to rule already, or has ruled that they share. */
  private async decided(tx: Transaction, leadId: string): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `SELECT CASE held_lead_id WHEN $1 THEN second_lead_id ELSE held_lead_id END AS id FROM conflicts
       WHERE $1 IN (held_lead_id, second_lead_id) AND (state = 'open' OR ruling = 'share')`,
      [leadId],
    );
    return rows.map(({ id }) => id);
  }

  private async open(tx: Transaction, first: HeldLead, lead: LeadEntity): Promise<void> {
    const id = uuid();
    await tx.query(
      `INSERT INTO conflicts (id, held_lead_id, second_lead_id, basis, held_by, held_in, second_by, second_in)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [id, first.leadId, lead.id, first.basis, first.ownerId, first.departmentId, lead.ownerId, lead.departmentId],
    );
    // Where the holder is a secret, the history of the second lead may not tell that there is one.
    const about = first.confidentialTo ? { id: first.leadId, companyId: first.companyId } : lead;
    await this.record(tx, 'conflict.opened', id, about, { basis: [null, first.basis] });
    await this.tellAll(tx, first, lead);
  }

  /**
   * Both owners and both heads; of a confidential lead only whoever is named there. What they are told hangs on that lead,
   * so that the other side's history does not tell that there is one.
   */
  private async tellAll(tx: Transaction, held: HeldLead, second: LeadEntity): Promise<void> {
    const people = await tx.query<{ id: string; departmentId: string; locale: Locale; side: 'held' | 'second' }>(
      concerned,
      [held.ownerId, second.ownerId, held.departmentId, second.departmentId],
    );
    const [{ code: heldCode = '' } = {}] = await tx.query<{ code: string }>('SELECT code FROM leads WHERE id = $1', [
      held.leadId,
    ]);
    for (const { id, departmentId, locale, side } of people) {
      if ([held, second].some(({ confidentialTo }) => confidentialTo && !confidentialTo.includes(id))) continue;
      const onHeld = held.confidentialTo ? true : second.confidentialTo ? false : side === 'held';
      const mine = onHeld
        ? { leadId: held.leadId, companyId: held.companyId }
        : { leadId: second.id, companyId: second.companyId };
      const title = labels[locale].planned.conflict.replace('{code}', onHeld ? heldCode : second.code);
      await this.followUps.tell(tx, { ownerId: id, departmentId }, mine, title);
    }
  }

  /** Keeps in the history of a shared lead that it is, and why. */
  private async noteShare(
    tx: Transaction,
    { id, companyId, ownerId, departmentId }: LeadEntity,
    reason: string,
  ): Promise<void> {
    await recordOwnership(tx, id, { kind: 'shared', from: ownerId, to: { ownerId, departmentId }, reason });
    await tx.record('lead.updated', {
      subjectType: 'lead',
      subjectId: id,
      leadId: id,
      companyId,
      data: { note: reason },
    });
  }

  private demand(actor: Actor, conflict: HeldConflict): void {
    const seen = isParty(actor, conflict);
    const hidden = [conflict.held, conflict.second].some(
      ({ confidentialTo }) => confidentialTo && !confidentialTo.includes(actor.id),
    );
    if (!seen || hidden) throw new Problem('not-found');
    if (conflict.state === 'open' && !maySettle(actor, conflict)) throw new Problem('not-allowed');
  }

  /** In the order of their ids, so that two rulings never wait for each other. */
  private async lockBoth(tx: Transaction, { held, second }: HeldConflict): Promise<[LeadEntity, LeadEntity]> {
    const ids = [held.leadId, second.leadId].sort();
    const locked: LeadEntity[] = [];
    for (const id of ids)
      locked.push(await tx.manager.findOneOrFail(LeadEntity, { where: { id }, lock: { mode: 'pessimistic_write' } }));
    const find = (id: string) => locked.find((lead) => lead.id === id) as LeadEntity;
    return [find(held.leadId), find(second.leadId)];
  }

  private record(
    tx: Transaction,
    type: 'conflict.opened' | 'conflict.settled',
    id: string,
    { id: leadId, companyId }: Pick<LeadEntity, 'id' | 'companyId'>,
    changes: Record<string, readonly [unknown, unknown]>,
  ): Promise<void> {
    return tx.record(type, { subjectType: 'conflict', subjectId: id, leadId, companyId, changes });
  }
}

/** Both owners, and the heads of both departments: where a department has none, those of the nearest above it. */
const concerned = `
  WITH RECURSIVE above AS (
    SELECT CASE WHEN d.id = $3 THEN 'held' ELSE 'second' END AS side, d.id, d.parent_id, 0 AS step
    FROM departments d WHERE d.id IN ($3, $4)
    UNION ALL SELECT a.side, d.id, d.parent_id, a.step + 1 FROM departments d JOIN above a ON d.id = a.parent_id
  ), heads AS (
    SELECT u.id, a.side, rank() OVER (PARTITION BY a.side ORDER BY a.step) AS place
    FROM above a JOIN users u ON u.department_id = a.id WHERE u.role = 'head' AND u.active
  ), people AS (
    SELECT $1::uuid AS id, 'held' AS side UNION ALL SELECT $2::uuid, 'second'
    UNION ALL SELECT id, side FROM heads WHERE place = 1
  )
  SELECT DISTINCT ON (u.id) u.id, u.department_id AS "departmentId", u.locale, p.side
  FROM people p JOIN users u ON u.id = p.id WHERE u.active ORDER BY u.id, p.side DESC`;

/** @throws Problem `rule-broken` when somebody who is to share works on no leads, or one of the two sides gets nothing */
async function demandOwners(tx: Transaction, ids: readonly string[], sides: readonly string[]): Promise<void> {
  if (!sides.every((side) => ids.includes(side)))
    throw Problem.field('rule-broken', 'shares', 'side-missing', 'name both the holder and who came second');
  const known = await tx.query<{ id: string }>(
    `SELECT id FROM users WHERE id = ANY($1) AND active AND role IN ('officer', 'head')`,
    [ids],
  );
  if (known.length !== ids.length)
    throw Problem.field('rule-broken', 'shares', 'unknown', 'choose active officers or heads, each once');
}
