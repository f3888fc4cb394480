export { promiseColumns, promiseFrom, promiseJoins, PromiseQueries, promisesWithin } from './promise.queries';
export { PromiseService } from './promise.service';
export { PromisesModule } from './promises.module';
