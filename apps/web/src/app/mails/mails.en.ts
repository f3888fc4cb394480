import type { Same } from '../platform/language';
import type { zh } from './mails.zh';

export const en: Same<typeof zh> = {
  title: 'Mail outbox',
  noServer:
    'No mail server configured: reminders wait to become mails, and other mails wait here. Set SMTP_URL and restart the service.',
  recipient: 'Recipient',
  what: 'Kind',
  state: 'State',
  waiting: { no_server: 'no mail server configured', retry: 'will be tried again' },
  created: 'Made',
  sent: 'Sent',
  next: 'Next try',
  answer: 'Answer of the mail server',
  attempts: 'Tries',
  retry: 'Try now',
  refresh: 'Refresh',
  empty: 'No mails yet. Reminders appear here when follow-ups come due.',
  filter: 'Filter by state',
};
