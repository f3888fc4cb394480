import type { Routes } from '@angular/router';
import { warnBeforeLeaving } from '../platform/guards';

const edit = async () => (await import('./visit-form/visit-form')).VisitForm;

export const routes: Routes = [
  { path: '', loadComponent: async () => (await import('./calendar/calendar')).Calendar },
  { path: 'new', canDeactivate: [warnBeforeLeaving], loadComponent: edit },
  { path: ':id', loadComponent: async () => (await import('./visit-page/visit-page')).VisitPage },
  { path: ':id/edit', canDeactivate: [warnBeforeLeaving], loadComponent: edit },
];
