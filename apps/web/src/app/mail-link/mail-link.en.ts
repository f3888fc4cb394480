import type { Same } from '../platform/language';
import type { zh } from './mail-link.zh';

export const en: Same<typeof zh> = {
  acts: {
    done: 'Mark as done',
    snooze1: 'Remind me again in 1 working day',
    snooze3: 'Remind me again in 3 working days',
    snooze7: 'Remind me again in 7 working days',
  },
  keep: 'Mark as kept',
  confirm: 'Confirm',
  will: 'In your name, this will be done:',
  as: (name: string) => `As ${name}`,
  again: (when: string) => `You are reminded again on ${when}`,
  others: 'Only your own reminders are put off: the date of the matter stays, and others are told as before.',
  done: 'Done.',
  snoozed: (when: string) => `Put off; you are reminded again on ${when}.`,
  used: (when: string) => `This was done on ${when} already; there is nothing left to do.`,
  expired: 'The link has expired (it works for 14 days). Open the record instead.',
  over: 'The matter is over; there is nothing left to do.',
  'not-entitled': 'The matter is no longer yours, or your account was closed, so nothing was done.',
  unknown: 'The link is not valid. See whether it was copied whole, or sign in.',
  open: 'Open the record',
  home: 'Sign in',
  nothing: 'Nothing changes before you confirm.',
};
