export { FunnelModule } from './funnel.module';
export {
  amountsOf,
  confirmedFunds,
  dayOf,
  firstContact,
  firstVisit,
  type FundRow,
  fundsOf,
  millisecondsOf,
  money,
} from './kpi-parts';
export { FunnelDesk } from './funnel-desk';
export { FunnelMirror } from './funnel-mirror';
export { FunnelQueries } from './funnel.queries';
export { overlongRules } from './funnel-desk';
