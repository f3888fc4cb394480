/** How a reminder reaches its reader: by mail, behind the bell, or in a group chat through its robot. */
export const reminderChannels = ['email', 'in_app', 'robot'] as const;
export type ReminderChannel = (typeof reminderChannels)[number];

/**
 * The life of a reminder. A worker claims what is due and hands it over: to the outbox, the bell or the robot; then it is
 * sent or failed. Before that it may be cancelled, when what it is about is over or its reader does not want it, or
 * superseded, when a newer one stands in its place.
 */
export const reminderStates = [
  'planned',
  'claimed',
  'handed_over',
  'sent',
  'failed',
  'cancelled',
  'superseded',
] as const;
export type ReminderState = (typeof reminderStates)[number];

/** Why a reminder did not go. The first four are the plan's own: what they withdrew may be planned again. */
export const reminderReasons = [
  'over',
  'changed',
  'rule-changed',
  'snoozed',
  'rule-off',
  'user-inactive',
  'not-named',
  'no-address',
  'switched-off',
  'in-digest',
  'too-late',
  'newer',
  'nothing-to-say',
  'untold',
  'mail-failed',
  'robot-gone',
  'robot-failed',
] as const;
export type ReminderReason = (typeof reminderReasons)[number];
export const planReasons = ['over', 'changed', 'rule-changed', 'snoozed'] as const satisfies readonly ReminderReason[];

/** The group chats whose robots can tell: 钉钉, 企业微信, 飞书. */
export const robotKinds = ['dingtalk', 'wecom', 'feishu'] as const;
export type RobotKind = (typeof robotKinds)[number];

/** What a reader can choose for a kind of reminder over a channel; by mail alone, to have it told in the morning's digest. */
export const preferenceModes = ['on', 'digest', 'off'] as const;
export type PreferenceMode = (typeof preferenceModes)[number];

/** `invitation` moves or cancels a visit that stands in somebody's calendar by an earlier mail. */
export const mailKinds = [
  'reminder',
  'folded',
  'digest',
  'security',
  'heartbeat',
  'test',
  'invitation',
  'report',
] as const;
export type MailKind = (typeof mailKinds)[number];

/** How much a mail tells: by default the code, what is due, when, and a link; or the company and the circumstances too. */
export const mailContents = ['minimal', 'full'] as const;
export type MailContent = (typeof mailContents)[number];

/** The life of a mail. A worker claims a queued one; parked is what was tried in vain too often and waits for somebody. */
export const mailStates = ['queued', 'sent', 'failed', 'parked', 'cancelled'] as const;
export type MailState = (typeof mailStates)[number];

const minute = 60_000;

/** Milliseconds before each further chance of a reminder that could not be put into words; after the last it is given up. */
export const furtherChances = [minute / 2, 5 * minute] as const;

/** Tries after which a mail is parked: with `retryDelay`, after about two hours of a server that refuses it. */
export const triesAtMost = 15;

/** Milliseconds to wait before try number `attempts + 1`: 5 s doubling up to 15 min. */
export const retryDelay = (attempts: number): number => Math.min(5_000 * 2 ** Math.max(0, attempts - 1), 15 * minute);

/** The life of what a robot has to say; as that of a mail. */
export const robotPostStates = ['queued', 'sent', 'failed', 'parked', 'cancelled'] as const;
export type RobotPostState = (typeof robotPostStates)[number];
