export {
  promiseColumns,
  promiseFrom,
  promiseJoins,
  promiseOverdue,
  PromiseQueries,
  promisesWithin,
} from './promise.queries';
export { PromiseService } from './promise.service';
export { PromisesModule } from './promises.module';
