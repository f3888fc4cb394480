export { FunnelModule } from './funnel.module';
export { dayOf, money } from './lead-rows';
export { FunnelMirror } from './funnel-mirror';
export { FunnelQueries } from './funnel.queries';
export { overlongRules } from './funnel-desk';
