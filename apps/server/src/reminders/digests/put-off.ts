import type { ReminderTrigger } from '@torch/domain';
import type { Transaction } from '../../platform/database/unit-of-work';
import { type Basis, type Cause, causeKey, standingOf } from '../planning';
import type { DigestReader } from './lists';

/** What a reader wants to hear nothing of for now. */
export interface PutOff {
  has: (cause: Cause) => boolean;
  /** Records whose matter of this kind is put off. */
  ids: (trigger: ReminderTrigger) => string[];
}

/** What the reader has put off and not come to yet. What has moved since is another matter, and is told. */
export async function putOffBy(
  tx: Transaction,
  { actor, now }: Pick<DigestReader, 'actor' | 'now'>,
  basis: Basis,
  reportingCurrency: string,
): Promise<PutOff> {
  const snoozes = await tx.query<Cause>(
    `SELECT subject_type AS "subjectType", subject_id AS "subjectId", rule_id AS "ruleId", occurrence
     FROM snoozes WHERE user_id = $1 AND until > $2`,
    [actor.id, now],
  );
  const standing = await standingOf(tx, basis, snoozes, reportingCurrency);
  const off = snoozes.flatMap((each) => standing(each) ?? []);
  const causes = new Set(snoozes.map(causeKey));
  return {
    has: (cause) => causes.has(causeKey(cause)),
    ids: (trigger) => off.flatMap(({ fact }) => (fact.trigger === trigger ? [fact.subjectId] : [])),
  };
}
