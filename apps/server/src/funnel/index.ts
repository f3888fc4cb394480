export { FunnelModule } from './funnel.module';
export { dayOf, money } from './lead-rows';
