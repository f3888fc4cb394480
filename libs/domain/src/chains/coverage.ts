import { type AnyDealStage, type DealStage, isOnRoad } from '../deals/stage';
import { hasLanded } from '../problems/problem';
import type { RegionStrategy } from '../reference/reference';

/** What a cell of the coverage matrix counts: companies in touch, leads being worked on, deals under way, deals that landed. */
export const coverageKinds = ['companies', 'leads', 'deals', 'landed'] as const;
export type CoverageKind = (typeof coverageKinds)[number];
export type CoverageCounts = Readonly<Record<CoverageKind, number>>;

/**
 * Whether a gap of the chains is nobody's in a region where the zone means to work (巩固, 拓展, 突破, 深化): no lead, no deal,
 * none that landed. A company in touch whose leads are all closed is no work.
 */
export const isUncovered = ({ leads, deals, landed }: CoverageCounts, strategy: RegionStrategy): boolean =>
  strategy !== 'none' && leads + deals + landed === 0;

/** What a deal counts as where it stands; null for one at rest or given up that had not landed. */
export function coverageOfDeal(stage: AnyDealStage, stageLeft: DealStage | null): 'deals' | 'landed' | null {
  if (hasLanded(stage, stageLeft)) return 'landed';
  return isOnRoad(stage) ? 'deals' : null;
}
