import type { FunnelData } from './columns';

/** Before it all began. */
export const nowhere = -1;

/**
 * Goes through the moves of a row that took effect between two days: from where it stood at the end of the day before to
 * where it stands at the end of the day. What was undone within a day is none.
 */
export function eachChange(
  { pathStart, pathLength, pathDay, pathPlace }: FunnelData,
  row: number,
  from: number,
  to: number,
  tell: (before: number, after: number, on: number, since: number) => void,
): void {
  const start = pathStart[row] as number;
  const end = start + (pathLength[row] as number);
  let before = nowhere;
  let since = 0;
  for (let at = start; at < end; at += 1) {
    const on = pathDay[at] as number;
    if (on > to) return;
    if (at + 1 < end && pathDay[at + 1] === on) continue;
    const place = pathPlace[at] as number;
    if (on >= from) tell(before, place, on, since);
    before = place;
    since = on;
  }
}
