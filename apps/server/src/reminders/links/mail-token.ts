import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { type MailAct, mailActs } from '@torch/domain';

/** What a link in a mail stands for: this act, about this reminder, in this reader's name, until then. */
export interface MailToken {
  reminderId: string;
  userId: string;
  act: MailAct;
  /** Seconds since 1970. */
  expires: number;
}

/** Two ids, the act's number, the end, then the seal over them. */
const factsLength = 16 + 16 + 1 + 4;
const sealLength = 32;

const bytesOf = (id: string) => Buffer.from(id.replaceAll('-', ''), 'hex');
const idOf = (bytes: Buffer) => bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
const seal = (facts: Buffer, key: Buffer) => createHmac('sha256', key).update('mail-link').update(facts).digest();

/** Text for an address: nobody without the key can make one, or change what it says. */
export function signToken({ reminderId, userId, act, expires }: MailToken, key: Buffer): string {
  const facts = Buffer.alloc(factsLength);
  bytesOf(reminderId).copy(facts, 0);
  bytesOf(userId).copy(facts, 16);
  facts.writeUInt8(mailActs.indexOf(act), 32);
  facts.writeUInt32BE(expires, 33);
  return Buffer.concat([facts, seal(facts, key)]).toString('base64url');
}

/** @returns null for what was not signed with the key; whether it has expired is asked by whoever reads it */
export function readToken(text: string, key: Buffer): MailToken | null {
  const bytes = Buffer.from(text, 'base64url');
  // One text for each token: what is remembered of a used one must not be got round by another spelling.
  if (bytes.length !== factsLength + sealLength || bytes.toString('base64url') !== text) return null;
  const facts = bytes.subarray(0, factsLength);
  if (!timingSafeEqual(bytes.subarray(factsLength), seal(facts, key))) return null;
  const act = mailActs[facts.readUInt8(32)];
  if (!act) return null;
  return {
    reminderId: idOf(facts.subarray(0, 16)),
    userId: idOf(facts.subarray(16, 32)),
    act,
    expires: facts.readUInt32BE(33),
  };
}

export const tokenDigest = (text: string): string => createHash('sha256').update(text).digest('hex');
