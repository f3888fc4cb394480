import type { Routes } from '@angular/router';
import { warnBeforeLeaving } from '../platform/guards';

export const routes: Routes = [
  { path: '', loadComponent: async () => (await import('./deal-list/deal-list')).DealList },
  { path: 'board', loadComponent: async () => (await import('./deal-board/deal-board')).DealBoard },
  {
    path: 'new',
    canDeactivate: [warnBeforeLeaving],
    loadComponent: async () => (await import('./deal-start/deal-start')).DealStart,
  },
  { path: ':id', loadComponent: async () => (await import('./deal-page/deal-page')).DealPage },
  {
    path: ':id/edit',
    canDeactivate: [warnBeforeLeaving],
    loadComponent: async () => (await import('./deal-form/deal-form')).DealForm,
  },
];
