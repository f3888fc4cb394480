import type { Routes } from '@angular/router';

export const routes: Routes = [
  { path: '', loadComponent: async () => (await import('./kpis-page')).KpisPage },
  { path: 'records', loadComponent: async () => (await import('./kpi-records-page')).KpiRecordsPage },
];
export const monthRoutes: Routes = [
  { path: '', loadComponent: async () => (await import('./month-closes-page')).MonthClosesPage },
  { path: ':month', loadComponent: async () => (await import('./month-page')).MonthPage },
  { path: ':month/records', loadComponent: async () => (await import('./month-records-page')).MonthRecordsPage },
];
