/** How long whoever first reported a company holds it (首谈/首报责任制): days, set per channel. */
export interface ProtectionRule {
  /** After this long since the last evidenced contact the protection has ended. */
  protectionDays: number;
  /** Days of silence after which the holder is warned, the first and the second time. */
  firstWarningDays: number;
  secondWarningDays: number;
  /** Days of silence after which the lead goes to its department's pool; null for never. */
  releaseDays: number | null;
}

/** What published rules and practice commonly have: 90 days, warned at 20 and 27 days of silence, released at 30. */
export const usualProtection: ProtectionRule = {
  protectionDays: 90,
  firstWarningDays: 20,
  secondWarningDays: 27,
  releaseDays: 30,
};

const day = 86_400_000;

/** Whether the days of a rule follow each other as they must. */
export const isOrderly = ({
  protectionDays,
  firstWarningDays,
  secondWarningDays,
  releaseDays,
}: ProtectionRule): boolean =>
  firstWarningDays < secondWarningDays && (releaseDays ?? protectionDays) > secondWarningDays && protectionDays > 0;

export interface ProtectionStanding {
  /** Instant at which the holder loses the lead unless there is evidenced contact before. */
  until: Date;
  /** Whole days since what the protection counts from: the last evidenced contact, or a later start. */
  silentDays: number;
  /** 0 none, 1 the first warning is due, 2 the second. */
  warning: 0 | 1 | 2;
  /** Whether others may take it up by now. */
  ended: boolean;
  /** Whether it goes to the pool by now. */
  released: boolean;
}

/**
 * How a lead's protection stands; every evidenced contact renews it whole.
 * @param from the last evidenced contact, or a later start, as where the lead was handed over since
 */
export function protectionStanding(rule: ProtectionRule, from: Date, now: Date): ProtectionStanding {
  const silence = now.getTime() - from.getTime();
  const silentDays = Math.max(0, Math.floor(silence / day));
  const days = Math.min(rule.protectionDays, rule.releaseDays ?? Infinity);
  return {
    until: new Date(from.getTime() + days * day),
    silentDays,
    warning: silentDays >= rule.secondWarningDays ? 2 : silentDays >= rule.firstWarningDays ? 1 : 0,
    ended: silentDays >= days,
    released: rule.releaseDays !== null && silentDays >= rule.releaseDays,
  };
}

/** How two leads come to be about one company: the same one, one of its group, or one whose name is confusingly alike. */
export const conflictBases = ['same', 'group', 'similar'] as const;
export type ConflictBasis = (typeof conflictBases)[number];

export const conflictStates = ['open', 'settled'] as const;
export type ConflictState = (typeof conflictStates)[number];

/** How a head rules: the holder keeps it, both share it, or it goes to who came second. */
export const rulings = ['keep', 'share', 'transfer'] as const;
export type Ruling = (typeof rulings)[number];

/** Shares of performance in whole percent: at least two people, and a hundred in all. */
export const sharesAddUp = (shares: readonly { percent: number }[]): boolean =>
  shares.length >= 2 &&
  shares.every(({ percent }) => Number.isInteger(percent) && percent > 0) &&
  shares.reduce((sum, { percent }) => sum + percent, 0) === 100;

/** How a lead came to its owner. */
export const ownershipKinds = [
  'reported',
  'transferred',
  'released',
  'claimed',
  'settled',
  'shared',
  'undone',
] as const;
export type OwnershipKind = (typeof ownershipKinds)[number];
