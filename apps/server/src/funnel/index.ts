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
export { FunnelDesk, overlongRules } from './funnel-desk';
export { FunnelMirror } from './funnel-mirror';
export { FunnelQueries } from './funnel.queries';
