/** The lists of the zone's model. They are data: every zone brings its own rows. */
export const referenceKinds = [
  'clusters',
  'parks',
  'anchors',
  'platforms',
  'regions',
  'tiers',
  'channels',
  'chains',
  'chain-nodes',
  'close-reasons',
  'indicators',
] as const;
export type ReferenceKind = (typeof referenceKinds)[number];

/** What the zone means to do in a region: 巩固, 拓展, 突破, 深化; `none` where the model is silent. */
export const regionStrategies = ['consolidate', 'expand', 'break_through', 'deepen', 'none'] as const;
export type RegionStrategy = (typeof regionStrategies)[number];
