import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Storage } from '../platform/storage/storage';

/** Milliseconds for which bytes without a row may still be on their way to one. */
const grace = 24 * 60 * 60 * 1000;

/** As many stored objects as are asked about in one query. */
const atOnce = 500;

/** Removes bytes that no document names; the documents themselves go with what else has rested in the recycle bin. */
@Injectable()
export class AttachmentSweep {
  constructor(
    private readonly db: DataSource,
    private readonly storage: Storage,
  ) {}

  async run(now = Date.now()): Promise<void> {
    await this.sweepIncoming();
    let batch: string[] = [];
    for await (const { hash, at } of this.storage.list()) {
      if (at.getTime() > now - grace) continue;
      batch.push(hash);
      if (batch.length < atOnce) continue;
      await this.removeUnnamed(batch);
      batch = [];
    }
    await this.removeUnnamed(batch);
  }

  private async removeUnnamed(hashes: readonly string[]): Promise<void> {
    if (hashes.length === 0) return;
    const rows: { hash: string }[] = await this.db.query(
      'SELECT DISTINCT sha256 AS hash FROM attachments WHERE sha256 = ANY($1)',
      [hashes],
    );
    const named = new Set(rows.map(({ hash }) => hash));
    for (const hash of hashes) if (!named.has(hash)) await this.storage.remove(hash);
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
