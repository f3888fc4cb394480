import type { Transaction } from '../../platform/database/unit-of-work';
import { type Basis, type Cause, causeKey, standingOf } from '../planning';
import { type DigestReader, type Found, joined, matterKey, type MatterRow, soonestFirst } from './lists';
import type { PutOff } from './put-off';

export interface Kept {
  /** What no list of the digest tells anyway, each matter once. */
  others: Found<MatterRow>;
  /** All the reminders that the digest stands for. */
  ids: string[];
}

interface KeptRow extends MatterRow, Cause {
  reminderId: string;
  stepId: string;
  insteadOf: string | null;
  remindAt: Date;
}

/** Days after which what was kept is not told any more, should no digest have come. */
const daysKept = 40;

/**
 * Reminders that their reader wants told in the digest alone, kept since the last one: they have no mail yet. Those whose record
 * has moved on or gone to somebody else stay behind untold, as does what the reader has put off.
 * @param told what the digest tells of already, by `matterKey`: another matter of the same record is told all the same
 */
export async function keptFor(
  tx: Transaction,
  { actor, mail }: DigestReader,
  basis: Basis,
  reportingCurrency: string,
  putOff: PutOff,
  told: ReadonlySet<string>,
): Promise<Kept> {
  const all = await tx.query<KeptRow>(
    `SELECT r.id AS "reminderId", r.subject_type AS "subjectType", r.subject_id AS "subjectId", r.rule_id AS "ruleId", r.occurrence,
       r.step_id AS "stepId", r.instead_of AS "insteadOf", r.remind_at AS "remindAt", s.id, q.trigger, CASE WHEN $2 = 'en' THEN q.name_en ELSE q.name_zh END AS "ruleName", s.code,
       coalesce(l.codename, s.title) AS title, CASE WHEN r.anchor_on IS NULL THEN coalesce(r.anchor_at, s.due_at) END AS at,
       r.anchor_on::text AS day, s.lead_id AS "leadId", s.deal_id AS "dealId", s.company_id AS "companyId",
       coalesce(l.codename, c.name) AS "companyName", l.confidential_to IS NOT NULL AS confidential
     FROM reminders r
     JOIN reminder_rules q ON q.id = r.rule_id
     JOIN reminded s ON s.id = r.subject_id
     LEFT JOIN leads l ON l.id = s.lead_id
     LEFT JOIN companies c ON c.id = s.company_id
     WHERE r.user_id = $1 AND r.state = 'superseded' AND r.reason = 'in-digest' AND r.mail_id IS NULL
       AND r.ended_at > now() - make_interval(days => $3)
       AND s.alive AND (l.confidential_to IS NULL OR $1 = ANY (l.confidential_to))
     ORDER BY r.remind_at, r.id
     FOR UPDATE OF r`,
    [actor.id, mail.locale, daysKept],
  );
  const standing = await standingOf(tx, basis, all, reportingCurrency);
  const rows = all.filter((row) => {
    const at = standing(row);
    return at && !putOff.has(row) && basis.stillReaches(at.rule, at.fact, { ...row, userId: actor.id });
  });
  // Several steps told of one cause are one matter; several causes of a record, as two milestones, are not.
  const matters = new Map(
    rows.filter((row) => !told.has(matterKey(row))).map((row): [string, MatterRow] => [causeKey(row), row]),
  );
  const others = joined([{ rows: [...matters.values()], total: matters.size }], soonestFirst);
  return { others, ids: rows.map(({ reminderId }) => reminderId) };
}
