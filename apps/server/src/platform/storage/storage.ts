import type { Readable } from 'node:stream';

/** Where the bytes of documents lie, each under the hash of its content: the same file twice is kept once. */
export abstract class Storage {
  /** Takes a finished local file over; the file is gone afterwards. */
  abstract keep(path: string, hash: string): Promise<void>;
  /**
   * @param range first and last byte, both counted in; left out, all of them
   * @throws Problem `not-found` when the bytes are lost
   */
  abstract read(hash: string, range?: { start: number; end: number }): Promise<Readable>;
  abstract remove(hash: string): Promise<void>;
  /** Everything that lies there, with the instant at which it was put. */
  abstract list(): AsyncIterable<{ hash: string; at: Date }>;
  /** A folder on this machine for files that are still coming in. */
  abstract scratch(): Promise<string>;
}

export const isHash = (text: string): boolean => /^[0-9a-f]{64}$/.test(text);
