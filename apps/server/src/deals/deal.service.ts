import {
  type ConvertLead,
  type CreateDeal,
  type Deal,
  type Money,
  type MoveDeal,
  type MovedDeals,
  type MoveDeals,
  Problem,
  type SplitLead,
  type UpdateDeal,
} from '@torch/contracts';
import {
  type Actor,
  type Changes,
  changesBetween,
  type DealFacts,
  type DealObstacle,
  isOnRoad,
  judgeMove,
  may,
  missingEvidence,
  normaliseRegistrationNumber,
  stagesUpTo,
  type Standing,
  standingAfter,
} from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { titleText } from '../companies';
import { demandHeld, LeadEntity, LeadQueries, LeadService } from '../leads';
import { newRecord } from '../platform/database/record.entity';
import { binRecord, changeRecord, lockRecord, unbinRecord } from '../platform/database/records';
import { type Transaction, UnitOfWork } from '../platform/database/unit-of-work';
import { demandVersion } from '../platform/database/version';
import { asProblem } from '../platform/http/problem.filter';
import { withoutKey } from '../platform/request-context';
import { DealEntity } from './deal.entity';
import { factsOf, missingNow } from './deal.facts';
import { flawsOf } from './deal-flaws';
import { asColumns } from './deal-money';
import { DealQueries } from './deal.queries';
import { lockDeal } from './lock-deal';
import { recordStage } from './stage-change';

type Owner = Pick<DealEntity, 'ownerId' | 'departmentId'>;

@Injectable()
export class DealService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly queries: DealQueries,
    private readonly leads: LeadService,
    private readonly leadQueries: LeadQueries,
  ) {
    leads.onHandOver((tx, leadId, owner) => this.handOver(tx, leadId, owner));
    leads.onEvidence((tx, leadId) => this.lookAgain(tx, leadId));
  }

  /**
   * Makes a qualified lead a deal. Contacts, visits and follow-ups stay where they are, on company and lead: the deal
   * reads them there. A lead that is one already answers with its deal, so a second click changes nothing.
   */
  convert(actor: Actor, leadId: string, input: ConvertLead, today: string): Promise<Deal> {
    return this.work.run(actor, 'deal.create', async (tx) => {
      const lead = await lockRecord(tx, LeadEntity, leadId, 'lead.read');
      if (lead.status === 'converted') return this.queries.ofLead(leadId, tx.manager);
      demandHeld(lead);
      await demandVersion(lead, input.version, () => this.leadQueries.one(leadId, tx.manager));
      if (lead.status !== 'qualified')
        throw Problem.field('rule-broken', 'status', 'not-qualified', 'only a qualified lead becomes a deal');
      const id = await this.begin(tx, lead, input, { today, splitReason: null });
      await this.leads.noteConversion(tx, lead);
      return this.queries.one(id, tx.manager);
    });
  }

  /** One more deal out of a converted lead, with the reason that keeps it from being counted as a slip. */
  split(actor: Actor, leadId: string, { reason, ...input }: SplitLead, today: string): Promise<Deal> {
    return this.work.run(actor, 'deal.create', async (tx) => {
      const lead = await lockRecord(tx, LeadEntity, leadId, 'lead.read');
      await demandVersion(lead, input.version, () => this.leadQueries.one(leadId, tx.manager));
      if (lead.status !== 'converted')
        throw Problem.field('rule-broken', 'status', 'not-converted', 'only a lead that is a deal already is split');
      const id = await this.begin(tx, lead, input, { today, splitReason: reason });
      await this.leads.noteSplit(tx, lead, reason);
      return this.queries.one(id, tx.manager);
    });
  }

  /** Enters a deal directly: its lead is made with it, so that the funnel has one start. */
  create(actor: Actor, { totalInvestment, on, ...lead }: CreateDeal, today: string): Promise<Deal> {
    return this.work.run(actor, 'deal.create', async (tx) => {
      const leadId = await this.leads.insert(tx, actor, { ...lead, estimatedInvestment: totalInvestment });
      const entity = await lockRecord(tx, LeadEntity, leadId, 'lead.read');
      const id = await this.begin(tx, entity, { totalInvestment, on }, { today, splitReason: null, direct: true });
      await this.leads.noteConversion(tx, entity);
      return this.queries.one(id, tx.manager);
    });
  }

  update(actor: Actor, id: string, { version, ...input }: UpdateDeal): Promise<Deal> {
    return this.work.run(actor, 'deal.update', async (tx) => {
      const deal = await lockDeal(tx, id, 'deal.read');
      const current = () => this.queries.one(id, tx.manager);
      await demandVersion(deal, version, current);
      await this.enter(tx, deal, input);
      return current();
    });
  }

  /** The one door to a deal's stage: the page, the board, the API and every later way go through it. */
  move(actor: Actor, id: string, { version, stage, ...wish }: MoveDeal, today: string): Promise<Deal> {
    return this.work.run(actor, 'deal.move', async (tx) => {
      const deal = await lockDeal(tx, id, 'deal.read');
      await demandVersion(deal, version, () => this.queries.one(id, tx.manager));
      const { evidence } = wish;
      if (evidence) {
        if (!may(actor, 'deal.update', deal)) throw new Problem('not-allowed');
        await atEvidence(() => this.enter(tx, deal, evidence));
      }
      const facts = await factsOf(tx, deal);
      const reason = stage === 'lost' ? (wish.closeReason ?? null) : (wish.reason ?? null);
      // Where the mover's calendar is behind that of the last one, the deal's day is today too.
      const latest = deal.stageSince > today ? deal.stageSince : today;
      const move = { to: stage, on: wish.on ?? latest, reason, override: wish.override };
      const { obstacles, flagged } = judgeMove(standingOf(deal), facts, move, {
        isHead: may(actor, 'deal.override', deal),
        today: latest,
        lastMovedOn: deal.stageSince,
      });
      if (obstacles.length > 0) throw refusal(obstacles);
      const from = deal.stage;
      const { stage: to, stageLeft } = standingAfter(standingOf(deal), stage);
      const closeReason = to === 'lost' ? (wish.closeReason ?? null) : null;
      Object.assign(deal, { stage: to, stageLeft, stageSince: move.on, closeReason });
      deal.flagged = owing(deal, facts);
      deal.version += 1;
      deal.updatedAt = tx.now;
      await tx.manager.save(deal);
      await recordStage(tx, deal.id, {
        from,
        to,
        on: move.on,
        reason: wish.reason ?? null,
        closeReason,
        overridden: flagged,
        facts,
      });
      await this.record(tx, 'deal.moved', deal, { stage: [from, to] }, wish.reason ? { note: wish.reason } : {});
      return this.queries.one(id, tx.manager);
    });
  }

  /**
   * Into the recycle bin, as long as it is only negotiated: what went further is ended with its reason, not made unseen.
   * A lead whose last deal it was is qualified again.
   */
  remove(actor: Actor, id: string): Promise<void> {
    return this.work.run(actor, 'deal.delete', async (tx) => {
      const lead = await this.lockLead(tx, id);
      const deal = await lockRecord(tx, DealEntity, id, 'deal.read');
      if (deal.stage !== 'negotiating')
        throw Problem.field('rule-broken', 'stage', 'under-way', 'a deal that has gone on is ended, not deleted');
      await binRecord(tx, deal);
      await this.record(tx, 'deal.deleted', deal, {});
      if (!(await this.hasOther(tx, deal))) await this.leads.noteNoDeal(tx, lead);
    });
  }

  /**
   * Takes a deal out of the recycle bin, to whom its lead belongs by now.
   * @throws Problem `rule-broken` where the lead has become another deal meanwhile, was closed, or lies in the bin or the pool
   */
  async restore(tx: Transaction, deal: DealEntity): Promise<void> {
    const lead = await this.lockLead(tx, deal.id);
    if (lead.deletedAt)
      throw new Problem('rule-broken', { detail: 'the lead is in the recycle bin too; restore it first' });
    if (deal.splitReason === null && (await this.hasOther(tx, deal, 'AND split_reason IS NULL')))
      throw new Problem('rule-broken', { detail: 'the lead has become another deal meanwhile' });
    demandHeld(lead);
    if (lead.status === 'disqualified')
      throw Problem.field('rule-broken', 'status', 'lead-closed', 'the lead has been closed; open it again first');
    await unbinRecord(tx, deal);
    await this.record(tx, 'deal.restored', deal, {});
    await this.give(tx, deal, lead);
    await this.leads.noteConversion(tx, lead);
  }

  private async hasOther(tx: Transaction, { id, leadId }: DealEntity, which = ''): Promise<boolean> {
    const others = await tx.query(
      `SELECT FROM deals WHERE lead_id = $1 AND id <> $2 AND deleted_at IS NULL ${which} LIMIT 1`,
      [leadId, id],
    );
    return others.length > 0;
  }

  /** The lead of a deal, locked before the deal as everywhere. @throws Problem `not-found` */
  private async lockLead(tx: Transaction, dealId: string): Promise<LeadEntity> {
    const deal = await tx.manager.findOneBy(DealEntity, { id: dealId });
    const lead =
      deal &&
      (await tx.manager.findOne(LeadEntity, { where: { id: deal.leadId }, lock: { mode: 'pessimistic_write' } }));
    if (!lead) throw new Problem('not-found');
    return lead;
  }

  /** Enters facts into a locked deal; what it owes to the stages that it has passed is told anew. */
  private async enter(tx: Transaction, deal: DealEntity, input: Omit<UpdateDeal, 'version'>): Promise<void> {
    const row = { ...asColumns(withNumber(input)), ...(input.title && { titleText: titleText(input.title) }) };
    const flaws = flawsOf(deal, { ...deal, ...row }, row.localRegistrationNumber);
    if (flaws.length > 0)
      throw new Problem('rule-broken', { detail: flaws.map(({ message }) => message).join('; '), errors: flaws });
    const keep = () => this.queries.one(deal.id, tx.manager);
    const changes = await changeRecord(tx, deal, row, deal.version, keep, { derived: ['flagged', 'titleText'] });
    if (!changes) return;
    await this.record(tx, 'deal.updated', deal, { ...changes, ...(await this.settleFlags(tx, deal)) });
  }

  /** Moves several deals, each in a transaction of its own through the same door; the answer says how each fared. */
  async moveAll(actor: Actor, { items, ...wish }: MoveDeals, today: string): Promise<MovedDeals> {
    const answer: MovedDeals['items'] = [];
    for (const { id, version } of items)
      try {
        await withoutKey(() => this.move(actor, id, { ...wish, version }, today));
        answer.push({ id, ok: true, errors: [], problem: null });
      } catch (error) {
        const problem = asProblem(error);
        if (problem.type === 'internal' || problem.type === 'unavailable') throw error;
        answer.push({ id, ok: false, errors: problem.extra.errors ?? [], problem: problem.type });
      }
    // Kept under the request's key, so that the same request again is answered and not carried out.
    return this.work.run(actor, 'deal.move', () => Promise.resolve({ items: answer }));
  }

  /** Evidence has come or gone: what a deal owes is settled as soon as it is there, and owed again when it goes. */
  private async lookAgain(tx: Transaction, leadId: string): Promise<void> {
    for (const deal of await this.lockOf(tx, leadId)) {
      const changes = await this.settleFlags(tx, deal);
      if (changes) await this.record(tx, 'deal.updated', deal, changes);
    }
  }

  private lockOf(tx: Transaction, leadId: string): Promise<DealEntity[]> {
    return tx.manager.find(DealEntity, {
      where: { leadId, deletedAt: IsNull() },
      order: { id: 'ASC' },
      lock: { mode: 'pessimistic_write' },
    });
  }

  /** A lead's deals go where it goes: to one owner, who answers for the whole. */
  private async handOver(tx: Transaction, leadId: string, owner: Owner): Promise<void> {
    for (const deal of await this.lockOf(tx, leadId)) await this.give(tx, deal, owner);
  }

  /** Gives a locked deal to an owner, who may have it already. */
  private async give(tx: Transaction, deal: DealEntity, { ownerId, departmentId }: Owner): Promise<void> {
    const keep = () => Promise.resolve(deal);
    const changes = await changeRecord(tx, deal, { ownerId, departmentId }, deal.version, keep);
    // A card of the new owner's shows nothing any more.
    if (changes) await this.record(tx, 'deal.assigned', deal, { ...changes, ...(await this.settleFlags(tx, deal)) });
  }

  /** Puts a deal on the road, with the evidence that its first stage asks for. */
  private async begin(
    tx: Transaction,
    lead: LeadEntity,
    input: { title?: string | undefined; totalInvestment?: Money | undefined; on?: string | undefined },
    { today, splitReason, direct = false }: { today: string; splitReason: string | null; direct?: boolean },
  ): Promise<string> {
    const { on = today } = input;
    if (on > today) throw refusal([{ code: 'in-the-future' }]);
    const [row] = await tx.query<{ number: string }>(`SELECT nextval('deal_numbers') AS number`);
    const money = input.totalInvestment && asColumns({ totalInvestment: input.totalInvestment });
    const deal = tx.manager.create(DealEntity, {
      ...newRecord(uuid(), { ownerId: lead.ownerId, departmentId: lead.departmentId }, tx.now),
      code: `D-${today.slice(0, 4)}-${String(row?.number).padStart(5, '0')}`,
      title: input.title ?? lead.title,
      titleText: titleText(input.title ?? lead.title),
      leadId: lead.id,
      companyId: lead.companyId,
      stage: 'negotiating',
      stageLeft: null,
      stageSince: on,
      splitReason,
      flagged: [],
      waivers: {},
      workers: [],
      totalInvestmentAmount: lead.investmentAmount,
      totalInvestmentCurrency: lead.investmentCurrency,
      ...money,
    });
    await tx.manager.insert(DealEntity, deal);
    const known = await tx.manager.findOneByOrFail(DealEntity, { id: deal.id });
    const facts: DealFacts = { ...(await factsOf(tx, known)), ...(direct && { leadQualified: true }) };
    const missing = missingEvidence(facts, ['negotiating']);
    if (missing.length > 0) throw refusal([{ code: 'evidence-missing', evidence: missing }]);
    await recordStage(tx, known.id, {
      from: null,
      to: 'negotiating',
      on,
      reason: splitReason,
      closeReason: null,
      overridden: [],
      facts,
    });
    const { code, title, totalInvestmentAmount, totalInvestmentCurrency } = known;
    await this.record(
      tx,
      'deal.created',
      known,
      changesBetween(null, { code, title, totalInvestmentAmount, totalInvestmentCurrency, splitReason }),
    );
    return deal.id;
  }

  /**
   * Tells anew what a locked deal owes to the stages that it has passed: what was supplied is no debt any more, what was
   * withdrawn is one again.
   * @returns null when it owes what it owed before
   */
  private async settleFlags(tx: Transaction, deal: DealEntity): Promise<Pick<Changes, 'flagged'> | null> {
    const [before, flagged] = [deal.flagged, owing(deal, await factsOf(tx, deal))];
    if (flagged.join() === before.join()) return null;
    deal.flagged = flagged;
    await tx.manager.save(deal);
    return { flagged: [before, flagged] };
  }

  private record(
    tx: Transaction,
    type: 'deal.created' | 'deal.updated' | 'deal.deleted' | 'deal.restored' | 'deal.moved' | 'deal.assigned',
    { id, leadId, companyId }: DealEntity,
    changes: ReturnType<typeof changesBetween>,
    data: Record<string, unknown> = {},
  ): Promise<void> {
    return tx.record(type, { subjectType: 'deal', subjectId: id, leadId, companyId, changes, data });
  }
}

/** What of the evidence of the stages passed is not there; a deal put aside answers for those before that. */
const owing = ({ stage, stageLeft }: DealEntity, facts: DealFacts) =>
  missingNow(facts, stagesUpTo(isOnRoad(stage) ? stage : (stageLeft ?? 'negotiating')));

const standingOf = ({ stage, stageLeft }: DealEntity): Standing => ({ stage, stageLeft }) as Standing;

const sentences: Record<DealObstacle['code'], readonly [path: string, sentence: string]> = {
  'not-on-the-road': ['stage', 'the deal cannot move there from where it stands'],
  'head-only': ['stage', 'only the head of the department may do this'],
  'reason-missing': ['reason', 'give the reason'],
  'in-the-future': ['on', 'a move cannot take effect in the future'],
  'before-last-move': ['on', 'a move cannot take effect before the one before it'],
  'before-its-day': ['on', 'a move cannot take effect before the day that shows its stage'],
  'evidence-missing': ['evidence', 'evidence is missing'],
  'dates-out-of-order': ['on', 'the dates of the deal are not in order'],
};

/** Every obstacle at its field; each missing piece of evidence is named by itself. */
function refusal(obstacles: readonly DealObstacle[]): Problem {
  const errors = obstacles.flatMap((obstacle) => {
    const [path, message] = sentences[obstacle.code];
    if (obstacle.code === 'evidence-missing')
      return obstacle.evidence.map((one) => ({
        path: `evidence.${one}`,
        code: obstacle.code,
        message: `${one} is missing`,
      }));
    if (obstacle.code === 'in-the-future' && obstacle.date)
      return [{ path: obstacle.date, code: obstacle.code, message: `${obstacle.date} has not come yet` }];
    if (obstacle.code === 'dates-out-of-order')
      return [{ path: obstacle.date, code: `before-${obstacle.before}`, message }];
    if (obstacle.code === 'before-its-day') return [{ path, code: `before-${obstacle.date}`, message }];
    return [{ path, code: obstacle.code, message }];
  });
  return new Problem('rule-broken', { detail: errors.map(({ message }) => message).join('; '), errors });
}

/** What is wrong with facts that came with a move is said at their place in it. */
async function atEvidence(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Problem) || !error.extra.errors) throw error;
    const errors = error.extra.errors.map((flaw) => ({ ...flaw, path: `evidence.${flaw.path}` }));
    throw new Problem(error.type, { ...error.extra, errors });
  }
}

/** The number of a company here as it is kept. */
function withNumber<T extends { localRegistrationNumber?: string | null | undefined }>(input: T): T {
  const { localRegistrationNumber: number } = input;
  return number ? { ...input, localRegistrationNumber: normaliseRegistrationNumber(number) } : input;
}
