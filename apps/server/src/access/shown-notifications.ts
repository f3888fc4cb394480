/** What became confidential since, and names the reader no more, rings no bell; `n` is the notice. */
export const shownNotifications = `NOT EXISTS (SELECT FROM reminders r JOIN reminded s ON s.id = r.subject_id JOIN leads l ON l.id = s.lead_id
  WHERE r.id = n.reminder_id AND n.user_id <> ALL (l.confidential_to))`;
