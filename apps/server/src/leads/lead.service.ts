import {
  type AssignLead,
  type CreateLead,
  labels,
  type Lead,
  type Locale,
  type MoveLead,
  Problem,
  type UpdateLead,
} from '@torch/contracts';
import {
  type Actor,
  changesBetween,
  type EventType,
  isReopening,
  leadObstacles,
  may,
  openLeadStatuses,
  type Owned,
  type OwnershipKind,
} from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import { titleText } from '../companies';
import { FollowUpService } from '../follow-ups';
import { newRecord } from '../platform/database/record.entity';
import { binRecord, changeRecord, lockRecord, unbinRecord } from '../platform/database/records';
import { type Transaction, UnitOfWork } from '../platform/database/unit-of-work';
import { demandVersion } from '../platform/database/version';
import { demandChoosable } from '../reference';
import { LeadEntity } from './lead.entity';
import { type NewOwner, recordOwnership } from './ownership';
import { LeadQueries, protectedUntil } from './lead.queries';
import { lockLead } from './lock-lead';
import { recordStatus } from './status-change';

const sentences = {
  'not-on-the-road': ['status', 'the lead cannot move there from its present status'],
  'wake-date-missing': ['wakeOn', 'say on which day the lead wakes'],
  'wake-date-past': ['wakeOn', 'choose a day after today'],
  'reason-missing': ['reason', 'give the reason'],
} as const;

const wakeTitles = Object.values(labels).map(({ planned }) => planned.wakeLead);

type OnEvidence = (tx: Transaction, leadId: string) => Promise<void>;
type OnHolding = (tx: Transaction, lead: LeadEntity) => Promise<void>;

/** How and why a lead changes hands. */
interface Handover {
  kind: OwnershipKind;
  reason?: string | null | undefined;
  transferId?: string;
  /** False leaves the former owner's follow-ups where they are, for whoever moves them by themselves. */
  followUps?: boolean;
}

/** `tasks` says whether what the former owner still had to do about the lead goes along here, or is moved by itself. */
type GoesAlong = (
  tx: Transaction,
  leadId: string,
  owner: { ownerId: string; departmentId: string },
  from: { former: string; tasks: boolean },
) => Promise<void>;
type OnConcealment = (tx: Transaction, lead: LeadEntity, named: readonly string[]) => Promise<void>;

@Injectable()
export class LeadService {
  private readonly goesAlong: GoesAlong[] = [];
  private readonly onEvidenceOf: OnEvidence[] = [];
  private readonly onHoldingOf: OnHolding[] = [];
  private readonly onConcealmentOf: OnConcealment[] = [];

  constructor(
    private readonly work: UnitOfWork,
    private readonly queries: LeadQueries,
    private readonly followUps: FollowUpService,
  ) {}

  /** Names what goes along, in the same transaction, when a lead is handed over: for features that know leads, and that leads need not know. */
  onHandOver(along: GoesAlong): void {
    this.goesAlong.push(along);
  }

  /** Names who looks again, in the same transaction, when something that hangs on a lead may count as evidence. */
  onEvidence(look: OnEvidence): void {
    this.onEvidenceOf.push(look);
  }

  /** To be called by whoever adds or removes what may count as evidence: a visit, a document, a review, funds. */
  async noteEvidence(tx: Transaction, leadId: string): Promise<void> {
    await lockLead(tx, '$1', leadId);
    for (const look of this.onEvidenceOf) await look(tx, leadId);
  }

  /** To be called by whoever adds or removes what shows something at every lead of a company: a contact. */
  async noteEvidenceAt(tx: Transaction, companyId: string): Promise<void> {
    const leads = await tx.query<{ id: string }>(
      `SELECT id FROM leads WHERE company_id = $1 AND status = 'converted' AND deleted_at IS NULL ORDER BY id`,
      [companyId],
    );
    for (const { id } of leads) await this.noteEvidence(tx, id);
  }

  /**
   * Names who looks, in the same transaction, at every lead by which its owner begins to hold the company: reported,
   * whichever way it comes in, claimed out of the pool, opened again, brought back, or in contact again after its time.
   */
  onHolding(look: OnHolding): void {
    this.onHoldingOf.push(look);
  }

  /** Names who looks, in the same transaction, at what hangs on a lead that becomes the matter of named people. */
  onConcealment(look: OnConcealment): void {
    this.onConcealmentOf.push(look);
  }

  /** To be called by whoever makes a lead confidential, or names others there. */
  async noteConcealment(tx: Transaction, lead: LeadEntity, named: readonly string[]): Promise<void> {
    for (const look of this.onConcealmentOf) await look(tx, lead, named);
  }

  create(actor: Actor, input: CreateLead): Promise<Lead> {
    return this.work.run(actor, 'lead.create', async (tx) =>
      this.queries.one(await this.insert(tx, actor, input), tx.manager),
    );
  }

  /** Creates a lead inside a wider act, such as a quick log. */
  async insert(tx: Transaction, actor: Actor, { ownerId, ...input }: CreateLead): Promise<string> {
    const [company] = await tx.query<{ region: string }>(
      'SELECT region FROM companies WHERE id = $1 AND deleted_at IS NULL FOR SHARE',
      [input.companyId],
    );
    if (!company) throw Problem.field('rule-broken', 'companyId', 'unknown', 'there is no such company');
    const owner = await ownerOf(tx, actor, ownerId ?? actor.id);
    if (!may(actor, 'lead.create', owner))
      throw Problem.field('rule-broken', 'ownerId', 'out-of-reach', 'choose somebody of your own department');
    await demandChoosable(tx, choicesOf(input));
    const id = uuid();
    const facts = { ...asColumns(input), region: input.region ?? company.region };
    const code = await nextCode(tx);
    await tx.manager.insert(LeadEntity, {
      ...newRecord(id, owner, tx.now),
      ...facts,
      titleText: titleText(facts.title),
      code,
      status: 'new',
      lastContactAt: tx.now,
      protectedFrom: tx.now,
      warned: 0,
    });
    await tx.record('lead.created', {
      subjectType: 'lead',
      subjectId: id,
      leadId: id,
      companyId: input.companyId,
      changes: changesBetween(null, { ...facts, code, ...owner }),
    });
    await recordOwnership(tx, id, { kind: 'reported', from: null, to: owner });
    await this.noteHolding(tx, id);
    return id;
  }

  update(actor: Actor, id: string, { version, ...input }: UpdateLead): Promise<Lead> {
    return this.work.run(actor, 'lead.update', async (tx) => {
      const lead = await lockRecord(tx, LeadEntity, id, 'lead.read');
      demandHeld(lead);
      await demandChoosable(
        tx,
        choicesOf(input).filter(([field, , code]) => code !== lead[field]),
      );
      const row = { ...asColumns(input), ...(input.title && { titleText: titleText(input.title) }) };
      const current = () => this.queries.one(id, tx.manager);
      const changes = await changeRecord(tx, lead, row, version, current, { derived: ['titleText'] });
      if (changes) {
        await this.record(tx, 'lead.updated', lead, { changes });
        await this.noteEvidence(tx, id);
      }
      return this.queries.one(id, tx.manager);
    });
  }

  /** Moves a lead along its road; a reopening is the head's. One that goes dormant gets a follow-up for the day it wakes. */
  move(actor: Actor, id: string, { version, status, wakeOn, reason, note }: MoveLead, today: string): Promise<Lead> {
    return this.work.run(actor, 'lead.move', async (tx) => {
      const lead = await lockRecord(tx, LeadEntity, id, 'lead.read');
      await demandVersion(lead, version, () => this.queries.one(id, tx.manager));
      demandHeld(lead);
      if (isReopening(lead.status) && !may(actor, 'lead.reopen', lead))
        throw new Problem('not-allowed', { detail: 'only the head reopens a lead' });
      const obstacles = leadObstacles(lead.status, { to: status, wakeOn, reason }, today);
      if (obstacles.length > 0)
        throw new Problem('rule-broken', {
          errors: obstacles.map((code) => ({ path: sentences[code][0], code, message: sentences[code][1] })),
        });
      const wasDormant = lead.status === 'dormant';
      const first = status === 'contacted' && lead.status === 'new';
      // Opening a lead again is no contact with the company; its holder's time begins anew by the head's word.
      const again = isReopening(lead.status) && openLeadStatuses.some((open) => open === status);
      if (first || again) Object.assign(lead, unwarned);
      if (again) lead.protectedFrom = tx.now;
      await this.holding(tx, lead, () =>
        this.setStatus(tx, lead, status, {
          wakeOn: status === 'dormant' ? (wakeOn ?? null) : null,
          closeReason: status === 'disqualified' ? (reason ?? null) : null,
          ...(first && { lastContactAt: tx.now }),
          note,
        }),
      );
      if (wasDormant) await this.followUps.cancelPlanned(tx, id, wakeTitles);
      if (lead.wakeOn) await this.planWaking(tx, actor, lead, lead.wakeOn);
      return this.queries.one(id, tx.manager);
    });
  }

  /**
   * Notes evidenced contact, such as a visit that took place: the lead is no longer quiet, and a new one counts as contacted.
   * @param at when the contact was; earlier than the last one known, it changes nothing
   */
  async noteContact(tx: Transaction, id: string, at: Date): Promise<void> {
    const lead = await tx.manager.findOne(LeadEntity, { where: { id }, lock: { mode: 'pessimistic_write' } });
    if (!lead || lead.deletedAt) throw Problem.field('rule-broken', 'leadId', 'unknown', 'there is no such lead');
    const lastContactAt = at > lead.lastContactAt ? at : lead.lastContactAt;
    if (at > lead.lastContactAt) Object.assign(lead, unwarned);
    await this.holding(tx, lead, async () => {
      if (lead.status === 'new') return this.setStatus(tx, lead, 'contacted', { lastContactAt, effectiveAt: at });
      const changes = await changeRecord(tx, lead, { lastContactAt }, lead.version, () => Promise.resolve(lead));
      if (changes) await this.record(tx, 'lead.contacted', lead, { changes });
    });
  }

  /**
   * Brings a locked lead back out of the recycle bin, with the follow-ups that went with it. The time in the bin was no
   * silence: its holder has as many days left as then, and both warnings before them.
   */
  async restore(tx: Transaction, lead: LeadEntity): Promise<void> {
    const { deletedAt } = lead;
    if (!deletedAt) return;
    await this.holding(tx, lead, async () => {
      const from = Math.max(lead.lastContactAt.getTime(), lead.protectedFrom.getTime());
      Object.assign(lead, unwarned, { protectedFrom: new Date(from + tx.now.getTime() - deletedAt.getTime()) });
      await unbinRecord(tx, lead);
      await this.record(tx, 'lead.restored', lead, {});
    });
    await this.followUps.restoreWith(tx, { leadId: lead.id }, deletedAt);
  }

  /** Does something to a locked lead; where its owner begins to hold the company by it, others who hold it are looked for. */
  private async holding(tx: Transaction, lead: LeadEntity, act: () => Promise<void>): Promise<void> {
    const before = await holds(tx, lead.id);
    await act();
    if (!before && (await holds(tx, lead.id))) await this.noteHolding(tx, lead.id);
  }

  private async noteHolding(tx: Transaction, id: string): Promise<void> {
    // As it is by now: who takes a confidential lead over is named there by the database.
    const lead = await tx.manager.findOneByOrFail(LeadEntity, { id });
    for (const look of this.onHoldingOf) await look(tx, lead);
  }

  /** Notes that a locked lead is a deal from now on; called by the conversion alone, in its transaction. */
  async noteConversion(tx: Transaction, lead: LeadEntity): Promise<void> {
    if (lead.status !== 'converted') await this.setStatus(tx, lead, 'converted', {});
  }

  /** Notes that a locked lead is no deal any more: the one that it was lies in the recycle bin. */
  async noteNoDeal(tx: Transaction, lead: LeadEntity): Promise<void> {
    if (lead.status === 'converted') await this.setStatus(tx, lead, 'qualified', {});
  }

  /** Notes that one more deal came of a locked lead: whoever asks for it again starts from what was before, and is told. */
  async noteSplit(tx: Transaction, lead: LeadEntity, note: string): Promise<void> {
    Object.assign(lead, { version: lead.version + 1, updatedAt: tx.now });
    await tx.manager.save(lead);
    await this.record(tx, 'lead.updated', lead, { data: { note } });
  }

  /** The one door to a lead's status; the database takes none without the event that is recorded here. */
  private async setStatus(
    tx: Transaction,
    lead: LeadEntity,
    status: LeadEntity['status'],
    {
      note,
      effectiveAt,
      ...more
    }: Partial<Pick<LeadEntity, 'wakeOn' | 'closeReason' | 'lastContactAt'>> & {
      note?: string | null;
      effectiveAt?: Date;
    },
  ): Promise<void> {
    const from = lead.status;
    const keep = () => Promise.resolve(lead);
    const changes = await changeRecord(tx, lead, { status, ...more }, lead.version, keep, {
      derived: ['lastContactAt'],
    });
    await recordStatus(tx, lead.id, { from, to: status, effectiveAt, closeReason: more.closeReason });
    await this.record(tx, 'lead.moved', lead, { changes: changes ?? {}, data: note ? { note } : {} });
  }

  /** Hands a lead to another owner, and with it what the former one still had to do about it. */
  assign(actor: Actor, id: string, { version, ownerId, reason }: AssignLead): Promise<Lead> {
    return this.work.run(actor, 'lead.assign', async (tx) => {
      const lead = await lockRecord(tx, LeadEntity, id, 'lead.read');
      await demandVersion(lead, version, () => this.queries.one(id, tx.manager));
      const owner = await ownerOf(tx, actor, ownerId);
      if (!may(actor, 'lead.assign', owner))
        throw Problem.field('rule-broken', 'ownerId', 'out-of-reach', 'choose somebody of your own department');
      if (lead.ownerId !== owner.ownerId || lead.pooledAt)
        await this.handTo(tx, lead, owner, { kind: 'transferred', reason });
      return this.queries.one(id, tx.manager);
    });
  }

  /** The one way in which a locked lead changes hands: its deals and follow-ups go along, its history says why. */
  async handTo(
    tx: Transaction,
    lead: LeadEntity,
    owner: NewOwner,
    { kind, reason, transferId, followUps = true }: Handover,
  ): Promise<void> {
    const former = lead.ownerId;
    await this.holding(tx, lead, async () => {
      const { ownerId, departmentId } = owner;
      const input = { ownerId, departmentId, pooledAt: null, protectedFrom: tx.now, ...unwarned };
      const changes = await changeRecord(tx, lead, input, lead.version, () => Promise.resolve(lead), {
        derived: bookkeeping,
      });
      await recordOwnership(tx, lead.id, { kind, from: former, to: { ownerId, departmentId }, reason, transferId });
      const data = reason ? { note: reason } : {};
      await this.record(tx, kind === 'claimed' ? 'lead.claimed' : 'lead.assigned', lead, {
        changes: changes ?? {},
        data,
      });
      if (followUps) await this.followUps.handOver(tx, lead.id, former, { ownerId, departmentId });
      for (const along of this.goesAlong)
        await along(tx, lead.id, { ownerId, departmentId }, { former, tasks: followUps });
    });
  }

  /** Lets a locked lead go to its department's pool; what was still to be done about it is called off. */
  async release(tx: Transaction, lead: LeadEntity, reason: string | null): Promise<void> {
    const keep = () => Promise.resolve(lead);
    await changeRecord(tx, lead, { pooledAt: tx.now }, lead.version, keep);
    await recordOwnership(tx, lead.id, { kind: 'released', from: lead.ownerId, to: null, reason });
    await this.record(tx, 'lead.released', lead, { data: reason ? { note: reason } : {} });
    await this.followUps.cancelAll(tx, lead.id);
  }

  /** Closes a locked lead that somebody else holds. */
  async close(tx: Transaction, lead: LeadEntity, note: string): Promise<void> {
    await this.setStatus(tx, lead, 'disqualified', { closeReason: 'held-by-other', wakeOn: null, note });
    await this.followUps.cancelAll(tx, lead.id);
  }

  /** Notes that the holder of a locked lead has been warned of its silence. */
  async noteWarning(tx: Transaction, lead: LeadEntity, warned: 1 | 2): Promise<void> {
    const keep = () => Promise.resolve(lead);
    await changeRecord(tx, lead, { warned, warnedAt: tx.now }, lead.version, keep);
    await this.record(tx, 'lead.warned', lead, { data: { warning: warned } });
  }

  /** Puts a lead into the recycle bin, with what was still to be done about it. */
  remove(actor: Actor, id: string): Promise<void> {
    return this.work.run(actor, 'lead.delete', async (tx) => {
      const lead = await lockRecord(tx, LeadEntity, id, 'lead.read');
      if (lead.status === 'converted')
        throw new Problem('in-use', { detail: 'the lead is a deal by now; give the deal up instead' });
      await binRecord(tx, lead);
      await this.record(tx, 'lead.deleted', lead, {});
      await this.followUps.binWith(tx, { leadId: id });
    });
  }

  /** At nine in the owner's morning of that day. */
  private async planWaking(tx: Transaction, actor: Actor, { id, ownerId }: LeadEntity, day: string): Promise<void> {
    // Whose owner has left or moved on, the mover is to wake it.
    const [owner] = await tx.query<Owned & { dueAt: Date; locale: Locale }>(
      `SELECT u.id AS "ownerId", u.department_id AS "departmentId", u.locale,
              ($1::date + time '09:00') AT TIME ZONE u.time_zone AS "dueAt"
       FROM users u WHERE u.id = ANY($2) AND (u.id = $3 OR u.active AND u.department_id = ANY($4))
       ORDER BY u.id = $3 LIMIT 1`,
      [day, [ownerId, actor.id], actor.id, actor.departmentIds],
    );
    if (!owner?.ownerId) return;
    const { wakeLead: title } = labels[owner.locale].planned;
    const subject = { leadId: id, visitId: null, companyId: null };
    const dueAt = owner.dueAt.toISOString();
    await this.followUps.insert(tx, actor, {
      ...subject,
      ownerId: owner.ownerId,
      title,
      dueAt,
      noticeMinutes: 0,
      note: null,
    });
  }

  private record(
    tx: Transaction,
    type: EventType,
    lead: LeadEntity,
    more: { changes?: Record<string, readonly [unknown, unknown]>; data?: object },
  ) {
    return tx.record(type, {
      subjectType: 'lead',
      subjectId: lead.id,
      leadId: lead.id,
      companyId: lead.companyId,
      changes: more.changes ?? {},
      data: { ...more.data },
    });
  }
}

/** As after contact: the next silence is warned of anew. */
const unwarned = { warned: 0, warnedAt: null };

/** Whether its owner holds the company by a lead just now: it is open, in nobody's pool or bin, and its time runs. */
async function holds(tx: Transaction, leadId: string): Promise<boolean> {
  const rows = await tx.query(
    `SELECT FROM leads l JOIN channels h ON h.code = l.channel WHERE l.id = $1 AND l.deleted_at IS NULL AND ${protectedUntil} > now()`,
    [leadId],
  );
  return rows.length > 0;
}

/** Fields of the row that tell nobody anything. */
const bookkeeping = ['protectedFrom', 'warned', 'warnedAt'];

/** @throws Problem `rule-broken` for a lead in the pool: it has to be claimed first */
export function demandHeld({ pooledAt }: LeadEntity): void {
  if (pooledAt) throw Problem.field('rule-broken', 'status', 'pooled', 'the lead lies in the pool; claim it first');
}

const chosenFrom = {
  cluster: 'clusters',
  region: 'regions',
  park: 'parks',
  chainNode: 'chain-nodes',
  anchor: 'anchors',
  channel: 'channels',
} as const;

/** What of the input is chosen from the zone's lists. */
const choicesOf = (input: { [K in keyof typeof chosenFrom]?: string | null | undefined }) =>
  Object.entries(chosenFrom).map(
    ([field, kind]) => [field as keyof typeof chosenFrom, kind, input[field as keyof typeof chosenFrom]] as const,
  );

/** The contract's money as the row's two columns; everything else by the same name. */
function asColumns<T extends Partial<UpdateLead>>({ estimatedInvestment, ...facts }: T) {
  if (estimatedInvestment === undefined) return facts;
  const [whole = '0', cents = ''] = estimatedInvestment?.amount.split('.') ?? [];
  return {
    ...facts,
    // In the database's own spelling, so that an unchanged amount counts as unchanged.
    investmentAmount: estimatedInvestment ? `${BigInt(whole)}.${cents.padEnd(2, '0')}` : null,
    investmentCurrency: estimatedInvestment?.currency ?? null,
  };
}

/** @throws Problem `rule-broken` when there is no such active user who can own leads */
async function ownerOf(tx: Transaction, actor: Actor, id: string): Promise<{ ownerId: string; departmentId: string }> {
  if (id === actor.id) return { ownerId: actor.id, departmentId: actor.departmentId };
  const [user] = await tx.query<{ departmentId: string }>(
    `SELECT department_id AS "departmentId" FROM users WHERE id = $1 AND active AND role IN ('officer', 'head')`,
    [id],
  );
  if (!user) throw Problem.field('rule-broken', 'ownerId', 'unknown', 'there is no such active officer or head');
  return { ownerId: id, departmentId: user.departmentId };
}

/** L-2026-00042: short enough for a mail's subject. */
async function nextCode(tx: Transaction): Promise<string> {
  const [row] = await tx.query<{ number: string }>(`SELECT nextval('lead_numbers') AS number`);
  return `L-${tx.now.getUTCFullYear()}-${String(row?.number).padStart(5, '0')}`;
}
