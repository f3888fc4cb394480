import { chainGaps, nodePositions, nodeStrengths, type ReferenceKind, regionStrategies } from '@torch/domain';

/** How a field that only one list has is edited. */
export type Extra =
  | { field: ExtraField; as: 'text' | 'number' | 'flag' }
  | { field: ExtraField; as: 'reference'; kind: ReferenceKind; optional: boolean }
  | {
      field: ExtraField;
      as: 'code';
      codes: readonly string[];
      labels: 'regionStrategy' | 'nodePosition' | 'nodeStrength' | 'chainGap' | 'roles';
      optional: boolean;
    };

export type ExtraField =
  | 'parkCode'
  | 'target'
  | 'areaKm2'
  | 'clusterCode'
  | 'isOneOfTwo'
  | 'role'
  | 'strategy'
  | 'overseas'
  | 'chainCode'
  | 'stage'
  | 'strength'
  | 'gap'
  | 'protectionDays'
  | 'firstWarningDays'
  | 'secondWarningDays'
  | 'releaseDays'
  | 'weight'
  | 'vetoable';

export const extras: Readonly<Record<ReferenceKind, readonly Extra[]>> = {
  clusters: [
    { field: 'parkCode', as: 'reference', kind: 'parks', optional: true },
    { field: 'target', as: 'text' },
  ],
  parks: [{ field: 'areaKm2', as: 'number' }],
  anchors: [
    { field: 'clusterCode', as: 'reference', kind: 'clusters', optional: true },
    { field: 'isOneOfTwo', as: 'flag' },
  ],
  platforms: [{ field: 'role', as: 'code', codes: ['one', 'four', 'n'], labels: 'roles', optional: false }],
  regions: [
    { field: 'strategy', as: 'code', codes: regionStrategies, labels: 'regionStrategy', optional: false },
    { field: 'overseas', as: 'flag' },
  ],
  tiers: [],
  channels: [
    { field: 'protectionDays', as: 'number' },
    { field: 'firstWarningDays', as: 'number' },
    { field: 'secondWarningDays', as: 'number' },
    { field: 'releaseDays', as: 'number' },
  ],
  chains: [{ field: 'clusterCode', as: 'reference', kind: 'clusters', optional: true }],
  'chain-nodes': [
    { field: 'chainCode', as: 'reference', kind: 'chains', optional: false },
    { field: 'stage', as: 'code', codes: nodePositions, labels: 'nodePosition', optional: false },
    { field: 'strength', as: 'code', codes: nodeStrengths, labels: 'nodeStrength', optional: false },
    { field: 'gap', as: 'code', codes: chainGaps, labels: 'chainGap', optional: true },
  ],
  'close-reasons': [],
  indicators: [
    { field: 'weight', as: 'number' },
    { field: 'vetoable', as: 'flag' },
  ],
};
