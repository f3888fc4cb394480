import { readsSubject, reminderSubjects, roles } from '@torch/domain';

const readable = reminderSubjects
  .map((subject) => `WHEN '${subject}' THEN '{${roles.filter((role) => readsSubject(role, subject)).join()}}'`)
  .join(' ');

/**
 * What became confidential since, and names the reader no more, rings no bell, nor does what their role reads no more; `n`
 * is the notice.
 */
export const shownNotifications = `NOT EXISTS (SELECT FROM reminders r JOIN reminded s ON s.id = r.subject_id JOIN leads l ON l.id = s.lead_id
  WHERE r.id = n.reminder_id AND n.user_id <> ALL (l.confidential_to))
  AND EXISTS (SELECT FROM reminders r JOIN users v ON v.id = n.user_id
  WHERE r.id = n.reminder_id AND v.role = ANY (CASE r.subject_type ${readable} END::text[]))`;
