import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { restDays } from '../recycle-bin';
import { UnitOfWork } from '../platform/database/unit-of-work';
import { Storage } from '../platform/storage/storage';

/** Milliseconds for which bytes without a row may still be on their way to one. */
const grace = 24 * 60 * 60 * 1000;

/** Removes what nobody can reach any more: deleted documents after their rest, and bytes that no document names. */
@Injectable()
export class AttachmentSweep {
  constructor(
    private readonly db: DataSource,
    private readonly work: UnitOfWork,
    private readonly storage: Storage,
  ) {}

  async run(now = Date.now()): Promise<void> {
    await this.work.run('system', null, async (tx) => {
      const gone = await tx.query<{ id: string; lead_id: string | null; company_id: string }>(
        `WITH gone AS (
           DELETE FROM attachments WHERE id IN (SELECT id FROM attachments
             WHERE deleted_at < to_timestamp($1 / 1000.0) - make_interval(days => $2) LIMIT 500 FOR UPDATE SKIP LOCKED)
           RETURNING id, lead_id, company_id
         ) SELECT * FROM gone`,
        [now, restDays],
      );
      for (const { id, lead_id: leadId, company_id: companyId } of gone)
        await tx.record('attachment.purged', { subjectType: 'attachment', subjectId: id, leadId, companyId });
    });
    await this.sweepIncoming();
    for await (const { hash, at } of this.storage.list()) {
      if (at.getTime() > now - grace) continue;
      const named = await this.db.query('SELECT FROM attachments WHERE sha256 = $1 LIMIT 1', [hash]);
      if ((named as unknown[]).length === 0) await this.storage.remove(hash);
    }
  }

  /** Files that were coming in when their server stopped. */
  private async sweepIncoming(): Promise<void> {
    const folder = await this.storage.scratch();
    for (const name of await readdir(folder)) {
      const known = await stat(join(folder, name)).catch(() => null);
      if (known && known.mtimeMs < Date.now() - grace) await rm(join(folder, name), { force: true });
    }
  }
}
