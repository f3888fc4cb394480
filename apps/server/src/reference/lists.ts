import type { ReferenceKind, Subject } from '@torch/domain';

type ReferenceSubject = Extract<
  Subject,
  | 'cluster'
  | 'park'
  | 'anchor'
  | 'platform'
  | 'region'
  | 'tier'
  | 'channel'
  | 'chain'
  | 'chainNode'
  | 'closeReason'
  | 'indicator'
>;

interface List {
  table: string;
  /** Name of one entry, for events: `cluster.created`. */
  subject: ReferenceSubject;
  /** Columns beyond the common ones: property → column. */
  extras: Readonly<Record<string, string>>;
}

/** Where each reference list lives. */
export const lists: Readonly<Record<ReferenceKind, List>> = {
  clusters: { table: 'clusters', subject: 'cluster', extras: { parkCode: 'park_code', target: 'target' } },
  parks: { table: 'parks', subject: 'park', extras: { areaKm2: 'area_km2' } },
  anchors: {
    table: 'anchors',
    subject: 'anchor',
    extras: { clusterCode: 'cluster_code', isOneOfTwo: 'is_one_of_two' },
  },
  platforms: { table: 'platforms', subject: 'platform', extras: { role: 'role' } },
  regions: { table: 'regions', subject: 'region', extras: { strategy: 'strategy', overseas: 'overseas' } },
  tiers: { table: 'tiers', subject: 'tier', extras: {} },
  channels: {
    table: 'channels',
    subject: 'channel',
    extras: {
      protectionDays: 'protection_days',
      firstWarningDays: 'first_warning_days',
      secondWarningDays: 'second_warning_days',
      releaseDays: 'release_days',
    },
  },
  chains: { table: 'chains', subject: 'chain', extras: { clusterCode: 'cluster_code' } },
  'chain-nodes': {
    table: 'chain_nodes',
    subject: 'chainNode',
    extras: { chainCode: 'chain_code', stage: 'stage', strength: 'strength', gap: 'gap' },
  },
  'close-reasons': { table: 'close_reasons', subject: 'closeReason', extras: {} },
  indicators: {
    table: 'indicators',
    subject: 'indicator',
    extras: { weight: 'weight', vetoable: 'vetoable', guidanceZh: 'guidance_zh', guidanceEn: 'guidance_en' },
  },
};

const common = {
  code: 'code',
  nameZh: 'name_zh',
  nameEn: 'name_en',
  position: 'position',
  retired: 'retired',
  note: 'note',
  confirmed: 'confirmed',
};

/** Property → column of everything that a user may set on an entry. */
export const columnsOf = (kind: ReferenceKind): Readonly<Record<string, string>> => ({
  ...common,
  ...lists[kind].extras,
});
