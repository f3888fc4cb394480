import { createHash, randomBytes, randomInt } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';

/** OWASP's parameters for argon2id, the library's default algorithm: 19 MiB, two passes. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export const hashPassword = (password: string): Promise<string> => hash(password, cost);
export const passwordMatches = (passwordHash: string, password: string): Promise<boolean> =>
  verify(passwordHash, password);

/** A bearer secret of 256 bits; only its hash is kept. */
export const newToken = (): string => randomBytes(32).toString('base64url');
export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('hex');

/** A password that meets the rules and can be read aloud: no 0/O, 1/l. */
export function newPassword(length = 14): string {
  const sets = ['abcdefghijkmnpqrstuvwxyz', 'ABCDEFGHJKLMNPQRSTUVWXYZ', '23456789'];
  const pick = (set: string) => set[randomInt(set.length)] as string;
  const all = sets.join('');
  const characters = [...sets.map(pick), ...Array.from({ length: length - sets.length }, () => pick(all))];
  for (let index = characters.length - 1; index > 0; index--) {
    const other = randomInt(index + 1);
    [characters[index], characters[other]] = [characters[other] as string, characters[index] as string];
  }
  return characters.join('');
}

let decoy: Promise<string> | undefined;
/** A hash that no password matches: an unknown user costs as much time as a known one. */
export const decoyHash = (): Promise<string> => (decoy ??= hashPassword(newToken()));
