/** What became confidential since, and names the reader no more, rings no bell; `n` is the notice. */
export const shownNotifications = `NOT EXISTS (SELECT FROM reminders r JOIN follow_ups f ON f.id = r.follow_up_id JOIN leads l ON l.id = f.lead_id
  WHERE r.id = n.reminder_id AND n.user_id <> ALL (l.confidential_to))`;
