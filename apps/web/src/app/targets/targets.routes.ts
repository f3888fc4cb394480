import type { Routes } from '@angular/router';

export const routes: Routes = [
  { path: '', loadComponent: async () => (await import('./targets-page')).TargetsPage },
  { path: ':id', loadComponent: async () => (await import('./target-page')).TargetPage },
];
