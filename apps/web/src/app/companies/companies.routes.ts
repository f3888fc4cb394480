import type { Routes } from '@angular/router';
import { warnBeforeLeaving } from '../platform/guards';

const edit = async () => (await import('./company-edit/company-edit')).CompanyEdit;

export const routes: Routes = [
  { path: '', loadComponent: async () => (await import('./company-list/company-list')).CompanyList },
  { path: 'new', canDeactivate: [warnBeforeLeaving], loadComponent: edit },
  { path: ':id', loadComponent: async () => (await import('./company-page/company-page')).CompanyPage },
  { path: ':id/edit', canDeactivate: [warnBeforeLeaving], loadComponent: edit },
];
