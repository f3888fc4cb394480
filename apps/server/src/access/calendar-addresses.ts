import type { Transaction } from '../platform/database/unit-of-work';

/** Ends the calendar address of a user, if there is one: whoever knows it reads without signing in. */
export async function revokeCalendarAddress(tx: Transaction, userId: string): Promise<void> {
  const rows = await tx.query<{ id: string }>(
    `WITH ended AS (UPDATE calendar_feeds SET revoked_at = now() WHERE user_id = $1 AND revoked_at IS NULL RETURNING id) SELECT id FROM ended`,
    [userId],
  );
  for (const { id } of rows) await tx.record('calendarFeed.revoked', { subjectType: 'calendarFeed', subjectId: id });
}
