import { type DeletedRecord, type Page, Problem, type RecycleBinQuery, type RestoreParams } from '@torch/contracts';
import type { Actor } from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityTarget } from 'typeorm';
import { CompanyEntity } from '../companies';
import { ContactEntity } from '../contacts';
import { FollowUpEntity, planReminders } from '../follow-ups';
import { LeadEntity } from '../leads';
import { listPage, Where } from '../platform/database/list';
import type { RecordEntity } from '../platform/database/record.entity';
import { UnitOfWork } from '../platform/database/unit-of-work';
import { VisitEntity } from '../visits';

type Kind = RestoreParams['type'];

const entities: Record<Kind, EntityTarget<RecordEntity>> = {
  company: CompanyEntity,
  contact: ContactEntity,
  lead: LeadEntity,
  visit: VisitEntity,
  followUp: FollowUpEntity,
};

/** Days a record rests before it is gone for good. */
const days = 90;

const bin = `(
  SELECT 'company' AS type, id, name, deleted_at, deleted_by, owner_id, department_id FROM companies WHERE deleted_at IS NOT NULL
  UNION ALL SELECT 'contact', id, name, deleted_at, deleted_by, owner_id, department_id FROM contacts WHERE deleted_at IS NOT NULL
  UNION ALL SELECT 'lead', id, code || ' ' || title, deleted_at, deleted_by, owner_id, department_id FROM leads WHERE deleted_at IS NOT NULL
  UNION ALL SELECT 'visit', id, subject, deleted_at, deleted_by, owner_id, department_id FROM visits WHERE deleted_at IS NOT NULL
  UNION ALL SELECT 'followUp', id, title, deleted_at, deleted_by, owner_id, department_id FROM follow_ups WHERE deleted_at IS NOT NULL
) b`;

@Injectable()
export class RecycleBinService {
  constructor(
    private readonly db: DataSource,
    private readonly work: UnitOfWork,
  ) {}

  page(actor: Actor, { type, limit, cursor }: RecycleBinQuery): Promise<Page<DeletedRecord>> {
    return listPage<DeletedRecord>(this.db, {
      select: `b.id, b.type, b.name, b.deleted_at AS "deletedAt", u.display_name AS "deletedByName",
               b.deleted_at + make_interval(days => ${days}) AS "purgeAt"`,
      from: bin,
      join: 'LEFT JOIN users u ON u.id = b.deleted_by',
      where: new Where()
        .add(`b.deleted_at > now() - make_interval(days => ${days})`)
        .within(actor, 'recycleBin.read', 'b')
        .when(type, 'b.type = ?'),
      sort: { column: 'b.deleted_at', type: 'timestamptz', descending: true },
      alias: 'b',
      limit,
      cursor,
    });
  }

  /** Brings a record back as it was; a follow-up that still lies ahead reminds again. */
  restore(actor: Actor, { type, id }: RestoreParams): Promise<void> {
    return this.work.run(actor, 'recycleBin.restore', async (tx) => {
      const record = await tx.manager.findOne(entities[type], { where: { id }, lock: { mode: 'pessimistic_write' } });
      if (!record?.deletedAt) throw new Problem('not-found');
      tx.demand(record, 'recycleBin.read');
      const links = record as { companyId?: string; leadId?: string | null };
      if (links.companyId) {
        const [company] = await tx.query<{ deleted: boolean }>(
          'SELECT deleted_at IS NOT NULL AS deleted FROM companies WHERE id = $1',
          [links.companyId],
        );
        if (company?.deleted)
          throw new Problem('rule-broken', { detail: 'the company is in the recycle bin too; restore it first' });
      }
      record.deletedAt = null;
      record.deletedBy = null;
      record.version += 1;
      await tx.manager.save(record);
      await tx.record(`${type}.restored`, {
        subjectType: type,
        subjectId: id,
        leadId: type === 'lead' ? id : (links.leadId ?? null),
        companyId: type === 'company' ? id : (links.companyId ?? null),
      });
      if (record instanceof FollowUpEntity) await planReminders(tx, record);
    });
  }
}
