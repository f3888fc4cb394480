import { Problem } from '@torch/contracts';
import { passwordFlaws, passwordRules } from '@torch/domain';
import type { Transaction } from '../platform/database/unit-of-work';
import { hashPassword, passwordMatches } from './secrets';

const sentences = {
  'too-short': `use at least ${passwordRules.minLength} characters`,
  'too-long': `use at most ${passwordRules.maxLength} characters`,
  'too-few-classes': `use at least ${passwordRules.classes} of: small letters, capitals, digits, others`,
  'contains-username': 'do not put the user name into it',
} as const;

/** @throws Problem `rule-broken` at the field, with every flaw */
export function demandGoodPassword(password: string, username: string, path: string): void {
  const flaws = passwordFlaws(password, username);
  if (flaws.length === 0) return;
  const errors = flaws.map((code) => ({ path, code, message: sentences[code] }));
  throw new Problem('rule-broken', { detail: errors.map(({ message }) => message).join('; '), errors });
}

/** @throws Problem `rule-broken` when it is the present password or one of the last five */
export async function demandUnusedPassword(
  tx: Transaction,
  userId: string,
  password: string,
  path: string,
): Promise<void> {
  const rows = await tx.query<{ password_hash: string }>(
    `SELECT password_hash FROM users WHERE id = $1
     UNION ALL (SELECT password_hash FROM password_history WHERE user_id = $1 ORDER BY retired_at DESC LIMIT $2)`,
    [userId, passwordRules.history],
  );
  for (const { password_hash } of rows)
    if (await passwordMatches(password_hash, password))
      throw Problem.field(
        'rule-broken',
        path,
        'used-before',
        `do not use one of the last ${passwordRules.history} passwords`,
      );
}

/** Puts the present hash into the history and sets the new one. The caller records the event. */
export async function replacePassword(
  tx: Transaction,
  userId: string,
  password: string,
  mustChange: boolean,
): Promise<void> {
  await tx.query(
    'INSERT INTO password_history (user_id, password_hash) SELECT id, password_hash FROM users WHERE id = $1',
    [userId],
  );
  await tx.query(
    `UPDATE users SET password_hash = $2, password_changed_at = now(), must_change_password = $3, version = version + 1
     WHERE id = $1`,
    [userId, await hashPassword(password), mustChange],
  );
}
