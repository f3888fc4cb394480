import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { Problem } from '@torch/contracts';
import { isHash, Storage } from './storage';

/** Documents in a folder: `ab/abcdef…`. */
export class DiskStorage extends Storage {
  constructor(private readonly folder: string) {
    super();
  }

  async keep(path: string, hash: string): Promise<void> {
    const place = this.place(hash);
    await mkdir(join(place, '..'), { recursive: true });
    // On the disk before the row that names it: a power cut must not leave a name without its bytes.
    const file = await open(path, 'r+');
    await file.sync().finally(() => file.close());
    await rename(path, place);
  }

  async read(hash: string, range?: { start: number; end: number }): Promise<Readable> {
    const place = this.place(hash);
    if (!(await stat(place).catch(() => null))) throw new Problem('not-found', { detail: 'the file is not there' });
    return createReadStream(place, range);
  }

  async remove(hash: string): Promise<void> {
    await rm(this.place(hash), { force: true });
  }

  async *list(): AsyncIterable<{ hash: string; at: Date }> {
    for (const folder of await readdir(this.folder).catch(() => []))
      if (/^[0-9a-f]{2}$/.test(folder))
        for (const hash of await readdir(join(this.folder, folder)))
          if (isHash(hash)) {
            const known = await stat(join(this.folder, folder, hash)).catch(() => null);
            if (known) yield { hash, at: known.mtime };
          }
  }

  /** Inside the folder, so that a finished file is moved by its name alone. */
  async scratch(): Promise<string> {
    const folder = join(this.folder, 'incoming');
    await mkdir(folder, { recursive: true });
    return folder;
  }

  private place(hash: string): string {
    if (!isHash(hash)) throw new Error(`not a hash: ${hash}`);
    return join(this.folder, hash.slice(0, 2), hash);
  }
}
