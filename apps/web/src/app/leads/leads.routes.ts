import type { Routes } from '@angular/router';
import { warnBeforeLeaving } from '../platform/guards';

export const routes: Routes = [
  { path: '', loadComponent: async () => (await import('./lead-list/lead-list')).LeadList },
  {
    path: 'new',
    canDeactivate: [warnBeforeLeaving],
    loadComponent: async () => (await import('./lead-form/lead-form')).LeadForm,
  },
  { path: ':id', loadComponent: async () => (await import('./lead-page/lead-page')).LeadPage },
  {
    path: ':id/edit',
    canDeactivate: [warnBeforeLeaving],
    loadComponent: async () => (await import('./lead-form/lead-form')).LeadForm,
  },
];
