import type { Routes } from '@angular/router';

export const routes: Routes = [
  { path: '', loadComponent: async () => (await import('./tours-page')).ToursPage },
  { path: ':id', loadComponent: async () => (await import('./tour-page')).TourPage },
];
