import type { ReminderRecipient } from '@torch/domain';
import type { MailWords } from './mail-words';
import type { MatterSubject } from './matter';

const matter: Record<MatterSubject, string> = {
  followUp: 'follow-up',
  lead: 'lead',
  deal: 'deal',
  promise: 'promise',
  visit: 'visit',
  assignment: 'assignment',
  problem: 'problem',
  tour: 'mission',
};
const upper: Record<MatterSubject, string> = {
  followUp: 'Follow-up',
  lead: 'Lead',
  deal: 'Deal',
  promise: 'Promise',
  visit: 'Visit',
  assignment: 'Assignment',
  problem: 'Problem',
  tour: 'Mission',
};

const told = (count: number) => count.toLocaleString('en');
const plural = (count: number, one: string, many = `${one}s`) => `${told(count)} ${count === 1 ? one : many}`;

/** Who gives an assignment has not to do it. */
const ofOwner = (what: string, owner: string) =>
  what === 'assignment' ? `the assignment given by ${owner}` : `the ${what} of ${owner}`;
const waits = 'still waits to be dealt with';

const whys: Record<ReminderRecipient, (what: string, owner: string | null) => string> = {
  owner: (what) =>
    ({ promise: 'the promise is yours to keep', assignment: 'you gave the assignment' })[what] ??
    `the ${what} is yours`,
  assignee: (what) => `the ${what} was given to your department`,
  deputy: (what, owner) =>
    owner
      ? `you stand in for ${owner}, and ${ofOwner(what, owner)} ${waits}`
      : `you stand in for the owner of the ${what}`,
  head: (what, owner) =>
    owner
      ? `${ofOwner(what, owner)} in your department ${waits}`
      : `the ${what} belongs to your department and ${waits}`,
  leader: (what, owner) => `${owner ? ofOwner(what, owner) : `the ${what}`} ${waits}, and you should know`,
};

export const en: MailWords = {
  product: { name: 'Torch CRM', badge: 'T' },
  separator: ', ',
  between: ' ',
  colon: ': ',
  kind: {
    reminder: 'Reminder',
    morning: 'Daily digest',
    weekly: 'Weekly digest',
    monthly: 'Monthly digest',
    heartbeat: 'Service report',
    security: 'Security notice',
    test: 'Test',
  },
  trigger: {
    'followUp.due': { name: 'Follow-up reminder', section: 'Follow-ups', date: 'Due' },
    'lead.firstResponse': {
      name: 'First-response reminder',
      section: 'Leads waiting for a first response',
      date: 'Reported',
    },
    'lead.screening': { name: 'Screening reminder', section: 'Leads to screen', date: 'Reported' },
    'lead.quiet': { name: 'Quiet-lead reminder', section: 'Quiet leads', date: 'Last contact' },
    'lead.protectionEnds': {
      name: 'Protection reminder',
      section: 'Leads whose protection ends',
      date: 'Protected until',
    },
    'deal.quiet': { name: 'Quiet-deal reminder', section: 'Quiet deals', date: 'Last progress' },
    'deal.overlong': { name: 'Stage reminder', section: 'Deals too long in their stage', date: 'In stage since' },
    'deal.milestone': { name: 'Milestone reminder', section: 'Milestones not reached', date: 'Promised for' },
    'deal.statistics': {
      name: 'Statistics reminder',
      section: 'Projects to enter into the statistics',
      date: 'Started',
    },
    'promise.due': { name: 'Promise reminder', section: 'Promises', date: 'Due' },
    'visit.soon': { name: 'Visit reminder', section: 'Visits coming up', date: 'Meeting' },
    'visit.minutes': { name: 'Minutes reminder', section: 'Visits without minutes', date: 'Met' },
    'tour.report': { name: 'Mission reminder', section: 'Missions without minutes', date: 'Returned' },
    'assignment.unanswered': { name: 'Acceptance reminder', section: 'Assignments not accepted', date: 'Given' },
    'assignment.due': { name: 'Assignment reminder', section: 'Assignments', date: 'Due' },
    'problem.due': { name: 'Problem reminder', section: 'Problems', date: 'Solve by' },
  },
  subject: upper,
  row: {
    code: 'Code',
    owner: 'Owner',
    giver: 'Given by',
    title: 'Title',
    company: 'Company',
    note: 'Note',
    lastContact: 'Last contact',
    place: 'Place',
    officer: 'Officer',
    department: 'Department',
  },
  late: (days) => `${plural(days, 'day')} overdue`,
  overdue: 'overdue',
  ago: (days) => `${plural(days, 'day')} ago`,
  dueToday: 'due today',
  earlier: (people) => `Reminded before: ${people}`,
  reminded: (name, day) => `${name} (${day})`,
  open: 'Open the record',
  openAll: 'See all in Torch CRM',
  done: (subject) => ({ promise: 'Mark as kept', problem: 'Mark as solved' })[subject as string] ?? 'Mark as done',
  snooze: 'Remind me again in',
  snoozeDays: (days) => plural(days, 'working day'),
  logVisit: 'Log a visit',
  actsNote: 'Each link works once, and asks you to confirm on the page that it opens.',
  why: (role, subject, owner) => `You receive this mail because ${whys[role](matter[subject], owner)}.`,
  whyInstead: (name) => `You receive this mail because you stand in for ${name} at present.`,
  automatic: 'This mail was sent automatically; please do not reply to it.',
  settings: 'Notification settings',
  trace: 'Why this mail came',
  more: (count) => `and ${told(count)} more`,

  folded: {
    heading: (count) => plural(count, 'reminder'),
    intro: 'These reminders were due at the same time, so they come in one mail.',
    why: 'You receive this mail because these matters are yours, or you should know of them.',
  },
  morning: {
    heading: (day) => `Your day: ${day}`,
    subject: (day, counts) => `Your day, ${day}: ${counts}`,
    section: {
      dueToday: 'Due today',
      overdue: 'Overdue',
      visitsToday: 'Visits today',
      promisesDue: 'Promises due soon',
      quiet: 'Gone quiet',
      others: 'Other reminders',
    },
    count: {
      dueToday: (count) => `${told(count)} due`,
      overdue: (count) => `${told(count)} overdue`,
      visitsToday: (count) => plural(count, 'visit'),
      promisesDue: (count) => plural(count, 'promise'),
      quiet: (count) => `${told(count)} quiet`,
      others: (count) => plural(count, 'other reminder'),
    },
    why: 'You receive this mail because the daily digest is on in your settings; on days with nothing to say, none is sent.',
  },
  weekly: {
    heading: (department) => `This week in ${department}`,
    subject: (department, days) => `Weekly digest, ${department}, ${days}`,
    section: {
      created: 'New leads',
      moved: 'Moved on',
      stalled: 'Stalled deals',
      quiet: 'Leads gone quiet',
      overdue: 'Overdue by officer',
      promises: 'Promises',
    },
    count: {
      created: (count) => `${told(count)} new`,
      moved: (count) => `${told(count)} moved on`,
      stalled: (count) => `${told(count)} stalled`,
      quiet: (count) => `${told(count)} quiet`,
      overdue: (count) => `${told(count)} overdue`,
      promises: (count) => plural(count, 'promise'),
    },
    created: (day) => `new on ${day}`,
    moved: (day) => `moved on ${day}`,
    stalled: (day) => `nothing since ${day}`,
    columns: { followUps: 'Follow-ups', promises: 'Promises', problems: 'Problems', total: 'Total' },
    why: 'You receive this mail because you head the department; after a week without news, none is sent.',
  },
  monthly: {
    heading: (month) => `Investment attraction in ${month}`,
    subject: (month) => `Monthly digest, ${month}`,
    table: 'By department',
    columns: { created: 'New', moved: 'Moved', stalled: 'Stalled', overdue: 'Late', promises: 'Promises' },
    total: 'Total',
    note: 'New: leads entered during the month. Moved: leads and deals that went on during it. Stalled, late, promises: what waits or is not kept yet as this is sent.',
    why: 'You receive this mail because you are a leader of the district; after a month without news, none is sent.',
  },
  heartbeat: {
    well: 'Reminders are running',
    attention: (count) => `Reminders: ${plural(count, 'matter needs', 'matters need')} attention`,
    intro: 'Should this report not come at its time, mails may have stopped going out: please look at the system.',
    row: {
      since: 'Counted since',
      sent: 'Sent',
      failed: 'Failed',
      parked: 'Parked',
      backlog: 'Due, not sent yet',
      oldestDue: 'Oldest due',
      workers: 'Workers running',
    },
    channel: { email: 'Last mail out', in_app: 'Last in-app notice', robot: 'Last group message' },
    never: 'never',
    open: 'Open delivery health',
    why: 'You receive this mail because an administrator has turned on the service report.',
  },
  security: {
    passwordChanged: { heading: 'Your password was changed', intro: 'The password of your account was changed.' },
    passwordReset: {
      heading: 'Your password was reset',
      intro:
        'An administrator has reset the password of your account. Sign in with the new one, and change it soon to one that only you know.',
    },
    roleChanged: {
      heading: 'Your role was changed',
      intro: 'The role of your account was changed, and with it what you can see and do.',
    },
    tokenCreated: {
      heading: 'An API token was created',
      intro: 'An API token was created for your account. A program that holds it reads and writes in your name.',
    },
    calendarCreated: {
      heading: 'A calendar address was made',
      intro:
        'A secret address was made for your account. Whoever has it can see in a calendar what you have to do, and when.',
    },
    emailChanged: {
      heading: 'Your mail address was changed',
      intro:
        'The mail address of your account was changed. Reminders go to the new address from now on; this notice goes to both.',
    },
    calendarRenewed: {
      heading: 'Your calendar address was renewed',
      intro:
        'The address of your calendar feed was renewed, and the old one works no more. Please enter the new one in your calendar program.',
    },
    row: { at: 'When', by: 'By', address: 'IP address', role: 'Role', token: 'Token' },
    self: 'your own account',
    roles: (from, to) => `${from} → ${to}`,
    warning:
      'If this was not you, and nobody told you of it, change your password at once, end your other sessions and speak to the system administrator. We never ask for your password by mail.',
    open: 'Open account security',
    why: 'You receive this mail because the security of your account has changed. Security mails cannot be turned off.',
  },
  test: {
    heading: 'Mails go out',
    intro: 'If you read this, the mail server is set up correctly.',
    row: { at: 'Sent', by: 'Asked for by' },
    open: 'Open the system',
    why: 'You receive this mail because an administrator tested the sending of mails.',
  },
};
