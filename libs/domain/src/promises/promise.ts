/** What was promised to an investor (承诺事项). */
export const promiseCategories = [
  'plant',
  'subsidy',
  'permit',
  'schooling',
  'housing',
  'utilities',
  'policy',
  'other',
] as const;
export type PromiseCategory = (typeof promiseCategories)[number];

/** Whether what is promised has to be an offer that passed its fair-competition review. */
export const promiseNeedsOffer = (category: PromiseCategory): boolean => category === 'subsidy';

/** The life of a promise: owed, then honoured, not honoured, or taken back by agreement. */
export const promiseStates = ['open', 'kept', 'broken', 'withdrawn'] as const;
export type PromiseState = (typeof promiseStates)[number];

/** The states to which a promise can move from here. What is settled is opened again before it is settled otherwise. */
export const promiseMoves = (from: PromiseState): PromiseState[] =>
  from === 'open' ? ['kept', 'broken', 'withdrawn'] : ['open'];

/** Whether a move has to be explained: a promise that is not honoured is answered for. */
export const promiseNeedsNote = (to: PromiseState): boolean => to === 'broken' || to === 'withdrawn';

export type PromiseObstacle = 'not-on-the-road' | 'note-missing';

/** What stands between a promise and a state. */
export function promiseObstacles(from: PromiseState, to: PromiseState, note: string | null): PromiseObstacle[] {
  if (!promiseMoves(from).includes(to)) return ['not-on-the-road'];
  return promiseNeedsNote(to) && !note?.trim() ? ['note-missing'] : [];
}

/**
 * Whether a promise is overdue: open, and its day is over where its owner is.
 * @param today the date, `YYYY-MM-DD`, in the owner's time zone
 */
export const isPromiseOverdue = (state: PromiseState, dueOn: string, today: string): boolean =>
  state === 'open' && dueOn < today;

/** Days ahead in which a promise stands on the page of the day. */
export const promiseHorizonDays = 7;
