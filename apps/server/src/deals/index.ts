export { DealEntity } from './deal.entity';
export { DealQueries } from './deal.queries';
export { DealsModule } from './deals.module';
export { recordStage } from './stage-change';
