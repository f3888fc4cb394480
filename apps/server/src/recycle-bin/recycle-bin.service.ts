import { type DeletedRecord, type Page, Problem, type RecycleBinQuery, type RestoreParams } from '@torch/contracts';
import type { Actor } from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityTarget } from 'typeorm';
import { CompanyEntity } from '../companies';
import { ContactEntity } from '../contacts';
import { DealEntity, DealService } from '../deals';
import { FollowUpEntity, FollowUpService } from '../follow-ups';
import { LeadEntity, LeadService } from '../leads';
import { listPage, Where } from '../platform/database/list';
import type { RecordEntity } from '../platform/database/record.entity';
import { demandRecord, unbinRecord } from '../platform/database/records';
import { type Transaction, UnitOfWork } from '../platform/database/unit-of-work';
import { VisitEntity } from '../visits';

type Kind = RestoreParams['type'];

const entities: Record<Kind, EntityTarget<RecordEntity>> = {
  company: CompanyEntity,
  contact: ContactEntity,
  lead: LeadEntity,
  deal: DealEntity,
  visit: VisitEntity,
  followUp: FollowUpEntity,
};

/** Days a record rests before it is gone for good. */
export const restDays = 90;

const bin = `(
  SELECT 'company' AS type, id, NULL::uuid AS lead_id, name, deleted_at, deleted_by, owner_id, department_id FROM companies WHERE deleted_at IS NOT NULL
  UNION ALL SELECT 'contact', id, NULL, name, deleted_at, deleted_by, owner_id, department_id FROM contacts WHERE deleted_at IS NOT NULL
  UNION ALL SELECT 'lead', id, id, code || ' ' || title, deleted_at, deleted_by, owner_id, department_id FROM leads WHERE deleted_at IS NOT NULL
  UNION ALL SELECT 'deal', id, lead_id, code || ' ' || title, deleted_at, deleted_by, owner_id, department_id FROM deals WHERE deleted_at IS NOT NULL
  UNION ALL SELECT 'visit', id, lead_id, subject, deleted_at, deleted_by, owner_id, department_id FROM visits WHERE deleted_at IS NOT NULL
  UNION ALL SELECT 'followUp', id, lead_id, title, deleted_at, deleted_by, owner_id, department_id FROM follow_ups WHERE deleted_at IS NOT NULL
) b`;

@Injectable()
export class RecycleBinService {
  constructor(
    private readonly db: DataSource,
    private readonly work: UnitOfWork,
    private readonly followUps: FollowUpService,
    private readonly deals: DealService,
    private readonly leads: LeadService,
  ) {}

  page(actor: Actor, { type, limit, cursor }: RecycleBinQuery): Promise<Page<DeletedRecord>> {
    return listPage<DeletedRecord>(this.db, {
      select: `b.id, b.type, b.name, b.deleted_at AS "deletedAt", u.display_name AS "deletedByName",
               b.deleted_at + make_interval(days => ${restDays}) AS "purgeAt"`,
      from: bin,
      join: 'LEFT JOIN users u ON u.id = b.deleted_by',
      where: new Where()
        .add(`b.deleted_at > now() - make_interval(days => ${restDays})`)
        .within(actor, 'recycleBin.read', 'b', 'b.lead_id')
        .when(type, 'b.type = ?'),
      sort: { column: 'b.deleted_at', type: 'timestamptz', descending: true },
      alias: 'b',
      limit,
      cursor,
    });
  }

  /** Brings a record back as it was, and with a lead the follow-ups that went with it. */
  restore(actor: Actor, { type, id }: RestoreParams): Promise<void> {
    return this.work.run(actor, 'recycleBin.restore', async (tx) => {
      const record = await tx.manager.findOne(entities[type], { where: { id }, lock: { mode: 'pessimistic_write' } });
      if (!record?.deletedAt) throw new Problem('not-found');
      await demandRecord(tx, record, 'recycleBin.read');
      const { companyId, leadId } = record as { companyId?: string; leadId?: string | null };
      if (companyId) await demandLive(tx, 'companies', companyId, 'company');
      if (leadId && type === 'followUp') await demandLive(tx, 'leads', leadId, 'lead');
      if (record instanceof FollowUpEntity) return this.followUps.restore(tx, record);
      if (record instanceof DealEntity) return this.deals.restore(tx, record);
      if (record instanceof LeadEntity) return this.leads.restore(tx, record);
      const { deletedAt } = record;
      await unbinRecord(tx, record);
      await tx.record(`${type}.restored`, {
        subjectType: type,
        subjectId: id,
        leadId: leadId ?? null,
        companyId: type === 'company' ? id : (companyId ?? null),
      });
      if (type === 'contact' && companyId) await this.leads.noteEvidenceAt(tx, companyId);
      if (type === 'visit' && leadId) await this.leads.noteEvidence(tx, leadId);
      if (type === 'company') await this.followUps.restoreWith(tx, { companyId: id }, deletedAt);
    });
  }
}

/** @throws Problem `rule-broken` when what the record hangs on lies in the bin too */
async function demandLive(tx: Transaction, table: 'companies' | 'leads', id: string, word: string): Promise<void> {
  const deleted = await tx.query(`SELECT FROM ${table} WHERE id = $1 AND deleted_at IS NOT NULL`, [id]);
  if (deleted.length > 0)
    throw new Problem('rule-broken', { detail: `the ${word} is in the recycle bin too; restore it first` });
}
