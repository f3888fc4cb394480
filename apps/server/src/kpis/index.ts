export { KpiQueries } from './kpi.queries';
export { KpisModule } from './kpis.module';
