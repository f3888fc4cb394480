export { DealEntity } from './deal.entity';
export { DealsModule } from './deals.module';
