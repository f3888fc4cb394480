import { type FunnelData, footingOf, stepOf } from './columns';
import { firstDealStep, stepCount } from './step';
import { footings } from './track';

const open = footings.indexOf('open');

/** Whether a deal of the lead in a row had reached a step by the end of a day. */
export function hasReached({ dealReached }: FunnelData, deal: number, step: number, day: number): boolean {
  const on = dealReached[deal * stepCount + step] as number;
  return step >= firstDealStep && on !== 0 && on <= day;
}

/**
 * Whether a deal stood at a step at the end of a day, and was worked on: one that rests, was lost or stood elsewhere does
 * not count where the lead stands by another. Where it is the only one, it stands where its lead does.
 * @param place where the lead in the row stood
 */
export function standsThere(
  { dealCount, dealPathStart, dealPathLength, dealPathDay, dealPathPlace }: FunnelData,
  row: number,
  deal: number,
  place: number,
  day: number,
): boolean {
  if (footingOf(place) !== open || stepOf(place) < firstDealStep) return false;
  if (dealCount[row] === 1) return true;
  const start = dealPathStart[deal] as number;
  let at = start + (dealPathLength[deal] as number) - 1;
  while (at >= start && (dealPathDay[at] as number) > day) at -= 1;
  return at >= start && dealPathPlace[at] === place;
}
