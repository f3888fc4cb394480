import { rm } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { type Attachment, type AttachmentFields, Problem, type UpdateAttachment } from '@torch/contracts';
import { type Actor, changesBetween, safeFileName } from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { LeadService, lockLead } from '../leads';
import { Config } from '../platform/config';
import { type Transaction, UnitOfWork } from '../platform/database/unit-of-work';
import { demandVersion } from '../platform/database/version';
import { alsoKnownBy } from '../platform/request-context';
import { Storage } from '../platform/storage/storage';
import { demandClean } from '../platform/storage/virus-scan';
import { AttachmentQueries, type Held } from './attachment.queries';
import { type Subject, subjectOf } from './attachment-subject';
import { type IncomingFile, receive } from './incoming-file';

@Injectable()
export class AttachmentService {
  constructor(
    private readonly db: DataSource,
    private readonly work: UnitOfWork,
    private readonly queries: AttachmentQueries,
    private readonly leads: LeadService,
    private readonly storage: Storage,
    private readonly config: Config,
  ) {}

  /**
   * Takes a file in: asks first, then writes it aside, looks at it, has it scanned, keeps the bytes, and last of all
   * names them in the database. A failure at any step leaves no row; bytes without one are swept later.
   */
  async upload(actor: Actor, fields: AttachmentFields, name: string, stream: Readable): Promise<Attachment> {
    const { ATTACHMENT_LIMIT_BYTES, CLAMD_ADDRESS } = this.config.settings;
    await subjectOf(this.db.manager, actor, fields.subjectType, fields.subjectId);
    const file = await receive(stream, await this.storage.scratch(), ATTACHMENT_LIMIT_BYTES);
    try {
      if (CLAMD_ADDRESS) await demandClean(CLAMD_ADDRESS, file.path);
      await this.storage.keep(file.path, file.hash);
    } catch (error) {
      await rm(file.path, { force: true });
      throw error;
    }
    alsoKnownBy({ fields, name, hash: file.hash });
    return this.work.run(actor, 'attachment.create', async (tx) => {
      const subject = await subjectOf(tx.manager, actor, fields.subjectType, fields.subjectId);
      await lockLead(tx, '$1', subject.leadId);
      const id = await this.insert(tx, fields, subject, safeFileName(name, file.contentType), file);
      if (subject.leadId) await this.leads.noteEvidence(tx, subject.leadId);
      return this.queries.one(id, tx.manager);
    });
  }

  update(actor: Actor, id: string, { version, kind, note }: UpdateAttachment): Promise<Attachment> {
    return this.work.run(actor, 'attachment.create', async (tx) => {
      const held = await this.lock(tx, id);
      await demandVersion(held, version, () => Promise.resolve(held));
      const after = { kind: kind ?? held.kind, note: note === undefined ? held.note : note };
      const changes = changesBetween({ kind: held.kind, note: held.note }, after);
      if (Object.keys(changes).length === 0) return held;
      await tx.query('UPDATE attachments SET kind = $2, note = $3, version = version + 1 WHERE id = $1', [
        id,
        after.kind,
        after.note,
      ]);
      await this.record(tx, 'attachment.updated', held, changes);
      if (held.leadId) await this.leads.noteEvidence(tx, held.leadId);
      return this.queries.one(id, tx.manager);
    });
  }

  /** Takes a document off its record; the bytes go when nothing names them any more and their rest is over. */
  remove(actor: Actor, id: string): Promise<void> {
    return this.work.run(actor, 'attachment.delete', async (tx) => {
      const held = await this.lock(tx, id);
      await tx.query(
        'UPDATE attachments SET deleted_at = now(), deleted_by = $2, version = version + 1 WHERE id = $1',
        [id, tx.actorId],
      );
      await this.record(
        tx,
        'attachment.deleted',
        held,
        changesBetween({ fileName: held.fileName }, { fileName: null }),
      );
      if (held.leadId) await this.leads.noteEvidence(tx, held.leadId);
    });
  }

  private async lock(tx: Transaction, id: string): Promise<Held> {
    await lockLead(tx, '(SELECT lead_id FROM attachments WHERE id = $1)', id);
    await tx.query('SELECT FROM attachments WHERE id = $1 FOR UPDATE', [id]);
    const held = await this.queries.one(id, tx.manager);
    tx.demand(held, 'attachment.read');
    return held;
  }

  private async insert(
    tx: Transaction,
    { subjectType, subjectId, kind, note }: AttachmentFields,
    { leadId, companyId }: Subject,
    fileName: string,
    { hash, size, contentType }: IncomingFile,
  ): Promise<string> {
    const id = uuid();
    const scan = this.config.settings.CLAMD_ADDRESS ? 'clean' : 'not_scanned';
    await tx.query(
      `INSERT INTO attachments (id, subject_type, subject_id, lead_id, company_id, kind, file_name, content_type, size,
         sha256, scan, note, created_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
      [id, subjectType, subjectId, leadId, companyId, kind, fileName, contentType, size, hash, scan, note, tx.actorId],
    );
    const changes = changesBetween(null, { fileName, kind, size, note });
    await this.record(tx, 'attachment.created', { id, leadId, companyId, subjectType, subjectId }, changes);
    return id;
  }

  private record(
    tx: Transaction,
    type: 'attachment.created' | 'attachment.updated' | 'attachment.deleted',
    {
      id,
      leadId,
      companyId,
      subjectType,
      subjectId,
    }: Pick<Held, 'id' | 'leadId' | 'companyId' | 'subjectType' | 'subjectId'>,
    changes: ReturnType<typeof changesBetween>,
  ): Promise<void> {
    const about = { subjectType: 'attachment', subjectId: id, leadId, companyId } as const;
    return tx.record(type, { ...about, changes, data: { of: subjectType, ofId: subjectId } });
  }
}

/** @throws Problem `malformed` for a request without a file */
export function demandFile<T>(part: T | undefined): T {
  if (!part) throw Problem.field('malformed', 'file', 'required', 'send the file in a part named `file`');
  return part;
}
