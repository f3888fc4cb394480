import type { Routes } from '@angular/router';

export const routes: Routes = [
  { path: '', loadComponent: async () => (await import('./coverage-page')).CoveragePage },
  { path: 'records', loadComponent: async () => (await import('./coverage-records')).CoverageRecords },
];
