export { FunnelModule } from './funnel.module';
export { FunnelQueries, stageNorms } from './funnel.queries';
