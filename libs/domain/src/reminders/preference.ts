import { type PreferenceMode, preferenceModes } from './delivery';
import { type ReminderKind, reminderKinds } from './trigger';

/** The channels that a reader chooses among; a group's robot is the administrator's. */
export const preferenceChannels = ['email', 'in_app'] as const;
export type PreferenceChannel = (typeof preferenceChannels)[number];

/** Told by mail whatever anybody chooses: changes of one's own account. */
export const alwaysOnKinds = ['security'] as const;

export interface Preference {
  kind: ReminderKind;
  channel: PreferenceChannel;
  mode: PreferenceMode;
}

/**
 * What can be chosen for a kind over a channel: the morning's digest gathers mails, and is itself a mail that nothing gathers.
 * Nothing where the kind does not come that way.
 */
export const modesOf = (kind: ReminderKind, channel: PreferenceChannel): readonly PreferenceMode[] => {
  if (kind === 'digest') return channel === 'email' ? ['on', 'off'] : [];
  return channel === 'email' ? preferenceModes : preferenceModes.filter((mode) => mode !== 'digest');
};

/** The whole matrix, from what was said: what is not said is on. */
export const preferenceMatrix = (said: readonly Preference[]): Preference[] =>
  reminderKinds.flatMap((kind) =>
    preferenceChannels
      .filter((channel) => modesOf(kind, channel).length > 0)
      .map((channel) => ({
        kind,
        channel,
        mode: said.find((each) => each.kind === kind && each.channel === channel)?.mode ?? 'on',
      })),
  );

/**
 * What a choice comes to. What waits for the morning's digest would be told nowhere where none comes, so it comes at once.
 * @param getsDigest whether the morning's digest comes to the reader
 */
export const effectiveMode = (said: PreferenceMode, getsDigest: boolean): PreferenceMode =>
  said === 'digest' && !getsDigest ? 'on' : said;
