import { createReadStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { S3Client } from '@aws-sdk/client-s3';
import { Problem } from '@torch/contracts';
import { isHash, Storage } from './storage';

export interface S3Settings {
  endpoint: string;
  region: string;
  bucket: string;
  accessKeyId: string;
  secretAccessKey: string;
}

/** Documents in a bucket of any S3-compatible store. The client is loaded only where one is used: it is large. */
export class S3Storage extends Storage {
  private client: Promise<S3Client> | undefined;

  constructor(private readonly settings: S3Settings) {
    super();
  }

  async keep(path: string, hash: string): Promise<void> {
    const { Upload } = await import('@aws-sdk/lib-storage');
    const body = createReadStream(path);
    await new Upload({ client: await this.s3(), params: { ...this.at(hash), Body: body } }).done();
    await rm(path, { force: true });
  }

  async read(hash: string, range?: { start: number; end: number }): Promise<Readable> {
    const { GetObjectCommand } = await import('@aws-sdk/client-s3');
    try {
      const wish = range && { Range: `bytes=${range.start}-${range.end}` };
      const { Body, ContentRange } = await (await this.s3()).send(new GetObjectCommand({ ...this.at(hash), ...wish }));
      if (!range || ContentRange?.startsWith(`bytes ${range.start}-${range.end}/`)) return Body as Readable;
      // Not every store heeds a range: what came too much is left out here.
      const from = Number(/^bytes (\d+)-/.exec(ContentRange ?? '')?.[1] ?? 0);
      return Readable.from(cut(Body as Readable, range.start - from, range.end - from));
    } catch (error) {
      if ((error as Error).name !== 'NoSuchKey') throw error;
      throw new Problem('not-found', { detail: 'the file is not there' });
    }
  }

  async remove(hash: string): Promise<void> {
    const { DeleteObjectCommand } = await import('@aws-sdk/client-s3');
    await (await this.s3()).send(new DeleteObjectCommand(this.at(hash)));
  }

  async *list(): AsyncIterable<{ hash: string; at: Date }> {
    const { paginateListObjectsV2 } = await import('@aws-sdk/client-s3');
    const pages = paginateListObjectsV2({ client: await this.s3() }, { Bucket: this.settings.bucket });
    for await (const { Contents = [] } of pages)
      for (const { Key = '', LastModified } of Contents)
        if (isHash(Key)) yield { hash: Key, at: LastModified ?? new Date() };
  }

  async scratch(): Promise<string> {
    const folder = join(tmpdir(), 'torch-incoming');
    await mkdir(folder, { recursive: true });
    return folder;
  }

  private at(hash: string) {
    return { Bucket: this.settings.bucket, Key: hash };
  }

  private s3(): Promise<S3Client> {
    const { endpoint, region, accessKeyId, secretAccessKey } = this.settings;
    return (this.client ??= import('@aws-sdk/client-s3').then(
      ({ S3Client: Client }) =>
        new Client({ endpoint, region, credentials: { accessKeyId, secretAccessKey }, forcePathStyle: true }),
    ));
  }
}

/** The bytes of a stream from the first to the last, both counted in. */
async function* cut(stream: Readable, start: number, end: number): AsyncIterable<Buffer> {
  let at = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    const piece = chunk.subarray(Math.max(0, start - at), Math.max(0, end + 1 - at));
    if (piece.length > 0) yield piece;
    at += chunk.length;
    if (at > end) return;
  }
}
