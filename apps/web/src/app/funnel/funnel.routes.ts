import type { Routes } from '@angular/router';
import {
  flowSources,
  flowTargets,
  funnelDimensions,
  funnelParts,
  funnelSteps,
  funnelViews,
  stayBuckets,
  stayKinds,
} from '@torch/domain';
import { figureRecords } from '../shell/figure-records';

export const routes: Routes = [
  { path: '', loadComponent: async () => (await import('./funnel-page')).FunnelPage },
  ...figureRecords(
    'records',
    { step: funnelSteps, part: funnelParts, view: funnelViews, groupBy: funnelDimensions },
    async () => (await import('./records-page')).RecordsPage,
  ),
  { path: 'flow', loadComponent: async () => (await import('./flow-page')).FlowPage },
  ...figureRecords(
    'flow/records',
    { source: flowSources, target: flowTargets },
    async () => (await import('./flow-records-page')).FlowRecordsPage,
  ),
  { path: 'trend', loadComponent: async () => (await import('./trend-page')).TrendPage },
  { path: 'stays', loadComponent: async () => (await import('./stays-page')).StaysPage },
  ...figureRecords(
    'stays/records',
    { step: funnelSteps, kind: stayKinds, bucket: stayBuckets },
    async () => (await import('./stay-records-page')).StayRecordsPage,
  ),
  { path: 'origin', loadComponent: async () => (await import('./origin-page')).OriginPage },
];
