import { randomBytes, randomUUID } from 'node:crypto';
import { mailActs } from '@torch/domain';
import { describe, expect, it } from 'vitest';
import { readToken, signToken } from './mail-token';

const key = randomBytes(32);
const facts = { reminderId: randomUUID(), userId: randomUUID(), expires: 1_900_000_000 };

describe('a link’s token', () => {
  it('says what it was signed for, and fits into an address', () => {
    for (const act of mailActs) {
      const token = signToken({ ...facts, act }, key);
      expect(token).toMatch(/^[\w-]{92}$/);
      expect(readToken(token, key)).toEqual({ ...facts, act });
    }
  });

  it('is nothing once a bit of it is changed, cut off, spelt otherwise, or signed by somebody else', () => {
    const token = signToken({ ...facts, act: 'done' }, key);
    const bytes = Buffer.from(token, 'base64url');
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const other = Buffer.from(bytes);
      other[bit >> 3] = (other[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(readToken(other.toString('base64url'), key)).toBeNull();
    }
    for (const text of ['', token.slice(1), `${token}A`, `${token}=`, `${token} `, bytes.toString('base64')])
      expect(readToken(text, key)).toBeNull();
    expect(readToken(token, randomBytes(32))).toBeNull();
  });
});
