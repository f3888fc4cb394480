import type { Routes } from '@angular/router';
import { chainGaps, coverageKinds } from '@torch/domain';
import { figureRecords } from '../shell/figure-records';

export const routes: Routes = [
  { path: '', loadComponent: async () => (await import('./coverage-page')).CoveragePage },
  ...figureRecords(
    'records',
    { kind: coverageKinds, gap: chainGaps },
    async () => (await import('./coverage-records')).CoverageRecords,
  ),
];
