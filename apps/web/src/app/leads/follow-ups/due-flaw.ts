const minute = 60_000;

/**
 * What stands against the time of a next step. What is still to be done is not planned for a time that has passed: it
 * would be overdue from the start, and a mistyped year would count against whoever owns it.
 * @param dueAt the instant that was chosen; empty for none
 * @param before what it was, of one that is known: an overdue one is renamed without being moved
 */
export function dueFlaw(dueAt: string, before: string, now: Date): 'dueAt' | 'duePast' | null {
  if (!dueAt) return 'dueAt';
  if (before && Date.parse(dueAt) === Date.parse(before)) return null;
  // The field knows no seconds: the minute that is running just now counts as to come.
  return Date.parse(dueAt) < Math.floor(now.getTime() / minute) * minute ? 'duePast' : null;
}
