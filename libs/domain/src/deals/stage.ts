/** The road of a deal, in order; a stage's place in it is its rank. */
export const dealStages = [
  'negotiating',
  'site_visit',
  'review',
  'signed',
  'registered',
  'filed',
  'construction',
  'production',
  'at_capacity',
] as const;
export type DealStage = (typeof dealStages)[number];

/** Beside the road: at rest, or given up. Both remember the stage that was left. */
export const asideStages = ['on_hold', 'lost'] as const;
export type AsideStage = (typeof asideStages)[number];

export const allDealStages = [...dealStages, ...asideStages] as const;
export type AnyDealStage = DealStage | AsideStage;

export const isOnRoad = (stage: AnyDealStage): stage is DealStage => dealStages.some((each) => each === stage);

/** Place on the road, from 0. */
export const rankOf = (stage: DealStage): number => dealStages.indexOf(stage);

/** Where a deal stands; beside the road it remembers the stage it left. */
export type Standing = { stage: DealStage; stageLeft: null } | { stage: AsideStage; stageLeft: DealStage };

/** The four batches 四个一批: being prepared, in reserve, started, completed. `lost` and `on_hold` belong to none. */
export const batches = {
  preparing: ['negotiating'],
  reserve: ['site_visit', 'review', 'signed', 'registered', 'filed'],
  started: ['construction'],
  completed: ['production', 'at_capacity'],
} as const satisfies Record<string, readonly DealStage[]>;
export type Batch = keyof typeof batches;

/** The kind of a move: it decides who may make it, and what it asks for. */
export type MoveKind = 'forward' | 'back' | 'hold' | 'lose' | 'resume' | 'reopen';

/**
 * What kind of move leads from a standing to a stage; null when none does.
 * A deal at rest goes on only where it stopped, and one given up is reopened only there.
 */
export function moveKind(from: Standing, to: AnyDealStage): MoveKind | null {
  if (from.stage === to) return null;
  if (from.stage === 'lost') return to === from.stageLeft ? 'reopen' : null;
  if (to === 'lost') return 'lose';
  if (from.stage === 'on_hold') return to === from.stageLeft ? 'resume' : null;
  if (to === 'on_hold') return 'hold';
  return rankOf(to) > rankOf(from.stage) ? 'forward' : 'back';
}

/** The standings a deal can be moved to from here. */
export const nextStages = (from: Standing): readonly AnyDealStage[] =>
  allDealStages.filter((to) => moveKind(from, to) !== null);

/** Where the deal stands after a move that is possible. */
export function standingAfter(from: Standing, to: AnyDealStage): Standing {
  if (isOnRoad(to)) return { stage: to, stageLeft: null };
  return { stage: to, stageLeft: isOnRoad(from.stage) ? from.stage : (from.stageLeft ?? 'negotiating') };
}

/** The stages that a move forward enters: all behind the present one, up to the target. */
export const stagesEntered = (from: DealStage, to: DealStage): readonly DealStage[] =>
  dealStages.slice(rankOf(from) + 1, rankOf(to) + 1);

/** The stages passed up to one, that one included. */
export const stagesUpTo = (stage: DealStage): readonly DealStage[] => dealStages.slice(0, rankOf(stage) + 1);
