import {
  type CreateVisit,
  type NextStep,
  type NextStepInput,
  Problem,
  type UpdateVisit,
  type Visit,
} from '@torch/contracts';
import { type Actor, changesBetween, may } from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import { LeadEntity, LeadService, lockLead } from '../leads';
import { newRecord } from '../platform/database/record.entity';
import { binRecord, changeRecord, lockRecord } from '../platform/database/records';
import { type Transaction, UnitOfWork } from '../platform/database/unit-of-work';
import { VisitEntity } from './visit.entity';
import { tourShown, VisitQueries } from './visit.queries';

/** A visit is logged on its day, maybe before its hour. */
const day = 86_400_000;

@Injectable()
export class VisitService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly queries: VisitQueries,
    private readonly leads: LeadService,
  ) {}

  create(actor: Actor, input: CreateVisit): Promise<Visit> {
    return this.work.run(actor, 'visit.create', async (tx) =>
      this.queries.one(await this.insert(tx, actor, input), tx.manager),
    );
  }

  /** Creates a visit inside a wider act, such as a quick log. */
  async insert(
    tx: Transaction,
    actor: Actor,
    { contactIds = [], nextSteps = [], ...input }: CreateVisit,
  ): Promise<string> {
    demandOrder(input.startsAt, input.endsAt);
    demandCome(tx, input);
    const known = await tx.query('SELECT FROM companies WHERE id = $1 AND deleted_at IS NULL FOR SHARE', [
      input.companyId,
    ]);
    if (known.length === 0) throw Problem.field('rule-broken', 'companyId', 'unknown', 'there is no such company');
    await lockLead(tx, '$1', input.leadId ?? null);
    if (input.leadId) await demandLead(tx, actor, input.leadId, input.companyId);
    if (input.tourId) await demandTour(tx, actor, input.tourId);
    const id = uuid();
    const steps = stepsAfter([], nextSteps);
    const owner = { ownerId: actor.id, departmentId: actor.departmentId };
    await tx.manager.insert(VisitEntity, {
      ...newRecord(id, owner, tx.now),
      ...withInstants(input),
      nextSteps: steps,
    });
    await setContacts(tx, id, input.companyId, contactIds);
    await tx.record('visit.created', {
      subjectType: 'visit',
      subjectId: id,
      leadId: input.leadId,
      companyId: input.companyId,
      changes: changesBetween(null, { ...input, ...(steps.length > 0 && { nextSteps: steps }), contactIds }),
    });
    await this.noteContact(tx, { ...input, startsAt: new Date(input.startsAt) });
    return id;
  }

  update(actor: Actor, id: string, { version, contactIds, nextSteps, ...input }: UpdateVisit): Promise<Visit> {
    return this.work.run(actor, 'visit.update', async (tx) => {
      await lockLead(tx, '(SELECT lead_id FROM visits WHERE id = $1)', id);
      const visit = await lockRecord(tx, VisitEntity, id, 'visit.read');
      const before = await this.queries.one(id, tx.manager);
      if (input.leadId) await demandLead(tx, actor, input.leadId, visit.companyId);
      if (input.leadId !== undefined && input.leadId !== visit.leadId) await demandOpen(tx, visit.leadId);
      if (input.tourId && input.tourId !== visit.tourId) await demandTour(tx, actor, input.tourId);
      const change = {
        ...withInstants(input),
        ...(nextSteps && { nextSteps: stepsAfter(visit.nextSteps, nextSteps) }),
      };
      const after = { ...visit, ...change };
      demandOrder(after.startsAt, after.endsAt);
      demandCome(tx, after);
      const extra = changesBetween(
        { contactIds: [...before.contactIds].sort() },
        { contactIds: [...(contactIds ?? before.contactIds)].sort() },
      );
      const changes = await changeRecord(tx, visit, change, version, () => Promise.resolve(before), {
        extra,
      });
      if (!changes) return before;
      if (contactIds) await setContacts(tx, id, visit.companyId, contactIds);
      await tx.record('visit.updated', {
        subjectType: 'visit',
        subjectId: id,
        leadId: visit.leadId,
        companyId: visit.companyId,
        changes,
      });
      await this.noteContact(tx, visit, before.leadId);
      return this.queries.one(id, tx.manager);
    });
  }

  remove(actor: Actor, id: string): Promise<void> {
    return this.work.run(actor, 'visit.delete', async (tx) => {
      await lockLead(tx, '(SELECT lead_id FROM visits WHERE id = $1)', id);
      const visit = await lockRecord(tx, VisitEntity, id, 'visit.read');
      await binRecord(tx, visit);
      await tx.record('visit.deleted', {
        subjectType: 'visit',
        subjectId: id,
        leadId: visit.leadId,
        companyId: visit.companyId,
      });
      if (visit.leadId) await this.leads.noteEvidence(tx, visit.leadId);
    });
  }

  /**
   * A visit that took place is contact with the lead.
   * @param former the lead that it was of: what the visit showed there, it shows there no more
   */
  private async noteContact(
    tx: Transaction,
    visit: { status: string; leadId: string | null; startsAt: Date },
    former: string | null = null,
  ): Promise<void> {
    if (visit.status === 'completed' && visit.leadId)
      await this.leads.noteContact(tx, visit.leadId, visit.startsAt < tx.now ? visit.startsAt : tx.now);
    const touched = [former, visit.leadId].filter((id) => id !== null);
    for (const leadId of [...new Set(touched)].sort()) await this.leads.noteEvidence(tx, leadId);
  }
}

/** The steps as they are to be kept: a known one keeps the follow-up that it has become, a new one gets its id. */
function stepsAfter(before: readonly NextStep[], given: readonly NextStepInput[]): NextStep[] {
  return given.map(({ id, what, dueOn, ownerId }) => {
    const known = before.find((step) => step.id === id);
    return { id: known?.id ?? uuid(), what, dueOn, ownerId, followUpId: known?.followUpId ?? null };
  });
}

/** The tour must be one that the writer sees: their own, or within their reach. */
async function demandTour(tx: Transaction, actor: Actor, tourId: string): Promise<void> {
  const [tour] = await tx.query<{ ownerId: string; departmentId: string }>(
    `SELECT owner_id AS "ownerId", department_id AS "departmentId" FROM tours t
     WHERE id = $1 AND (${tourShown.replace('?', '$2')}) FOR SHARE`,
    [tourId, actor.id],
  );
  if (!tour || !may(actor, 'visit.read', tour))
    throw Problem.field('rule-broken', 'tourId', 'unknown', 'there is no such tour');
}

function withInstants<T extends { startsAt?: string; endsAt?: string | null }>({ startsAt, endsAt, ...rest }: T) {
  return {
    ...rest,
    ...(startsAt !== undefined && { startsAt: new Date(startsAt) }),
    ...(endsAt !== undefined && { endsAt: endsAt === null ? null : new Date(endsAt) }),
  } as Omit<T, 'startsAt' | 'endsAt'> & { startsAt: Date; endsAt: Date | null };
}

function demandOrder(startsAt: string | Date, endsAt: string | Date | null | undefined): void {
  if (endsAt && new Date(endsAt) < new Date(startsAt))
    throw Problem.field('rule-broken', 'endsAt', 'before-start', 'the end cannot be before the start');
}

/** @throws Problem `rule-broken` for a visit that is said to have taken place and whose day has not come */
function demandCome({ now }: Transaction, { status, startsAt }: { status: string; startsAt: string | Date }): void {
  if (status === 'completed' && new Date(startsAt).getTime() > now.getTime() + day)
    throw Problem.field('rule-broken', 'startsAt', 'in-the-future', 'a visit that lies ahead has not taken place');
}

/** The lead must be the company's, and within the writer's reach. */
async function demandLead(tx: Transaction, actor: Actor, leadId: string, companyId: string): Promise<void> {
  const lead = await tx.manager.findOne(LeadEntity, { where: { id: leadId, companyId } });
  if (!lead || lead.deletedAt || !may(actor, 'lead.read', lead))
    throw Problem.field('rule-broken', 'leadId', 'unknown', 'this company has no such lead');
}

/** @throws Problem `rule-broken` for a confidential lead: what hangs on it would be everybody's without it */
async function demandOpen(tx: Transaction, leadId: string | null): Promise<void> {
  const confidential = await tx.query('SELECT FROM leads WHERE id = $1 AND confidential_to IS NOT NULL', [leadId]);
  if (confidential.length > 0)
    throw Problem.field('rule-broken', 'leadId', 'confidential', 'a visit stays with its confidential deal');
}

async function setContacts(tx: Transaction, visitId: string, companyId: string, contactIds: string[]): Promise<void> {
  await tx.query('DELETE FROM visit_contacts WHERE visit_id = $1 AND NOT contact_id = ANY($2)', [visitId, contactIds]);
  if (contactIds.length === 0) return;
  const kept = await tx.query(
    `INSERT INTO visit_contacts SELECT $1, id FROM contacts WHERE id = ANY($2) AND company_id = $3 AND deleted_at IS NULL
     ON CONFLICT (visit_id, contact_id) DO UPDATE SET contact_id = EXCLUDED.contact_id RETURNING contact_id`,
    [visitId, contactIds, companyId],
  );
  if (kept.length !== new Set(contactIds).size)
    throw Problem.field('rule-broken', 'contactIds', 'unknown', 'a contact does not belong to this company');
}
