import type { DataSource } from 'typeorm';
import type { Transaction } from './unit-of-work';

interface Key {
  key: string;
  fingerprint: string;
}

/** Thrown when the same request was carried out meanwhile; the interceptor then answers from what is kept. */
export class AlreadyAnswered extends Error {}

/** How long an answer is kept for repeated requests. */
const kept = `interval '24 hours'`;

/** Told once and nowhere kept, not even in an answer: a repeated request gets null. */
const secret = new Set(['token', 'feedUrl', 'wallUrl']);

/** Claims the key in the write's own transaction: of two equal requests at once, the second waits and then repeats the first one's answer. */
export async function claimKey(tx: Transaction, userId: string, { key, fingerprint }: Key): Promise<void> {
  await tx.query(`DELETE FROM idempotency_keys WHERE user_id = $1 AND key = $2 AND created_at < now() - ${kept}`, [
    userId,
    key,
  ]);
  const claimed = await tx.query(
    `INSERT INTO idempotency_keys (user_id, key, fingerprint, response) VALUES ($1, $2, $3, 'null')
     ON CONFLICT DO NOTHING RETURNING key`,
    [userId, key, fingerprint],
  );
  if (claimed.length === 0) throw new AlreadyAnswered();
}

export async function keepAnswer(tx: Transaction, userId: string, { key }: Key, answer: unknown): Promise<void> {
  await tx.query('UPDATE idempotency_keys SET response = $3 WHERE user_id = $1 AND key = $2', [
    userId,
    key,
    JSON.stringify(answer ?? null, (name, value: unknown) => (secret.has(name) ? null : value)),
  ]);
}

/** Removes the answers that no request can ask for any more. */
export async function forgetOldAnswers(db: DataSource): Promise<void> {
  await db.query(`DELETE FROM idempotency_keys WHERE created_at < now() - ${kept}`);
}

/** The answer given to an earlier request with this key, if any. */
export async function keptAnswer(
  db: DataSource,
  userId: string,
  key: string,
): Promise<{ fingerprint: string; response: unknown } | undefined> {
  const rows: { fingerprint: string; response: unknown }[] = await db.query(
    `SELECT fingerprint, response FROM idempotency_keys WHERE user_id = $1 AND key = $2 AND created_at >= now() - ${kept}`,
    [userId, key],
  );
  return rows[0];
}
