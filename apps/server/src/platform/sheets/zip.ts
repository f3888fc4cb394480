import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { crc32, createDeflateRaw } from 'node:zlib';

/** A file of an archive; its content is made while it is written. */
export interface ZipEntry {
  name: string;
  content: Iterable<string> | AsyncIterable<string>;
}

/** Sizes are told behind the content, and names are UTF-8. */
const flags = 0x0808;
const deflated = 8;
/** 1 January 1980, the archive's first day: what was made when is told inside. */
const [noTime, firstDay] = [0, 0x21];
/** What an archive of this form can say. */
const most = 0xffffffff;

/**
 * An archive (PKWARE APPNOTE 6.3, without ZIP64) that is never whole anywhere: it is made as fast as it is read, so that
 * memory stays flat however slow the reader is.
 * @throws Error for more than 4 GB
 */
export async function* zipped(entries: Iterable<ZipEntry>): AsyncGenerator<Buffer> {
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content } of entries) {
    const path = Buffer.from(name);
    const start = offset;
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04034b50, 0);
    head.writeUInt16LE(20, 4);
    head.writeUInt16LE(flags, 6);
    head.writeUInt16LE(deflated, 8);
    head.writeUInt16LE(noTime, 10);
    head.writeUInt16LE(firstDay, 12);
    head.writeUInt16LE(path.length, 26);
    yield Buffer.concat([head, path]);
    offset += head.length + path.length;

    const sum = { crc: 0, size: 0, packed: 0 };
    const deflate = createDeflateRaw({ level: 3 });
    // What fails in the content ends the deflating, and so the loop below.
    const feeding = pipeline(Readable.from(counted(content, sum), { objectMode: false }), deflate);
    feeding.catch(() => undefined);
    for await (const piece of deflate as AsyncIterable<Buffer>) {
      sum.packed += piece.length;
      yield piece;
    }
    await feeding;
    offset += sum.packed;
    if (sum.size > most || offset > most) throw new Error('an archive of this form holds no more than 4 GB');

    const sizes = Buffer.alloc(12);
    sizes.writeUInt32LE(sum.crc, 0);
    sizes.writeUInt32LE(sum.packed, 4);
    sizes.writeUInt32LE(sum.size, 8);
    const mark = Buffer.alloc(4);
    mark.writeUInt32LE(0x08074b50, 0);
    yield Buffer.concat([mark, sizes]);
    offset += 16;

    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(20, 4);
    entry.writeUInt16LE(20, 6);
    entry.writeUInt16LE(flags, 8);
    entry.writeUInt16LE(deflated, 10);
    entry.writeUInt16LE(noTime, 12);
    entry.writeUInt16LE(firstDay, 14);
    sizes.copy(entry, 16);
    entry.writeUInt16LE(path.length, 28);
    entry.writeUInt32LE(start, 42);
    directory.push(entry, path);
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(directory.length / 2, 8);
  end.writeUInt16LE(directory.length / 2, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(offset, 16);
  yield Buffer.concat([list, end]);
}

async function* counted(content: ZipEntry['content'], sum: { crc: number; size: number }): AsyncGenerator<Buffer> {
  for await (const text of content) {
    const bytes = Buffer.from(text);
    sum.crc = crc32(bytes, sum.crc);
    sum.size += bytes.length;
    yield bytes;
  }
}
