import type { Routes } from '@angular/router';
import { figureCodes, funnelSteps, kpiSides } from '@torch/domain';
import { figureRecords } from '../shell/figure-records';

const known = { kpi: figureCodes, side: kpiSides, step: funnelSteps };

export const routes: Routes = [
  { path: '', loadComponent: async () => (await import('./kpis-page')).KpisPage },
  ...figureRecords('records', known, async () => (await import('./kpi-records-page')).KpiRecordsPage),
];
export const monthRoutes: Routes = [
  { path: '', loadComponent: async () => (await import('./month-closes-page')).MonthClosesPage },
  { path: ':month', loadComponent: async () => (await import('./month-page')).MonthPage },
  ...figureRecords(':month/records', known, async () => (await import('./month-records-page')).MonthRecordsPage),
];
