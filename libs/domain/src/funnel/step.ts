import { type DealStage, dealStages, rankOf } from '../deals/stage';

/**
 * The steps of the conversion funnel, in order: those of a lead, then those of its deal. A lead is `converted` on the day
 * on which its deal begins to be negotiated: the two are one step.
 */
export const funnelSteps = [
  'created',
  'contacted',
  'qualified',
  'converted',
  'site_visit',
  'review',
  'signed',
  'registered',
  'filed',
  'construction',
  'production',
  'at_capacity',
] as const;
export type FunnelStep = (typeof funnelSteps)[number];
export const stepCount = funnelSteps.length;

/** Place of the step at which a lead becomes a deal; from there on the money is that of its deals. */
export const firstDealStep = funnelSteps.indexOf('converted');

/** Place in the funnel, from 0, of a deal's stage. */
export const stepOfStage = (stage: DealStage): number => firstDealStep + rankOf(stage);

/** The stage of a deal that stands at a step; null for a step of leads. */
export const stageOfStep = (step: FunnelStep): DealStage | null =>
  dealStages[funnelSteps.indexOf(step) - firstDealStep] ?? null;

/**
 * What a funnel is asked for:
 * - `cohort`: of the leads created in the period, how many ever reached each step;
 * - `entered`: how many leads reached each step for the first time in the period;
 * - `snapshot`: where every lead stands at the end of a day.
 */
export const funnelViews = ['cohort', 'entered', 'snapshot'] as const;
export type FunnelView = (typeof funnelViews)[number];

/** By what a funnel can be broken down. `month` is that of creation, for `entered` that of the entry. */
export const funnelDimensions = [
  'cluster',
  'park',
  'region',
  'chainGap',
  'chain',
  'chainNode',
  'channel',
  'tier',
  'anchor',
  'department',
  'owner',
  'month',
] as const;
export type FunnelDimension = (typeof funnelDimensions)[number];

/** Days are counted from 1970-01-01, as whole numbers. */
export const dayNumber = (date: string): number => Math.floor(Date.parse(`${date}T00:00:00Z`) / 86_400_000);
export const dateOfDay = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10);
/** Months are counted from January of year 0. */
export const monthOfDay = (day: number): number => {
  const date = new Date(day * 86_400_000);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
};
/** `YYYY-MM` */
export const nameOfMonth = (month: number): string =>
  `${String(Math.floor(month / 12)).padStart(4, '0')}-${String((month % 12) + 1).padStart(2, '0')}`;
