export * from './access/password';
export * from './access/permissions';
export * from './attachments/attachment';
export * from './audit/events';
export * from './audit/redaction';
export * from './calendars/calendar';
export * from './calendars/country';
export * from './calendars/zone';
export * from './chains/coverage';
export type { CoverageCount, CoverageQuestion } from './chains/coverage-count';
export type { CoverageMore } from './chains/coverage-columns';
export * from './chains/gap';
export * from './cockpit/record';
export * from './cockpit/span';
export * from './cockpit/stage-light';
export * from './companies/company-name';
export * from './companies/registration-number';
export * from './deals/evidence';
export * from './deals/milestone';
export * from './deals/move';
export * from './deals/profile';
export * from './deals/stage';
export * from './follow-ups/follow-up';
export * from './funnel/columns';
export * from './funnel/flow';
/** The funnel by brute force: what its figures are checked against, and never read by the product itself. */
export * as funnelOracle from './funnel/oracle';
export * from './funnel/question';
export { rowText } from './funnel/row-text';
export * from './funnel/scan';
export * from './funnel/stay';
export * from './funnel/step';
export { FunnelTable } from './funnel/table';
export * from './funnel/track';
export * from './funnel/warm-up';
export * from './kpis/adjustment';
export * from './kpis/entries';
export * from './kpis/facts';
export {
  entryIn,
  isTooEarly,
  type KpiFigures,
  type KpiPart,
  KpiSums,
  type LossFigures,
  recordsBehind,
  type SideFigures,
} from './kpis/figures';
export * from './kpis/kpi';
export type { KpiDealMore, KpiMore } from './kpis/columns';
export { type FoundRecord, kpiRecordsBehind } from './kpis/page-behind';
export type { KpiTableQuestion } from './kpis/row-reader';
export * from './kpis/work-clock';
export { convertedWorth } from './kpis/worth';
export * from './funnel/trend';
export * from './leads/lead';
export * from './ledgers/approval';
export * from './ledgers/cell';
export * from './ledgers/column';
export * from './ledgers/ledger';
export { decimal, type Decimal, exact, fixed, nothing, plus, times } from './money/decimal';
export * from './money/fund';
export * from './money/rate';
export * from './money/rate-sheet';
export * from './money/summary';
export * from './problems/problem';
export * from './promises/promise';
export * from './protection/protection';
export * from './reference/reference';
export * from './reminders/delivery';
export * from './reminders/digest';
export * from './reminders/foresee';
export * from './reminders/ladder';
export * from './reminders/late';
export * from './reminders/mail-act';
export * from './reminders/page';
export * from './reminders/readable';
export * from './reminders/plan';
export * from './reminders/preference';
export * from './reminders/robot';
export * from './reminders/rule';
export * from './reminders/rule-check';
export * from './reminders/snooze';
export * from './reminders/step';
export * from './reminders/trigger';
export * from './reports/compose';
export * from './reports/layout';
export * from './reports/period';
export * from './reports/report';
export * from './reports/schedule';
export * from './reports/template';
export * from './reviews/assignment';
export * from './reviews/offer';
export * from './reviews/scorecard';
export * from './reviews/screening';
export * from './targets/progress';
export * from './targets/target';
export * from './visits/visit';
export * from './views/saved-view';
