import { type AnyDealStage, type DealStage, dealStages, rankOf } from '../deals/stage';

/** What stands in a project's way (要素/问题), by the kinds that bureaus keep their lists by. */
export const problemKinds = ['funds', 'land', 'policy', 'approval', 'energy', 'workers', 'other'] as const;
export type ProblemKind = (typeof problemKinds)[number];

export const problemStates = ['open', 'solved'] as const;
export type ProblemState = (typeof problemStates)[number];

/** From registration on a company has landed: it is looked after as long as it stays. */
export const landedStages: readonly DealStage[] = dealStages.slice(rankOf('registered'));

/** Whether a deal that stands here has brought its company to the zone; one at rest has, one given up has not. */
export const hasLanded = (stage: AnyDealStage, stageLeft: DealStage | null): boolean =>
  landedStages.some((each) => each === stage || (stage === 'on_hold' && each === stageLeft));
