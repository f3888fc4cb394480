import {
  type Contact,
  type ContactQuery,
  type ContactSummary,
  type CreateContact,
  Problem,
  type UpdateContact,
} from '@torch/contracts';
import { type Actor, changesBetween, maskPhone } from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { LeadService } from '../leads';
import { listPage, Where } from '../platform/database/list';
import { newRecord } from '../platform/database/record.entity';
import { binRecord, changeRecord, lockRecord } from '../platform/database/records';
import { type Transaction, UnitOfWork } from '../platform/database/unit-of-work';
import { dateIn, foremost } from '../platform/time';
import { ContactEntity } from './contact.entity';

const columns = `k.id, k.version, k.company_id AS "companyId", c.name AS "companyName", k.name, k.title, k.phone,
  k.phone_verified_on::text AS "phoneVerifiedOn", k.email,
  k.wechat, k.notes, k.owner_id AS "ownerId", k.department_id AS "departmentId", k.created_at AS "createdAt"`;
const from = 'contacts k JOIN companies c ON c.id = k.company_id';

const maskEmail = (email: string | null) => email && email.replace(/^(.).*(@.*)$/, '$1***$2');

@Injectable()
export class ContactService {
  constructor(
    private readonly db: DataSource,
    private readonly work: UnitOfWork,
    private readonly leads: LeadService,
  ) {}

  /** Names for everyone who reads companies; phone and mail address masked. */
  async page(actor: Actor, { q, company, sort, limit, cursor }: ContactQuery) {
    const where = new Where()
      .add('k.deleted_at IS NULL')
      .within(actor, 'contact.list', 'k')
      .when(company, 'k.company_id = ?')
      .when(q, 'strpos(lower(k.name), lower(?)) > 0');
    const byName = sort.endsWith('name');
    const page = await listPage<ContactSummary>(this.db, {
      select: columns,
      from: 'contacts k',
      join: 'JOIN companies c ON c.id = k.company_id',
      where,
      sort: {
        column: byName ? 'k.name' : 'k.created_at',
        type: byName ? 'text' : 'timestamptz',
        descending: sort.startsWith('-'),
      },
      alias: 'k',
      limit,
      cursor,
    });
    return {
      ...page,
      items: page.items.map((item) => ({ ...item, phone: maskPhone(item.phone), email: maskEmail(item.email) })),
    };
  }

  /** Opens the whole record, and logs that it was opened. */
  open(actor: Actor, id: string): Promise<Contact> {
    return this.work.run(actor, 'contact.read', async (tx) => {
      const contact = await this.one(id, tx.manager);
      tx.demand(contact, 'contact.read');
      await tx.record('contact.opened', { subjectType: 'contact', subjectId: id, companyId: contact.companyId });
      return contact;
    });
  }

  create(actor: Actor, input: CreateContact): Promise<Contact> {
    return this.work.run(actor, 'contact.create', async (tx) =>
      this.one(await this.insert(tx, actor, input), tx.manager),
    );
  }

  /** Creates a contact inside a wider act, such as a quick log. */
  async insert(tx: Transaction, actor: Actor, input: CreateContact): Promise<string> {
    const known = await tx.query('SELECT FROM companies WHERE id = $1 AND deleted_at IS NULL FOR SHARE', [
      input.companyId,
    ]);
    if (known.length === 0) throw Problem.field('rule-broken', 'companyId', 'unknown', 'there is no such company');
    demandPhone(input);
    const id = uuid();
    const owner = { ownerId: actor.id, departmentId: actor.departmentId };
    await tx.manager.insert(ContactEntity, { ...newRecord(id, owner, tx.now), ...input });
    await tx.record('contact.created', {
      subjectType: 'contact',
      subjectId: id,
      companyId: input.companyId,
      changes: changesBetween(null, input),
    });
    await this.leads.noteEvidenceAt(tx, input.companyId);
    return id;
  }

  update(actor: Actor, id: string, { version, ...input }: UpdateContact): Promise<Contact> {
    return this.work.run(actor, 'contact.update', async (tx) => {
      const contact = await lockRecord(tx, ContactEntity, id, 'contact.list');
      const change = { ...input };
      // What was found right was the number before.
      if (input.phone !== undefined && input.phone !== contact.phone) change.phoneVerifiedOn ??= null;
      demandPhone({ ...contact, ...change });
      const changes = await changeRecord(tx, contact, change, version, () => this.one(id, tx.manager));
      if (changes)
        await tx.record('contact.updated', {
          subjectType: 'contact',
          subjectId: id,
          companyId: contact.companyId,
          changes,
        });
      return this.one(id, tx.manager);
    });
  }

  remove(actor: Actor, id: string): Promise<void> {
    return this.work.run(actor, 'contact.delete', async (tx) => {
      const contact = await lockRecord(tx, ContactEntity, id, 'contact.list');
      await binRecord(tx, contact);
      await tx.record('contact.deleted', { subjectType: 'contact', subjectId: id, companyId: contact.companyId });
      await this.leads.noteEvidenceAt(tx, contact.companyId);
    });
  }

  private async one(id: string, manager: EntityManager): Promise<Contact> {
    const rows: Contact[] = await manager.query(
      `SELECT ${columns} FROM ${from} WHERE k.id = $1 AND k.deleted_at IS NULL`,
      [id],
    );
    if (!rows[0]) throw new Problem('not-found');
    return rows[0];
  }
}

/** @throws Problem `rule-broken` for a day of verification where there is no phone, or one that has not come anywhere yet */
function demandPhone({
  phone,
  phoneVerifiedOn,
}: {
  phone?: string | null | undefined;
  phoneVerifiedOn?: string | null | undefined;
}): void {
  if (!phoneVerifiedOn) return;
  if (!phone) throw Problem.field('rule-broken', 'phoneVerifiedOn', 'no-phone', 'there is no phone to be verified');
  if (phoneVerifiedOn > dateIn(foremost))
    throw Problem.field('rule-broken', 'phoneVerifiedOn', 'in-the-future', 'this day has not come yet');
}
