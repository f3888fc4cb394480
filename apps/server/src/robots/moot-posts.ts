import type { ReminderReason, ReminderState } from '@torch/domain';

/** SQL: what post `p` of a robot tells of; joins for `whyMoot`. */
export const whatItTells = `LEFT JOIN reminders r ON r.id = p.reminder_id LEFT JOIN reminder_rules q ON q.id = r.rule_id
  LEFT JOIN reminded s ON s.id = r.subject_id LEFT JOIN leads l ON l.id = s.lead_id`;

/** SQL: why post `p` is not to be told any more, however long it has waited; null while it is. What has no reminder is. */
export const whyMoot = `CASE WHEN r.id IS NULL THEN NULL WHEN p.outdated THEN 'changed' WHEN NOT coalesce(s.alive, false) THEN 'over'
  WHEN l.confidential_to IS NOT NULL THEN 'not-named' WHEN NOT coalesce(q.active, true) THEN 'rule-off' WHEN r.moot_at <= now() THEN 'too-late' END`;

/** What a reminder is whose post is ended for this reason; as for one that is due. */
export const mootState = (reason: ReminderReason): ReminderState =>
  reason === 'changed' || reason === 'too-late' ? 'superseded' : 'cancelled';
