import type { FeatureWalk } from '../walk-cases';

/** Every feature that brings records and routes of its own to the permission walk. */
export const featureWalks: readonly FeatureWalk[] = [];
