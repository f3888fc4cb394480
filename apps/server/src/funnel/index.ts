export { FunnelModule } from './funnel.module';
