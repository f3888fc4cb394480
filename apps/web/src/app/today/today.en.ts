import type { Same } from '../platform/language';
import type { zh } from './today.zh';

export const en: Same<typeof zh> = {
  today: 'Today',
  scope: { own: 'My work', department: 'My department', all: 'The whole zone' },
  overdue: 'Overdue follow-ups',
  dueToday: 'Due today',
  quiet: 'Quiet leads',
  quietHint: (days: number) => `No contact on record for ${days} days or more`,
  firstOf: (count: number) => `The ${count} earliest are shown; the others follow as these are dealt with.`,
  upcoming: 'Upcoming visits',
  done: 'Done',
  postpone: 'Move to',
  choices: { tomorrow: 'tomorrow 9:00', threeDays: 'in three days 9:00', nextWeek: 'next Monday 9:00' },
  completed: 'Done.',
  postponed: (when: string) => `Moved to ${when}.`,
  nothingOverdue: 'Nothing is overdue.',
  nothingToday: 'Nothing is due today. Use “Quick log” to note a talk and its next step.',
  nothingQuiet: 'No lead has been quiet too long.',
  nothingUpcoming: 'Nothing is planned for the next 7 days.',
  days: (count: number) => `${count} days quiet`,
  problems: 'Problems due',
  problemDue: (day: string) => `by ${day}`,
  quietLanded: 'Landed companies gone quiet',
  seeAll: 'See all',
  administration: 'Choose what to manage from the menu.',
};
