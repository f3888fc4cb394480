import type { Routes } from '@angular/router';

export const routes: Routes = [
  { path: '', loadComponent: async () => (await import('./funnel-page')).FunnelPage },
  { path: 'records', loadComponent: async () => (await import('./records-page')).RecordsPage },
];
