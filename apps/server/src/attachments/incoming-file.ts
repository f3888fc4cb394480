import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Problem } from '@torch/contracts';
import { fileTypes } from '@torch/domain';
import { fileTypeFromFile } from 'file-type';

export interface IncomingFile {
  path: string;
  hash: string;
  size: number;
  contentType: string;
}

/** A stream that busboy cuts off at its limit, and says so. */
type Limited = Readable & { truncated?: boolean };

/**
 * Writes what comes in to a file of its own, without ever holding it whole, and looks at what it is.
 * @throws Problem `too-large`, `rule-broken` at `file` for an empty file or a type that is not kept; nothing is left then
 */
export async function receive(stream: Limited, folder: string, limit: number): Promise<IncomingFile> {
  const path = join(folder, randomUUID());
  const hash = createHash('sha256');
  let size = 0;
  const count = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      size += chunk.length;
      done(null, chunk);
    },
  });
  try {
    await pipeline(stream, count, createWriteStream(path, { flags: 'wx' }));
    if (stream.truncated)
      throw new Problem('too-large', {
        detail: `the file is larger than ${Math.floor(limit / 1_048_576)} MB`,
        errors: [{ path: 'file', code: 'too-large', message: 'the file is too large' }],
      });
    if (size === 0) throw Problem.field('rule-broken', 'file', 'empty', 'the file is empty');
    return { path, hash: hash.digest('hex'), size, contentType: await typeOf(path) };
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
}

/** What a file is by its content. @throws Problem `rule-broken` when it is nothing that is kept */
async function typeOf(path: string): Promise<string> {
  const type = (await fileTypeFromFile(path))?.mime;
  if (type && type in fileTypes) return type;
  if (!type && (await isText(path))) return 'text/plain';
  throw Problem.field('rule-broken', 'file', 'type', 'files of this type are not kept');
}

/** Plain text in UTF-8 from beginning to end, without control characters. */
async function isText(path: string): Promise<boolean> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const file = await open(path);
  try {
    for await (const chunk of file.createReadStream({ autoClose: false }) as AsyncIterable<Buffer>)
      // A script for a shell or a page for a browser is text too, but nothing that anybody hangs on a record.
      if (
        /[\u0000-\u0008\u000e-\u001f]|^\s*(#!|<(!doctype|html|script|svg|\?xml))/i.test(
          decoder.decode(chunk, { stream: true }),
        )
      )
        return false;
    decoder.decode();
    return true;
  } catch {
    return false;
  } finally {
    await file.close();
  }
}
