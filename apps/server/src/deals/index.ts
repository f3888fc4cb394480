export { DealEntity } from './deal.entity';
export { exact } from './deal-money';
export { DealQueries } from './deal.queries';
export { DealsModule } from './deals.module';
export { lockDeal } from './lock-deal';
export { recordStage } from './stage-change';
