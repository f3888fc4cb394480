import type { Actor } from '../access/permissions';
import type { FunnelDimension, FunnelStep, FunnelView } from './step';

/** By what the leads are narrowed; within one list any value does, and every list has to be met. */
export type FunnelFilters = Partial<
  Record<
    | 'cluster'
    | 'park'
    | 'region'
    | 'chainGap'
    | 'chain'
    | 'chainNode'
    | 'channel'
    | 'tier'
    | 'anchor'
    | 'department'
    | 'owner',
    readonly string[]
  >
>;

/** One question to the funnel. Days are numbers, and all of the reporting time zone. */
export interface FunnelQuestion {
  view: FunnelView;
  /** First and last day of the period; a snapshot is of the end of the last. */
  from: number;
  to: number;
  /** Up to which day is looked: what took effect later is not known yet. */
  asOf: number;
  /** Days from its creation within which a lead of a cohort must have reached a step; null for however long. */
  within: number | null;
  filters: FunnelFilters;
  /** Ids of the leads that a search found; null for no search. */
  among: readonly string[] | null;
  groupBy: FunnelDimension | null;
  actor: Actor;
}

/** What the leads of a step are counted as. */
export const funnelParts = [
  /** Reached the step; in a snapshot, stand there and are worked on. */
  'reached',
  /** Of those, stand there still and are worked on. */
  'open',
  /** Of the open ones, those whose time has not run out: neither success nor failure yet. */
  'undecided',
  'onHold',
  'lost',
  /** Reached it once, and stand before it now. */
  'movedBack',
  /** Of the open ones, longer than the norm of the step. */
  'overdue',
] as const;
export type FunnelPart = (typeof funnelParts)[number];

/** One figure of a funnel: what lies behind it can be listed. */
export interface FunnelFigure {
  step: FunnelStep;
  part: FunnelPart;
  /** Of one group only; left out, of all. */
  group?: string | null;
  /** Of those given up, for one reason only. */
  reason?: string | null;
}

/** What is read from other tables than the leads: which chain a node belongs to, and how long a step may last. */
export interface FunnelKnowledge {
  chainOfNode: ReadonlyMap<string, string>;
  /** Days after which standing at a step is too long. */
  norms: Partial<Record<FunnelStep, number>>;
}
