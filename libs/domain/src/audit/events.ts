const entry = ['created', 'updated', 'deleted'] as const;
const reminding = ['reminded', 'reminderDropped', 'reminderRetried', 'snoozed'] as const;
const record = ['created', 'updated', 'deleted', 'restored', 'purged'] as const;

/** What can happen to each kind of subject: every event's type is `subject.act`, and there are no others. */
export const acts = {
  installation: ['created'],
  department: entry,
  user: ['created', 'updated', 'roleChanged', 'passwordReset', 'passwordChanged'],
  session: ['opened', 'ended', 'refused'],
  apiToken: ['created', 'revoked'],
  cluster: entry,
  park: entry,
  anchor: entry,
  platform: entry,
  region: entry,
  tier: entry,
  channel: entry,
  chain: entry,
  chainNode: entry,
  closeReason: entry,
  indicator: entry,
  exchangeRate: [...entry, 'imported'],
  company: [...record, 'appointed'],
  contact: [...record, 'opened'],
  lead: [
    ...record,
    'moved',
    'contacted',
    'assigned',
    'warned',
    'released',
    'claimed',
    'concealed',
    'screened',
    ...reminding,
  ],
  deal: ['created', 'updated', 'deleted', 'restored', 'moved', 'assigned', 'scored', ...reminding],
  attachment: ['created', 'updated', 'deleted', 'purged'],
  conflict: ['opened', 'settled'],
  transfer: ['made', 'undone'],
  fund: ['created', 'updated', 'deleted', 'confirmed', 'reopened'],
  offer: ['created', 'updated', 'reviewed', 'withdrawn'],
  assignment: ['created', 'updated', 'accepted', 'answered', 'done', 'cancelled', ...reminding],
  promise: ['created', 'updated', 'kept', 'broken', 'withdrawn', 'reopened', ...reminding],
  problem: ['created', 'updated', 'solved', 'reopened', ...reminding],
  visit: [...record, ...reminding],
  tour: [...entry, ...reminding],
  followUp: [...record, 'assigned', 'completed', 'cancelled', 'reopened', ...reminding],
  mail: ['queued', 'sent', 'failed', 'parked', 'cancelled', 'retried', 'purged'],
  reminderRule: entry,
  reminderSettings: ['updated'],
  robot: [...entry, 'retried'],
  calendarFeed: ['created', 'revoked'],
  wallLink: ['created', 'revoked'],
  notificationPreference: ['updated'],
  absence: entry,
  calendarDay: entry,
} as const satisfies Record<string, readonly string[]>;

export type Subject = keyof typeof acts;
export const subjects = Object.keys(acts) as Subject[];
export type Act = (typeof acts)[Subject][number];
export type EventType = { [S in Subject]: `${S}.${(typeof acts)[S][number]}` }[Subject];
