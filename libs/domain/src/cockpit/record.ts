/** What the cockpit counts beside the funnel; each opens the list of what it counts. */
export const cockpitParts = [
  /** Deals on the road by their stage and how long they have stood there. */
  'standing',
  'overdueFollowUps',
  'overduePromises',
  'overdueProblems',
  /** Still owed, not overdue, due within `promisesAheadDays`. */
  'promisesDue',
  'visitsHeld',
  'visitsPlanned',
  /** Given up or put aside since last week, and so still. */
  'dealsLost',
  'dealsHeld',
  'leadsClosed',
] as const;
export type CockpitPart = (typeof cockpitParts)[number];

/** Which week a number about visits is of. */
export const cockpitWeeks = ['last', 'current', 'next'] as const;
export type CockpitWeek = (typeof cockpitWeeks)[number];

export const cockpitRecordKinds = ['deal', 'lead', 'followUp', 'promise', 'problem', 'visit'] as const;
export type CockpitRecordKind = (typeof cockpitRecordKinds)[number];
