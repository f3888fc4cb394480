import type { Routes } from '@angular/router';

export const routes: Routes = [
  { path: '', loadComponent: async () => (await import('./funnel-page')).FunnelPage },
  { path: 'records', loadComponent: async () => (await import('./records-page')).RecordsPage },
  { path: 'flow', loadComponent: async () => (await import('./flow-page')).FlowPage },
  { path: 'flow/records', loadComponent: async () => (await import('./flow-records-page')).FlowRecordsPage },
  { path: 'trend', loadComponent: async () => (await import('./trend-page')).TrendPage },
  { path: 'stays', loadComponent: async () => (await import('./stays-page')).StaysPage },
  { path: 'stays/records', loadComponent: async () => (await import('./stay-records-page')).StayRecordsPage },
  { path: 'origin', loadComponent: async () => (await import('./origin-page')).OriginPage },
];
