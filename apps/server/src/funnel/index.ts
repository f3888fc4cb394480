export { FunnelModule } from './funnel.module';
export { FunnelQueries } from './funnel.queries';
