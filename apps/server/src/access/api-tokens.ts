import type { Transaction } from '../platform/database/unit-of-work';

/** Ends every token of a user: whoever knew the old password may have made one. */
export async function revokeTokens(tx: Transaction, userId: string): Promise<void> {
  const tokens = await tx.query<{ id: string }>(
    `WITH revoked AS (
       UPDATE api_tokens SET revoked_at = now() WHERE user_id = $1 AND revoked_at IS NULL RETURNING id
     ) SELECT id FROM revoked`,
    [userId],
  );
  for (const { id } of tokens) await tx.record('apiToken.revoked', { subjectType: 'apiToken', subjectId: id });
}
