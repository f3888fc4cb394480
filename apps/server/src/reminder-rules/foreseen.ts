import type { PreviewItem, RulePreview } from '@torch/contracts';
import { addDays, dateIn, type ReminderChannel, type ReminderSubject } from '@torch/domain';

/** One reminder that would come. */
export interface Foreseen {
  userId: string;
  insteadOf: string | null;
  timeZone: string;
  ruleId: string;
  subjectType: ReminderSubject;
  subjectId: string;
  /** Of a confidential matter, which stays unnamed. */
  secret: boolean;
  step: number;
  channel: ReminderChannel;
  remindAt: Date;
}

/** As many as a preview shows. */
const shownAtMost = 200;

export const tomorrowOf = (timeZone: string, now: Date): string => addDays(dateIn(now, timeZone), 1);
/** The day asked for, or the reader's own tomorrow. */
export const dayOf = (date: string | undefined, timeZone: string, now: Date): string =>
  date ?? tomorrowOf(timeZone, now);

interface Reader {
  query<T>(sql: string, values?: unknown[]): Promise<T[]>;
}

/**
 * Says who would get how much, and the first of it: codes and counts, never what a record is about.
 * @param only whose reminders are listed; left out, everybody's
 */
export async function tell(
  db: Reader,
  found: readonly Foreseen[],
  only?: string,
): Promise<Pick<RulePreview, 'total' | 'people' | 'items'>> {
  const lines = new Map<string, Foreseen & { channels: ReminderChannel[] }>();
  for (const each of found) {
    const key = [each.subjectId, each.ruleId, each.remindAt.toISOString(), each.step, each.userId].join(' ');
    const line = lines.get(key);
    if (line) line.channels.push(each.channel);
    else lines.set(key, { ...each, channels: [each.channel] });
  }
  const all = [...lines.values()].sort((a, b) => a.remindAt.getTime() - b.remindAt.getTime());
  const shown = all.filter(({ userId }) => only === undefined || userId === only).slice(0, shownAtMost);
  const counts = new Map<string, number>();
  for (const { userId } of all) counts.set(userId, (counts.get(userId) ?? 0) + 1);
  const names = await namesOf(db, [...counts.keys(), ...shown.flatMap(({ insteadOf }) => insteadOf ?? [])]);
  const codes = await codesOf(db, shown);
  const rules = await rulesOf(db, shown);
  const nameOf = (id: string) => names.get(id) ?? '';
  return {
    total: all.length,
    people: [...counts]
      .map(([userId, count]) => ({ userId, userName: nameOf(userId), count }))
      .sort((a, b) => b.count - a.count || a.userName.localeCompare(b.userName)),
    items: shown.map(
      ({ userId, insteadOf, timeZone, ruleId, subjectType, subjectId, step, remindAt, channels }): PreviewItem => ({
        userId,
        userName: nameOf(userId),
        insteadOfName: insteadOf && nameOf(insteadOf),
        timeZone,
        subjectType,
        code: codes.get(subjectId) ?? null,
        ruleNameZh: rules.get(ruleId)?.nameZh ?? null,
        ruleNameEn: rules.get(ruleId)?.nameEn ?? null,
        step,
        remindAt: remindAt.toISOString(),
        channels,
      }),
    ),
  };
}

async function namesOf(db: Reader, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await db.query<{ id: string; name: string }>(
    'SELECT id, display_name AS name FROM users WHERE id = ANY($1)',
    [ids],
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}

async function codesOf(db: Reader, shown: readonly Foreseen[]): Promise<Map<string, string | null>> {
  const open = shown.filter(({ secret }) => !secret).map(({ subjectId }) => subjectId);
  const rows = await db.query<{ id: string; code: string | null }>('SELECT id, code FROM reminded WHERE id = ANY($1)', [
    open,
  ]);
  return new Map(rows.map(({ id, code }) => [id, code]));
}

/** A draft that is not stored yet has no name here; whoever tries it knows it. */
async function rulesOf(
  db: Reader,
  shown: readonly Foreseen[],
): Promise<Map<string, { nameZh: string; nameEn: string }>> {
  const rows = await db.query<{ id: string; nameZh: string; nameEn: string }>(
    'SELECT id, name_zh AS "nameZh", name_en AS "nameEn" FROM reminder_rules WHERE id = ANY($1)',
    [shown.map(({ ruleId }) => ruleId)],
  );
  return new Map(rows.map((row) => [row.id, row]));
}
