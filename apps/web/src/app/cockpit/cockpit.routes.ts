import type { Routes } from '@angular/router';
import { cockpitParts, cockpitWeeks, dealStages, stageLights } from '@torch/domain';
import { figureRecords } from '../shell/figure-records';

export const routes: Routes = [
  { path: '', loadComponent: async () => (await import('./cockpit-page')).CockpitPage },
  ...figureRecords(
    'records',
    { part: cockpitParts, stage: dealStages, light: stageLights, week: cockpitWeeks },
    async () => (await import('./records-page')).CockpitRecordsPage,
  ),
  { path: 'wall', loadComponent: async () => (await import('../wall/wall-links-page')).WallLinksPage },
];
