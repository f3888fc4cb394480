export { DealEntity } from './deal.entity';
export { exact } from './deal-money';
export { dealListWhere, DealQueries } from './deal.queries';
export { DealService } from './deal.service';
export { DealsModule } from './deals.module';
export { lockDeal } from './lock-deal';
export { narrowRows, type RowPlaces } from './narrow-rows';
export { recordStage } from './stage-change';
