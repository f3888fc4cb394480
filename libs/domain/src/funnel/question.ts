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

/** Which leads a question is about. */
export interface FunnelSelection {
  filters: FunnelFilters;
  /** Ids of the leads that a search found; null for no search. */
  among: readonly string[] | null;
  actor: Actor;
}

/** What happened to them in a period. Days are numbers, and all of the reporting time zone. */
export interface PeriodQuestion extends FunnelSelection {
  /** First and last day of the period. */
  from: number;
  to: number;
  /** Up to which day is looked: what took effect later is not known yet. */
  asOf: number;
}

/** One question to the funnel; a snapshot is of the end of the last day of the period. */
export interface FunnelQuestion extends PeriodQuestion {
  view: FunnelView;
  /** Days from its creation within which a lead of a cohort must have reached a step; null for however long. */
  within: number | null;
  groupBy: FunnelDimension | null;
}

/** What the leads of a step are counted as. */
export const funnelParts = [
  /** Reached the step; in a snapshot, stand there and are worked on. */
  'reached',
  /** Of those, stand there still and are worked on. */
  'open',
  /** Of the open ones, those whose time has not run out: neither success nor failure yet. */
  'undecided',
  /** Of the open ones, all others. */
  'late',
  'onHold',
  'lost',
  /** Reached it, and stand behind it now, worked on or not; in a snapshot nobody. */
  'beyond',
  /** Reached it once, and stand before it now. */
  'movedBack',
  /** Reached it, and the next step too by the last day that is looked at; in a snapshot nobody. */
  'wentOn',
  /** Reached it and took the step before as well: those whose days are counted. In a snapshot all that stand there. */
  'timed',
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
