export { LedgersModule } from './ledgers.module';
export { toDecide } from './export.queries';
