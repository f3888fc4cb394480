export { DealEntity } from './deal.entity';
export { DealsModule } from './deals.module';
export { recordStage } from './stage-change';
