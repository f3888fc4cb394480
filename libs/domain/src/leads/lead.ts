/** The road of a lead; `converted` is reached only by making it a deal. */
export const leadStatuses = ['new', 'contacted', 'qualified', 'converted', 'dormant', 'disqualified'] as const;
export type LeadStatus = (typeof leadStatuses)[number];

/** Statuses in which somebody still works on the lead. */
export const openLeadStatuses = ['new', 'contacted', 'qualified'] as const satisfies readonly LeadStatus[];

const road: Record<LeadStatus, readonly LeadStatus[]> = {
  new: ['contacted', 'dormant', 'disqualified'],
  contacted: ['qualified', 'dormant', 'disqualified'],
  qualified: ['dormant', 'disqualified'],
  converted: [],
  dormant: ['contacted'],
  disqualified: ['contacted'],
};

/** The statuses a lead can be moved to from here. */
export const nextLeadStatuses = (from: LeadStatus): readonly LeadStatus[] => road[from];

/** Leaving `dormant` or `disqualified` is a reopening, which only the head may do. */
export const isReopening = (from: LeadStatus): boolean => from === 'dormant' || from === 'disqualified';

export interface LeadMove {
  to: LeadStatus;
  /** Date on which a dormant lead wakes, `YYYY-MM-DD`. */
  wakeOn?: string | null | undefined;
  /** Code from the list of reasons. */
  reason?: string | null | undefined;
}

export type LeadObstacle = 'not-on-the-road' | 'wake-date-missing' | 'wake-date-past' | 'reason-missing';

/**
 * What stands between a lead and a status; nothing means it may move.
 * @param today the actor's date, `YYYY-MM-DD`
 */
export function leadObstacles(from: LeadStatus, move: LeadMove, today: string): LeadObstacle[] {
  if (!road[from].includes(move.to)) return ['not-on-the-road'];
  if (move.to === 'dormant') {
    if (!move.wakeOn) return ['wake-date-missing'];
    if (move.wakeOn <= today) return ['wake-date-past'];
  }
  if (move.to === 'disqualified' && !move.reason) return ['reason-missing'];
  return [];
}

/** Days without contact after which an open lead counts as quiet (P: two weeks between reports). */
export const quietAfterDays = 14;
