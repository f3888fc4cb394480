export { loadTargets } from './load-targets';
export { ProgressQueries } from './progress.queries';
export { insertTarget } from './target.service';
export { TargetsModule } from './targets.module';
