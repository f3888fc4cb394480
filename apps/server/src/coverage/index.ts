export { CoverageModule } from './coverage.module';
export { CoverageQueries } from './coverage.queries';
