import type { Routes } from '@angular/router';

export const routes: Routes = [
  { path: '', loadComponent: async () => (await import('./cockpit-page')).CockpitPage },
  { path: 'records', loadComponent: async () => (await import('./records-page')).CockpitRecordsPage },
  { path: 'wall', loadComponent: async () => (await import('../wall/wall-links-page')).WallLinksPage },
];
