import { type AnyDealStage, isOnRoad } from '../deals/stage';
import type { LeadStatus } from '../leads/lead';
import { firstDealStep, funnelSteps, stepOfStage } from './step';

/** One recorded change of a lead's status. */
export interface StatusEntry {
  /** Day on which it took effect. */
  on: number;
  to: LeadStatus;
  /** Code of the reason, for `disqualified`. */
  reason: string | null;
}
/** One recorded change of a deal's stage. */
export interface StageEntry {
  on: number;
  to: AnyDealStage;
  /** Code of the reason, for `lost`. */
  reason: string | null;
}
/** The append-only history of a lead and of the deals that came of it, each in the order of recording. */
export interface LeadHistory {
  /** Day, in the reporting time zone, on which it was entered. */
  createdOn: number;
  moves: readonly StatusEntry[];
  /** One deal; more where the lead was split. A deal in the recycle bin was a mistake, and is none. */
  deals: readonly (readonly StageEntry[])[];
}

/** Whether it is still worked on, at rest, or given up. */
export const footings = ['open', 'onHold', 'lost'] as const;
export type Footing = (typeof footings)[number];

/** Where a lead stands: at a step, or beside the road with the step that it left. */
export interface Place {
  step: number;
  footing: Footing;
  reason: string | null;
}
export interface PlaceSince extends Place {
  /** Day since which it stands there. */
  on: number;
}

/**
 * The way of one lead through the funnel. The lead is the unit that is counted, once at each step, however many deals came
 * of it: with several, it stands where the one stands that has come furthest.
 */
export interface Track {
  createdOn: number;
  /** The day on which each step was first reached; null for a step never reached. A step that was skipped counts as reached with the one behind it. */
  reached: readonly (number | null)[];
  /** Whether each step was itself entered, not skipped. */
  entered: readonly boolean[];
  /** Every place in turn, in the order of days. */
  path: readonly PlaceSince[];
  /** For each deal, the day on which it first reached each step. */
  deals: readonly (readonly (number | null)[])[];
  /** For each deal, its own places in turn. */
  dealPaths: readonly (readonly PlaceSince[])[];
}

const leadStep: Partial<Record<LeadStatus, number>> = { contacted: 1, qualified: 2 };

/** @returns the places of a lead, the deals left aside. What took effect before what was recorded before it counts from then. */
function pathOfLead({ createdOn, moves }: LeadHistory): PlaceSince[] {
  const path: PlaceSince[] = [{ on: createdOn, step: 0, footing: 'open', reason: null }];
  for (const { on, to, reason } of moves) {
    const last = path[path.length - 1] as PlaceSince;
    const place = leadPlace(last.step, to, reason);
    if (place) path.push({ on: Math.max(on, last.on), ...place });
  }
  return path;
}

function leadPlace(step: number, to: LeadStatus, reason: string | null): Place | null {
  const next = leadStep[to];
  if (next !== undefined) return { step: next, footing: 'open', reason: null };
  if (to === 'dormant') return { step, footing: 'onHold', reason: null };
  // That it is converted is told by its deal.
  return to === 'disqualified' ? { step, footing: 'lost', reason } : null;
}

function pathOfDeal(moves: readonly StageEntry[]): PlaceSince[] {
  const path: PlaceSince[] = [];
  for (const { on, to, reason } of moves) {
    const last = path[path.length - 1];
    const place: Place = isOnRoad(to)
      ? { step: stepOfStage(to), footing: 'open', reason: null }
      : { step: last?.step ?? firstDealStep, footing: to === 'lost' ? 'lost' : 'onHold', reason };
    path.push({ on: Math.max(on, last?.on ?? on), ...place });
  }
  return path;
}

/** The place at the end of a day; null before it all began. */
export function placeOn(path: readonly PlaceSince[], day: number): PlaceSince | null {
  let found: PlaceSince | null = null;
  for (const place of path) if (place.on <= day) found = place;
  return found;
}

const standing = ({ footing, step }: Place) => -footings.indexOf(footing) * funnelSteps.length + step;

/** Several deals as one: on each day the place of the one that is worked on and has come furthest. */
function together(paths: readonly (readonly PlaceSince[])[]): PlaceSince[] {
  const [only, ...others] = paths;
  if (!only || others.length === 0) return [...(only ?? [])];
  const days = [...new Set(paths.flatMap((path) => path.map(({ on }) => on)))].sort((a, b) => a - b);
  const merged: PlaceSince[] = [];
  for (const day of days) {
    const [best] = paths
      .flatMap((path) => placeOn(path, day) ?? [])
      .sort((a, b) => standing(b) - standing(a) || a.on - b.on);
    const last = merged[merged.length - 1];
    if (best && !(last && last.step === best.step && last.footing === best.footing && last.reason === best.reason))
      merged.push({ ...best, on: day });
  }
  return merged;
}

/** First day on which each step, or one behind it, was entered. */
function reachedBy(paths: readonly (readonly PlaceSince[])[]): (number | null)[] {
  const reached: (number | null)[] = funnelSteps.map(() => null);
  for (const path of paths)
    for (const { step, footing, on } of path)
      if (footing === 'open')
        for (let at = step; at >= 0; at -= 1) {
          const known = reached[at];
          if (known === null || known === undefined || on < known) reached[at] = on;
        }
  return reached;
}

/** Reads the way of a lead out of its recorded history. */
export function trackOf(history: LeadHistory): Track {
  const lead = pathOfLead(history);
  const deals = history.deals.map(pathOfDeal);
  const reached = reachedBy([lead, ...deals]);
  // It is created when it is entered here, even if its deal had begun before.
  reached[0] = history.createdOn;
  const merged = together(deals);
  const begun = merged[0]?.on ?? Infinity;
  return {
    createdOn: history.createdOn,
    reached,
    entered: funnelSteps.map((_, step) =>
      [lead, ...deals].some((path) => path.some((place) => place.footing === 'open' && place.step === step)),
    ),
    path: [...lead.filter(({ on }) => on < begun), ...merged],
    deals: deals.map((path) => reachedBy([path])),
    dealPaths: deals,
  };
}
